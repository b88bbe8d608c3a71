import { tmpdir } from 'node:os';
import { findCheckout } from '../history/find-checkout.ts';
import type { Environment, PullRequestEvent } from './read-event.ts';
import type { Layout } from './read-layout.ts';
import { eventCommits } from './wish-base.ts';

/** The commit that the reports of a run on a pull request speak of. */
export interface JudgedCommit {
  readonly sha: string;
  /** Where it is not the pull request that is checked out. */
  readonly note?: string;
}

/** Finds which commit a run on a pull request judges: the pull request's, also where a merge of it is checked out. */
export function judgedCommit(
  env: Environment,
  { workspace: folder, base }: Pick<Layout, 'workspace' | 'base'>,
  { headSha }: Pick<PullRequestEvent, 'headSha'>,
): JudgedCommit {
  const temporary = env['RUNNER_TEMP'] || tmpdir();
  const found = findCheckout({ folder, base, eventCommits: eventCommits(env), temporary, env });
  // The merge commit, which is what runs on a pull request, is gone after the next push; the head stays.
  if (found === undefined || found.sha === headSha || found.parents.includes(headSha)) return { sha: headSha };
  const isTrialMerge = env['GITHUB_EVENT_NAME'] === 'pull_request' && found.sha === env['GITHUB_SHA'];
  if (isTrialMerge) return { sha: headSha };
  const note =
    `this judges \`${found.sha.slice(0, 7)}\`, which is checked out, and not the pull request, ` +
    `whose commit is \`${headSha.slice(0, 7)}\`: let the workflow run on \`pull_request\`, or check the pull request out`;
  return { sha: found.sha, note };
}
