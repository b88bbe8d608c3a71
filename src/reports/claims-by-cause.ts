import type { ClaimReport } from '../findings/report.ts';
import { reasonsOf } from './claim-places.ts';

/** Claims that stay open for one reason belong together: to read it once is enough. */
export function byCause(claims: readonly ClaimReport[]): readonly (readonly [ClaimReport, ...ClaimReport[]])[] {
  const groups = new Map<string, [ClaimReport, ...ClaimReport[]]>();
  for (const [index, claim] of claims.entries()) {
    const { status, guilty, help } = claim;
    const doubts = reasonsOf(claim).filter(({ outcome }) => outcome === 'undecided');
    const why = doubts.length > 0 ? doubts.map(({ reason, at }) => [reason, at?.file, at?.span]) : guilty;
    const cause = status === 'undecided' && help !== undefined ? [help, why] : [index];
    const key = JSON.stringify(cause);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [claim]);
    else group.push(claim);
  }
  return [...groups.values()];
}
