import { describe, expect, it } from 'vitest';
import type { CheckReport } from '../../src/findings/report.ts';
import { check, connectivity } from '../../src/gate/run-gate.ts';
import { renderJson } from '../../src/reports/json.ts';
import { renderSarif } from '../../src/reports/sarif.ts';
import { memoryWorkspace } from '../support/memory-workspace.ts';

const DB = `apiVersion: apps/v1
kind: Deployment
metadata: {name: db, namespace: shop}
spec:
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec: {containers: [{name: main, image: 'example.com/main:1'}]}
`;
const policy = (above: string, behind: string): string => `${above}apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: postgres, namespace: shop}
spec:
  podSelector: {matchLabels: {app: postgres}}${behind}
`;
const LOST = policy('', '');
const IGNORE = '# netpol-gate: ignore policy-selects-nothing';

function run(manifests: string, ...settings: readonly string[]): CheckReport {
  const suites = settings.map(
    (lint, index) => [`policies-tests/${index}.yaml`, `expect: [db --> db]\n${lint}`] as const,
  );
  return check({
    workspace: memoryWorkspace({ 'k8s/np.yaml': manifests, 'k8s/db.yaml': DB, ...Object.fromEntries(suites) }),
    base: '',
    suites: [],
    sentences: [],
    manifests: [],
    failOn: 'error',
    today: '2030-01-01',
  });
}

const told = ({ findings }: Pick<CheckReport, 'findings'>): readonly string[] =>
  findings.map(({ code, severity }) => `${severity} ${code}`);

describe('the severity of a lint', () => {
  it.each([
    ['is its own without a setting', [''], ['warning policy-selects-nothing']],
    ['is what the suite sets', ['lint: {policy-selects-nothing: error}'], ['error policy-selects-nothing']],
    ['is nothing where the suite turns it off', ['lint: {policy-selects-nothing: off}'], []],
    ['is nothing where `off` is in quotes', ['lint: {policy-selects-nothing: "off"}'], []],
    ['is set by one suite where the others say nothing', ['', 'lint: {policy-selects-nothing: off}', ''], []],
    [
      'is the strictest of several suites about the same manifests',
      ['lint: {policy-selects-nothing: off}', 'lint: {policy-selects-nothing: notice}'],
      ['notice policy-selects-nothing'],
    ],
    [
      'is the strictest of several worlds that hold the same file',
      ['lint: {policy-selects-nothing: error}', 'assume: {dataplane: calico}'],
      ['error policy-selects-nothing'],
    ],
  ])('%s', (_, settings, expected) => {
    expect(told(run(LOST, ...settings))).toEqual(expected);
  });

  it('changes the exit code and no verdict', () => {
    const [plain, strict] = [run(LOST, ''), run(LOST, 'lint: {policy-selects-nothing: error}')];
    const verdicts = (report: CheckReport) => report.claims.map(({ status, message }) => [status, message]);
    expect(verdicts(strict)).toEqual(verdicts(plain));
    expect([plain.exitCode, strict.exitCode]).toEqual([0, 1]);
  });

  it.each([
    [
      'claim-fails',
      '`claim-fails` is no lint, and its severity cannot be set: it says what is the case, not what is probably not meant',
    ],
    ['dns-forgoten', 'there is no lint `dns-forgoten`'],
  ])('cannot be set for %s', (code, message) => {
    const report = run(LOST, `lint: {${code}: off}`);
    expect(report.exitCode).toBe(2);
    expect(report.findings.map((finding) => finding.message)).toContain(message);
  });

  it('cannot be another word', () => {
    expect(run(LOST, 'lint: {dns-forgotten: of}').findings.map(({ message, help }) => [message, help])).toContainEqual([
      '`dns-forgotten` cannot be `of`',
      'did you mean `off`?',
    ]);
  });
});

describe('a comment', () => {
  it.each([
    ['behind the line', policy('', `  ${IGNORE} — made by the operator`)],
    ['with a colon', policy('', `  ${IGNORE}: made by the operator`)],
    ['with a hyphen', policy('', `  ${IGNORE} - made by the operator`)],
    ['with two hyphens', policy('', `  ${IGNORE} -- made by the operator`)],
    ['with another code', policy('', `  ${IGNORE}, policy-selects-nothing – made by the operator`)],
    ['above the document', policy(`${IGNORE} — made by the operator\n`, '')],
  ])('%s suppresses a lint and keeps it in sight', (_, manifests) => {
    const report = run(manifests, '');
    expect(told(report)).toEqual([]);
    expect(report.suppressed.map(({ code, reason }) => [code, reason])).toEqual([
      ['policy-selects-nothing', 'made by the operator'],
    ]);
    expect(report.notes).toContain(
      '1 finding is suppressed by a comment in manifests; the JSON report lists them with their reasons',
    );
    expect(JSON.parse(renderJson(report)).suppressed[0].reason).toBe('made by the operator');
  });

  it.each([
    ['without a reason', `${IGNORE}`, 'this comment gives no reason, so it does not suppress `policy-selects-nothing`'],
    [
      'of dashes only',
      `${IGNORE} --`,
      'this comment gives no reason, so it does not suppress `policy-selects-nothing`',
    ],
    [
      'for a code that is none',
      '# netpol-gate: ignore policy-select-nothing — x',
      'there is no finding `policy-select-nothing`, so this comment suppresses nothing',
    ],
    [
      'for what is no lint',
      '# netpol-gate: ignore invalid-field — x',
      '`invalid-field` cannot be suppressed: it says what is the case, not what is probably not meant',
    ],
    [
      'of another form',
      '# netpol-gate: skip this',
      'this comment for netpol-gate is not understood, so it suppresses nothing',
    ],
  ])('%s is told, and the lint stays', (_, comment, message) => {
    const report = run(policy('', `  ${comment}`), '');
    expect([...told(report)].sort()).toEqual(['warning invalid-suppression', 'warning policy-selects-nothing']);
    expect(report.findings.map((finding) => finding.message)).toContain(message);
  });

  it('on the wrong line is told where the lint is', () => {
    const [unused] = run(policy('', `\n  ${IGNORE} — x`), '').findings.filter(
      ({ code }) => code === 'suppression-unused',
    );
    expect(unused?.help).toBe(
      '`policy-selects-nothing` is on line 5: put the comment on that line or directly above it, or above the whole document',
    );
  });

  it('is not unused where a suite turns its code off', () => {
    const report = run(policy('', `  ${IGNORE} — x`), 'lint: {policy-selects-nothing: off}');
    expect(told(report)).toEqual([]);
  });

  it('never suppresses what the API server refuses', () => {
    const wrong = policy('', '  # netpol-gate: ignore unknown-field — x\n  ingres: []');
    expect(told(run(wrong, ''))).toContain('error unknown-field');
  });

  it('counts for `connectivity` too', () => {
    const workspace = memoryWorkspace({ 'np.yaml': policy('', `  ${IGNORE} — x`), 'db.yaml': DB });
    const report = connectivity({ workspace, base: '', manifests: [] });
    expect([told(report), report.suppressed.length]).toEqual([[], 1]);
  });
});

describe('code scanning', () => {
  it('shows a suppressed lint as dismissed in the source', () => {
    const report = run(policy('', `  ${IGNORE} — made by the operator`), '');
    const [{ results }] = JSON.parse(renderSarif(report, {})).runs;
    const found = results.filter(({ ruleId }: { ruleId: string }) => ruleId === 'policy-selects-nothing');
    expect(found.map(({ suppressions }: { suppressions: unknown }) => suppressions)).toEqual([
      [{ kind: 'inSource', justification: 'made by the operator' }],
    ]);
  });
});
