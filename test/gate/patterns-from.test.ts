import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { patternsFrom } from '../../src/gate/patterns-from.ts';
import { selectFiles } from '../../src/manifests/select-files.ts';

const anyFolder = fc.array(fc.constantFrom('a', 'b', '!c', 'k8s'), { maxLength: 3 }).map((parts) => parts.join('/'));
const anyFile = fc.tuple(anyFolder, fc.constantFrom('x.yaml', 'y.yml')).map((parts) => parts.filter(Boolean).join('/'));
const anyPattern = fc
  .tuple(
    fc.constantFrom('', '', '/', './', '!'),
    fc.array(fc.constantFrom('a', 'b', 'k8s', '*', '**', '.'), { minLength: 1, maxLength: 3 }),
  )
  .map(([start, parts]) => start + parts.join('/'));

describe('patterns of a command, written into a suite', () => {
  it('pick the same files from the folder of the suite', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyFile, { maxLength: 8 }),
        fc.array(anyPattern, { minLength: 1, maxLength: 3 }),
        anyFolder,
        anyFolder,
        (files, patterns, base, folder) => {
          const entries = files.map((file) => ({ file, size: 1 }));
          const here = selectFiles(entries, { patterns, base });
          const there = selectFiles(entries, { patterns: patternsFrom(patterns, base, folder), base: folder });
          expect(there.files).toEqual(here.files);
        },
      ),
    );
  });

  it('are short, and begin neither with a slash nor like an exclusion', () => {
    expect(patternsFrom(['k8s', '/deploy/*.yaml', '!old/**', '.', '/tests/!x'], '', 'tests')).toEqual([
      '../k8s',
      '../deploy/*.yaml',
      '!../old/**',
      '..',
      './!x',
    ]);
  });
});
