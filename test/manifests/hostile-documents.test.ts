import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { readDocuments } from '../../src/manifests/read-documents.ts';

const read = (text: string) => readDocuments('k8s/web.yaml', text);
const values = (text: string): unknown[] => {
  const { documents, findings } = read(text);
  expect(findings).toEqual([]);
  return documents.map(({ value }) => value);
};

describe('input without bound ends in a finding', () => {
  const chain = Array.from({ length: 5000 }, (_, index) => `a${index + 1}: &a${index + 1} [*a${index}]`).join('\n');
  const bomb = Array.from(
    { length: 30 },
    (_, index) => `a${index + 1}: &a${index + 1} [${`*a${index},`.repeat(9)}]`,
  ).join('\n');
  const merges = Array.from({ length: 5000 }, (_, index) => `b${index}: {<<: *a0}`).join('\n');
  const wide = Array.from({ length: 1000 }, (_, index) => `k${index}: 1`).join(', ');
  test.each([
    ['100 kB of [', '['.repeat(100_000)],
    ['flow mappings', '{a: '.repeat(25_000)],
    ['5,000 closed lists', '['.repeat(5000) + ']'.repeat(5000)],
    ['nested block mappings', Array.from({ length: 440 }, (_, index) => `${' '.repeat(index)}a:`).join('\n')],
    ['nested block lists', `${'- '.repeat(50_000)}a`],
    ['an alias bomb', `a0: &a0 [x]\n${bomb}`],
    ['a chain of aliases', `a0: &a0 [x]\n${chain}`],
    ['a bomb of merges', `a0: &a0 {${wide}}\n${merges}`],
  ])('%s', (_, text) => {
    const file = read(`${text}\n---\nb: 1\n`);
    expect(file.findings).toMatchObject([{ code: 'nesting-too-deep' }]);
    expect(file.documents).toMatchObject([{ document: 1, value: { b: 1 } }]);
  });

  test('150 levels are read', () => {
    expect(values('['.repeat(150) + ']'.repeat(150))).toHaveLength(1);
  });
});

describe('for any text', () => {
  const seed =
    'apiVersion: v1\nkind: Pod\nmetadata: &m {name: web}\nspec:\n  - "a"\n  - |\n    x\n---\n# c\n---\n<<: *m\n';
  const fragments = fc.constantFrom(
    '---\n',
    '...\n',
    ': ',
    '- ',
    '\n',
    '\n  ',
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    '&m ',
    '*m',
    '{{',
    '\t',
    '#',
    '|',
    '%',
    '!',
    '\r',
    '\u2028',
    '? ',
    '<<: ',
  );
  const mutated = fc
    .array(fc.tuple(fc.nat(seed.length), fc.nat(6), fc.oneof(fragments, fc.string({ maxLength: 3 }))), { maxLength: 6 })
    .map((edits) => edits.reduce((text, [at, cut, put]) => text.slice(0, at) + put + text.slice(at + cut), seed));

  test('reading never throws, and every document that says something is read or has a finding', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), mutated), (text) => {
        const file = read(text);
        if (file.ignored !== undefined) return file.findings.length === 1;
        const said = new Set(file.documents.map(({ document }) => document)).size;
        return said === file.documents.length && file.documentCount <= said + file.findings.length;
      }),
      { numRuns: 2000 },
    );
  });

  test('a sound document next to any text that starts no document is read', () => {
    fc.assert(
      fc.property(mutated, (text) => {
        const file = read(`${text}\n---\nkind: Last\n`);
        const isLast = ({ value }: { value: unknown }) => JSON.stringify(value) === '{"kind":"Last"}';
        return file.ignored !== undefined || file.documents.some(isLast);
      }),
      { numRuns: 500 },
    );
  });

  test('what a YAML writer writes is read back', () => {
    const json = fc
      .jsonValue({ maxDepth: 4 })
      .filter((value) => value !== null && !/[\uFEFF\u2028\u2029\u007F-\u009F]/.test(JSON.stringify(value)));
    fc.assert(
      fc.property(fc.array(json, { minLength: 1, maxLength: 3 }), (written) => {
        const text = written.map((value) => `---\n${stringify(value, QUOTED)}`).join('');
        expect(values(text)).toEqual(written.map(normal));
      }),
      { numRuns: 500 },
    );
  });
});

/** Which plain words are text is where the writer and kubectl differ (`+_0`), so every text is quoted. */
const QUOTED = {
  version: '1.1',
  aliasDuplicateObjects: false,
  defaultStringType: 'QUOTE_DOUBLE',
  defaultKeyType: 'QUOTE_DOUBLE',
} as const;

/** JSON has no negative zero. */
function normal(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
