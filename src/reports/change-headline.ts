import type { Comparison, ReportedChange, WorldChange } from '../findings/change.ts';
import { isAddressRange } from './range-name.ts';
import { countOf } from './verdict.ts';

type Compared = Extract<Comparison, { readonly kind: 'compared' }>;

/**
 * How many connections a change opens, closes and so on. `outside`: the opened ones with the internet at an end; `opens`
 * and `closes`: those of which something is surely opened or closed, whatever their kind.
 */
type ChangeCounts = Readonly<Record<ReportedChange['kind'] | 'outside' | 'opens' | 'closes', number>>;

/** Counts the changes that are listed; what two worlds share counts once, and all addresses that an end may have are one. */
export function countChanges(worlds: readonly WorldChange[]): ChangeCounts {
  const byEnds = new Map<string, ReportedChange[]>();
  for (const change of worlds.flatMap(({ changes }) => changes)) {
    const key = JSON.stringify([change.kind, endOf(change.from), endOf(change.to), change.door]);
    const alike = byEnds.get(key);
    if (alike) alike.push(change);
    else byEnds.set(key, [change]);
  }
  const counted = (counts: (change: ReportedChange) => boolean): number =>
    [...byEnds.values()].filter((alike) => alike.some(counts)).length;
  return {
    opened: counted(({ kind }) => kind === 'opened'),
    changed: counted(({ kind }) => kind === 'changed'),
    unsure: counted(({ kind }) => kind === 'unsure'),
    closed: counted(({ kind }) => kind === 'closed'),
    outside: counted(({ kind, internet }) => kind === 'opened' && internet),
    opens: counted(({ opened }) => opened.length > 0),
    closes: counted(({ closed }) => closed.length > 0),
  };
}

// A range is cut where rules and special-purpose blocks begin, which is nothing that a reader counts.
const endOf = (id: string): string => (isAddressRange(id) ? 'addresses' : id);

/** "The change opens 2 connections and closes 1"; in few words where it does nothing of the kind. */
export function changeHeadline(comparison: Compared): string {
  const { opened, changed, unsure, closed, outside } = countChanges(comparison.worlds);
  const omitted = comparison.worlds.reduce((sum, world) => sum + world.omitted, 0);
  const parts = [
    phrase('opens', opened),
    phrase('alters', changed),
    phrase('closes', closed),
    phrase('may change', unsure),
  ].filter((part) => part !== undefined);
  if (parts.length === 0 && omitted > 0) return `The change does something to ${countOf(omitted, 'connection')}`;
  if (parts.length === 0) {
    return hasDoubts(comparison.worlds)
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

const WORDS = { opened: 'opened', changed: 'altered', unsure: 'may change', closed: 'closed' } as const;

/** "3 connections opened, 1 closed"; "no connection changes" only where that is sure. */
export function changesInWords(worlds: readonly WorldChange[]): string {
  const counts = countChanges(worlds);
  const omitted = worlds.reduce((sum, world) => sum + world.omitted, 0);
  const [first, ...rest] = KINDS_IN_ORDER.filter((kind) => counts[kind] > 0);
  if (first === undefined && omitted > 0) return `${countOf(omitted, 'connection')} not listed`;
  if (first === undefined) {
    return hasDoubts(worlds) ? 'the change is not known to open or close anything' : 'no connection changes';
  }
  return [
    `${countOf(counts[first], 'connection')} ${WORDS[first]}`,
    ...rest.map((kind) => `${counts[kind]} ${WORDS[kind]}`),
    ...(omitted > 0 ? [`${omitted} more not listed`] : []),
  ].join(', ');
}

const KINDS_IN_ORDER = ['opened', 'changed', 'unsure', 'closed'] as const satisfies readonly ReportedChange['kind'][];

/** Whether a reader of the pull request has something to look at. */
export function isNoteworthyChange(comparison: Comparison | undefined): boolean {
  if (comparison === undefined) return false;
  if ((comparison.claimsRemoved ?? []).length > 0) return true;
  return (
    comparison.kind === 'compared' &&
    comparison.worlds.some(({ changes, omitted }) => changes.length > 0 || omitted > 0)
  );
}

/** Whether there is nothing to say but that nothing changes, and that is sure. */
export function isSilentChange(comparison: Comparison): comparison is Compared {
  return comparison.kind === 'compared' && !hasDoubts(comparison.worlds) && !isNoteworthyChange(comparison);
}

const hasDoubts = (worlds: readonly WorldChange[]): boolean =>
  worlds.some(({ notes, unknown, isPartial }) => notes.length > 0 || unknown !== undefined || isPartial === true);

interface Part {
  readonly verb: string;
  readonly count: number;
}

const phrase = (verb: string, count: number): Part | undefined => (count === 0 ? undefined : { verb, count });

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
