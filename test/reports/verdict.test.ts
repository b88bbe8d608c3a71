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
const forbidden = { ...error, code: 'new-connection' } as const;

describe('the verdict', () => {
  it.each<[string, string, CheckReport]>([
    ['green', 'all 2 claims hold', green],
    ['red', '3 of 4 claims fail', threeTiers],
    [
      'red',
      '1 of 4 claims is undecided, 1 is invalid; 1 source was not rendered, which may change the verdict',
      malformed,
    ],
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
    [
      'red',
      'the claim holds, but the change opens or may open connections, which `fail-on-new` forbids',
      check([claim('web -/-> db')], { exitCode: 1, findings: [forbidden] }),
    ],
    [
      'red',
      'the claim holds, but the change and the input are at fault: 1 error about the change, 1 error about the input',
      check([claim('web -/-> db')], { exitCode: 1, findings: [error, forbidden] }),
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

  it('says no cause twice, and has one row for all claims that one cause leaves undecided', () => {
    const reason = 'NetworkPolicy `shop/typo` may govern it';
    const because = { direction: 'ingress', outcome: 'undecided', traffic: [], reason } as const;
    const facts = {
      message: `it cannot be decided whether it is allowed, because ${reason}`,
      help: `${reason}; mend it`,
      witness: { from: '', to: '', traffic: [], egress: [], ingress: [because] },
    };
    const alike = Array.from({ length: 15 }, (_, index) => ({ ...undecided, ...facts, sentence: `a${index} -/-> db` }));
    const rows = renderComment(check(alike), {})
      .split('\n')
      .filter((line) => line.startsWith('| ❓'));
    expect(rows).toHaveLength(1);
    expect(rows[0]?.split('`shop/typo`')).toHaveLength(2);
    expect(rows[0]).toContain('| for example, it cannot be decided whether it is allowed |');
    expect(rows[0]).toContain('<br>and 3 more claims |');
    expect(rows[0]).toMatch(/<br>\*\*Do:\*\* mend it \|$/);
  });

  it('leaves claims to the table of findings where a finding tells of them in the same words', () => {
    const message = 'no workload is called `wbe`';
    const invalid = claim('web -/-> db', { status: 'invalid', message, pairs: { judged: 0, holding: 0 } });
    const report = check([invalid], { exitCode: 2, findings: [{ ...error, code: 'unknown-name', message }] });
    const comment = renderComment(report, {});
    expect(comment.split('| no workload is called `wbe`')).toHaveLength(2);
    expect(comment).toContain('1 of 1 claim is invalid');
  });
});

describe('annotations', () => {
  const many = check(Array.from({ length: 12 }, () => fails));

  it('are at most nine errors, and the closing sentence counts the rest', () => {
    expect(annotations(many, {})).toHaveLength(9);
    expect(closingSentence(many)).toBe('12 of 12 claims fail (3 more in the summary)');
  });

  it('are at most nine warnings, the last of which counts the rest', () => {
    const warnings = annotations(
      check(Array.from({ length: 12 }, () => ({ ...fails, severity: 'warning' as const }))),
      {},
    );
    expect(warnings).toHaveLength(9);
    expect(warnings.at(-1)?.message).toBe('+4 more in the summary');
  });

  it('stand where the reader must change something, failures before what is undecided', () => {
    const [first, second] = annotations(check([undecided, threeTiers.claims[0] ?? fails]), {});
    expect(first).toMatchObject({ file: 'k8s/allow-all.yaml', line: 12, title: 'fails: web -/-> db' });
    expect(second?.title).toBe('undecided: web -/-> db');
  });

  it('tell once of undecided claims that have one cause, after the finding that may be it', () => {
    const help = 'mend the policy as its own finding says';
    const { at } = undecided;
    const alike = [undecided, { ...undecided, sentence: 'web -/-> cache' }].map((each) => ({ ...each, at, help }));
    const all = annotations(check([...alike, { ...fails, help }], { findings: [error] }), {});
    expect(all.map(({ title }) => title)).toEqual([
      'fails: web -/-> db',
      'invalid-field',
      'undecided: web -/-> db and 1 more claim',
    ]);
    expect(all[2]?.message).toContain('undecided for the same reason: web -/-> cache (policies-tests/shop.yaml:');
  });

  it('link to the page that explains them where the gate has an address', () => {
    const report = check([fails], { findings: [error] });
    const lastLines = (home?: string) =>
      annotations(report, { ...(home && { home }) }).map(({ message }) => message.split('\n').at(-1));
    expect(lastLines()).toEqual(['netpol-gate help claim-fails', 'netpol-gate help invalid-field']);
    expect(lastLines('https://ghe.example/octo/gate/blob/v1')).toEqual([
      'https://ghe.example/octo/gate/blob/v1/docs/findings/claim-fails.md',
      'https://ghe.example/octo/gate/blob/v1/docs/findings/invalid-field.md',
    ]);
  });

  it('name no file for a sentence of the command line', () => {
    const at = { file: '-e', span: { line: 1, column: 1, endLine: 1, endColumn: 5 } };
    expect(annotations(check([claim('a --> b', { status: 'fails', at, guilty: at })]), {})[0]).not.toHaveProperty(
      'file',
    );
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
    expect(names('0.0.0.0-255.255.255.255')).toBe('0.0.0.0/0');
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
