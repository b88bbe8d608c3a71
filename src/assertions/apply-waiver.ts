import type { Finding } from '../findings/finding.ts';
import { below, type SourceRef } from '../source/source-ref.ts';
import type { Judgement, Verdict } from './judgement.ts';
import type { ClaimEntry, Waiver } from './suite.ts';

/** Turns a failing or undecided verdict into a waived one while its waiver lasts; says when a waiver is of no use. */
export function applyWaiver(verdict: Verdict, today: string): Judgement {
  const { waive } = verdict.entry;
  if (waive === undefined || verdict.status === 'invalid') return { ...verdict, waiverExpired: false };
  // ISO dates compare as text; the last day counts.
  const expired = waive.until < today;
  if (verdict.status === 'holds') {
    return { ...verdict, findings: [...verdict.findings, unused(verdict.entry, waive)], waiverExpired: expired };
  }
  if (!expired) return { ...verdict, status: 'waived', waiverExpired: false };
  return { ...verdict, findings: [...verdict.findings, ranOut(verdict.entry, waive)], waiverExpired: true };
}

function unused({ sentence, origin }: ClaimEntry, { owner }: Waiver): Finding {
  return {
    code: 'waiver-unused',
    severity: 'warning',
    message: `\`${sentence}\` holds, so that its waiver is not needed any more`,
    help: `remove the waiver (owner: ${owner})`,
    at: waiverOf(origin),
  };
}

// What is over counts as what it was for: the waiver of a claim that only warns makes nothing red.
function ranOut({ sentence, origin, severity }: ClaimEntry, { until, owner }: Waiver): Finding {
  return {
    code: 'waiver-expired',
    severity,
    message: `the waiver of \`${sentence}\` expired on ${until}`,
    help: `mend the policies, or agree on a new date with its owner: ${owner}`,
    at: waiverOf(origin),
  };
}

/** The `waive` that stands beside a sentence. */
function waiverOf(origin: SourceRef): SourceRef {
  if (origin.kind === 'span') return origin;
  return below({ ...origin, path: origin.path.slice(0, -1) }, 'waive');
}
