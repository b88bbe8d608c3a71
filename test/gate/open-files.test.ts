import { describe, expect, it } from 'vitest';
import { openFiles } from '../../src/gate/open-files.ts';
import type { Workspace } from '../../src/manifests/workspace.ts';
import { memoryWorkspace } from '../support/memory-workspace.ts';

/** A workspace of `count` files, each with a comment for the gate, that counts how often each is read. */
function countingWorkspace(count: number): { workspace: Workspace; names: string[]; reads: Map<string, number> } {
  const names = Array.from({ length: count }, (_, index) => `${index}.yaml`);
  const reads = new Map<string, number>();
  const workspace: Workspace = {
    list: () => names.map((file) => ({ file, size: 1 })),
    read: (file) => {
      reads.set(file, (reads.get(file) ?? 0) + 1);
      return { kind: 'text', text: `file: ${file} # netpol-gate: ignore all -- because\n` };
    },
  };
  return { workspace, names, reads };
}

describe('the files of a workspace', () => {
  it('are read once, however often they are wanted', () => {
    const { workspace, names, reads } = countingWorkspace(3);
    const files = openFiles(workspace, new Map());
    expect(files.remarks(names, [])).toHaveLength(3);
    expect(files.manifests(names)).toEqual(files.manifests(names));
    expect([...reads.values()]).toEqual([1, 1, 1]);
  });

  it('are read once for each world where they are too many to keep, and say the same', () => {
    const { workspace, names, reads } = countingWorkspace(6000);
    const files = openFiles(workspace, new Map());
    const first = files.manifests(names);
    // The remarks are those of what was read.
    expect(files.remarks(names, []).map(({ file }) => file)).toEqual(names);
    expect(Math.max(...reads.values())).toBe(1);
    expect(files.manifests(names)).toEqual(first);
    expect(reads.get('0.yaml')).toBe(1);
    expect(reads.get('5999.yaml')).toBe(2);
  });

  it('are not parsed again where their twin has the very same', () => {
    const twin = openFiles(memoryWorkspace({ 'a.yaml': 'a: 1\n', 'b.yaml': 'b: 1\n', 'c.yaml': 'c: 1\n' }), new Map());
    const [same, other] = twin.manifests(['a.yaml', 'b.yaml']);
    const files = openFiles(
      memoryWorkspace({ 'a.yaml': 'a: 1\n', 'b.yaml': 'b: 2\n', 'c.yaml': 'c: 1\n' }),
      new Map(),
      twin,
    );
    const [a, b, c] = files.manifests(['a.yaml', 'b.yaml', 'c.yaml']);
    expect(a).toBe(same);
    expect(b).not.toBe(other);
    expect([b, c].map((file) => file?.documents[0]?.value)).toEqual([{ b: 2 }, { c: 1 }]);
  });

  it('are parsed again where they are templates of a chart in one of the two alone', () => {
    const template = 'a: "{{ b }}"\n';
    const file = 'shop/templates/a.yaml';
    const twin = openFiles(memoryWorkspace({ [file]: template }), new Map());
    expect(twin.manifests([file])[0]?.ignored).toBeUndefined();
    const chart = { [file]: template, 'shop/Chart.yaml': 'name: shop\n' };
    expect(openFiles(memoryWorkspace(chart), new Map(), twin).manifests([file])[0]?.ignored).toBeDefined();
  });
});
