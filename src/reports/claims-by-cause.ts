import type { ClaimReport } from '../findings/report.ts';
import { reasonsOf } from './claim-places.ts';

/**
 * Claims that stay open for one reason belong together, and so does one claim that ends in the same way in several worlds:
 * to read it once is enough.
 */
export function byCause(claims: readonly ClaimReport[]): readonly (readonly [ClaimReport, ...ClaimReport[]])[] {
  const groups = new Map<string, [ClaimReport, ...ClaimReport[]]>();
  const timesSeen = new Map<string, number>();
  for (const claim of claims) {
    const cause = JSON.stringify(causeOf(claim));
    // In one world, each claim but an open one stands for itself.
    const seen = JSON.stringify([cause, claim.world]);
    const times = isOpen(claim) ? 0 : (timesSeen.get(seen) ?? 0);
    timesSeen.set(seen, times + 1);
    const key = JSON.stringify([cause, times]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [claim]);
    else group.push(claim);
  }
  return [...groups.values()];
}

/** Whether a claim is neither proved nor contradicted. */
function isOpen({ status, help }: ClaimReport): boolean {
  return status === 'invalid' || (status === 'undecided' && help !== undefined);
}

function causeOf(claim: ClaimReport): readonly unknown[] {
  const { status, guilty, help, suite, at, message } = claim;
  // Without manifests all claims about a world end alike.
  if (status === 'invalid') return [status, suite, message, guilty];
  const doubts = reasonsOf(claim).filter(({ outcome }) => outcome === 'undecided');
  const why = doubts.length > 0 ? doubts.map(({ reason, at }) => [reason, at?.file, at?.span]) : guilty;
  if (status === 'undecided' && help !== undefined) return [help, why];
  return [suite, at, claim.sentence, status, message, guilty];
}

/** A claim with the worlds in which it ends as it does. */
interface ClaimInWorlds {
  readonly claim: ClaimReport;
  readonly worlds: readonly string[];
}

/** Claims of one cause, each once with its worlds. */
export function foldWorlds(alike: readonly ClaimReport[]): readonly ClaimInWorlds[] {
  const byClaim = new Map<string, ClaimReport[]>();
  for (const claim of alike) {
    const key = JSON.stringify([claim.suite, claim.at, claim.sentence, claim.status]);
    byClaim.set(key, [...(byClaim.get(key) ?? []), claim]);
  }
  return [...byClaim.values()].map((same) => ({
    claim: same[0] as ClaimReport,
    worlds: [...new Set(same.map(({ world }) => world))],
  }));
}

/** Whether the claims of a report are about several worlds, so that a claim must say which. */
export function hasSeveralWorlds(claims: readonly ClaimReport[]): boolean {
  return new Set(claims.map(({ world }) => world)).size > 1;
}
