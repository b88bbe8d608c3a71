/**
 * A set of integers as flat, sorted half-open intervals: `[first, end, first, end, …]`.
 * INVARIANT: boundaries strictly increase.
 */
export type IntervalSet = readonly number[];

export const EMPTY: IntervalSet = [];

/** The integers `first … last`, both included; empty when `last < first`. */
export function interval(first: number, last: number): IntervalSet {
  return last < first ? EMPTY : [first, last + 1];
}

/** The set of the given integers, in any order, repetitions allowed. */
export function integers(members: Iterable<number>): IntervalSet {
  const boundaries: number[] = [];
  for (const member of [...members].sort((a, b) => a - b)) {
    const end = boundaries.at(-1);
    if (end !== undefined && member < end) continue;
    if (end === member) boundaries[boundaries.length - 1] = member + 1;
    else boundaries.push(member, member + 1);
  }
  // Such sets are kept, and a list that was pushed to has room for sixteen entries more.
  return boundaries.length === 0 ? EMPTY : boundaries.slice();
}

/** Walks both boundary lists once, keeping the places where `keep(inA, inB)` changes. */
function combine(a: IntervalSet, b: IntervalSet, keep: (inA: boolean, inB: boolean) => boolean): IntervalSet {
  const boundaries: number[] = [];
  let i = 0;
  let j = 0;
  let inside = false;
  while (i < a.length || j < b.length) {
    const atA = a[i] ?? Number.POSITIVE_INFINITY;
    const atB = b[j] ?? Number.POSITIVE_INFINITY;
    const at = Math.min(atA, atB);
    if (atA === at) i++;
    if (atB === at) j++;
    // An odd number of boundaries passed means that we stand inside an interval.
    const now = keep((i & 1) === 1, (j & 1) === 1);
    if (now !== inside) boundaries.push(at);
    inside = now;
  }
  return boundaries;
}

/** a ∪ b */
export function union(a: IntervalSet, b: IntervalSet): IntervalSet {
  if (a === b || b.length === 0) return a;
  if (a.length === 0) return b;
  return combine(a, b, (inA, inB) => inA || inB);
}

/** The union of many sets, sorted once. */
export function unionOf(sets: readonly IntervalSet[]): IntervalSet {
  const filled = sets.filter((set) => set.length > 0);
  const [only = EMPTY] = filled;
  if (filled.length < 2) return only;
  const intervals = filled.flatMap((set) => [...ranges(set)]).sort(([a], [b]) => a - b);
  const boundaries: number[] = [];
  for (const [first, last] of intervals) {
    const end = boundaries.at(-1);
    if (end === undefined || first > end) boundaries.push(first, last + 1);
    else if (last >= end) boundaries[boundaries.length - 1] = last + 1;
  }
  return boundaries;
}

/** a ∩ b */
export function intersection(a: IntervalSet, b: IntervalSet): IntervalSet {
  if (a === b) return a;
  if (a.length === 0 || b.length === 0) return EMPTY;
  return combine(a, b, (inA, inB) => inA && inB);
}

/** a ∖ b */
export function difference(a: IntervalSet, b: IntervalSet): IntervalSet {
  if (a === b) return EMPTY;
  if (a.length === 0 || b.length === 0) return a;
  return combine(a, b, (inA, inB) => inA && !inB);
}

/** Whether the set has no member. */
export function isEmpty(set: IntervalSet): boolean {
  return set.length === 0;
}

/** a ⊆ b */
export function isSubset(a: IntervalSet, b: IntervalSet): boolean {
  return difference(a, b).length === 0;
}

/** Whether both sets have the same members. */
export function equals(a: IntervalSet, b: IntervalSet): boolean {
  return a === b || (a.length === b.length && a.every((boundary, index) => boundary === b[index]));
}

/** Whether `member` is in the set; binary search. */
export function has(set: IntervalSet, member: number): boolean {
  let low = 0;
  let high = set.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((set[middle] as number) <= member) low = middle + 1;
    else high = middle;
  }
  return (low & 1) === 1;
}

/** The intervals as `[first, last]`, both included, in order. */
export function* ranges(set: IntervalSet): Generator<readonly [first: number, last: number]> {
  for (let i = 0; i < set.length; i += 2) yield [set[i] as number, (set[i + 1] as number) - 1];
}

/** Every member, in order. */
export function* members(set: IntervalSet): Generator<number> {
  for (const [first, last] of ranges(set)) for (let member = first; member <= last; member++) yield member;
}

/** How many members the set has. */
export function size(set: IntervalSet): number {
  let total = 0;
  for (const [first, last] of ranges(set)) total += last - first + 1;
  return total;
}
