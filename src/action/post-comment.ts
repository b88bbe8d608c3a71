import type { Trouble } from './phrase-trouble.ts';
import { troubleOf } from './phrase-trouble.ts';
import type { CommentOccasion, CommentPlan, ExistingComment } from './plan-comment.ts';
import { isOurs, planComment } from './plan-comment.ts';

/** The pull request to comment on. */
export interface PullRequest {
  readonly owner: string;
  readonly repo: string;
  readonly number: number;
}

/** What became of the comment. */
export type CommentResult =
  | { readonly kind: CommentPlan['kind'] }
  | { readonly kind: 'trouble'; readonly trouble: Trouble };

/** The calls that the comment needs, each a single request. */
interface Comments {
  readonly page: (number: number) => Promise<readonly ExistingComment[]>;
  readonly create: (body: string) => Promise<unknown>;
  readonly update: (id: number, body: string) => Promise<unknown>;
  readonly remove: (id: number) => Promise<unknown>;
}

const budgetMilliseconds = 20_000;
const requestMilliseconds = 6_000;
const attempts = 3;
const pageSize = 100;
// GitHub takes at most 2,500 comments on one pull request.
const mostPages = 26;

/** Creates, updates or leaves the comment. Never throws, and ends within some twenty seconds whatever the API does. */
export async function postComment(
  token: string,
  pullRequest: PullRequest,
  occasion: CommentOccasion,
): Promise<CommentResult> {
  const deadline = Date.now() + budgetMilliseconds;
  for (let attempt = 1; ; attempt += 1) {
    try {
      // A retry lists again: a write whose answer was lost must not be made twice.
      return { kind: await postOnce(await connect(token, pullRequest, deadline), occasion) };
    } catch (error) {
      const trouble = troubleOf(error);
      const wait = trouble.retryAfter ?? attempt * 1_000;
      const worthIt = trouble.transient && attempt < attempts && Date.now() + wait + 1_000 < deadline;
      if (!worthIt) return { kind: 'trouble', trouble };
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}

async function postOnce(comments: Comments, occasion: CommentOccasion): Promise<CommentPlan['kind']> {
  const plan = planComment(await listUntilOurs(comments, occasion.marker), occasion);
  if (plan.kind === 'create') await comments.create(occasion.body);
  if (plan.kind === 'update') await comments.update(plan.id, occasion.body);
  for (const id of plan.remove) await comments.remove(id);
  return plan.kind;
}

/** The comments, oldest first, up to the page that holds ours; copies are young and mostly stand on the same page. */
async function listUntilOurs(comments: Comments, marker: string): Promise<readonly ExistingComment[]> {
  const found: ExistingComment[] = [];
  for (let number = 1; number <= mostPages; number += 1) {
    const page = await comments.page(number);
    found.push(...page);
    if (page.length < pageSize || page.some((comment) => isOurs(comment, marker))) break;
  }
  return found;
}

async function connect(token: string, { owner, repo, number }: PullRequest, deadline: number): Promise<Comments> {
  // Loaded late: without a comment to post, no code that can reach the network is even read.
  const { getOctokit } = await import('@actions/github');
  const silent = () => undefined;
  // The client would print what a server sends, and the runner reads what is printed.
  const log = { debug: silent, info: silent, warn: silent, error: silent };
  const { issues } = getOctokit(token, { log, userAgent: 'netpol-gate' }).rest;
  const request = () => ({
    signal: AbortSignal.timeout(Math.max(1, Math.min(requestMilliseconds, deadline - Date.now()))),
  });
  return {
    page: async (page) => {
      const target = { owner, repo, issue_number: number, per_page: pageSize, page, request: request() };
      const { data } = await issues.listComments(target);
      return data.map(({ id, body, user }) => ({ id, body: body ?? '', authorType: user?.type ?? '' }));
    },
    create: (body) => issues.createComment({ owner, repo, issue_number: number, body, request: request() }),
    update: (id, body) => issues.updateComment({ owner, repo, comment_id: id, body, request: request() }),
    remove: (id) => issues.deleteComment({ owner, repo, comment_id: id, request: request() }),
  };
}
