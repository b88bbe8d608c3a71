import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildNodes } from '../../src/manifests/build-nodes.ts';
import { buildValues } from '../../src/manifests/build-values.ts';
import { parseDocument, switchScanner } from '../../src/manifests/parse-document.ts';
import { scanYaml } from '../../src/manifests/scan-yaml.ts';
import { splitDocuments } from '../../src/manifests/split-documents.ts';
import { compareParsers, readAll } from './compare-parsers.ts';
import { nastyYaml } from './nasty-yaml.ts';

describe('the scanner reads as the parser does', () => {
  it.each([
    ['nothing but a separator and comments', '# c\n--- # d\n\n  # e\n'],
    ['block mappings and lists', 'a:\n  b: 1\n\n  c:\n  - d: x\n    e:\n    - - y\n      - z\n    -   f: g\n'],
    ['comments at any column', '# a\na: # b\n      # c\n  b: c#d # e\n# f\n  e: f\n'],
    ['indicators inside a plain text', `a: http://x:80/[y] "z" it's, {q}\n-b: --c\n`],
    ['sentences', 'expect:\n  - any pods[a=b] -/-> c/d:9000 # e\n  - "f: g"\n'],
    ['quotes', `"a b": 'it''s'\n'c': "\\"d\\" \\\\ \\n\\t # e"\n`],
    ['flow collections of one line', 'a: {b: [c, "d", {}], e: \'f\'} # g\nh: [--x=:80, -1]\ni: []\n'],
    ['flow collections on a line of their own', 'a:\n  []\nb:\n  # c\n  {d: [e]} # f\ng:\n-\n  [h]\n-\n  {}\n'],
    [
      'block scalars',
      'a: |\n  #!/bin/sh\n    b: c\n\n  d\n\n\ne: |-\n  f\ng: >-\n  h\n  i\n\n\n  j\nk:\n- >\n  l\n# m\n',
    ],
    ['empty values', 'a:\nb: # c\nd:\n- e:\n'],
    ['keys that are no texts', 'yes: 1\n012: 2\n1.50: 3\n__proto__: {a: b}\n'],
    ['keys that stand twice', 'a: 1\nb: 2\na: 3\n'],
    ['characters beyond ASCII', 'a: é 😀 # ü\n'],
    ['no line feed at the end', 'a:\n  - b'],
    ['a plain text of several lines', 'a: b\n  c d\n    e:f - g\nh:\n- i\n  [j] # k\n- l\n'],
    ['a quoted text of several lines', `a: "b\n  c \\" d"\ne:\n- 'f''s\n  # g'\n- h: 'i\n    j'\n`],
    ['a key with its colon attached', `a: {"b":1, 'c':"d"}\n`],
    ['JSON', '{\n"a": {\n  "b":[\n1,\n    -2.5\n ],\n\n"c": {}, "d": "e: f"\n}\n}\n'],
    ['JSON on one line', '[{"a":"b","c":[true,null]}]'],
  ])('%s', (_, text) => {
    expect(compareParsers(text)).toBe('same');
    expect(readAll(text, 'on')).toBe(readAll(text, 'off'));
  });
});

