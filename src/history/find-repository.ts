import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';

/** A repository with a working tree; all paths are absolute. */
export interface Repository {
  /** The folder of the working tree. */
  readonly root: string;
  /** Where its `HEAD` is. */
  readonly gitDir: string;
  /** Where its objects and branches are; another folder for a worktree. */
  readonly commonDir: string;
}

/** The repository that a folder lies in; the search ends at the folder `outermost`. */
export function repositoryAround(folder: string, outermost?: string): Repository | undefined {
  const found = repositoryAt(folder);
  if (found !== undefined) return found;
  const parent = path.dirname(folder);
  return parent === folder || folder === outermost ? undefined : repositoryAround(parent, outermost);
}

/** How deep below a workspace repositories are looked for: `actions/checkout` puts them where `path` says. */
const DEPTH = 3;

/** The repositories whose working trees lie below a folder, but not inside one another. */
export function repositoriesBelow(folder: string, depth: number = DEPTH): readonly Repository[] {
  return subfoldersOf(folder).flatMap((child) => {
    const found = repositoryAt(child);
    if (found !== undefined) return [found];
    return depth > 1 ? repositoriesBelow(child, depth - 1) : [];
  });
}

/** The repository whose working tree is this folder: `.git` is a folder, or a file that names one (worktree, submodule). */
function repositoryAt(root: string): Repository | undefined {
  const place = path.join(root, '.git');
  try {
    if (!existsSync(place)) return undefined;
    const gitDir = statSync(place).isDirectory() ? realpathSync(place) : folderNamedIn(place, root);
    if (gitDir === undefined || !existsSync(path.join(gitDir, 'HEAD'))) return undefined;
    const common = path.join(gitDir, 'commondir');
    const commonDir = existsSync(common) ? path.resolve(gitDir, readFileSync(common, 'utf8').trim()) : gitDir;
    return { root, gitDir, commonDir };
  } catch {
    return undefined;
  }
}

function folderNamedIn(file: string, root: string): string | undefined {
  const [, named] = /^gitdir: (.+)$/m.exec(readFileSync(file, 'utf8')) ?? [];
  return named === undefined ? undefined : realpathSync(path.resolve(root, named.trim()));
}

function subfoldersOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules' && entry.name !== '.git')
      .map((entry) => path.join(folder, entry.name));
  } catch {
    return [];
  }
}
