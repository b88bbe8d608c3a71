import { existsSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';

/** The paths and globs of a command line. */
export interface Patterns {
  readonly suites: readonly string[];
  readonly manifests: readonly string[];
  /** Whether a default pattern, which starts from the working directory, is in play. */
  readonly defaults: boolean;
}

/** A folder with all that is in it, or one file of it. */
export interface Tree {
  /** Absolute, without links. */
  readonly folder: string;
  readonly file?: string;
}

/** Which folders a command reads, and what the user's paths are called there. */
export interface Located {
  /** Absolute; reports name files from here. */
  readonly root: string;
  /** All that is read, in or below the root, none inside another. */
  readonly trees: readonly Tree[];
  /** The working directory relative to the root, or `''` where it lies outside. */
  readonly base: string;
  /** A path or glob of the command line as the gate understands it. */
  readonly rename: (pattern: string) => string;
}

/**
 * Finds the workspace of a command: the repository of the working directory (else that directory), and beside it
 * what paths outside of it name. A suite brings its repository along, because its own patterns may lead there.
 */
export function locateWorkspace(cwd: string, patterns: Patterns): Located {
  const here = realpathSync(cwd);
  const home = repositoryOf(here) ?? here;
  const treesOf = (list: readonly string[]): readonly Tree[] =>
    list.filter((pattern) => pattern !== '-' && !pattern.startsWith('!')).map((pattern) => treeOf(here, pattern));
  const suites = treesOf(patterns.suites);
  const manifests = treesOf(patterns.manifests);
  const isOutside = ({ folder }: Tree): boolean => !isWithin(home, folder);
  const outside = [
    ...suites.filter(isOutside).map(({ folder }) => ({ folder: repositoryOf(folder) ?? folder })),
    ...manifests.filter(isOutside),
  ];
  const needsHome = patterns.defaults || outside.length < suites.length + manifests.length || outside.length === 0;
  const trees = outermost([...(needsHome ? [{ folder: home }] : []), ...outside]);
  const root = trees.map(({ folder }) => folder).reduce(commonAncestor);
  return {
    root,
    trees,
    base: isWithin(root, here) ? path.relative(root, here) : '',
    rename: (pattern) => rename(pattern, here, root, outside.length > 0),
  };
}

/** Whether `inner` is `outer` or lies below it; both absolute. */
function isWithin(outer: string, inner: string): boolean {
  const way = path.relative(outer, inner);
  return way === '' || (way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way));
}

/** Whether a word of the command line is a glob and not the name of something that is there. */
export function isGlob(cwd: string, pattern: string): boolean {
  return magic.test(pattern) && !existsSync(path.resolve(cwd, pattern));
}

const magic = /[*?[\]{}()!+@]/;

// A worktree and a submodule have a file `.git`, so it need not be a folder.
function repositoryOf(folder: string): string | undefined {
  if (existsSync(path.join(folder, '.git'))) return folder;
  const parent = path.dirname(folder);
  return parent === folder ? undefined : repositoryOf(parent);
}

/** The least that holds everything a pattern can match. */
function treeOf(cwd: string, pattern: string): Tree {
  const whole = path.resolve(cwd, pattern);
  if (existsSync(whole)) {
    const real = realpathSync(whole);
    return isFolder(real) ? { folder: real } : { folder: path.dirname(real), file: path.basename(real) };
  }
  const parts = whole.split(path.sep);
  const literal = parts.slice(
    0,
    parts.findIndex((part) => magic.test(part)),
  );
  return { folder: realpathSync(deepestFolder(literal.join(path.sep) || path.sep)) };
}

function deepestFolder(literal: string): string {
  return isFolder(literal) ? literal : deepestFolder(path.dirname(literal));
}

function isFolder(place: string): boolean {
  return existsSync(place) && statSync(place).isDirectory();
}

function rename(pattern: string, cwd: string, root: string, moved: boolean): string {
  if (pattern === '-') return pattern;
  // What a pattern excludes is named like what it picks.
  if (pattern.startsWith('!')) return `!${rename(pattern.slice(1), cwd, root, moved)}`;
  const leaves = path.isAbsolute(pattern) || pattern.split('/').includes('..');
  const whole = path.resolve(cwd, pattern);
  const real = resolveLinks(whole);
  if (!moved && !leaves && real === whole) return pattern;
  // A leading slash means the root of the workspace.
  return `/${path.relative(root, real)}`;
}

/** The path with the links of its existing part resolved; the rest, a glob for one, stays. */
function resolveLinks(whole: string): string {
  if (existsSync(whole)) return realpathSync(whole);
  const parent = path.dirname(whole);
  return parent === whole ? whole : path.join(resolveLinks(parent), path.basename(whole));
}

function outermost(trees: readonly Tree[]): readonly Tree[] {
  const folders = trees.filter(({ file }) => file === undefined).map(({ folder }) => folder);
  const keep = ({ folder, file }: Tree): boolean =>
    !folders.some((other) => isWithin(other, folder) && (file !== undefined || other !== folder));
  const nameOf = ({ folder, file }: Tree): string => path.join(folder, file ?? '');
  const byName = new Map(trees.filter(keep).map((tree) => [nameOf(tree), tree]));
  return [...byName.values()].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

function commonAncestor(a: string, b: string): string {
  return isWithin(a, b) ? a : commonAncestor(path.dirname(a), b);
}
