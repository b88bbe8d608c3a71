import fc from 'fast-check';
import { Minimatch } from 'minimatch';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/findings/finding.ts';
import { selectFiles } from '../../src/manifests/select-files.ts';
import { memoryWorkspace } from '../support/memory-workspace.ts';

const FILES = [
  '.github/workflows/ci.yml',
  'README.md',
  'apps/a/k8s/x.yaml',
  'apps/b/k8s/y.yaml',
  'k8s/[odd].yaml',
  'k8s/api.yml',
  'k8s/db.json',
  'k8s/notes.txt',
  'k8s/sub/web.yaml',
  'policies-tests/shop.yaml',
];
const entries = memoryWorkspace(Object.fromEntries(FILES.map((file) => [file, '']))).list();
const select = (patterns: readonly string[], base = '', exclude: readonly string[] = []) => {
  const { files, unmatched, findings } = selectFiles(entries, { patterns, base, exclude });
  return { files: files.map(({ file }) => file), unmatched, codes: findings.map(({ code }) => code) };
};
const only = (...files: string[]) => ({ files, unmatched: [], codes: [] });

describe('a pattern', () => {
  test('may be a file, whatever characters its name has', () => {
    expect(select(['k8s/api.yml'])).toEqual(only('k8s/api.yml'));
    expect(select(['k8s/[odd].yaml'])).toEqual(only('k8s/[odd].yaml'));
    expect(select(['k8s/notes.txt'])).toEqual(only('k8s/notes.txt'));
  });

  test.each(['k8s', 'k8s/', './k8s', 'k8s/**', '/k8s'])('%s takes the manifests of a folder', (pattern) => {
    expect(select([pattern])).toEqual(only('k8s/[odd].yaml', 'k8s/api.yml', 'k8s/db.json', 'k8s/sub/web.yaml'));
  });

  test.each(['.', '', '/', '**/*.{yaml,yml,json}'])('%j takes everything, hidden folders too', (pattern) => {
    expect(select([pattern]).files).toEqual(FILES.filter((file) => !/md$|txt$/.test(file)));
  });

  test('may be a glob of files or of folders', () => {
    expect(select(['k8s/*.{yml,json}'])).toEqual(only('k8s/api.yml', 'k8s/db.json'));
    expect(select(['k8s/*.txt'])).toEqual(only('k8s/notes.txt'));
    expect(select(['apps/*/k8s'])).toEqual(only('apps/a/k8s/x.yaml', 'apps/b/k8s/y.yaml'));
  });

  test('starts from the base, and with a slash from the root', () => {
    expect(select(['shop.yaml', '../apps/a', '/apps/b'], 'policies-tests')).toEqual(
      only('apps/a/k8s/x.yaml', 'apps/b/k8s/y.yaml', 'policies-tests/shop.yaml'),
    );
    expect(select(['k8s'], 'policies-tests')).toEqual({ files: [], unmatched: ['k8s'], codes: [] });
  });

  test('with ! excludes, wherever it stands', () => {
    expect(select(['!k8s/sub', 'k8s', '!**/*.json'])).toEqual(only('k8s/[odd].yaml', 'k8s/api.yml'));
    expect(select(['k8s'], '', ['k8s/[odd].yaml', '/k8s/sub/**'])).toEqual(only('k8s/api.yml', 'k8s/db.json'));
  });

  test('that leads out of the workspace is a finding', () => {
    expect(selectFiles(entries, { patterns: ['../../x', '/k8s/api.yml'], base: 'policies-tests' })).toEqual({
      files: [{ file: 'k8s/api.yml', size: 0 }],
      unmatched: [],
      findings: [
        {
          code: 'link-leaves-workspace',
          severity: 'error',
          message: '`../../x` leads out of the workspace',
          help: 'name files below the workspace; a leading `/` stands for its root',
        },
      ],
    });
  });

  test('of any characters and length does not throw', () => {
    expect(select(['*'.repeat(70_000)]).codes).toEqual(['invalid-option']);
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constantFrom('**', '[', '{a,', '!(', '../')).map(String)),
        (patterns) => {
          const { files, unmatched, codes } = select(patterns);
          const used = patterns.filter((pattern) => !pattern.startsWith('!'));
          // What is left out may be all.
          if (used.length < patterns.length) return used.length > 0 || files.length === 0;
          return used.length === 0 || files.length + unmatched.length + codes.length > 0;
        },
      ),
    );
  });
});

describe('an entry with a problem', () => {
  const problem: Finding = { code: 'link-leaves-workspace', severity: 'error', message: 'x' };
  const blocked = [
    { file: 'base', size: 0, folder: true as const, problem },
    { file: 'bin/tool', size: 0, problem },
    { file: 'k8s/a.yaml', size: 0, problem },
  ];
  const files = (pattern: string) =>
    selectFiles(blocked, { patterns: [pattern], base: '' }).files.map(({ file }) => file);

  test('is picked like a file, so that it is reported', () => {
    expect(files('k8s')).toEqual(['k8s/a.yaml']);
    expect(files('bin/tool')).toEqual(['bin/tool']);
  });

  test('is picked where a pattern reaches below a folder that cannot be entered', () => {
    expect(files('base/**/*.yaml')).toEqual(['base']);
    expect(files('base/x.yaml')).toEqual(['base']);
    expect(files('**/*.yaml')).toEqual(['base', 'k8s/a.yaml']);
    expect(files('k8s/*.yaml')).toEqual(['k8s/a.yaml']);
  });

  test('is picked by every pattern where the root itself cannot be entered', () => {
    const entries = [{ file: '.', size: 0, folder: true as const, problem }];
    for (const pattern of ['.', '**/*.yaml', 'k8s', 'k8s/a.yaml']) {
      expect(selectFiles(entries, { patterns: [pattern], base: '' }).files).toEqual(entries);
    }
  });
});

describe('a pattern', () => {
  const part = fc.constantFrom('a', 'b', 'a.yaml', 'b.yaml', 'k8s');
  const sign = fc.constantFrom('a', 'b', 'k8s', '*', '**', 'a*', '{a,b}', '?', '*.yaml', 'a.yaml', '[ab]');

  test('picks what it matches among all files, wherever its first sign stands', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.array(part, { minLength: 1, maxLength: 4 }), { maxLength: 12, selector: String }),
        fc.array(sign, { minLength: 1, maxLength: 4 }),
        (paths, parts) => {
          const files = paths.map((path) => `${path.join('/')}.yaml`).sort();
          const pattern = parts.join('/');
          const glob = new Minimatch(pattern, { dot: true, nocomment: true, nonegate: true, platform: 'linux' });
          const matching = files.filter((file) => glob.match(file));
          fc.pre(matching.length > 0 && !files.some((file) => file === pattern || file.startsWith(`${pattern}/`)));
          const entries = files.map((file) => ({ file, size: 1 }));
          expect(selectFiles(entries, { patterns: [pattern], base: '' }).files.map(({ file }) => file)).toEqual(
            matching,
          );
        },
      ),
      { numRuns: 500 },
    );
  });
});
