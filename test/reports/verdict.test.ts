import { describe, expect, it } from 'vitest';
import type { CheckReport } from '../../src/findings/report.ts';
import { annotations, closingSentence } from '../../src/reports/annotations.ts';
import { endpointNames } from '../../src/reports/endpoint-names.ts';
import { renderJunit } from '../../src/reports/junit.ts';
import { renderComment } from '../../src/reports/markdown.ts';
import { connectivityGraph, renderMermaid } from '../../src/reports/mermaid.ts';
import { renderText } from '../../src/reports/text.ts';
import { verdictOf } from '../../src/reports/verdict.ts';
import { check, claim, connectivity, green, malformed, tcp, threeTiers } from './sample-reports.ts';

const fails = claim('web -/-> db', { status: 'fails', pairs: { judged: 1, holding: 0 } });
const undecided = claim('web -/-> db', { status: 'undecided', pairs: { judged: 1, holding: 0 } });
const error: CheckReport['findings'][number] = { code: 'invalid-field', severity: 'error', message: 'x', related: [] };

describe('the verdict', () => {
  it.each<[string, string, CheckReport]>([
    ['green', 'all 2 claims hold', green],
    ['red', '3 of 4 claims fail', threeTiers],
    ['red', '1 of 4 claims is undecided, 1 is invalid', malformed],
    ['red', 'nothing was checked', check([], { exitCode: 3 })],
    ['red', 'nothing was checked', check([], { exitCode: 0 })],
    ['yellow', '1 of 1 claim fails (reported only)', check([fails], { exitCode: 0 })],
    ['yellow', '1 of 1 claim is undecided (reported only)', check([undecided], { exitCode: 0 })],
    ['yellow', '1 error (reported only)', check(green.claims, { exitCode: 0, findings: [error] })],
    [
      'red',
      'the claim holds, but the input is at fault: 1 error',
      check([claim('web -/-> db')], { exitCode: 1, findings: [error] }),
    ],
  ])('is %s: %s', (tone, headline, report) => {
    expect(verdictOf(report)).toEqual({ tone, headline });
  });

  it('is not green in any form where something is in question', () => {
    const doubtful = [threeTiers, malformed, check([], { exitCode: 3 }), check([undecided], { exitCode: 0 })];
    for (const report of doubtful) {
      expect(renderText(report, { color: false, quiet: true })).not.toContain('✓ passed');
      expect(renderComment(report, {})).not.toContain('✅ **');
    }
    const orphan = check([{ ...fails, suite: 'elsewhere.yaml' }]);
    expect(renderJunit(orphan)).toContain('tests="1" failures="1"');
    expect(renderText(orphan, { color: false, quiet: false })).toContain('✗ fails      web -/-> db');
    const inputOnly = check(green.claims, { exitCode: 1, findings: [error] });
    expect(renderJunit(inputOnly)).toContain('tests="3" failures="1"');
  });
});

describe('the comment', () => {
  it('shrinks to its marker and one line once everything holds', () => {
    const lines = renderComment(green, { marker: '<!-- m -->' }).trimEnd().split('\n');
    expect(lines).toEqual(['<!-- m -->', '✅ **Network policy gate: all 2 claims hold** · 2 of 2 pairs hold']);
  });
});

describe('annotations', () => {
  const many = check(Array.from({ length: 12 }, () => fails));

  it('are at most nine errors, and the closing sentence counts the rest', () => {
    expect(annotations(many)).toHaveLength(9);
    expect(closingSentence(many)).toBe('12 of 12 claims fail (3 more in the summary)');
  });

  it('are at most nine warnings, the last of which counts the rest', () => {
    const warnings = annotations(check(Array.from({ length: 12 }, () => ({ ...fails, severity: 'warning' as const }))));
    expect(warnings).toHaveLength(9);
    expect(warnings.at(-1)?.message).toBe('+4 more in the summary');
  });

  it('stand where the reader must change something, failures before what is undecided', () => {
    const [first, second] = annotations(check([undecided, threeTiers.claims[0] ?? fails]));
    expect(first).toMatchObject({ file: 'k8s/allow-all.yaml', line: 12, title: 'fails: web -/-> db' });
    expect(second?.title).toBe('undecided: web -/-> db');
  });

  it('name no file for a sentence of the command line', () => {
    const at = { file: '-e', span: { line: 1, column: 1, endLine: 1, endColumn: 5 } };
    expect(annotations(check([claim('a --> b', { status: 'fails', at, guilty: at })]))[0]).not.toHaveProperty('file');
  });
});

describe('the names of endpoints', () => {
  it('are short where one kind has the name, and whole where two have', () => {
    const names = endpointNames({
      ...connectivity,
      endpoints: ['shop/Deployment:web', 'shop/Job:db', 'shop/StatefulSet:db'].map((id) => ({
        id,
        kind: 'workload' as const,
        labels: {},
      })),
    });
    expect(names('shop/Deployment:web')).toBe('shop/web');
    expect(names('shop/Job:db')).toBe('shop/Job:db');
    expect(names('2001:db8::-2001:db8::ff')).toBe('2001:db8::-2001:db8::ff');
  });
});

describe('the Mermaid graph', () => {
  it('stays within sixty edges and eight kilobytes and says how much it leaves out', () => {
    const id = (index: number): string => `namespace-${index}/Deployment:${'long-name-'.repeat(5)}${index}`;
    const connections = Array.from({ length: 500 }, (_, index) => ({
      from: id(index),
      to: id(index + 1),
      allowed: [tcp(index + 1)],
      undecided: [],
    }));
    const graph = connectivityGraph({ connections }, (each) => each) ?? '';
    expect(graph.length).toBeLessThanOrEqual(8000);
    expect((graph.match(/-->/g) ?? []).length).toBeLessThanOrEqual(60);
    expect(graph).toMatch(/and \d+ more paths/);
  });

  it('never uses the name of an endpoint as an id', () => {
    const named = {
      ...connectivity,
      connections: [{ from: 'a/Pod:end', to: 'a/Pod:style', allowed: [tcp(1)], undecided: [] }],
    };
    expect(renderMermaid(named)).toContain('n0["end"]');
    expect(renderMermaid(named)).toContain('n0 -->|"1/tcp"| n1');
  });
});
