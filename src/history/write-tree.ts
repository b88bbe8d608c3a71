import { existsSync, mkdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Finding } from '../findings/finding.ts';
import {
  inputProblem,
  LARGEST_FILE,
  leavesWorkspace,
  liesWithin,
  refused,
  tooLarge,
} from '../manifests/input-problem.ts';
import type { History } from './open-history.ts';
import { readObjects } from './read-objects.ts';
import type { TreeEntry } from './read-tree.ts';

/** A tree in a folder: what was written, what is written when it is asked for, and what cannot be read. */
export interface WrittenTree {
  /** Files that are there but not written yet, by path. */
  readonly waiting: ReadonlyMap<string, TreeEntry>;
  readonly problems: ReadonlyMap<string, Finding>;
}

/** Writes those files of a tree that `wants` picks into an empty folder; gives a reason where that cannot be. */
export function writeTree(
  history: History,
  entries: readonly TreeEntry[],
  folder: string,
  wants: (file: string) => boolean,
): WrittenTree | string {
  const problems = new Map<string, Finding>();
  const targets = new Map<string, string>();
  const links = entries.filter(({ kind }) => kind === 'link');
  const failedLinks = readObjects(history, links, ({ file }, content) => targets.set(file, content.toString('utf8')));
  if (failedLinks !== undefined) return failedLinks;

  const linked = [...targets].map(([file, target]) => path.posix.join(path.posix.dirname(file), target));
  const isLinked = (file: string): boolean => linked.some((to) => file === to || file.startsWith(`${to}/`));
  const files = entries.filter(({ kind }) => kind === 'file');
  for (const { file, size } of files) if (size > LARGEST_FILE) problems.set(file, tooLarge(file, size));
  const readable = files.filter(({ file }) => !problems.has(file));
  const now = readable.filter(({ file }) => wants(file) || isLinked(file));
  const failed = readObjects(history, now, ({ file }, content) => {
    if (isPointer(content)) problems.set(file, storedElsewhere(file));
    else writeInto(folder, file, content);
  });
  if (failed !== undefined) return failed;
  // Links last, so that nothing is written through one.
  for (const [file, problem] of writeLinks(folder, targets)) problems.set(file, problem);
  const written = new Set(now);
  return { waiting: new Map(readable.flatMap((entry) => (written.has(entry) ? [] : [[entry.file, entry]]))), problems };
}

/** Writes a file that waits. */
export function writeWaiting(history: History, entry: TreeEntry, folder: string): void {
  readObjects(history, [entry], ({ file }, content) => writeInto(folder, file, content));
}

function writeInto(folder: string, file: string, content: Buffer): void {
  const place = path.join(folder, file);
  mkdirSync(path.dirname(place), { recursive: true });
  // Where two names are one to the file system, the first stays, as in a checkout.
  if (!existsSync(place)) writeFileSync(place, content, { flag: 'wx' });
}

/** Makes the links, and gives what is wrong with those that are not there afterwards. */
function writeLinks(folder: string, targets: ReadonlyMap<string, string>): ReadonlyMap<string, Finding> {
  const problems = new Map<string, Finding>();
  for (const [file, target] of targets) {
    const way = path.posix.join(path.posix.dirname(file), target);
    const leads = path.posix.isAbsolute(target) || way === '..' || way.startsWith('../');
    const problem = leads ? leavesWorkspace(file) : makeLink(folder, file, target);
    if (problem !== undefined) problems.set(file, problem);
  }
  for (const file of targets.keys()) {
    // A link through another link may lead out although it does not read so.
    if (problems.has(file) || staysInside(folder, path.join(folder, file))) continue;
    rmSync(path.join(folder, file), { force: true });
    problems.set(file, leavesWorkspace(file));
  }
  return problems;
}

function makeLink(folder: string, file: string, target: string): Finding | undefined {
  const place = path.join(folder, file);
  try {
    mkdirSync(path.dirname(place), { recursive: true });
    symlinkSync(target, place);
    return undefined;
  } catch (error) {
    return refused(file, error);
  }
}

function staysInside(folder: string, link: string): boolean {
  try {
    return liesWithin(folder, realpathSync(link), path.sep);
  } catch {
    // It leads nowhere, and a reader is told so.
    return true;
  }
}

// https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md: a pointer is smaller than 1024 bytes and begins so.
const isPointer = (content: Buffer): boolean =>
  content.length < 1024 && content.toString('latin1', 0, 42) === 'version https://git-lfs.github.com/spec/v1';

function storedElsewhere(file: string): Finding {
  return inputProblem(
    'file-unreadable',
    file,
    `what \`${file}\` was before the change is not known: git holds only a pointer of Git LFS`,
    'keep manifests out of Git LFS; they are small',
  );
}