describe('the scanner leaves to the parser', () => {
  const deep = Array.from({ length: 120 }, (_, index) => `${' '.repeat(index)}a:\n`).join('');
  it.each([
    ['a tab', 'a:\tb\n'],
    ['a carriage return', 'a: b\r\n'],
    ['a line break of Unicode', 'a: b\u2028\n'],
    ['a control character', 'a: b\x07\n'],
    ['an anchor', 'a: &b c\n'],
    ['an alias', 'a: *b\n'],
    ['a tag', 'a: !b c\n'],
    ['a merge key', '<<: {a: b}\n'],
    ['an explicit key', '? a\n: b\n'],
    ['a directive', '%YAML 1.2\n---\na: b\n'],
    ['the end of a document', 'a: b\n...\n'],
    ['a second document', 'a: b\n---\nc: d\n'],
    ['a text behind the separator', '--- a\n'],
    ['a plain text with an empty line', 'a: b\n\n  c\n'],
    ['a plain text with a comment in it', 'a: b # c\n  d\n'],
    ['a plain text of two lines that is a key', 'a: b\n  c: d\n'],
    ['an item of two lines that is a key', '- a\n  b: c\n'],
    ['a plain key of two lines', 'a: b\nc\nd: e\n'],
    ['a quoted text with an empty line', 'a: "b\n\n  c"\n'],
    ['a quoted text with a line too far left', 'a:\n  b: "c\n  d"\n'],
    ['a quoted text with a blank at the end of a line', `a: 'b \n  c'\n`],
    ['a quoted text with a backslash at the end of a line', 'a: "b\\\n  c"\n'],
    ['a quoted text whose last line is empty', 'a: "b\n  "\n'],
    ['a quoted text of two lines that is a key', '- "a\n  b": c\n'],
    ['a text of two lines in brackets', '{"a": "b\n c"}\n'],
    ['a plain text of two lines in brackets', '{"a": b\n c}\n'],
    ['JSON with a comment', '{\n  "a": 1 # b\n}\n'],
    ['JSON with a value in the line below its key', '{"a":\n1}\n'],
    ['JSON with an escape of Unicode', '{"a": "\\u003c"}\n'],
    ['a flow collection of two lines', 'a: [b,\n  c]\n'],
    ['a flow collection before a colon', 'a:\n  {b: c}: d\n'],
    ['a flow collection and more below it', 'a:\n  []\n  b: c\n'],
    ['a comma before the closing bracket', 'a: [b, ]\n'],
    ['a pair in a flow list', 'a: [b: c]\n'],
    ['a key without value in a flow mapping', 'a: {b}\n'],
    ['a plain key with its colon attached', '{a:1}\n'],
    ['a second colon', 'a: b: c\n'],
    ['a blank before a colon', 'a : b\n'],
    ['a quote without end', "a: 'b\n"],
    ['a text behind a quote', 'a: "b" c\n'],
    ['an escape that manifests hardly use', 'a: "\\u0041"\n'],
    ['a given indentation', 'a: |2\n    b\n'],
    ['other chompings', 'a: |+\n  b\n'],
    ['a block scalar that starts with an empty line', 'a: |\n\n  b\n'],
    ['a block scalar without text', 'a: |\nb: c\n'],
    ['a block scalar without line feed at the end', 'a: |\n  b'],
    ['a line of blanks that counts', 'a: |\n  b\n    \n  c\n'],
    ['an indented line in a folded text', 'a: >\n  b\n    c\n'],
    ['an item without value', 'a:\n-\n- b\n'],
    ['a column that fits nothing above', 'a:\n    b: c\n  d: e\n'],
    ['a list among the keys of a mapping', 'a: b\n- c\n'],
    ['a scalar on a line of its own', 'a:\n  b\n'],
    ['a document that starts in another column', '  a: b\n'],
    ['a document that is a scalar', 'a\n'],
    ['a template action', 'a: {{ b }}\n'],
    ['a key of more than 1,000 characters', `${'a'.repeat(1001)}: b\n`],
    ['more than 100 levels', deep],
    ['a comment below blanks at the end of a line', 'a: \n  # b\n'],
  ])('%s', (_, text) => {
    expect(scanYaml(text, buildNodes)).toBeUndefined();
    expect(scanYaml(text, buildValues)).toBeUndefined();
  });

  it.each(['a:\n  -.inf: b\n', 'a: {.nan: b}\n', '.Inf: b\n'])(
    'a key that is a number without a form in JSON, which the decoder has a finding for: %j',
    (text) => {
      expect(scanYaml(text, buildValues)).toBeUndefined();
    },
  );
});

describe('for any text', () => {
  it('the scanner sees what the parser sees, and findings come from the parser', () => {
    const verdicts = new Map<unknown, number>();
    fc.assert(
      fc.property(nastyYaml, (text) => {
        const verdict = compareParsers(text);
        verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
        if (typeof verdict === 'object') throw new Error(verdict.difference);
        if (verdict === 'same') expect(readAll(text, 'on')).toBe(readAll(text, 'off'));
      }),
      { numRuns: 8000, seed: 5 },
    );
    // Else the generator would have lost its aim.
    expect(verdicts.get('same')).toBeGreaterThan(800);
    expect(verdicts.get('left to the parser')).toBeGreaterThan(800);
  });
});

describe('every file at hand', () => {
  const given = ['CONFORMANCE_DIR', 'REAL_REPOSITORIES_DIR'].flatMap((name) => process.env[name] ?? []);
  it.each(['policies-tests', 'test', 'docs', ...given])(
    '%s',
    (folder) => {
      for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        if (!/\.ya?ml$/.test(file) || file.includes('node_modules')) continue;
        const text = readFileSync(path.join(folder, file), 'utf8');
        for (const { start, end } of splitDocuments(text)) {
          expect([file, compareParsers(text.slice(start, end))]).not.toContainEqual({ difference: expect.any(String) });
        }
      }
    },
    120_000,
  );
});

describe('the switch', () => {
  it('has every document parsed, and scanned again', () => {
    expect(parseDocument('a: b\n').by).toBe('scanner');
    switchScanner(false);
    try {
      expect(parseDocument('a: b\n').by).toBe('parser');
    } finally {
      switchScanner(true);
    }
    expect(parseDocument('a: &b c\n').by).toBe('parser');
  });
});
