import { type Dirent, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import type { Finding } from '../findings/finding.ts';
import {
  inputProblem,
  LARGEST_FILE,
  leavesWorkspace,
  liesWithin,
  notRegular,
  refused,
  tooLarge,
} from './input-problem.ts';
import type { FileEntry } from './workspace.ts';

/** Folders of other programs; nobody's manifests. */
const SKIPPED = new Set(['.git', 'node_modules']);
/** Links to folders that are followed at most; folders full of links to one another would have no end. */
const MOST_LINKS = 1000;

interface Walk {
  readonly root: string;
  readonly entries: FileEntry[];
  links: number;
}

interface Folder {
  /** Relative to the root, with a closing slash; the root itself is empty. */
  readonly prefix: string;
  readonly real: string;
  /** Real paths of the folders that lead here, to see a link that goes round in a circle. */
  readonly above: readonly string[];
}

/** Every file below a folder (a real path), sorted; what cannot be entered or read is an entry with its problem. */
export function listFiles(realRoot: string): readonly FileEntry[] {
  const walk: Walk = { root: realRoot, entries: [], links: 0 };
  const pending: Folder[] = [{ prefix: '', real: realRoot, above: [] }];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop())
    pending.push(...listFolder(folder, walk));
  return walk.entries.sort((a, b) => (a.file < b.file ? -1 : 1));
}

/** Enters the files of one folder and returns the folders below it. */
function listFolder(folder: Folder, walk: Walk): readonly Folder[] {
  let children: readonly Dirent[];
  try {
    children = readdirSync(folder.real, { withFileTypes: true });
  } catch (error) {
    const file = folder.prefix === '' ? '.' : folder.prefix.slice(0, -1);
    walk.entries.push(unenterable(file, refused(file, error)));
    return [];
  }
  const above = [...folder.above, folder.real];
  return children.filter(({ name }) => !SKIPPED.has(name)).flatMap((child) => enter(folder, child, above, walk));
}

function enter(folder: Folder, child: Dirent, above: readonly string[], walk: Walk): readonly Folder[] {
  const file = folder.prefix + child.name;
  const location = path.join(folder.real, child.name);
  try {
    if (child.isDirectory()) return [{ prefix: `${file}/`, real: location, above }];
    if (child.isSymbolicLink()) return followLink(file, location, above, walk);
    walk.entries.push(fileEntry(file, statSync(location)));
  } catch (error) {
    walk.entries.push({ file, size: 0, problem: refused(file, error) });
  }
  return [];
}

function followLink(file: string, location: string, above: readonly string[], walk: Walk): readonly Folder[] {
  const target = realpathSync.native(location);
  const stat = statSync(target);
  if (!liesWithin(walk.root, target, path.sep)) {
    const problem = leavesWorkspace(file);
    walk.entries.push(stat.isDirectory() ? unenterable(file, problem) : { file, size: 0, problem });
    return [];
  }
  if (!stat.isDirectory()) {
    walk.entries.push(fileEntry(file, stat));
    return [];
  }
  // What a link back to a folder above would show is listed there already.
  if (above.includes(target)) return [];
  walk.links += 1;
  if (walk.links > MOST_LINKS) {
    const message = `\`${file}\` is not entered: more than ${MOST_LINKS} symbolic links lead to folders`;
    walk.entries.push(unenterable(file, inputProblem('file-unreadable', file, message, 'name the folders themselves')));
    return [];
  }
  return [{ prefix: `${file}/`, real: target, above }];
}

function fileEntry(file: string, stat: Stats): FileEntry {
  if (!stat.isFile()) return { file, size: 0, problem: notRegular(file) };
  return stat.size > LARGEST_FILE
    ? { file, size: stat.size, problem: tooLarge(file, stat.size) }
    : { file, size: stat.size };
}

function unenterable(file: string, problem: Finding): FileEntry {
  return { file, size: 0, problem, folder: true };
}
