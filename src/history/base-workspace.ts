import type { Finding } from '../findings/finding.ts';
import { openWorkspace } from '../manifests/open-workspace.ts';
import type { FileEntry, FileText, Workspace } from '../manifests/workspace.ts';
import type { History } from './open-history.ts';
import type { TreeEntry } from './read-tree.ts';
import { foldersAbove, type SortedFiles, type Surroundings, sortPresent } from './sort-present.ts';
import { writeTree, writeWaiting } from './write-tree.ts';

/** The tree of a commit as a workspace, or a reason why it cannot be had. */
export function treeWorkspace(
  history: History,
  entries: readonly TreeEntry[],
  folder: string,
  wants: (file: string) => boolean,
): Workspace | string {
  const tree = writeTree(history, entries, folder, wants);
  if (typeof tree === 'string') return tree;
  const onDisk = openWorkspace(folder);
  const asProblem = (file: string, problem: Finding): FileEntry => ({ file, size: 0, problem });
  let listed: readonly FileEntry[] | undefined;
  return {
    list: () => {
      listed ??= inOrder([
        ...onDisk.list().filter(({ file }) => !tree.problems.has(file) && !tree.waiting.has(file)),
        ...[...tree.waiting.values()].filter(({ file }) => isListed(file)).map(({ file, size }) => ({ file, size })),
        ...[...tree.problems].filter(([file]) => isListed(file)).map(([file, problem]) => asProblem(file, problem)),
      ]);
      return listed;
    },
    read: (file): FileText => {
      const problem = tree.problems.get(file);
      if (problem !== undefined) return { kind: 'unreadable', problem };
      const waiting = tree.waiting.get(file);
      if (waiting !== undefined) writeWaiting(history, waiting, folder);
      return onDisk.read(file);
    },
  };
}

/** What the working tree adds to the base's tree. */
export function addedBy(around: Surroundings, tree: Workspace): SortedFiles {
  const { same, unknown } = sortPresent(around);
  const stuck = tree.list().filter(({ problem }) => problem !== undefined);
  const told = new Set(stuck.map(({ file }) => around.prefix + file));
  // What git itself cannot give says best why.
  return {
    same: [...same, ...unchangedProblems(stuck, around)],
    unknown: unknown.filter(({ file }) => !told.has(file)),
  };
}

/**
 * The workspace as it was before the change: the tree of the base in the place of the repository, and all that belongs
 * to another repository as it is now. What an earlier step of the workflow made was made from the change, so what it was
 * before is not known.
 */
export function joinSurroundings(
  tree: Workspace,
  { workspace, prefix }: Surroundings,
  { same, unknown }: SortedFiles,
): Workspace {
  const added = new Map([...same, ...unknown].map((entry) => [entry.file, entry]));
  const closed = unknown.filter(({ folder }) => folder === true);
  // A link that leads nowhere in the base's tree, and to what is as it is now in the working tree.
  const linked = new Set(same.flatMap(({ file }) => foldersAbove(file)));
  const problemOf = (file: string): Finding | undefined =>
    added.get(file)?.problem ?? closed.find((folder) => file.startsWith(`${folder.file}/`))?.problem;
  const moved = (problem: Finding): Finding =>
    problem.at === undefined ? problem : { ...problem, at: { ...problem.at, file: prefix + problem.at.file } };
  let listed: readonly FileEntry[] | undefined;
  return {
    list: () => {
      listed ??= inOrder([
        ...tree
          .list()
          .map((entry) => ({
            ...entry,
            file: prefix + entry.file,
            ...(entry.problem && { problem: moved(entry.problem) }),
          }))
          .filter(({ file, problem }) => !added.has(file) && !(problem !== undefined && linked.has(file))),
        ...added.values(),
      ]);
      return listed;
    },
    read: (file) => {
      const problem = problemOf(file);
      if (problem !== undefined) return { kind: 'unreadable', problem };
      if (added.has(file) || !file.startsWith(prefix)) return workspace.read(file);
      const text = tree.read(file.slice(prefix.length));
      return text.kind === 'text' ? text : { ...text, problem: moved(text.problem) };
    },
  };
}

/** Files that git does not give, a pointer of Git LFS for one, but that the change does not touch: they are as they are now. */
function unchangedProblems(
  stuck: readonly FileEntry[],
  { workspace, prefix, checkedOut, base }: Surroundings,
): readonly FileEntry[] {
  const now = new Map(checkedOut.map(({ file, object }) => [file, object]));
  const before = new Map(base.map(({ file, object }) => [file, object]));
  const unchanged = stuck.filter(({ file }) => before.has(file) && now.get(file) === before.get(file));
  const names = new Set(unchanged.map(({ file }) => prefix + file));
  return workspace.list().filter(({ file }) => names.has(file));
}

/**
 * Files of the commit that is checked out which are not there, because the checkout left them out (`sparse-checkout`) or
 * a step removed them; they are out before the change, too.
 */
export function droppedFromCheckout(
  present: readonly FileEntry[],
  prefix: string,
  checkedOut: readonly TreeEntry[],
): ReadonlySet<string> {
  const there = new Set(present.map(({ file }) => file));
  return new Set(
    checkedOut.filter(({ kind, file }) => kind === 'file' && !there.has(prefix + file)).map(({ file }) => file),
  );
}

/** `.git` and `node_modules` are nobody's manifests, see `list-files.ts`. */
const isListed = (file: string): boolean => !file.split('/').some((part) => part === '.git' || part === 'node_modules');

const inOrder = (entries: readonly FileEntry[]): readonly FileEntry[] =>
  [...entries].sort((a, b) => (a.file < b.file ? -1 : 1));
