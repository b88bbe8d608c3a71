import type { FindingCode } from '../findings/catalogue.ts';
import type { ClaimReport, ReportedFinding } from '../findings/report.ts';

export type ExitCode = 0 | 1 | 2 | 3;

/** Findings that keep the gate from judging, whatever the manifests say. */
const CANNOT_JUDGE: ReadonlySet<FindingCode> = new Set([
  'pattern-matches-nothing',
  'invalid-suite',
  'invalid-claim',
  'tool-missing',
  'render-failed',
  'remote-not-allowed',
  'unknown-name',
  'ambiguous-name',
  'no-pairs',
  'contradicted-assumption',
  'link-leaves-workspace',
  'invalid-option',
] satisfies FindingCode[]);

/** What a run has found. */
interface Outcome {
  readonly claims: readonly ClaimReport[];
  readonly findings: readonly ReportedFinding[];
  readonly failOn: 'error' | 'warning' | 'never';
  /** Whether a suite could not be read, so that its claims are not among the judged. */
  readonly suitesUnread?: boolean;
}

/**
 * 0 every claim holds or is waived · 1 a claim fails or is undecided, or a manifest is invalid · 2 the gate cannot judge ·
 * 3 nothing to check. `never` turns 1 into 0, nothing else.
 */
export function exitCodeOf({ claims, findings, failOn, suitesUnread = false }: Outcome): ExitCode {
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.some(({ code }) => code === 'nothing-to-check')) return 3;
  if (suitesUnread) return 2;
  if (errors.some(({ code }) => CANNOT_JUDGE.has(code)) || claims.some(({ status }) => status === 'invalid')) return 2;
  if (failOn === 'never') return 0;
  const counts = (severity: string): boolean =>
    severity === 'error' || (failOn === 'warning' && severity === 'warning');
  const red =
    claims.some(({ status, severity }) => (status === 'fails' || status === 'undecided') && counts(severity)) ||
    findings.some(({ severity }) => counts(severity));
  return red ? 1 : 0;
}
