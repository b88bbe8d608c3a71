import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { didYouMean, suggest } from '../../src/findings/suggest.ts';

const fields = ['podSelector', 'policyTypes', 'ingress', 'egress'];

describe('suggest', () => {
  it.each([
    ['podSelecter', 'podSelector'],
    ['podselector', 'podSelector'],
    ['policytype', 'policyTypes'],
    ['igress', 'ingress'],
    ['ergess', 'egress'],
  ])('takes %s for %s', (word, meant) => {
    expect(suggest(word, fields)).toBe(meant);
  });

  it('suggests nothing for a word that is far from all', () => {
    expect(suggest('selector', ['ports', 'from'])).toBeUndefined();
  });

  it('counts two swapped letters as one step', () => {
    expect(suggest('wbe', ['web'])).toBe('web');
  });

  it('prefers the nearest word, and the first of equally near ones', () => {
    expect(suggest('api-v2', ['api-v31', 'api-v1', 'api-v3'])).toBe('api-v1');
  });

  it('never suggests the word itself', () => {
    expect(suggest('web', ['web'])).toBeUndefined();
  });

  it('does not compare words that are too long to be names', () => {
    expect(suggest('a'.repeat(65), ['a'.repeat(64)])).toBeUndefined();
  });

  it('asks a question in the help', () => {
    expect([didYouMean('web'), didYouMean(undefined)]).toEqual(['did you mean `web`?', undefined]);
  });

  it('finds the word that every step counted would find', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '-'), maxLength: 14 });
    fc.assert(
      fc.property(word, fc.array(word, { maxLength: 6 }), (written, known) => {
        const others = known.filter((one) => one !== written);
        const near = others.map((one) => steps(written, one));
        const least = Math.min(...near);
        const reach = Math.max(1, Math.floor(written.length / 3));
        expect(suggest(written, known)).toBe(least <= reach ? others[near.indexOf(least)] : undefined);
      }),
      { numRuns: 2000 },
    );
  });
});

/** Steps from one word to another, by the definition: the last letters are kept, replaced, removed, inserted or swapped. */
function steps(a: string, b: string, known = new Map<string, number>()): number {
  if (a === '' || b === '') return a.length + b.length;
  const key = `${a} ${b}`;
  const before = (fromA: number, fromB: number): number =>
    steps(a.slice(0, a.length - fromA), b.slice(0, b.length - fromB), known);
  const isSwap = a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1);
  const count =
    known.get(key) ??
    Math.min(
      before(1, 1) + (a.at(-1) === b.at(-1) ? 0 : 1),
      before(1, 0) + 1,
      before(0, 1) + 1,
      isSwap ? before(2, 2) + 1 : Number.POSITIVE_INFINITY,
    );
  known.set(key, count);
  return count;
}
