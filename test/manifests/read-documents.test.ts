import { describe, expect, test } from 'vitest';
import { chartTemplates } from '../../src/manifests/detect-template.ts';
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

describe('the documents of a file', () => {
  test('are separated by lines that start with ---', () => {
    expect(values('a: 1\n---\nb: 2\n--- # a comment\nc: 3\n')).toEqual([{ a: 1 }, { b: 2 }, { c: 3 }]);
  });

  test('keep their index where others only hold comments, are empty or null', () => {
    const file = read('# head\n---\na: 1\n---\n# nothing\n---\n---\nnull\n---\nb: 2\n');
    expect(file.documents.map(({ document }) => document)).toEqual([0, 4]);
    expect(file.documentCount).toBe(2);
    expect(file.findings).toEqual([]);
  });

  test('may come with a byte order mark, CRLF, directives and a closing ...', () => {
    expect(values('\uFEFFa: 1\r\n---\r\nb: |\r\n  x\r\n  y\r\n')).toEqual([{ a: 1 }, { b: 'x\ny\n' }]);
    expect(values('# c\n%YAML 1.2\n---\na: 012\n...\n')).toEqual([{ a: 10 }]);
    expect(values('a: 1\n...\n%YAML 1.1\n---\nb: yes\n')).toEqual([{ a: 1 }, { b: true }]);
  });

  test('may hold --- inside a block scalar that is indented', () => {
    expect(values('a: |\n  x\n  ---\n  y\nb: 1\n')).toEqual([{ a: 'x\n---\ny\n', b: 1 }]);
  });

  test('may be JSON, also with tabs', () => {
    expect(values('{\n\t"a": {"b": [1, "yes", null, true, 1e3]},\n\t"c": "\\ud83d\\ude00\\/"\n}\n')).toEqual([
      { a: { b: [1, 'yes', null, true, 1000] }, c: '😀/' },
    ]);
  });

  test('are read although another document of the file has a mistake', () => {
    const file = read('a: 1\n---\nb: [1, 2\n---\nc: 3\n');
    expect(file.documents.map(({ document, value }) => [document, value])).toEqual([
      [0, { a: 1 }],
      [2, { c: 3 }],
    ]);
    expect(file.documentCount).toBe(3);
    expect(file.findings).toMatchObject([{ code: 'syntax-error', severity: 'error', at: spanOf(3, 8, 3, 9) }]);
  });
});

