import { statSync } from 'node:fs';
import path from 'node:path';
import type { Finding } from '../findings/finding.ts';
import { openWorkspace } from '../manifests/open-workspace.ts';
import type { FileEntry, FileText, Workspace } from '../manifests/workspace.ts';
import type { Located, Tree } from './locate-workspace.ts';

/** Opens the trees of a command as one workspace, so that nothing beside them is walked. */
export function joinTrees({ root, trees }: Located): Workspace {
  const [only] = trees;
  if (trees.length === 1 && only?.folder === root && only.file === undefined) return openWorkspace(root);
  const parts = trees.map((tree) => openTree(root, tree));
  let entries: readonly FileEntry[] | undefined;
  return {
    list: () => {
      entries ??= parts.flatMap((part) => part.list()).sort((a, b) => (a.file < b.file ? -1 : 1));
      return entries;
    },
    read: (file) => {
      const part = parts.find(({ holds }) => holds(file)) ?? parts[0];
      if (part === undefined) throw new Error('a workspace of no trees');
      return part.read(file);
    },
  };
}

interface Part extends Workspace {
  readonly holds: (file: string) => boolean;
}

function openTree(root: string, { folder, file }: Tree): Part {
  const way = path.relative(root, folder);
  const prefix = way === '' ? '' : `${way}/`;
  const workspace = openWorkspace(folder);
  const moved = (problem: Finding): Finding =>
    problem.at === undefined ? problem : { ...problem, at: { ...problem.at, file: prefix + problem.at.file } };
  const list = (): readonly FileEntry[] =>
    file === undefined ? workspace.list() : [{ file, size: statSync(path.join(folder, file)).size }];
  return {
    holds: (name) => (file === undefined ? name.startsWith(prefix) : name === prefix + file),
    list: () =>
      list().map((entry) => ({
        ...entry,
        file: prefix + entry.file,
        ...(entry.problem && { problem: moved(entry.problem) }),
      })),
    read: (name): FileText => {
      const text = workspace.read(name.slice(prefix.length));
      return text.kind === 'text' ? text : { ...text, problem: moved(text.problem) };
    },
  };
}
