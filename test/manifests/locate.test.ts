import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { createLocator } from '../../src/manifests/locate.ts';
import { readDocuments } from '../../src/manifests/read-documents.ts';
import type { KeyPath, PathRef, Span } from '../../src/source/source-ref.ts';

const TEXT = `# head
apiVersion: v1
metadata: &m
  name: web
  labels: {app: web,
    tier: x}
spec:
  podSelector:
  ingress:
    - from:
      - a: 1
    - ports: [1]
  copy: *m
  double: "a\\u0041b \\"c\\" \\U0001F600d"
  single: 'it''s'
  block: |
    one
    two

  folded: one
    two
  merged:
    <<: *m
    yes: 012
---
- x
- [{"b": 1}]
`;

const locator = (text: string) => createLocator((file) => (file === 'f.yaml' ? text : undefined));
const ref = (path: KeyPath, more: Partial<PathRef> = {}): PathRef => ({
  kind: 'path',
  file: 'f.yaml',
  document: 0,
  path,
  ...more,
});

function cutOut(text: string, { line, column, endLine, endColumn }: Span): string {
  const lines = text.split('\n');
  const offset = (at: number, col: number) =>
    lines.slice(0, at - 1).reduce((sum, { length }) => sum + length + 1, 0) + col - 1;
  return text.slice(offset(line, column), offset(endLine, endColumn));
}

function underlined(path: KeyPath, more: Partial<PathRef> = {}, text = TEXT): string {
  const { span } = locator(text)(ref(path, more));
  if (span === undefined) throw new Error('no span');
  return `${span.line}: ${cutOut(text, span)}`;
}

describe('a path leads to', () => {
  test('the value, the key or both', () => {
    expect(underlined(['metadata', 'name'])).toBe('4: web');
    expect(underlined(['metadata', 'name'], { part: 'key' })).toBe('4: name');
    expect(underlined(['metadata', 'name'], { part: 'pair' })).toBe('4: name: web');
    expect(underlined(['spec', 'merged', 'true'], { part: 'pair' })).toBe('24: yes: 012');
  });

  test('the first line of a mapping or list', () => {
    expect(underlined(['metadata'])).toBe('4: name: web');
    expect(underlined(['metadata', 'labels'])).toBe('5: {app: web,');
    expect(underlined(['spec', 'ingress'])).toBe('10: - from:');
    expect(underlined(['spec', 'ingress', 1])).toBe('12: ports: [1]');
    expect(underlined([])).toBe('2: apiVersion: v1');
  });

  test('the whole of a scalar of several lines', () => {
    expect(underlined(['spec', 'folded'])).toBe('20: one\n    two');
    expect(underlined(['spec', 'block'])).toBe('16: |\n    one\n    two');
  });

  test('the key where the value is empty, and the key of the nearest ancestor where something is missing', () => {
    expect(underlined(['spec', 'podSelector'])).toBe('8: podSelector');
    expect(underlined(['spec', 'podSelector', 'matchLabels', 'app'])).toBe('8: podSelector');
    expect(underlined(['spec', 'ingress', 7])).toBe('9: ingress');
    expect(underlined(['metadata', 'name', 'deeper'])).toBe('4: name');
    expect(underlined(['nope'])).toBe('2: apiVersion: v1');
  });

  test('what is really written, through aliases and merge keys', () => {
    expect(underlined(['spec', 'copy', 'name'])).toBe('4: web');
    expect(underlined(['spec', 'merged', 'labels', 'app'])).toBe('5: web');
    expect(underlined(['spec', 'copy'], { part: 'key' })).toBe('13: copy');
    expect(underlined(['spec', 'copy'], { part: 'pair' })).toBe('13: copy');
  });

  test('places behind a quoted scalar that stands too far left', () => {
    const text = "a:\n  config: '{\n  }'\n  b: x\n";
    expect(underlined(['a', 'config'], {}, text)).toBe("2: '{\n  }'");
    expect(underlined(['a', 'b'], {}, text)).toBe('4: x');
  });

  test('other documents of the file, also in JSON', () => {
    expect(underlined([0], { document: 1 })).toBe('26: x');
    expect(underlined([1, 0, 'b'], { document: 1 })).toBe('27: 1');
    expect(underlined(['a', 0, 'b'], { part: 'key' }, '{\n\t"a": [\n\t\t{"b": 1}\n\t]\n}')).toBe('3: "b"');
  });
});

