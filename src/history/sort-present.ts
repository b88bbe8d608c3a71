import path from 'node:path';
import type { Finding } from '../findings/finding.ts';
import { inputProblem } from '../manifests/input-problem.ts';
import type { FileEntry, Workspace } from '../manifests/workspace.ts';
import type { TreeEntry } from './read-tree.ts';

/** What is known of a working tree beside the base's tree. */
export interface Surroundings {
  /** The working tree of the run. */
  readonly workspace: Workspace;
  /** Where the repository stands in it: `''`, or a folder with a closing slash. */
  readonly prefix: string;
  /** What git has of the working tree: what is in the commit that is checked out, or what would be in the next one. */
  readonly checkedOut: readonly TreeEntry[];
  /** What the base holds. */
  readonly base: readonly TreeEntry[];
  /** Whether a folder of the workspace, `''` for itself, is a repository of its own. */
  readonly isRepository: (folder: string) => boolean;
  /** The commit that is checked out in a submodule, if one is. */
  readonly commitIn: (submodule: string) => string | undefined;
  /** The path of a file without links, where it lies in the workspace. */
  readonly realName: (file: string) => string | undefined;
  /** Whether something else than the change made a file of git's what it is now. */
  readonly isAltered: (entry: TreeEntry) => boolean;
}

/** What is in the working tree and is not as the base's tree says. */
export interface SortedFiles {
  /** What no change touches: it was as it is now. */
  readonly same: readonly FileEntry[];
  /** What the change may have made: that it was anything is not known. */
  readonly unknown: readonly FileEntry[];
}

/** Sorts the files of a working tree that the base's tree does not tell about. */
export function sortPresent(around: Surroundings): SortedFiles {
  const origin = originIn(around);
  const same: FileEntry[] = [];
  const unknown: FileEntry[] = [...unknownSubmodules(around)];
  for (const entry of around.workspace.list()) {
    const found = origin(entry.file);
    if (found === 'same') same.push(entry);
    else if (found !== 'told') unknown.push({ file: entry.file, size: 0, problem: found(entry.file) });
  }
  return { same, unknown };
}

/** `told`: by the base's tree, or by an entry of its own. */
type Origin = 'same' | 'told' | ((file: string) => Finding);

function originIn(around: Surroundings): (file: string) => Origin {
  const { prefix, checkedOut, isRepository, isAltered, realName } = around;
  const tracked = new Map(checkedOut.filter(({ kind }) => kind !== 'submodule').map((entry) => [entry.file, entry]));
  const submodules = new Map(submodulesOf(around));
  const origin = (file: string): Origin => {
    if (!file.startsWith(prefix)) return ['', ...foldersAbove(file)].some(isRepository) ? 'same' : notInGit;
    const name = file.slice(prefix.length);
    const above = foldersAbove(name);
    const submodule = above.find((folder) => submodules.has(folder));
    if (submodule !== undefined) return submodules.get(submodule) === 'same' ? 'same' : 'told';
    const entry = [name, ...above].map((each) => tracked.get(each)).find((each) => each !== undefined);
    if (entry === undefined) return above.some((folder) => isRepository(prefix + folder)) ? 'same' : notInGit;
    return isAltered(entry) ? altered : ofTracked(file, entry);
  };
  // A tracked link brings files that the commit does not name, and git may not have them.
  const ofTracked = (file: string, { kind }: TreeEntry): Origin => {
    const real = kind === 'link' ? realName(file) : undefined;
    return real === undefined || real === file ? 'told' : origin(real);
  };
  return origin;
}

/** The submodules that are checked out, and whether they are where they were. */
function submodulesOf({ checkedOut, base, commitIn }: Surroundings): readonly (readonly [string, 'same' | 'moved'])[] {
  const before = new Map(base.map(({ file, object }) => [file, object]));
  return checkedOut
    .filter(({ kind }) => kind === 'submodule')
    .map(({ file, object }) => {
      const isSame = before.get(file) === object && (commitIn(file) ?? object) === object;
      return [file, isSame ? 'same' : 'moved'] as const;
    });
}

/** Submodules of which it is not known what was in them; the files there now say nothing of those that were. */
function unknownSubmodules(around: Surroundings): readonly FileEntry[] {
  const { prefix, base, checkedOut, commitIn } = around;
  const now = new Set(checkedOut.filter(({ kind }) => kind === 'submodule').map(({ file }) => file));
  const moved = submodulesOf(around).filter(([file, state]) => state === 'moved' && commitIn(file) !== undefined);
  const gone = base.filter(({ kind, file }) => kind === 'submodule' && !now.has(file));
  return [...moved.map(([file]) => file), ...gone.map(({ file }) => file)].map((file) => ({
    file: prefix + file,
    size: 0,
    problem: submoduleMoved(prefix + file),
    folder: true,
  }));
}

const notKnown = (file: string): string => `what \`${file}\` was before the change is not known`;

const RENDER_IT = 'have the gate render it: name its source under `environments:` of the suite';

function notInGit(file: string): Finding {
  const help = `commit the file (on the command line, \`git add\` is enough), or ${RENDER_IT}`;
  return inputProblem('file-unreadable', file, `${notKnown(file)}: git does not have it`, help);
}

function altered(file: string): Finding {
  const why = 'a step made something else of it than the commit has';
  return inputProblem('file-unreadable', file, `${notKnown(file)}: ${why}`, `commit what is judged, or ${RENDER_IT}`);
}

function submoduleMoved(file: string): Finding {
  const why = 'it is a submodule, and the change moves it to another commit';
  const help =
    'compare its two commits in the repository of the submodule, or keep the manifests that the suite reads in this one';
  return inputProblem('file-unreadable', file, `${notKnown(file)}: ${why}`, help);
}

/** The folders that a path lies in, the nearest first. */
export function foldersAbove(file: string): readonly string[] {
  const parent = path.posix.dirname(file);
  return parent === '.' ? [] : [parent, ...foldersAbove(parent)];
}
