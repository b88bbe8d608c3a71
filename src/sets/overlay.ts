import type { IntervalSet } from './interval-set.ts';

/** A line of integers cut wherever one of many sets begins or ends: all of a stretch is in the same sets. */
export interface Overlay {
  /** Where each stretch begins, ascending; it ends where the next one begins. The last is in no set. */
  readonly starts: Float64Array;
  /** For each stretch the indexes of the sets that hold it, ascending. Equal lists are one object. */
  readonly holders: readonly (readonly number[])[];
}

const NOBODY: readonly number[] = [];

/** Lays sets over each other. Members must be below 2³¹. */
export function overlay(sets: readonly IntervalSet[]): Overlay {
  const starts: number[] = [];
  const holders: (readonly number[])[] = [];
  const inside = new Set<number>();
  const shared = shareEqual();
  const changes = changesOf(sets);
  for (let next = 0; next < changes.length; ) {
    const start = Math.floor((changes[next] as number) / sets.length);
    for (; next < changes.length && Math.floor((changes[next] as number) / sets.length) === start; next++) {
      const set = (changes[next] as number) % sets.length;
      if (!inside.delete(set)) inside.add(set);
    }
    starts.push(start);
    holders.push(shared([...inside]));
  }
  return { starts: Float64Array.from(starts), holders };
}

/** Members that are in the same sets: from `first` to below `end`. */
export interface Stretch {
  readonly first: number;
  readonly end: number;
  readonly holders: readonly number[];
}

/** The sets that hold a member. */
export function holdersOf(overlay: Overlay, member: number): readonly number[] {
  return overlay.holders[numberOf(overlay, member)] ?? NOBODY;
}

/** The stretch that a member is in. */
export function stretchOf(overlay: Overlay, member: number): Stretch {
  const { starts, holders } = overlay;
  const number = numberOf(overlay, member);
  return {
    first: starts[number] ?? Number.NEGATIVE_INFINITY,
    end: starts[number + 1] ?? Number.POSITIVE_INFINITY,
    holders: holders[number] ?? NOBODY,
  };
}

/** Which stretch a member is in; -1 before the first. */
function numberOf({ starts }: Overlay, member: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] as number) <= member) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Every boundary of every set, in order: the number `boundary * sets.length + set`, which sorts without an object each. */
function changesOf(sets: readonly IntervalSet[]): Float64Array {
  const changes = new Float64Array(sets.reduce((count, set) => count + set.length, 0));
  let next = 0;
  for (const [index, set] of sets.entries())
    for (const boundary of set) changes[next++] = boundary * sets.length + index;
  return changes.sort();
}

function shareEqual(): (list: number[]) => readonly number[] {
  const known = new Map<string, readonly number[]>();
  return (list) => {
    if (list.length === 0) return NOBODY;
    list.sort((a, b) => a - b);
    const key = list.join();
    const first = known.get(key) ?? list;
    known.set(key, first);
    return first;
  };
}
