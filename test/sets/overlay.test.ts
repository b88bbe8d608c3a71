import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { has, integers, unionOf } from '../../src/sets/interval-set.ts';
import { holdersOf, overlay } from '../../src/sets/overlay.ts';

const UNIVERSE = Array.from({ length: 30 }, (_, index) => index);
const anySets = fc.array(fc.subarray(UNIVERSE).map(integers), { maxLength: 6 });

describe('sets laid over each other', () => {
  it('say of every member which sets hold it', () => {
    fc.assert(
      fc.property(anySets, (sets) => {
        const laid = overlay(sets);
        for (const member of [-1, ...UNIVERSE, 31]) {
          const holding = sets.flatMap((set, index) => (has(set, member) ? [index] : []));
          expect(holdersOf(laid, member)).toEqual(holding);
        }
      }),
    );
  });

  it('give equal answers as one object', () => {
    const laid = overlay([
      [0, 5, 10, 15],
      [3, 12],
    ]);
    expect(holdersOf(laid, 0)).toEqual([0]);
    expect(holdersOf(laid, 14)).toBe(holdersOf(laid, 0));
    expect(holdersOf(laid, 11)).toBe(holdersOf(laid, 4));
    expect(holdersOf(overlay([]), 4)).toEqual([]);
  });
});

describe('the union of many sets', () => {
  it('holds exactly what one of them holds, and its boundaries strictly increase', () => {
    fc.assert(
      fc.property(anySets, (sets) => {
        const union = unionOf(sets);
        expect(union.every((boundary, index) => index === 0 || (union[index - 1] as number) < boundary)).toBe(true);
        for (const member of UNIVERSE) expect(has(union, member)).toBe(sets.some((set) => has(set, member)));
      }),
    );
  });
});
