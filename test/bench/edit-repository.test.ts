import { describe, expect, it } from 'vitest';
import { EDITS } from '../../bench/edit-repository.ts';
import { generateRepository } from '../../bench/generate-repository.ts';
import type { GeneratedFile } from '../../bench/write-repository.ts';
import { diff } from '../../src/gate/diff.ts';
import { REPORTERS } from '../../src/reports/registry.ts';
import { memoryWorkspace } from '../support/memory-workspace.ts';

const files = [...generateRepository({ workloads: 130, claims: 10, seed: 1 })];
const sideOf = (some: readonly GeneratedFile[], name: string) => ({
  workspace: memoryWorkspace(Object.fromEntries(some.map(({ file, text }) => [file, text]))),
  base: '',
  manifests: [],
  name,
});

describe('an edit of a generated repository', () => {
  it.each(EDITS.map((edit) => [edit.what, edit] as const))('is what it says: %s', (_, { apply, tells }) => {
    const after = apply(files);
    const before = new Map(files.map(({ file, text }) => [file, text]));
    const edited = after.filter(({ file, text }) => before.get(file) !== text);
    expect(edited.length).toBe(after === files ? 0 : 1);
    const report = diff({
      before: sideOf(files, 'old'),
      after: sideOf(after, 'new'),
      failOnNew: 'never',
      dataplane: 'calico',
    });
    const text = REPORTERS.text(report, { color: false, quiet: true, links: {} });
    expect(text.trimEnd().split('\n').at(-1)).toMatch(tells);
  });

  it('is no edit where there is nothing to edit', () => {
    for (const { apply } of EDITS.slice(1)) expect(() => apply([])).toThrow(/no generated file/);
  });
});
