import { describe, expect, it } from 'vitest';
import { findRemarks } from '../../src/manifests/find-remarks.ts';

const IGNORE = '# netpol-gate: ignore dns-forgotten — no names';

/** Line of each comment, the line it speaks of, and whether it speaks of the document. */
const linesOf = (text: string): readonly string[] =>
  findRemarks('a.yaml', text).map(
    ({ line, subjectLine, isAboveDocument, document }) =>
      `${document}: ${line} -> ${isAboveDocument ? 'document' : (subjectLine ?? 'nothing')}`,
  );

describe('a comment that speaks to the gate', () => {
  it.each([
    ['means the line that it ends', `a: 1\nb: 2 ${IGNORE}\n`, ['0: 2 -> 2']],
    ['means the line below it', `a: 1\n${IGNORE}\nb: 2\n`, ['0: 2 -> 3']],
    ['means the line below it, other comments between', `a: 1\n${IGNORE}\n# why\nb: 2\n`, ['0: 2 -> 4']],
    ['means nothing above a blank line', `a: 1\n${IGNORE}\n\nb: 2\n`, ['0: 2 -> nothing']],
    ['means nothing at the end of a document', `a: 1\n${IGNORE}\n---\nb: 2\n`, ['0: 2 -> nothing']],
    ['means nothing at the end of a file', `a: 1\n${IGNORE}`, ['0: 2 -> nothing']],
    ['means the document that it stands on top of', `${IGNORE}\na: 1\n`, ['0: 1 -> document']],
    ['means the second document behind its separator', `a: 1\n--- ${IGNORE}\nb: 1\n`, ['1: 2 -> document']],
    ['means the second document below its separator', `a: 1\n---\n# x\n${IGNORE}\nb: 1\n`, ['1: 4 -> document']],
    ['is found behind a carriage return and a byte order mark', `\uFEFFa: 1\r\nb: 2 ${IGNORE}\r\n`, ['0: 2 -> 2']],
    ['is found inside a list in brackets', `a: [1, ${IGNORE}\n  2]\n`, ['0: 1 -> 1']],
    ['is found below a block of text', `a: |\n  text\n${IGNORE}\nb: 2\n`, ['0: 3 -> 4']],
  ])('%s', (_, text, expected) => {
    expect(linesOf(text)).toEqual(expected);
  });

  it.each([
    ['a block of text', `a: |\n  text\n  ${IGNORE}\n`],
    ['a folded block', `a: >-\n  ${IGNORE}\n  text\n`],
    ['single quotes', `a: 'text ${IGNORE}'\n`],
    ['double quotes over two lines', `a: "text\n  ${IGNORE}"\n`],
    ['quotes whose second line is not indented', `a: 'it''s\n${IGNORE}'\n`],
    ['another comment', `a: 1 # see ${IGNORE}\n`],
    ['a word', `a: b${IGNORE.replaceAll(' ', '')}\n`],
    ['a document that cannot be read', `a: [\n${IGNORE}\n`],
  ])('is not one inside %s', (_, text) => {
    expect(linesOf(text)).toEqual([]);
  });
});
