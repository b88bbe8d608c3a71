import { type MeantRequest, meantRepository } from './meant-repository.ts';
import { openScratch } from './open-history.ts';
import { type GitSetting, runGit, textOf } from './run-git.ts';

/** The commit that is checked out. */
export interface Checkout {
  /** The full hash. */
  readonly sha: string;
  readonly parents: readonly string[];
}

/** Finds the commit that is checked out in the repository of an event; nothing where git does not tell. Never throws. */
export function findCheckout(
  request: MeantRequest & { readonly temporary: string; readonly env: GitSetting['env'] },
): Checkout | undefined {
  try {
    const scratch = openScratch(request.temporary, request.env, request.folder, Date.now() + MILLISECONDS);
    try {
      const found = meantRepository(request, scratch);
      if (found === undefined) return undefined;
      const { gitDir } = found.repository;
      // It names also the parents that a shallow clone hides.
      const answer = textOf(
        runGit(
          { gitDir, args: ['cat-file', '--batch'], input: 'HEAD^{commit}\n' },
          { ...scratch, standIn: scratch.folder },
        ),
      );
      const [head = ''] = (answer ?? '').split('\n\n');
      const sha = /^([0-9a-f]{40,64}) commit /.exec(head)?.[1];
      const parents = head.split('\n').flatMap((line) => /^parent ([0-9a-f]+)$/.exec(line)?.[1] ?? []);
      return sha === undefined ? undefined : { sha, parents };
    } finally {
      scratch.remove();
    }
  } catch {
    return undefined;
  }
}

const MILLISECONDS = 30_000;
