import type { CheckReport, ClaimReport, Report, ReportedFinding, SuiteReport } from '../findings/report.ts';
import { placeLabel, reasonsOf } from './claim-places.ts';
import { claimsBySuite } from './claims-by-suite.ts';
import { escapeHtml } from './escape-html.ts';
import { isAboutChange } from './verdict.ts';

/**
 * JUnit XML in the form that Jenkins' `junit-10.xsd` describes and GitLab and `dorny/test-reporter` read: a test suite for
 * each suite and world, a test case for each claim, one suite for the change, and one for the input. Claims take no time, so none is given.
 */
export function renderJunit(report: Report): string {
  const suites = [...suitesOf(report), ...findingSuites(report)].filter(({ cases }) => cases.length > 0);
  const all = suites.flatMap(({ cases }) => cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="netpol-gate" ${counts(all)}>`,
    ...suites.flatMap(suiteXml),
    '</testsuites>',
    '',
  ].join('\n');
}

interface Case {
  readonly name: string;
  readonly outcome: 'passed' | 'failure' | 'error' | 'skipped';
  readonly message: string;
  readonly lines: readonly string[];
}

interface Suite {
  readonly name: string;
  readonly cases: readonly Case[];
}

function suitesOf(report: Report): readonly Suite[] {
  switch (report.kind) {
    case 'check':
      return claimsBySuite(report).map(({ suite, claims }) => ({
        name: suiteName(suite),
        cases: claims.map(claimCase),
      }));
    case 'explain':
      return [{ name: report.claim.suite, cases: [claimCase(report.claim)] }];
    case 'connectivity':
    case 'diff':
      return [];
  }
}

function suiteName({ file, world }: SuiteReport): string {
  return world === '' ? file : `${file} (${world})`;
}

const OUTCOMES = {
  holds: 'passed',
  fails: 'failure',
  undecided: 'error',
  invalid: 'error',
  waived: 'skipped',
} as const satisfies Record<keyof Omit<CheckReport['summary'], 'claims'>, Case['outcome']>;

function claimCase(claim: ClaimReport): Case {
  const reasons = reasonsOf(claim).map(({ reason, at }) => `${reason}${at ? ` (${placeLabel(at)})` : ''}`);
  const help = claim.help === undefined ? [] : [`help: ${claim.help}`];
  return {
    name: claim.id === undefined ? claim.sentence : `${claim.sentence} [${claim.id}]`,
    outcome: OUTCOMES[claim.status],
    message: claim.status === 'waived' && claim.waiver ? waivedText(claim.waiver) : claim.message,
    lines: [
      claim.message,
      ...reasons,
      ...help,
      `claimed in ${placeLabel(claim.at)}`,
      `see ${placeLabel(claim.guilty)}`,
    ],
  };
}

function waivedText({ until, owner, reason }: NonNullable<ClaimReport['waiver']>): string {
  return `waived until ${until}, ${owner}: ${reason}`;
}

// A claim can hold while the gate is red for a broken manifest: a test report must not be green then.
function findingSuites(report: Report): readonly Suite[] {
  const red = suitesOf(report).some(({ cases }) => cases.some(({ outcome }) => outcome !== 'passed'));
  const blames = (finding: ReportedFinding): boolean =>
    finding.severity === 'error' || (finding.severity === 'warning' && report.exitCode !== 0 && !red);
  const blamed = report.findings.filter(blames);
  return [
    { name: 'change', cases: distinct(blamed.filter(isAboutChange).map(findingCase)) },
    { name: 'input', cases: distinct(blamed.filter((finding) => !isAboutChange(finding)).map(findingCase)) },
  ];
}

/** Servers that collect test reports take cases of one name for one. */
function distinct(cases: readonly Case[]): readonly Case[] {
  const seen = new Map<string, number>();
  return cases.map((one) => {
    const count = (seen.get(one.name) ?? 0) + 1;
    seen.set(one.name, count);
    return count === 1 ? one : { ...one, name: `${one.name} (${count})` };
  });
}

function findingCase({ code, message, help, at }: ReportedFinding): Case {
  const lines = [message, ...(help === undefined ? [] : [`help: ${help}`]), ...(at ? [`see ${placeLabel(at)}`] : [])];
  return { name: `${code}${at ? ` ${placeLabel(at)}` : ''}`, outcome: 'failure', message, lines };
}

function suiteXml({ name, cases }: Suite): readonly string[] {
  return [
    `  <testsuite name="${escapeHtml(name)}" ${counts(cases)} skipped="${countOf(cases, 'skipped')}">`,
    ...cases.flatMap((testCase) => caseXml(testCase, name)),
    '  </testsuite>',
  ];
}

function caseXml({ name, outcome, message, lines }: Case, suite: string): readonly string[] {
  const open = `    <testcase name="${escapeHtml(name)}" classname="${escapeHtml(suite)}"`;
  if (outcome === 'passed') return [`${open}/>`];
  // Each line begins with our own sign, so that none can be a command where the report is printed to a log.
  const text = lines.map((line) => `- ${escapeHtml(line)}`).join('\n');
  const content = outcome === 'skipped' ? '/>' : `>${text}</${outcome}>`;
  return [`${open}>`, `      <${outcome} message="${escapeHtml(message)}"${content}`, '    </testcase>'];
}

// The root element has no count of what was skipped in that schema.
function counts(cases: readonly Case[]): string {
  return `tests="${cases.length}" failures="${countOf(cases, 'failure')}" errors="${countOf(cases, 'error')}"`;
}

function countOf(cases: readonly Case[], outcome: Case['outcome']): number {
  return cases.filter((testCase) => testCase.outcome === outcome).length;
}
