import type { ReportedChange } from '../findings/change.ts';

/** Changes that are alike but for their ends: every one of `from` with every one of `to`. */
export interface ChangeGroup {
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** One of them. */
  readonly example: ReportedChange;
  /** How many pairs of ends these are. */
  readonly pairs: number;
}

/** The same changes in as few groups as are easily found, in the order of their first members. */
export function groupChanges(changes: readonly ReportedChange[]): readonly ChangeGroup[] {
  return [...grouped(changes, likeness).values()].flatMap((alike) => {
    const bySource = groupAround(alike, 'from', 'to');
    const byTarget = groupAround(alike, 'to', 'from');
    return bySource.length < byTarget.length ? bySource : byTarget;
  });
}

/** Joins changes with one end in common, then those of them that have the same other ends. */
function groupAround(
  changes: readonly ReportedChange[],
  pivot: 'from' | 'to',
  other: 'from' | 'to',
): readonly ChangeGroup[] {
  const byPivot = [...grouped(changes, (change) => change[pivot]).values()];
  const otherEnds = (alike: readonly ReportedChange[]): readonly string[] => alike.map((change) => change[other]);
  const joined = grouped(byPivot, (alike) => JSON.stringify([...otherEnds(alike)].sort()));
  return [...joined.values()].flatMap((stars): readonly ChangeGroup[] => {
    const [star] = stars;
    const example = star?.[0];
    if (star === undefined || example === undefined) return [];
    const pivots = stars.flatMap(([first]) => (first === undefined ? [] : [first[pivot]]));
    const ends = { [pivot]: pivots, [other]: otherEnds(star) } as Record<'from' | 'to', readonly string[]>;
    return [{ from: ends.from, to: ends.to, example, pairs: pivots.length * star.length }];
  });
}

/** What two changes must share to be told as one: everything but their ends. */
function likeness({ kind, door, opened, closed, unsure, internet, causes }: ReportedChange): string {
  const because = causes.map(({ tree, text, at }) => [tree, text, at?.file, at?.span?.line]);
  return JSON.stringify([kind, door, opened, closed, unsure, internet, because]);
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
