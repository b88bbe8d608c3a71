import type { Comparison, ReportedChange, WorldChange } from '../findings/change.ts';
import { countOf } from './verdict.ts';

type Compared = Extract<Comparison, { readonly kind: 'compared' }>;

/**
 * How many connections a change opens, closes and so on. `outside`: the opened ones with the internet at an end; `opens`
 * and `closes`: those of which something is surely opened or closed, whatever their kind.
 */
type ChangeCounts = Readonly<Record<ReportedChange['kind'] | 'outside' | 'opens' | 'closes', number>>;

/** Counts the changes that are listed; what two worlds share counts once. */
export function countChanges(worlds: readonly WorldChange[]): ChangeCounts {
  const counts = { opened: 0, changed: 0, unsure: 0, closed: 0, outside: 0, opens: 0, closes: 0 };
  const seen = new Set<string>();
  for (const { kind, from, to, door, internet, opened, closed } of worlds.flatMap(({ changes }) => changes)) {
    const key = JSON.stringify([kind, from, to, door]);
    if (seen.has(key)) continue;
    seen.add(key);
    counts[kind] += 1;
    if (kind === 'opened' && internet) counts.outside += 1;
    if (opened.length > 0) counts.opens += 1;
    if (closed.length > 0) counts.closes += 1;
  }
  return counts;
}

/** "The change opens 2 connections and closes 1"; in few words where it does nothing of the kind. */
export function changeHeadline(comparison: Compared): string {
  const { opened, changed, unsure, closed, outside } = countChanges(comparison.worlds);
  const omitted = comparison.worlds.reduce((sum, world) => sum + world.omitted, 0);
  const parts = [
    phrase('opens', opened),
    phrase('alters', changed),
    phrase('closes', closed),
    phrase('may open or close', unsure),
  ].filter((part) => part !== undefined);
  if (parts.length === 0 && omitted > 0) return `The change does something to ${countOf(omitted, 'connection')}`;
  if (parts.length === 0) {
    return hasNotes(comparison)
      ? 'The change is not known to open or close anything'
      : 'The change opens and closes nothing';
  }
  // The noun stands once: "opens 2 connections and closes 1".
  const [first, ...rest] = parts;
  const mark = outside === 0 ? '' : ` (${outside} with the internet)`;
  const counted = [
    `${first?.verb} ${countOf(first?.count ?? 0, 'connection')}${mark}`,
    ...rest.map(({ verb, count }) => `${verb} ${count}`),
    ...(omitted > 0 ? [`does something to ${omitted} more`] : []),
  ];
  return `The change ${listed(counted)}`;
}

/** Whether a reader of the pull request has something to look at. */
export function isNoteworthyChange(comparison: Comparison | undefined): boolean {
  if (comparison?.kind !== 'compared') return false;
  const { worlds, claimsRemoved } = comparison;
  return claimsRemoved.length > 0 || worlds.some(({ changes, omitted }) => changes.length > 0 || omitted > 0);
}

/** Whether there is nothing to say but that nothing changes, and that is sure. */
export function isSilentChange(comparison: Comparison): comparison is Compared {
  return comparison.kind === 'compared' && !hasNotes(comparison) && !isNoteworthyChange(comparison);
}

const hasNotes = ({ worlds }: Compared): boolean => worlds.some(({ notes }) => notes.length > 0);

interface Part {
  readonly verb: string;
  readonly count: number;
}

const phrase = (verb: string, count: number): Part | undefined => (count === 0 ? undefined : { verb, count });

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
