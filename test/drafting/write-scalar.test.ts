import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeLine, writeScalar } from '../../src/drafting/write-scalar.ts';
import { readDocuments } from '../../src/manifests/read-documents.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: fc.constantFrom(...'ab0-/>| :#[]{},*&!?\'"%@`~.=<\\\n\t\u0085\u2028\u202e\ufeff'), maxLength: 12 }),
  fc.constantFrom('true', 'No', 'null', '~', '1e3', '0x1f', '2026-01-31', '.inf', 'y', '<<', '---', '', ' a', 'a '),
);

function readBack(text: string): unknown {
  const file = readDocuments('suite.yaml', text);
  expect(file.findings).toEqual([]);
  return file.documents[0]?.value;
}

describe('a value of a drafted suite', () => {
  it('reads back as the very text, in a list of brackets and on a line of its own', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(readBack(`key: [${writeScalar(text)}, ${writeScalar(text)}]\n`)).toEqual({ key: [text, text] });
        expect(readBack(`key:\n  - ${writeLine(text)}\n  - ${writeLine(text)}\n`)).toEqual({ key: [text, text] });
      }),
      { numRuns: 2000 },
    );
  });

  it.each(['web --> db:5432', 'shop/web | shop/Deployment:db isolated', 'any pods[a=b,c in (d, e)] --> x:only 53/udp'])(
    'has no quotes where it is a sentence like `%s`',
    (sentence) => {
      expect(writeLine(sentence)).toBe(sentence);
    },
  );

  it('shows what cannot be seen', () => {
    expect(writeScalar('a\u202e\u001b[31m')).toBe('"a\\u202e\\u001b[31m"');
  });
});
