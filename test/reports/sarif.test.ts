import { readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runCli } from '../../src/cli/run-cli.ts';
import { CATALOGUE, type FindingCode } from '../../src/findings/catalogue.ts';
import type { CheckReport, Report, ReportedFinding } from '../../src/findings/report.ts';
import { renderSarif } from '../../src/reports/sarif.ts';
import { faultsOfSarif, SARIF_SCHEMA } from '../support/sarif/validate-sarif.ts';
import { hostileReports, hostileTexts } from './hostile-reports.ts';
import { placeOf } from './sample-places.ts';
import { check, claim, connectivity, explained, green, malformed, threeTiers } from './sample-reports.ts';

const links = { home: 'https://github.com/octo/gate/blob/v1' };

interface Result {
  readonly ruleId: string;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly relatedLocations: readonly unknown[];
}

const runOf = (report: Report) => JSON.parse(renderSarif(report, links)).runs[0];
const printsOf = (report: Report): readonly (string | undefined)[] =>
  runOf(report).results.map(({ partialFingerprints }: Result) => partialFingerprints['netpolGate/v1']);

const finding = (code: FindingCode, message: string, line = 1): ReportedFinding => ({
  code,
  severity: CATALOGUE[code].severity,
  message,
  at: placeOf('k8s/a.yaml', line, ['a: 1'], 'a'),
  related: [],
});
const findings = (of: readonly ReportedFinding[]): CheckReport => check([claim('web --> api:8080')], { findings: of });

