import { copyFileSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { liesWithin } from '../manifests/input-problem.ts';
import type { Repository } from './find-repository.ts';
import { type GitAnswer, type GitCall, type GitSetting, runGit, textOf } from './run-git.ts';

/**
 * The history of a repository, seen through a bare repository of our own that borrows its objects. What is fetched lands
 * there, no setting of the user's repository is in force there, and nothing of the user's is ever written.
 */
export interface History {
  readonly repository: Repository;
  /** Runs git on the user's repository: only to ask what its names mean. */
  readonly ask: (...args: readonly string[]) => GitAnswer;
  /** Runs git on our own repository. */
  readonly run: (call: Omit<GitCall, 'gitDir'>) => GitAnswer;
}

/** A folder of our own, and what is needed to run git. */
export interface Scratch extends Omit<GitSetting, 'standIn'> {
  readonly folder: string;
  readonly remove: () => void;
}

/** Makes a folder that only we can enter; no program of `workspace` is ever run. */
export function openScratch(parent: string, env: GitSetting['env'], workspace: string, deadline: number): Scratch {
  const folder = realpathSync(mkdtempSync(path.join(parent, 'netpol-gate-base-')));
  return {
    folder,
    env: outside(workspace, env),
    deadline,
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}

/** Opens the history of a repository, or gives git's reason why that cannot be. */
export function openHistory(
  repository: Repository,
  scratch: Scratch,
): { readonly kind: 'history'; readonly history: History } | Extract<GitAnswer, { readonly kind: 'failed' }> {
  const setting = settingOf(scratch);
  const ask: History['ask'] = (...args) => runGit({ gitDir: repository.gitDir, args }, setting);
  const head = ask('rev-parse', '--verify', '--quiet', 'HEAD^{commit}');
  if (head.kind === 'failed' && head.cause !== 'refused') return head;

  const own = path.join(scratch.folder, 'objects.git');
  const format = (textOf(head)?.length ?? 40) > 40 ? ['--object-format=sha256'] : [];
  const made = runGit({ gitDir: own, args: ['init', '--quiet', '--bare', '--template=', ...format] }, setting);
  if (made.kind === 'failed') return made;
  mkdirSync(path.join(own, 'objects', 'info'), { recursive: true });
  writeFileSync(path.join(own, 'objects', 'info', 'alternates'), `${path.join(repository.commonDir, 'objects')}\n`);
  const boundary = path.join(repository.commonDir, 'shallow');
  // Without it git would miss the parents that a shallow clone does not have.
  if (existsSync(boundary)) copyFileSync(boundary, path.join(own, 'shallow'));
  return {
    kind: 'history',
    history: { repository, ask, run: (call) => runGit({ ...call, gitDir: own }, setting) },
  };
}

/** The hash of the commit that is checked out in a repository. */
export function checkedOutIn({ gitDir }: Repository, scratch: Scratch): string | undefined {
  return textOf(runGit({ gitDir, args: ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'] }, settingOf(scratch)));
}

function settingOf({ folder, env, deadline }: Scratch): GitSetting {
  const standIn = path.join(folder, 'empty');
  mkdirSync(standIn, { recursive: true });
  return { env, deadline, standIn };
}

/** The variables with a search path that no pull request can put a program in. */
function outside(workspace: string, env: GitSetting['env']): GitSetting['env'] {
  const isSafe = (entry: string): boolean => {
    try {
      return path.isAbsolute(entry) && !liesWithin(realpathSync(workspace), realpathSync(entry), path.sep);
    } catch {
      // What is not there yet could be made.
      return false;
    }
  };
  const safe = (value: string | undefined): string =>
    (value ?? '').split(path.delimiter).filter(isSafe).join(path.delimiter);
  // Windows calls it `Path`.
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) => [name, /^path$/i.test(name) ? safe(value) : value]),
  );
}
