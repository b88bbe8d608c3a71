import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { didYouMean, suggest, suggestible, wordOf } from '../../src/findings/suggest.ts';

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
    fc.assert(
      fc.property(anyWord, fc.array(anyWord, { maxLength: 6 }), (written, known) => {
        expect(suggest(written, known)).toBe(nearestByDefinition(written, known));
      }),
      { numRuns: 2000 },
    );
  });

  it('finds the word that every step counted would find among words a few steps away', () => {
    let told = 0;
    fc.assert(
      fc.property(anyWord, fc.array(someEdits, { minLength: 1, maxLength: 4 }), (written, edits) => {
        const known = edits.map((each) => each.reduce(edited, written));
        const nearest = nearestByDefinition(written, known);
        told += nearest === undefined ? 0 : 1;
        expect(suggest(written, known)).toBe(nearest);
        const isNear = suggestible(written);
        const oneByOne = known.map((one) => nearestByDefinition(written, [one]) !== undefined);
        expect(known.map((one) => isNear(wordOf(one)))).toEqual(oneByOne);
      }),
      { numRuns: 2000 },
    );
    expect(told).toBeGreaterThan(500);
  });
});

const letter = fc.constantFrom('a', 'b', 'c', '-');
const anyWord = fc.string({ unit: letter, maxLength: 14 });

interface Edit {
  readonly step: 'insert' | 'remove' | 'replace' | 'swap';
  readonly place: number;
  readonly letter: string;
}

const someEdits: fc.Arbitrary<readonly Edit[]> = fc.array(
  fc.record({ step: fc.constantFrom('insert', 'remove', 'replace', 'swap'), place: fc.nat(14), letter }),
  { maxLength: 5 },
);

function edited(word: string, { step, place, letter: written }: Edit): string {
  const at = place % (word.length + 1);
  const [before, after] = [word.slice(0, at), word.slice(at)];
  if (step === 'insert') return before + written + after;
  if (step === 'remove') return before + after.slice(1);
  if (step === 'replace') return before + written + after.slice(1);
  return before + after.slice(1, 2) + after.slice(0, 1) + after.slice(2);
}

function nearestByDefinition(written: string, known: readonly string[]): string | undefined {
  const others = known.filter((one) => one !== written);
  const distances = others.map((one) => steps(written, one));
  const least = Math.min(...distances);
  const reach = Math.max(1, Math.floor(written.length / 3));
  return least <= reach ? others[distances.indexOf(least)] : undefined;
}

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
