import type { CheckReport, ClaimReport, ClaimStatus, ExplainReport, ReportedFinding } from '../findings/report.ts';
import { unseenInput } from '../findings/unseen-input.ts';

/** `green`: nothing is wrong; `red`: the gate refuses; `yellow`: something is wrong that the gate lets pass. */
export type Tone = 'green' | 'yellow' | 'red';

/** What the whole comes to, for headings and closing lines. */
export interface Verdict {
  readonly tone: Tone;
  /** E.g. "2 of 14 claims fail". */
  readonly headline: string;
}

/** The statuses in the order in which reports count them. */
const STATUSES = ['holds', 'fails', 'undecided', 'invalid', 'waived'] as const satisfies readonly ClaimStatus[];

/** How a status is shown: never by its colour or symbol alone. */
export const STATUS_SYMBOLS: Readonly<Record<ClaimStatus, string>> = {
  holds: '✓',
  fails: '✗',
  undecided: '?',
  invalid: '!',
  waived: '~',
};

/**
 * The verdict of a check; green needs exit code 0, at least one claim, and no claim that is in question. What was not
 * seen stands beside it.
 */
export function verdictOf(report: Pick<CheckReport, 'exitCode' | 'summary' | 'findings'>): Verdict {
  const { tone, headline } = verdictOnWhatWasSeen(report);
  const unseen = unseenInput(report.findings);
  return { tone, headline: unseen === undefined ? headline : `${headline}; ${unseen}` };
}

function verdictOnWhatWasSeen(report: Pick<CheckReport, 'exitCode' | 'summary' | 'findings'>): Verdict {
  const { exitCode, summary } = report;
  if (exitCode === 3 || (exitCode === 0 && summary.claims === 0))
    return { tone: 'red', headline: 'nothing was checked' };
  const wrong = wrongClaims(summary);
  const errors = report.findings.filter(({ severity }) => severity === 'error').length;
  if (exitCode === 0) {
    if (wrong === undefined && errors === 0) return { tone: 'green', headline: allHold(summary) };
    return { tone: 'yellow', headline: `${wrong ?? countOf(errors, 'error')} (reported only)` };
  }
  return { tone: 'red', headline: wrong ?? brokenInput(report) };
}

/** "3 claims: 2 hold, 1 fails". */
export function countClaims(summary: CheckReport['summary']): string {
  const parts = STATUSES.filter((status) => summary[status] > 0).map((status) => countStatus(summary[status], status));
  return `${countOf(summary.claims, 'claim')}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}`;
}

/** "14 of 15 pairs hold", over all claims; empty where no pair was judged. */
export function countPairs(claims: readonly ClaimReport[]): string {
  const judged = claims.reduce((sum, { pairs }) => sum + pairs.judged, 0);
  const holding = claims.reduce((sum, { pairs }) => sum + pairs.holding, 0);
  return judged === 0
    ? ''
    : `${holding} of ${countOf(judged, 'pair')} ${holding === 1 || judged === 1 ? 'holds' : 'hold'}`;
}

/** "1 error, 2 warnings"; empty where there is nothing to count. */
export function countFindings(findings: readonly ReportedFinding[]): string {
  return (['error', 'warning', 'notice'] as const)
    .map((severity) => ({ severity, count: findings.filter((finding) => finding.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => countOf(count, severity))
    .join(', ');
}

/** Whether a finding is about what the change does, and not about the files that were read. */
export function isAboutChange({ code }: Pick<ReportedFinding, 'code'>): boolean {
  return code === 'new-connection';
}

/** "1 error about the change, 2 errors about the input"; empty where there is nothing to count. */
export function countBySubject(findings: readonly ReportedFinding[]): string {
  const change = countFindings(findings.filter(isAboutChange));
  const input = countFindings(findings.filter((finding) => !isAboutChange(finding)));
  return [change === '' ? '' : `${change} about the change`, input === '' ? '' : `${input} about the input`]
    .filter((counted) => counted !== '')
    .join(', ');
}

/** The number with its noun: "1 file", "2 files". */
export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** The claims that need somebody, worst first: fails, undecided, invalid; errors before warnings. */
export function claimsInQuestion(report: CheckReport | ExplainReport): readonly ClaimReport[] {
  const claims = report.kind === 'check' ? report.claims : [report.claim];
  const rank = ({ status, severity }: ClaimReport): number =>
    (severity === 'error' ? 0 : 10) + STATUSES.indexOf(status);
  return claims.filter(isInQuestion).sort((a, b) => rank(a) - rank(b));
}

/** The claims in question but for those that a finding tells of in the same words; told twice would be noise. */
export function claimsToExplain(report: CheckReport): readonly ClaimReport[] {
  const told = new Set(report.findings.map(({ message }) => message));
  return claimsInQuestion(report).filter(({ status, message }) => status !== 'invalid' || !told.has(message));
}

/** Whether a claim's status is one that somebody must mend. */
export function isInQuestion({ status }: ClaimReport): boolean {
  return status !== 'holds' && status !== 'waived';
}

function wrongClaims(summary: CheckReport['summary']): string | undefined {
  const parts = (['fails', 'undecided', 'invalid'] as const).filter((status) => summary[status] > 0);
  const [first, ...rest] = parts;
  if (first === undefined) return undefined;
  const noun = summary.claims === 1 ? 'claim' : 'claims';
  const head = `${summary[first]} of ${summary.claims} ${noun} ${verb(summary[first], first)}`;
  return [head, ...rest.map((status) => countStatus(summary[status], status))].join(', ');
}

function allHold(summary: CheckReport['summary']): string {
  if (summary.waived > 0) {
    return `${summary.holds} of ${countOf(summary.claims, 'claim')} hold, ${countStatus(summary.waived, 'waived')}`;
  }
  return summary.claims === 1 ? 'the claim holds' : `all ${summary.claims} claims hold`;
}

function brokenInput({ exitCode, summary, findings }: Pick<CheckReport, 'exitCode' | 'summary' | 'findings'>): string {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const refusesChange = errors.some(isAboutChange);
  const counted = refusesChange ? countBySubject(findings) : countFindings(findings);
  if (exitCode === 2) return `not everything could be judged: ${counted}`;
  if (summary.claims > 0 && refusesChange && errors.every(isAboutChange)) {
    return `${allHold(summary)}, but the change opens or may open connections, which \`fail-on-new\` forbids`;
  }
  const guilty = refusesChange ? 'the change and the input are' : 'the input is';
  const claims = summary.claims === 0 ? 'no claim was judged' : `${allHold(summary)}, but ${guilty} at fault`;
  return counted === '' ? claims : `${claims}: ${counted}`;
}

function countStatus(count: number, status: ClaimStatus): string {
  return `${count} ${verb(count, status)}`;
}

function verb(count: number, status: ClaimStatus): string {
  switch (status) {
    case 'holds':
      return count === 1 ? 'holds' : 'hold';
    case 'fails':
      return count === 1 ? 'fails' : 'fail';
    case 'undecided':
    case 'invalid':
    case 'waived':
      return `${count === 1 ? 'is' : 'are'} ${status}`;
  }
}
