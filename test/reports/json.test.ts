import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/findings/report.ts';
import { renderJson } from '../../src/reports/json.ts';
import { renderSarif } from '../../src/reports/sarif.ts';
import { hostileReports, hostileTexts, infest } from './hostile-reports.ts';
import { changed, check, claim, connectivity, green, malformed, threeTiers } from './sample-reports.ts';

const schemas = join(import.meta.dirname, '../../schemas');
const validatorOf = (name: string) =>
  new Ajv2020({ allErrors: true }).compile(JSON.parse(readFileSync(join(schemas, name), 'utf8')));
const isCheck = validatorOf('check-report.schema.json');
const isDiff = validatorOf('diff-report.schema.json');
const isConnectivity = validatorOf('connectivity-report.schema.json');

describe('the JSON of a check', () => {
  it.each([green, threeTiers, malformed])('is what its published schema describes', (report) => {
    isCheck(JSON.parse(renderJson(report)));
    expect(isCheck.errors ?? []).toEqual([]);
  });

  it('is refused by the schema once a field of a claim is missing or unknown', () => {
    const [first] = JSON.parse(renderJson(green)).claims;
    const { status, ...rest } = first;
    const report = JSON.parse(renderJson(green));
    expect(isCheck({ ...report, claims: [{ ...rest, state: status }] })).toBe(false);
  });

  it('has the keys in the documented order and ends with one newline', () => {
    const text = renderJson(threeTiers);
    expect(Object.keys(JSON.parse(text)).slice(0, 6)).toEqual([
      'version',
      'exitCode',
      'summary',
      'claims',
      'findings',
      'inputs',
    ]);
    expect(text).toMatch(/[^\n]\n$/);
  });
});

describe('the JSON of connectivity', () => {
  it('is what its published schema describes', () => {
    isConnectivity(JSON.parse(renderJson(connectivity)));
    expect(isConnectivity.errors ?? []).toEqual([]);
  });
});

describe('the JSON of a change', () => {
  it('is what its published schema describes, by itself and as a part of a check', () => {
    isDiff(JSON.parse(renderJson(changed)));
    expect(isDiff.errors ?? []).toEqual([]);
    for (const change of [changed.change, { kind: 'unavailable', why: 'x', help: 'y' } as const]) {
      isCheck(JSON.parse(renderJson({ ...green, change })));
      expect(isCheck.errors ?? []).toEqual([]);
    }
  });
});

describe('JSON of hostile texts', () => {
  it.each(hostileTexts)('carries %j unchanged', (text) => {
    const written = JSON.parse(renderJson(infest(threeTiers, text)));
    expect(written.claims[0].sentence).toBe(text);
    for (const report of hostileReports(text)) expect(() => JSON.parse(renderJson(report))).not.toThrow();
  });
});

describe('SARIF', () => {
  const resultsOf = (report: Report) => JSON.parse(renderSarif(report, {})).runs[0].results;

  it('has a result with a place for each claim that does not hold and each finding with a place', () => {
    const results = [...resultsOf(threeTiers), ...resultsOf(malformed)];
    expect(results.map(({ ruleId, level }: { ruleId: string; level: string }) => `${ruleId} ${level}`)).toEqual([
      'claim-fails error',
      'claim-fails error',
      'claim-fails warning',
      'claim-undecided error',
      'claim-fails error',
      'selects-everything error',
      'unknown-name error',
      'unrendered-template warning',
    ]);
    for (const result of results) expect(result.locations).toHaveLength(1);
  });

  it('has what the format requires of every part, and texts that its viewers can show', () => {
    const home = 'https://github.com/octo/gate/blob/v1';
    const log = JSON.parse(renderSarif(threeTiers, { home }));
    expect(log).toMatchObject({ version: '2.1.0', runs: [{ tool: { driver: { name: 'netpol-gate' } } }] });
    const [run] = log.runs;
    const ids = run.tool.driver.rules.map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, helpUri, shortDescription, help } of run.tool.driver.rules) {
      expect(helpUri).toBe(`${home}/docs/findings/${id}.md`);
      expect([shortDescription.text, help.text]).not.toContain('');
    }
    for (const { ruleId, ruleIndex, message, locations, relatedLocations } of run.results) {
      expect(ids[ruleIndex]).toBe(ruleId);
      expect(message.text).toMatch(/\S/);
      expect(relatedLocations.map(({ id }: { id: number }) => id)).toEqual(Object.keys(relatedLocations).map(Number));
      for (const { physicalLocation } of [...locations, ...relatedLocations]) {
        expect(physicalLocation.artifactLocation).toMatchObject({ uriBaseId: '%SRCROOT%' });
        expect(physicalLocation.artifactLocation.uri).toMatch(/^[^/:\\ ][^:\\ ]*$/);
        expect(Math.min(...(Object.values(physicalLocation.region) as number[]))).toBeGreaterThanOrEqual(1);
      }
    }
    expect(renderSarif(threeTiers, {})).not.toContain('helpUri');
  });

  it('keeps the fingerprint of a claim when its lines move', () => {
    const [failing] = threeTiers.claims;
    if (!failing) throw new Error('the sample has a failing claim');
    const span = { line: 99, column: 1, endLine: 99, endColumn: 2 };
    const moved = { ...failing, at: { ...failing.at, span }, guilty: { ...failing.guilty, span } };
    const [before] = resultsOf(check([failing]));
    const [after] = resultsOf(check([moved]));
    expect(after.partialFingerprints).toEqual(before.partialFingerprints);
    expect(after.locations).not.toEqual(before.locations);
    expect(JSON.stringify(before.partialFingerprints)).toContain('web -/-> db');
  });

  it('tells of a finding without a place beside the results, for code scanning refuses those', () => {
    const report = check([claim('web -/-> db')], {
      exitCode: 3,
      findings: [{ code: 'nothing-to-check', severity: 'error', message: 'no suite', related: [] }],
    });
    const [run] = JSON.parse(renderSarif(report, {})).runs;
    expect(run.results).toEqual([]);
    expect(run.invocations[0].executionSuccessful).toBe(false);
    expect(run.invocations[0].toolConfigurationNotifications).toHaveLength(1);
  });
});