describe('the schema of SARIF 2.1.0', () => {
  it('has nothing in it that a later draft of JSON Schema reads otherwise', () => {
    expect(SARIF_SCHEMA['$schema']).toBe('http://json-schema.org/draft-04/schema#');
    expect(JSON.stringify(SARIF_SCHEMA)).not.toMatch(/"exclusiveM(in|ax)imum"/);
    expect(faultsOfSarif(JSON.stringify({ version: '2.1.0', runs: [{ tool: {} }] }))).not.toEqual([]);
    const rule = { id: 'a', helpUri: 'no address' };
    expect(
      faultsOfSarif(JSON.stringify({ version: '2.1.0', runs: [{ tool: { driver: { name: 'a', rules: [rule] } } }] })),
    ).toEqual(['/runs/0/tool/driver/rules/0/helpUri must match format "uri"']);
  });

  it.each(Object.entries({ green, threeTiers, malformed, connectivity, explained }))(
    'takes the report %s',
    (_, report) => {
      for (const known of [{}, links]) expect(faultsOfSarif(renderSarif(report, known))).toEqual([]);
    },
  );

  it('takes every report of hostile texts', () => {
    const hostile = fc.oneof(fc.constantFrom(...hostileTexts), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(hostile, (text) => {
        for (const report of hostileReports(text)) expect(faultsOfSarif(renderSarif(report, links))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it.each(readdirSync('policies-tests'))('takes the report on policies-tests/%s', async (folder) => {
    let text = '';
    const output = { write: (part: string) => (text += part) };
    await runCli(['check', `policies-tests/${folder}`, '--format', 'sarif'], {
      cwd: process.cwd(),
      env: {},
      stdout: output,
      stderr: { write: () => undefined },
      stdin: () => Promise.reject(new Error('nothing is read from standard input')),
    });
    expect(faultsOfSarif(text)).toEqual([]);
    const prints = JSON.parse(text).runs[0].results.map((result: Result) => JSON.stringify(result.partialFingerprints));
    expect(new Set(prints).size).toBe(prints.length);
  });
});

describe('a fingerprint', () => {
  const twice = findings([finding('syntax-error', 'the same', 3), finding('syntax-error', 'the same', 9)]);

  it('is shared by no two results, even where both say the same of one file', () => {
    expect(new Set(printsOf(twice)).size).toBe(2);
    const same = claim('web -/-> db', { status: 'fails' });
    expect(new Set(printsOf(check([same, same]))).size).toBe(2);
  });

  it('stays the same when lines move', () => {
    const moved = findings([finding('syntax-error', 'the same', 30), finding('syntax-error', 'the same', 90)]);
    expect(printsOf(moved)).toEqual(printsOf(twice));
  });
});

describe('a rule', () => {
  const every = findings((Object.keys(CATALOGUE) as FindingCode[]).map((code) => finding(code, `about ${code}`)));
  const rules: readonly {
    readonly id: string;
    readonly fullDescription: { readonly text: string };
    readonly help: { readonly text: string; readonly markdown: string };
    readonly properties: { readonly tags: readonly string[]; readonly 'security-severity'?: string };
  }[] = runOf(every).tool.driver.rules;

  it('says of every code what it means and what to do, as text and as Markdown', () => {
    expect(rules.map(({ id }) => id)).toEqual(Object.keys(CATALOGUE).sort());
    for (const { fullDescription, help } of rules) {
      expect(fullDescription.text).toMatch(/^[^[]{20,1023}$/);
      expect(help.text).toContain('Remedy:\n');
      expect(help.markdown).toContain('## Remedy\n');
      expect(`${fullDescription.text}${help.text}`).not.toMatch(/```|\]\(/);
    }
  });

  it('has links that lead somewhere from wherever it is read, or none', () => {
    const targets = rules.flatMap(({ help }) => [...help.markdown.matchAll(/\]\(([^)]*)\)/g)].map(([, url]) => url));
    expect(targets).toContain(`${links.home}/docs/findings/claim-undecided.md`);
    expect(targets.filter((url) => !url?.startsWith('https://'))).toEqual([]);
    expect(renderSarif(every, {})).not.toMatch(/\]\([\w./#-]+\.md/);
  });

  it('grades what leaves a door open, and has as many tags as code scanning shows at most', () => {
    const graded = rules.filter(({ properties }) => properties['security-severity'] !== undefined);
    expect(graded.map(({ id }) => id)).toContain('claim-fails');
    for (const { properties } of graded) expect(properties.tags).toContain('security');
    for (const { properties } of rules) expect(properties.tags.length).toBeLessThanOrEqual(10);
  });
});

describe('the limits of an upload to GitHub', () => {
  it('leave out the least severe results first, and the report says how many', () => {
    const many = Array.from({ length: 25_010 }, (_, index) => finding('host-bits-set', `${index}`));
    const run = runOf(findings([...many, finding('syntax-error', 'the last and worst')]));
    expect(run.results.length).toBeLessThanOrEqual(25_000);
    expect(run.results.at(-1).level).toBe('error');
    const omitted = many.length + 1 - run.results.length;
    expect(run.invocations[0].toolExecutionNotifications[0].message.text).toContain(`${omitted} more results`);
    expect(runOf(threeTiers).invocations[0].toolExecutionNotifications).toBeUndefined();
  });

  it('hold for long texts that do not compress', () => {
    const noise = (index: number): string =>
      Array.from({ length: 20_000 }, (_, at) =>
        String.fromCharCode(0x4e00 + ((index * 7919 + at * at * 31) % 20_000)),
      ).join('');
    const text = renderSarif(
      findings(Array.from({ length: 300 }, (_, index) => finding('syntax-error', noise(index)))),
      links,
    );
    expect(gzipSync(text).length).toBeLessThan(10_000_000);
    expect(JSON.parse(text).runs[0].invocations[0].toolExecutionNotifications).toHaveLength(1);
  });

  it('leave no result with more places than it may have', () => {
    const place = placeOf('k8s/a.yaml', 1, ['a: 1'], 'a');
    const related = Array.from({ length: 1200 }, () => ({ at: place, message: 'and here' }));
    const [result] = runOf(findings([{ ...finding('syntax-error', 'everywhere'), related }])).results;
    expect(result.relatedLocations.length).toBeLessThanOrEqual(1000);
    expect(result.message.text).toContain(
      `${related.length - result.relatedLocations.length} more places are left out`,
    );
    expect(faultsOfSarif(renderSarif(findings([{ ...finding('syntax-error', 'x'), related }]), links))).toEqual([]);
  });
});
