import { readFileSync } from 'node:fs';
import type { TokenOrigin } from './phrase-trouble.ts';
import type { PullRequest } from './post-comment.ts';

/** The variables of a runner. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A pull request that a run is about. */
export interface PullRequestEvent {
  readonly pullRequest: PullRequest;
  readonly headSha: string;
  readonly origin: TokenOrigin;
}

interface Payload {
  readonly pull_request?: {
    readonly number?: unknown;
    readonly user?: { readonly login?: unknown } | null;
    readonly head?: { readonly sha?: unknown; readonly repo?: { readonly full_name?: unknown } | null };
  };
}

/** The pull request of the event, or undefined where there is none to comment on (push, merge queue, schedule …). */
export function readPullRequestEvent(env: Environment): PullRequestEvent | undefined {
  if (!['pull_request', 'pull_request_target'].includes(env['GITHUB_EVENT_NAME'] ?? '')) return undefined;
  const [owner, repo] = (env['GITHUB_REPOSITORY'] ?? '').split('/');
  const pull = readPayload(env['GITHUB_EVENT_PATH'] ?? '')?.pull_request;
  if (!owner || !repo || pull === undefined || typeof pull.number !== 'number') return undefined;
  const sha = pull.head?.sha;
  return {
    pullRequest: { owner, repo, number: pull.number },
    headSha: typeof sha === 'string' ? sha : (env['GITHUB_SHA'] ?? ''),
    origin: {
      // A fork that was deleted in the meantime has no repository any more.
      fork: pull.head?.repo?.full_name !== env['GITHUB_REPOSITORY'],
      dependabot: env['GITHUB_ACTOR'] === 'dependabot[bot]' || pull.user?.login === 'dependabot[bot]',
    },
  };
}

function readPayload(file: string): Payload | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Payload;
  } catch {
    return undefined;
  }
}
