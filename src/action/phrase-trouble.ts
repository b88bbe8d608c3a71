/** Why a request for the comment came to nothing. */
export interface Trouble {
  readonly cause: 'refused' | 'locked' | 'unauthorized' | 'not-found' | 'rate-limited' | 'unavailable' | 'other';
  /** The status of the answer; absent where there was none. */
  readonly status?: number;
  /** Whether it may well work a moment later. */
  readonly transient: boolean;
  /** Milliseconds that the API asks to wait. */
  readonly retryAfter?: number;
}

/** What the workflow's event says about the token. */
export interface TokenOrigin {
  readonly fork: boolean;
  readonly dependabot: boolean;
}

interface ApiError {
  readonly name?: unknown;
  readonly status?: unknown;
  readonly message?: unknown;
  readonly response?: { readonly headers?: Readonly<Record<string, unknown>> };
}

/** Reads what the API client throws. */
export function troubleOf(error: unknown): Trouble {
  const { name, status, message, response } = (error ?? {}) as ApiError;
  const text = typeof message === 'string' ? message : '';
  if (name === 'TimeoutError' || name === 'AbortError') return { cause: 'unavailable', transient: true };
  if (typeof status !== 'number') return { cause: 'other', transient: false };
  // The client gives errors of the network a status of its own, but no response.
  if (response === undefined) return { cause: 'unavailable', transient: true };
  const asked = Number(response.headers?.['retry-after'] ?? Number.NaN);
  const limited = status === 429 || !Number.isNaN(asked) || response.headers?.['x-ratelimit-remaining'] === '0';
  if ((status === 429 || status === 403) && limited) {
    // Without `retry-after` GitHub wants a minute at least, which no comment is worth.
    const wait = Number.isNaN(asked) ? {} : { retryAfter: asked * 1_000 };
    return { cause: 'rate-limited', status, transient: !Number.isNaN(asked), ...wait };
  }
  if (status >= 500) return { cause: 'unavailable', status, transient: true };
  if (status === 403) return { cause: /\block(ed)?\b/i.test(text) ? 'locked' : 'refused', status, transient: false };
  if (status === 401) return { cause: 'unauthorized', status, transient: false };
  if (status === 404 || status === 410) return { cause: 'not-found', status, transient: false };
  return { cause: 'other', status, transient: false };
}

/** One line for the log: why there is no comment, and what to do about it. */
export function phraseTrouble(trouble: Trouble, origin: TokenOrigin): string {
  return `the pull request has no up-to-date comment: ${reasonFor(trouble, origin)}; the verdict stands, see the job summary`;
}

function reasonFor({ cause, status }: Trouble, { fork, dependabot }: TokenOrigin): string {
  switch (cause) {
    case 'refused':
      if (dependabot) return 'GitHub gives workflows of Dependabot a token that may only read';
      if (fork) return 'GitHub gives pull requests from forks a token that may only read';
      return 'the token may not write comments ("Resource not accessible by integration"); give the job `permissions: pull-requests: write`';
    case 'locked':
      return 'its conversation is locked';
    case 'unauthorized':
      return 'GitHub does not accept the token (401)';
    case 'not-found':
      return `GitHub shows the token no such pull request (${status}); give the job \`permissions: pull-requests: write\``;
    case 'rate-limited':
      return `GitHub limits the rate of requests (${status})`;
    case 'unavailable':
      return status === undefined ? 'GitHub did not answer' : `GitHub answered ${status}`;
    case 'other':
      return status === undefined ? 'the request to GitHub could not be made' : `GitHub answered ${status}`;
  }
}
