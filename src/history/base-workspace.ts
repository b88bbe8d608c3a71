import path from 'node:path';
import type { Finding } from '../findings/finding.ts';
import { inputProblem } from '../manifests/input-problem.ts';
import { openWorkspace } from '../manifests/open-workspace.ts';
import type { FileEntry, FileText, Workspace } from '../manifests/workspace.ts';
import type { History } from './open-history.ts';
import type { TreeEntry } from './read-tree.ts';
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

/** What is known of a working tree beside the base's tree. */
export interface Surroundings {
  /** The working tree of the run. */
  readonly workspace: Workspace;
  /** Where the repository stands in it: `''`, or a folder with a closing slash. */
  readonly prefix: string;
  /** What the commit holds that is checked out. */
  readonly checkedOut: readonly TreeEntry[];
  /** What the base holds. */
  readonly base: readonly TreeEntry[];
  /** Whether a folder of the workspace is a repository of its own. */
  readonly isRepository: (folder: string) => boolean;
}

/**
 * The workspace as it was before the change: the tree of the base in the place of the repository, and all that does not
 * belong to the repository as it is now. What an earlier step of the workflow made inside the repository was made from
 * the change, so what it was before is not known.
 */
export function joinSurroundings(tree: Workspace, around: Surroundings): Workspace {
  const { workspace, prefix } = around;
  const present = workspace.list();
  const sorted = sortPresent(present, around);
  const sameNow = new Map([...sorted.same, ...unchangedProblems(tree, around)].map((entry) => [entry.file, entry]));
  const unknown = new Map(sorted.unknown.map(({ file }) => [file, notInGit(file)]));
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
          .filter(({ file }) => !sameNow.has(file) && !unknown.has(file)),
        ...sameNow.values(),
        ...[...unknown].map(([file, problem]) => ({ file, size: 0, problem })),
      ]);
      return listed;
    },
    read: (file) => {
      const problem = unknown.get(file);
      if (problem !== undefined) return { kind: 'unreadable', problem };
      if (sameNow.has(file) || !file.startsWith(prefix)) return workspace.read(file);
      const text = tree.read(file.slice(prefix.length));
      return text.kind === 'text' ? text : { ...text, problem: moved(text.problem) };
    },
  };
}

/** Of what is in the working tree but not in its commit: what no change touches, and what the change may have made. */
function sortPresent(
  present: readonly FileEntry[],
  { prefix, checkedOut, base, isRepository }: Surroundings,
): { readonly same: readonly FileEntry[]; readonly unknown: readonly FileEntry[] } {
  const tracked = new Set(checkedOut.filter(({ kind }) => kind !== 'submodule').map(({ file }) => file));
  const before = new Map(base.map(({ file, object }) => [file, object]));
  const submodules = checkedOut.filter(({ kind }) => kind === 'submodule');
  const unchanged = new Set(
    submodules.filter(({ file, object }) => before.get(file) === object).map(({ file }) => file),
  );
  const changed = new Set(submodules.filter(({ file }) => !unchanged.has(file)).map(({ file }) => file));
  const same: FileEntry[] = [];
  const unknown: FileEntry[] = [];
  for (const entry of present) {
    const file = entry.file.startsWith(prefix) ? entry.file.slice(prefix.length) : undefined;
    const above = file === undefined ? [] : [file, ...foldersAbove(file)];
    // A tracked link to a folder brings files that the commit does not name.
    if (above.some((name) => tracked.has(name))) continue;
    const isSame =
      file === undefined ||
      above.some((name) => unchanged.has(name)) ||
      (!above.some((name) => changed.has(name)) && foldersAbove(entry.file).some(isRepository));
    (isSame ? same : unknown).push(entry);
  }
  return { same, unknown };
}

/** Files that git does not give, a pointer of Git LFS for one, but that the change does not touch: they are as they are now. */
function unchangedProblems(
  tree: Workspace,
  { workspace, prefix, checkedOut, base }: Surroundings,
): readonly FileEntry[] {
  const now = new Map(checkedOut.map(({ file, object }) => [file, object]));
  const before = new Map(base.map(({ file, object }) => [file, object]));
  const stuck = tree
    .list()
    .filter(({ file, problem }) => problem !== undefined && before.has(file) && now.get(file) === before.get(file));
  const names = new Set(stuck.map(({ file }) => prefix + file));
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

function notInGit(file: string): Finding {
  return inputProblem(
    'file-unreadable',
    file,
    `what \`${file}\` was before the change is not known: a step made it, git does not have it`,
    'commit the file, or have the gate render it: name its source under `environments:` of the suite',
  );
}

/** `.git` and `node_modules` are nobody's manifests, see `list-files.ts`. */
const isListed = (file: string): boolean => !file.split('/').some((part) => part === '.git' || part === 'node_modules');

const inOrder = (entries: readonly FileEntry[]): readonly FileEntry[] =>
  [...entries].sort((a, b) => (a.file < b.file ? -1 : 1));

function foldersAbove(file: string): readonly string[] {
  const parent = path.posix.dirname(file);
  return parent === '.' ? [] : [parent, ...foldersAbove(parent)];
}
