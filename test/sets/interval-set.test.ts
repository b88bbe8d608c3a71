import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  difference,
  equals,
  has,
  type IntervalSet,
  integers,
  intersection,
  interval,
  isEmpty,
  isSubset,
  members,
  ranges,
  size,
  union,
} from '../../src/sets/interval-set.ts';

const UNIVERSE = Array.from({ length: 40 }, (_, index) => index);
const anySet = fc.subarray(UNIVERSE).map((chosen) => ({ chosen: new Set(chosen), set: integers(chosen) }));

function strictlyIncreasing(set: IntervalSet): boolean {
  return set.length % 2 === 0 && set.every((boundary, index) => index === 0 || (set[index - 1] as number) < boundary);
}

describe('interval sets', () => {
  it.each([
    ['union', union, (a: boolean, b: boolean) => a || b],
    ['intersection', intersection, (a: boolean, b: boolean) => a && b],
    ['difference', difference, (a: boolean, b: boolean) => a && !b],
  ] as const)('%s has exactly the members it should have, and boundaries strictly increase', (_, operation, law) => {
    fc.assert(
      fc.property(anySet, anySet, (a, b) => {
        const result = operation(a.set, b.set);
        expect(strictlyIncreasing(result)).toBe(true);
        for (const member of UNIVERSE) {
          expect(has(result, member)).toBe(law(a.chosen.has(member), b.chosen.has(member)));
        }
      }),
    );
  });

  it('are equal exactly when their members are', () => {
    fc.assert(
      fc.property(anySet, anySet, (a, b) => {
        const same = UNIVERSE.every((member) => a.chosen.has(member) === b.chosen.has(member));
        expect(equals(a.set, b.set)).toBe(same);
        expect(isSubset(a.set, b.set) && isSubset(b.set, a.set)).toBe(same);
      }),
    );
  });

  it('count and list their members in order', () => {
    fc.assert(
      fc.property(anySet, ({ chosen, set }) => {
        expect([...members(set)]).toEqual([...chosen].sort((a, b) => a - b));
        expect(size(set)).toBe(chosen.size);
        expect(isEmpty(set)).toBe(chosen.size === 0);
      }),
    );
  });

  it('merge neighbours into one range', () => {
    expect([...ranges(integers([3, 1, 2, 7, 2]))]).toEqual([
      [1, 3],
      [7, 7],
    ]);
  });

  it('are empty where the last member lies before the first', () => {
    expect(interval(5, 4)).toEqual([]);
    expect([...ranges(interval(5, 5))]).toEqual([[5, 5]]);
  });
});
