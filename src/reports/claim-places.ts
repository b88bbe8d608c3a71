import type { FindingCode } from '../findings/catalogue.ts';
import type { ClaimReport, Reason } from '../findings/report.ts';
import type { Place } from '../source/place.ts';

/** A place to show with what is to be seen there. */
export interface MarkedPlace {
  readonly at: Place;
  readonly label: string;
}

/** The line to change first, then the claim itself, as far as they differ. */
export function framesOf(claim: ClaimReport): readonly MarkedPlace[] {
  const asserted = { at: claim.at, label: 'claimed here' };
  if (samePlace(claim.guilty, claim.at)) return [asserted];
  return [{ at: claim.guilty, label: seenAt(claim, claim.guilty) }, asserted];
}

/** The related places that neither a frame nor a reason shows already. */
export function furtherPlaces(claim: ClaimReport): readonly MarkedPlace[] {
  const shown = [claim.guilty, claim.at, ...reasonsOf(claim).flatMap(({ at }) => (at ? [at] : []))];
  return claim.related
    .filter(({ at }) => !shown.some((place) => samePlace(place, at)))
    .map(({ at, message }) => ({ at, label: message }));
}

/** The reasons of both sides, egress first as the traffic goes. */
export function reasonsOf({ witness }: ClaimReport): readonly Reason[] {
  return witness ? [...witness.egress, ...witness.ingress] : [];
}

/** A reason in words and where it stands. */
export type Told = Pick<Reason, 'reason' | 'at'>;

/** A claim in question in a few words: nothing that one part says is said again by another. */
export interface Story {
  readonly fact: string;
  readonly reasons: readonly Told[];
  readonly advice?: string;
}

/** The fact, why, and what to do. The advice speaks of the last of the reasons, so that `narrow its ports` is clear. */
export function storyOf({ status, message, help }: ClaimReport, reasons: readonly Told[]): Story {
  const meant = reasons.filter(({ reason }) => help?.startsWith(`${reason}; `)).at(-1);
  const ordered = meant ? [...reasons.filter((each) => each !== meant), meant] : reasons;
  const advice = meant && help !== undefined ? help.slice(meant.reason.length + 2) : help;
  const [fact = message, cause] = status === 'undecided' ? message.split(/, because (.*)$/s) : [message];
  const isTold = cause !== undefined && reasons.some(({ reason }) => reason.endsWith(cause));
  return { fact: isTold ? fact : message, reasons: ordered, ...(advice !== undefined && { advice }) };
}

/** The page that explains a status; nothing for a status that needs no explaining or whose finding has its own. */
export function codeOf({ status }: ClaimReport): FindingCode | undefined {
  switch (status) {
    case 'fails':
      return 'claim-fails';
    case 'undecided':
      return 'claim-undecided';
    case 'invalid':
    case 'holds':
    case 'waived':
      return undefined;
  }
}

/** `file:line:column`, the file alone, or `command line` for a sentence given there. */
export function placeLabel({ file, span }: Place): string {
  if (file === '-e') return 'command line';
  return span ? `${file}:${span.line}:${span.column}` : file;
}

/** Whether a reader can open the place: not a sentence of the command line, not standard input. */
export function isInFile({ file }: Place): boolean {
  return file !== '-e' && file !== '-' && file !== '';
}

/** Whether two places are the same stretch of text. */
export function samePlace(a: Place, b: Place): boolean {
  return placeKey(a) === placeKey(b);
}

function placeKey({ file, span, rendered }: Place): string {
  return JSON.stringify([file, span?.line, span?.column, span?.endLine, span?.endColumn, rendered?.excerpt.lines]);
}

function seenAt(claim: ClaimReport, place: Place): string {
  const miss = claim.witness?.nearestMiss;
  if (miss?.at && samePlace(miss.at, place)) return `nearest miss: ${miss.reason}`;
  const reason = reasonsOf(claim).find(({ at }) => at && samePlace(at, place));
  if (reason) return reason.reason;
  return claim.related.find(({ at }) => samePlace(at, place))?.message ?? 'to be changed here';
}
