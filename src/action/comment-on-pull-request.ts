import { info, notice } from '@actions/core';
import { phraseTrouble } from './phrase-trouble.ts';
import type { CommentOccasion } from './plan-comment.ts';
import { postComment } from './post-comment.ts';
import type { PullRequestEvent } from './read-event.ts';

// The tokens of people, by GitHub's prefixes: what they write cannot be told from what those people write themselves.
const personalToken = /^(ghp_|gho_|github_pat_)/;

/** Brings the comment up to date where there is a pull request, a token and the wish; else does nothing at all. */
export async function commentOnPullRequest(
  event: PullRequestEvent | undefined,
  token: string,
  occasion: CommentOccasion,
): Promise<void> {
  if (event === undefined || token === '' || occasion.mode === 'never') return;
  if (personalToken.test(token)) {
    notice(
      'the pull request has no comment: `token` is the token of a person; leave it out, or use that of a GitHub App',
    );
    return;
  }
  const result = await postComment(token, event.pullRequest, occasion);
  if (result.kind === 'trouble') notice(phraseTrouble(result.trouble, event.origin));
  else info(told[result.kind]);
}

const told = {
  none: 'there is nothing to comment on the pull request',
  unchanged: 'the comment on the pull request is up to date',
  create: 'commented on the pull request',
  update: 'updated the comment on the pull request',
} as const;
