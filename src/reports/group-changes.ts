import type { ReportedChange } from '../findings/change.ts';

/** Changes of one kind, for one reason and of the same traffic: every end of `from` with every end of `to`. */
export interface ChangeGroup extends Omit<ReportedChange, 'from' | 'to' | 'added' | 'removed' | 'inWords'> {
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** What ends that could be created are like, by their id. */
  readonly words: ReadonlyMap<string, string>;
}

/** What ends that could be created are like; a map, for ids may be the names of anything. */
function wordsOf(changes: readonly ReportedChange[]): ReadonlyMap<string, string> {
  return new Map(changes.flatMap(({ inWords = {} }) => Object.entries(inWords)));
}

/** Changes as a reviewer wants them: what one rule does is told once. In the order in which they are given. */
export function groupChanges(changes: readonly ReportedChange[]): readonly ChangeGroup[] {
  const alike = groupBy(changes, meaningOf);
  return alike.flatMap((group) => {
    const byTarget = groupBy(group, ({ to }) => to).map((same) => ({
      from: same.map(({ from }) => from),
      to: (same[0] as ReportedChange).to,
    }));
    // Targets with the same sources make one group, so that it holds for every pair.
    const products = groupBy(byTarget, ({ from }) => JSON.stringify(from)).map((same) => ({
      from: same[0]?.from ?? [],
      to: same.map(({ to }) => to),
    }));
    return joinTargets(products).map((ends) => groupOf(group, ends));
  });
}

interface Ends {
  readonly from: readonly string[];
  readonly to: readonly string[];
}

/** Groups of one source each with the same targets are one, too. */
function joinTargets(products: readonly Ends[]): readonly Ends[] {
  return groupBy(products, ({ to }) => JSON.stringify(to)).map((same) => ({
    from: same.flatMap(({ from }) => from),
    to: same[0]?.to ?? [],
  }));
}

function groupOf(changes: readonly ReportedChange[], ends: Ends): ChangeGroup {
  const { from, to, added, removed, inWords, ...first } = changes[0] as ReportedChange;
  const own = changes.filter((change) => ends.from.includes(change.from) && ends.to.includes(change.to));
  return { ...first, ...ends, words: wordsOf(own), internet: own.some(({ internet }) => internet) };
}

function meaningOf({ kind, opened, closed, unsure, door, causes }: ReportedChange): string {
  return JSON.stringify([kind, opened, closed, unsure, door, causes[0]?.tree, causes[0]?.text]);
}

function groupBy<T>(things: readonly T[], keyOf: (thing: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const thing of things) {
    const key = keyOf(thing);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [thing]);
    else group.push(thing);
  }
  return [...groups.values()];
}

/** The sign of a kind of change; a word always stands beside it. */
export const CHANGE_SIGNS: Readonly<Record<ReportedChange['kind'], string>> = {
  opened: '+',
  changed: '~',
  unsure: '?',
  closed: '-',
};
