import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { readDocuments } from '../../src/manifests/read-documents.ts';
import { shareText } from '../../src/manifests/share-text.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function bytesInUse(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

const COMMENT = `# ${'x'.repeat(61)}\n`.repeat(2 ** 12);

let lastNumber = 1000;

/** Another one each time: a text that is remembered from before would keep nothing. */
function nextNumber(): number {
  lastNumber += 1;
  return lastNumber;
}

/** Bytes that stay in use for what is read of ten files, each of them a value below a quarter of a megabyte of comments. */
function bytesKept(textOf: (number: number) => string): number {
  const before = bytesInUse();
  const kept = Array.from({ length: 10 }, () => readDocuments('a.yaml', `${COMMENT}a: ${textOf(nextNumber())}\n`));
  const after = bytesInUse();
  expect(kept.flatMap(({ documents }) => documents)).toHaveLength(10);
  return after - before;
}

describe('a text that is shared', () => {
  it('is the part of the text, whatever was cut before', () => {
    // Many more than are remembered, so that some take the place of others.
    const words = Array.from({ length: 30_000 }, (_, index) => `word-${index}-ü${'n'.repeat(index % 80)}`);
    const text = words.join(' ');
    for (const round of ['cold', 'warm']) {
      let at = 0;
      const cut = words.map((word) => {
        const start = at;
        at += word.length + 1;
        return shareText(text, start, start + word.length);
      });
      expect(cut, round).toEqual(words);
    }
  });

  it('is not taken for another of the same hash', () => {
    // `Aa` and `BB` give the same sum in base 31.
    expect(['Aa', 'BB', 'Aa', 'AaBB', 'BBAa'].map((word) => shareText(word, 0, word.length))).toEqual([
      'Aa',
      'BB',
      'Aa',
      'AaBB',
      'BBAa',
    ]);
    expect(shareText('BB', 0, 0)).toBe('');
  });

  it('is not taken for the start of itself', () => {
    // Some of so many share a place with their first letter.
    const taken = Array.from({ length: 50_000 }, (_, index) => `p${index}`).filter((word) => {
      shareText('p', 0, 1);
      return shareText(word, 0, word.length) !== word;
    });
    expect(taken).toEqual([]);
  });
});

describe('what is read of a file', () => {
  it.each([
    ['plain', (index: number) => `a-plain-text-of-some-length-${index}`],
    ['quoted', (index: number) => `"a quoted text of some length ${index}"`],
    ['long', (index: number) => `${index}-${'long'.repeat(40)}`],
    ['a block', (index: number) => `|\n  one line that is of some length ${index}`],
    ['parsed by `yaml`', (index: number) => `!!str a-tagged-text-of-some-length-${index}`],
  ])('does not keep its text in memory: %s', (_, textOf) => {
    bytesKept(textOf);
    expect(bytesKept(textOf)).toBeLessThan(2 ** 20);
  });
});