describe('mistakes', () => {
  test('a repeated key names both places, and the document is not used', () => {
    const file = read('spec:\n  ingress: []\n  egress: []\n  ingress:\n    - {}\n');
    expect(file.documents).toEqual([]);
    expect(file.findings).toEqual([
      {
        code: 'duplicate-key',
        severity: 'error',
        message: 'the key `ingress` stands twice in one mapping',
        help: 'keep one of the two: tools disagree on which of them counts',
        at: spanOf(4, 3, 4, 10),
        related: [{ at: spanOf(2, 3, 2, 10), message: '`ingress` stands here first' }],
      },
    ]);
  });

  test('an object without `---` above it is one mistake, and is said to be', () => {
    const object = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: x}\n';
    const [finding, ...more] = read(object + object).findings;
    expect(finding).toMatchObject({ code: 'duplicate-key', at: spanOf(4, 1, 4, 11) });
    expect(finding?.help).toMatch(/^if another object begins here, write a line `---` above it/);
    expect(more).toEqual([]);
  });

  test('keys that differ in writing only are the same key', () => {
    expect(read('true: a\nyes: b\n').findings).toMatchObject([{ code: 'duplicate-key' }]);
    expect(read('1: a\n"1": b\n').findings).toMatchObject([{ code: 'duplicate-key' }]);
  });

  test('a tab as indentation is named', () => {
    expect(read('a:\n\tb: 1\n').findings).toEqual([
      {
        code: 'syntax-error',
        severity: 'error',
        message: 'a tab stands where YAML takes spaces only',
        help: 'indent with spaces',
        at: spanOf(2, 1, 2, 2),
      },
    ]);
  });

  test('a quote that is not closed is named', () => {
    expect(read('a: 1\nb: "x\nc: 2\n').findings).toMatchObject([
      { code: 'syntax-error', message: 'a quoted text has no closing quote', at: spanOf(2, 4, 2, 5) },
    ]);
    expect(read('b: "x\\"\nc: 2\n').findings).toMatchObject([{ at: spanOf(1, 4, 1, 5) }]);
  });

  test('places are those of the file, not of the document', () => {
    expect(read('a: 1\n---\n# c\nb:\n  c: 1\n  c: 2\n').findings).toMatchObject([{ at: spanOf(6, 3, 6, 4) }]);
  });

  test('a document behind ... without --- is not passed over', () => {
    const file = read('a: 1\n...\nb: 2\n');
    expect(file.documents).toEqual([]);
    expect(file.findings).toMatchObject([
      { code: 'syntax-error', message: 'a second document starts without a line `---`' },
    ]);
  });

  test.each(['--- {a: 1}', 'a: 1\n---b: 2'])('content on the line of --- is refused: %j', (text) => {
    expect(read(text).findings).toMatchObject([
      { code: 'syntax-error', message: 'only a comment may stand behind `---` on its line' },
    ]);
  });

  test.each(['\u2028', '\u0085', '\r', '\u0000', '\uFEFF'])('a comment that %j ends hides nothing', (character) => {
    const file = read(`a: 1 # c${character}b: 2\n`);
    expect(file.documents).toEqual([]);
    expect(file.findings).toMatchObject([{ code: 'syntax-error', at: spanOf(1, 9, 1, 10) }]);
    expect(read(`# ${character}a: 1\n`).findings).toHaveLength(1);
  });

  test('a wall of mistakes in one document is one finding', () => {
    expect(read(`a: b: c\n${'"x" y: {\n'.repeat(50)}`).findings).toHaveLength(1);
  });
});

describe('templates', () => {
  const expected = (line: number, column: number, endColumn: number) => ({
    file: 'k8s/web.yaml',
    documents: [],
    documentCount: 0,
    findings: [
      {
        code: 'unrendered-template',
        severity: 'warning',
        message: '`k8s/web.yaml` is a template that has not been rendered, so nothing in it is judged',
        help: 'render it and judge the output (`helm template … | netpol-gate check -m -`), or leave it out with `!/k8s/web.yaml` under `manifests` if it has no bearing',
        at: spanOf(line, column, line, endColumn),
      },
    ],
    ignored: 'Helm template, not rendered',
  });

  test('an action that breaks the YAML makes one finding for the file', () => {
    expect(read('a: 1\n---\nname: {{ .Values.name }}\nb: [\n')).toEqual(expected(3, 7, 25));
    expect(read('{{- if .Values.on }}\nkind: Foo\n{{- end }}\n')).toEqual(expected(1, 1, 21));
    expect(read('labels:\n  {{- include "x" . | nindent 4 }}\n')).toEqual(expected(2, 3, 35));
  });

  test('an action in quotes, in a comment or in a text is data', () => {
    expect(values('a: "{{ x }}" # {{ y }}\nb: |\n  {{ z }}\nc: down {{ $labels.pod }}\n')).toEqual([
      { a: '{{ x }}', b: '{{ z }}\n', c: 'down {{ $labels.pod }}' },
    ]);
  });

  test('a mistake far from any action is a mistake', () => {
    expect(read('a: |\n  {{ x }}\nb: 1\nc: 2\nd: [1\n').findings).toMatchObject([{ code: 'syntax-error' }]);
  });

  test('in the templates of a chart an action in quotes counts as well', () => {
    const isTemplate = chartTemplates(['charts/a/Chart.yaml', 'charts/a/templates/x.yaml', 'k8s/templates/x.yaml']);
    expect(isTemplate('charts/a/templates/sub/x.yaml')).toBe(true);
    expect(isTemplate('k8s/templates/x.yaml')).toBe(false);
    const text = 'a: "{{ x }}"\n';
    expect(readDocuments('k8s/web.yaml', text, { belongsToChart: true })).toEqual(expected(1, 5, 12));
    expect(readDocuments('k8s/web.yaml', 'a: 1\n', { belongsToChart: true }).documents).toHaveLength(1);
  });
});
