import { describe, expect, test } from 'vitest';
import { readDocuments } from '../../src/manifests/read-documents.ts';

const read = (text: string) => readDocuments('k8s/web.yaml', text);
const values = (text: string): unknown[] => {
  const { documents, findings } = read(text);
  expect(findings).toEqual([]);
  return documents.map(({ value }) => value);
};
const spanOf = (line: number, column: number, endLine: number, endColumn: number) => ({
  kind: 'span',
  file: 'k8s/web.yaml',
  span: { line, column, endLine, endColumn },
});

describe('plain scalars have the types of the decoder of kubectl', () => {
  const cases: readonly [string, unknown][] = [
    ...'y Y yes Yes YES on On ON true True TRUE'.split(' ').map((word): [string, unknown] => [word, true]),
    ...'n N no No NO off Off OFF false False FALSE'.split(' ').map((word): [string, unknown] => [word, false]),
    ...['', '~', 'null', 'Null', 'NULL'].map((word): [string, unknown] => [word, null]),
    ...'yEs oN tRUE nULL none _1 0x 0b 0o 0o8 22:22 2020-01-01 1.2.3 1e 1e400 . -a 10.0.0.0/8'
      .split(' ')
      .map((word): [string, unknown] => [word, word]),
    ['012', 10],
    ['-012', -10],
    ['0o14', 12],
    ['0x1F', 31],
    ['0X1f', 31],
    ['0b11', 3],
    ['-0b11', -3],
    ['1_000', 1000],
    ['+1', 1],
    ['08', 8],
    ['1e3', 1000],
    ['1.0', 1],
    ['1.', 1],
    ['.5', 0.5],
    ['18446744073709551616', 18446744073709552000],
    ['0x10000000000000000', '0x10000000000000000'],
  ];

  test.each(cases)('%j is %j', (text, value) => {
    expect(values(`a: ${text}\n`)).toEqual([{ a: value }]);
  });

  test('quoted and block scalars are strings', () => {
    expect(values('a: "yes"\nb: \'012\'\nc: |-\n  1\nd: >-\n  true\n')).toEqual([
      { a: 'yes', b: '012', c: '1', d: 'true' },
    ]);
  });

  test('quoted scalars may go on at any indentation, as goyaml lets them', () => {
    const text = `a:\n  config: '{\n    "x": ''1''\n  }'\n  b: "x\n\ny"\n  c: ["q\nr"]\n  "k": |\n    "\n`;
    expect(values(text)).toEqual([{ a: { config: `{ "x": '1' }`, b: 'x\ny', c: ['q r'], k: '"\n' } }]);
    expect(read(`${text}  b: 1\n`).findings).toMatchObject([
      { code: 'duplicate-key', at: spanOf(12, 3, 12, 4), related: [{ at: spanOf(5, 3, 5, 4) }] },
    ]);
    expect(read(`${text}  d: @\n`).findings).toMatchObject([{ code: 'syntax-error', at: { span: { line: 12 } } }]);
    // The parser by itself takes `'x: ''` for a scalar that is closed.
    expect(values("a: 'x: ''\nb: 1'\n")).toEqual([{ a: "x: ' b: 1" }]);
    expect(values('a: "x: \\"\nb: 1"\nc: \'\'\n')).toEqual([{ a: 'x: " b: 1', c: '' }]);
    expect(read('a: "x\n---\nb: 1\n')).toMatchObject({
      documents: [{ document: 1, value: { b: 1 } }],
      findings: [{ message: 'a quoted text has no closing quote', at: spanOf(1, 4, 1, 5) }],
    });
  });

  test('a tag decides over the form', () => {
    expect(
      values('a: !!str 12\nb: !!int "3"\nc: !!binary aGVsbG8=\nd: !Ref x\ne: !!float 1\nf: ! 5\ng: !!set {x, y}'),
    ).toEqual([{ a: '12', b: 3, c: 'hello', d: 'x', e: 1, f: '5', g: { x: null, true: null } }]);
  });

  test('a scalar that contradicts its tag is refused', () => {
    expect(read('a: !!int x\n').findings).toMatchObject([
      { code: 'syntax-error', message: '`x` is no value of the tag `!!int`', at: spanOf(1, 10, 1, 11) },
    ]);
  });

  test.each(['.inf', '-.Inf', '.NaN'])('%s is refused, since JSON has no such number', (text) => {
    expect(read(`a: ${text}\n`).findings).toMatchObject([{ code: 'syntax-error' }]);
  });

  test('keys become texts', () => {
    expect(
      values('{true: a, 1: b, 012: c, 1.5: d, 1e6: e, 08: f, no: g, "y": h, 1e-5: i, 100000000.0: j, -0.0: k}'),
    ).toEqual([
      {
        true: 'a',
        '1': 'b',
        '10': 'c',
        '1.5': 'd',
        '1e+06': 'e',
        '8': 'f',
        false: 'g',
        y: 'h',
        '1e-05': 'i',
        '1e+08': 'j',
        '-0': 'k',
      },
    ]);
  });

  test.each(['~: 1', '? [a]\n: 1', '{? {a: 1}: 2}'])('the key of %j is refused', (text) => {
    expect(read(text).findings).toMatchObject([
      { code: 'syntax-error', message: 'a key is not a text, number or boolean' },
    ]);
  });

  test('the key __proto__ is data', () => {
    const [value] = values('__proto__: {a: 1}\n');
    expect(Object.keys(value as object)).toEqual(['__proto__']);
    expect((value as { a?: unknown }).a).toBeUndefined();
  });
});

describe('anchors and merge keys', () => {
  test('are resolved to plain data', () => {
    expect(values('b: &b {k: 1, l: 2}\nc: *b\nd: {<<: *b, k: 3}\ne: {<<: [{k: 7}, *b]}\n"<<": x\n')).toEqual([
      { b: { k: 1, l: 2 }, c: { k: 1, l: 2 }, d: { k: 3, l: 2 }, e: { k: 7, l: 2 }, '<<': 'x' },
    ]);
  });

  test('an anchor counts from where it stands, and its last definition wins', () => {
    expect(values('a: &x 1\nb: *x\nc: &x 2\nd: *x\n')).toEqual([{ a: 1, b: 1, c: 2, d: 2 }]);
    expect(read('a: *x\nb: &x 1\n').findings).toMatchObject([
      { code: 'syntax-error', message: 'no anchor `&x` stands above', at: spanOf(1, 4, 1, 6) },
    ]);
  });

  test('a merge that overrides a key above it is refused, since tools read it differently', () => {
    expect(read('b: &b {k: 2}\nc: {k: 1, <<: *b}\n').findings).toMatchObject([
      {
        code: 'duplicate-key',
        message: 'the merge key `<<` brings another value for `k`, which already stands above it',
        at: spanOf(2, 11, 2, 13),
        related: [{ at: spanOf(2, 5, 2, 6) }],
      },
    ]);
  });

  test('a merge of something that is no mapping is refused', () => {
    expect(read('a: {<<: 3}\n').findings).toMatchObject([{ code: 'syntax-error', at: spanOf(1, 9, 1, 10) }]);
  });

  test('a value that contains itself is refused', () => {
    expect(read('a: &x [*x]\n').findings).toMatchObject([
      { message: 'the value of the anchor `&x` contains itself', at: spanOf(1, 8, 1, 10) },
    ]);
  });
});