describe('part of a scalar', () => {
  const within = (path: KeyPath, start: number, end: number) => underlined(path, { within: { start, end } });
  test('is found in plain and in quoted text', () => {
    expect(within(['metadata', 'name'], 1, 3)).toBe('4: eb');
    expect(within(['spec', 'single'], 2, 4)).toBe("15: ''s");
    expect(within(['spec', 'double'], 1, 3)).toBe('14: \\u0041b');
    expect(within(['spec', 'double'], 4, 7)).toBe('14: \\"c\\"');
    expect(within(['spec', 'double'], 10, 11)).toBe('14: d');
  });

  test('is the whole scalar where it has several lines, and where the part lies outside', () => {
    expect(within(['spec', 'folded'], 0, 2)).toBe('20: one\n    two');
    expect(within(['metadata', 'name'], 2, 9)).toBe('4: web');
  });
});

describe('a place', () => {
  test('shows two lines before and after', () => {
    expect(locator(TEXT)(ref(['spec', 'podSelector']))).toEqual({
      file: 'f.yaml',
      span: { line: 8, column: 3, endLine: 8, endColumn: 14 },
      excerpt: {
        firstLine: 6,
        lines: ['    tier: x}', 'spec:', '  podSelector:', '  ingress:', '    - from:'],
      },
    });
  });

  test('of a stretch of text shows its lines, cut where they are long, without their CR', () => {
    const span = { line: 1, column: 1, endLine: 1, endColumn: 2 };
    const text = `${'x'.repeat(3000)}\r\nb\r\n`;
    const lines = [`${'x'.repeat(1999)}…`, 'b'];
    expect(locator(text)({ kind: 'span', file: 'f.yaml', span })).toEqual({
      file: 'f.yaml',
      span,
      excerpt: { firstLine: 1, lines },
    });
  });

  test('without a text is the file alone', () => {
    expect(locator(TEXT)({ ...ref([]), file: 'gone.yaml' })).toEqual({ file: 'gone.yaml' });
    expect(locator(TEXT)({ kind: 'span', file: 'f.yaml' })).toEqual({ file: 'f.yaml' });
    expect(locator(TEXT)(ref([], { document: 9 }))).toEqual({ file: 'f.yaml' });
  });

  test('reads each file once', () => {
    const asked: string[] = [];
    const locate = createLocator((file) => {
      asked.push(file);
      return TEXT;
    });
    locate(ref(['spec']));
    locate(ref(['metadata'], { document: 1 }));
    expect(asked).toEqual(['f.yaml']);
  });
});

describe('for any text', () => {
  test('locating does not throw, and the span lies in the text', () => {
    const key = fc.oneof(fc.constantFrom('a', 'spec', '<<'), fc.nat(3));
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.constant(TEXT), fc.constant('[{a: &x [1]}, *x]')),
        fc.array(key),
        fc.nat(2),
        (text, path, document) => {
          const { span } = locator(text)(ref(path, { document }));
          const lines = text.split('\n').length;
          return span === undefined || (span.line >= 1 && span.endLine >= span.line && span.endLine <= lines);
        },
      ),
    );
  });

  test('the span of every scalar reads back as its value', () => {
    const json = fc.jsonValue({ maxDepth: 4 }).filter((value) => typeof value === 'object' && value !== null);
    // The writer leaves `<<` without quotes, which is a merge key to whoever reads YAML 1.1.
    const sound = json.filter((value) => !/[\uFEFF\u2028\u2029\u007F-\u009F]|"<<"/.test(JSON.stringify(value)));
    const style = fc.record({
      collectionStyle: fc.constantFrom('any', 'flow', 'block'),
      lineWidth: fc.constantFrom(0, 80),
    });
    fc.assert(
      fc.property(sound, style, (value, options) => {
        const text = `# c\n---\n${stringify(value, { ...options, version: '1.1', blockQuote: false } as never)}`;
        const [document] = readDocuments('f.yaml', text).documents;
        for (const [path, scalar] of scalarsOf(document?.value)) {
          const { span } = locator(text)(ref(path));
          if (span === undefined) throw new Error('no span');
          const again = readDocuments('f.yaml', `- ${cutOut(text, span)}\n`);
          expect(again.documents[0]?.value ?? again).toEqual([scalar]);
        }
      }),
      { numRuns: 300 },
    );
  });
});

function scalarsOf(value: unknown, path: KeyPath = []): readonly (readonly [KeyPath, unknown])[] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, item]: [string | number, unknown]) => scalarsOf(item, [...path, key]));
}
