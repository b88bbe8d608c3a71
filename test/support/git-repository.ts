import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A real repository in a folder of its own. */
export interface GitRepository {
  readonly root: string;
  /** Runs git there and gives what it prints. */
  readonly git: (...args: readonly string[]) => string;
  readonly write: (files: Readonly<Record<string, string>>) => void;
  readonly remove: (...files: readonly string[]) => void;
  /** Commits all that is there, and gives the commit's hash. */
  readonly commit: (message: string) => string;
}

/** A new folder under the system's temporary one, without links. */
export function temporaryFolder(): string {
  return realpathSync(mkdtempSync(path.join(tmpdir(), 'netpol-gate-git-')));
}

/** Makes a repository with the branch `main` in a folder that need not exist. */
export function createRepository(root: string, files: Readonly<Record<string, string>> = {}): GitRepository {
  mkdirSync(root, { recursive: true });
  const repository = repositoryIn(root);
  repository.git('init', '--quiet', '--initial-branch=main');
  repository.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
  if (Object.keys(files).length > 0) {
    repository.write(files);
    repository.commit('Begin');
  }
  return repository;
}

/** A repository that is there already, e.g. a clone. */
function repositoryIn(root: string): GitRepository {
  const git = (...args: readonly string[]): string =>
    execFileSync('git', [...args], { cwd: root, env: ENVIRONMENT, encoding: 'utf8', stdio: 'pipe' }).trim();
  return {
    root,
    git,
    write: (files) => {
      for (const [name, text] of Object.entries(files)) {
        const file = path.join(root, name);
        mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(file, text);
      }
    },
    remove: (...files) => {
      for (const file of files) rmSync(path.join(root, file), { recursive: true, force: true });
    },
    commit: (message) => {
      git('add', '--all', '--force');
      git('commit', '--quiet', '--allow-empty', '-m', message);
      return git('rev-parse', 'HEAD');
    },
  };
}

/** What `actions/checkout` leaves: one commit, of `depth` generations, on a detached HEAD; more history with depth 0. */
export function checkOut(origin: GitRepository, commit: string, root: string, depth: number): GitRepository {
  mkdirSync(root, { recursive: true });
  const clone = repositoryIn(root);
  clone.git('init', '--quiet', '--initial-branch=main');
  clone.git('remote', 'add', 'origin', `file://${origin.root}`);
  const refs = depth === 0 ? ['+refs/heads/*:refs/remotes/origin/*', commit] : [commit];
  clone.git('fetch', '--quiet', '--no-tags', `--depth=${depth === 0 ? EVERYTHING : depth}`, 'origin', ...refs);
  clone.git('checkout', '--quiet', '--detach', commit);
  return clone;
}

/** As many generations as git can count. */
const EVERYTHING = 2_147_483_647;

const ENVIRONMENT = {
  PATH: process.env['PATH'],
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  ...Object.fromEntries(
    ['AUTHOR', 'COMMITTER'].flatMap((who) => [
      [`GIT_${who}_NAME`, 'Ann'],
      [`GIT_${who}_EMAIL`, 'ann@example.org'],
    ]),
  ),
};
