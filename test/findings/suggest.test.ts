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
});
