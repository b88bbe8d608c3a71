import { type Unavailable, unavailable } from './base-wish.ts';
import type { History } from './open-history.ts';
import { textOf } from './run-git.ts';

/** Where a commit that the checkout lacks may be fetched from. */
export interface Remote {
  /** E.g. `https://github.com`. */
  readonly server: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly token: string;
}

/** Our own name for what was fetched. */
const FETCHED = 'refs/netpol-gate/base';

/**
 * Gets one commit with its files and nothing before it, in one request; `wanted` is a hash or a full name of a branch.
 * The server is told what is there already, so that it sends the rest, unless `settings` say otherwise.
 */
export function fetchCommit(
  history: History,
  wanted: string,
  { server, repository, token }: Remote,
  settings: readonly string[] = [],
): string | Unavailable {
  const home = server.replace(/\/+$/, '');
  const [, protocol] = /^(https?|file):\/\//.exec(home) ?? [];
  if (protocol === undefined) return unavailable(`\`${server}\` is no address to fetch from`, WITH_DEPTH);
  const key = `http.${home}/.extraheader`;
  const credentials = Buffer.from(`x-access-token:${token}`).toString('base64');
  const answer = history.run({
    args: [
      ...settings.flatMap((setting) => ['-c', setting]),
      'fetch',
      ...['--quiet', '--depth=1', '--no-tags', '--no-recurse-submodules', '--no-write-fetch-head'],
      `${home}/${repository}`,
      `+${wanted}:${FETCHED}`,
    ],
    // The empty value first: a header that the machine's settings give would be sent beside ours, and GitHub refuses two.
    connection: {
      protocol,
      secretConfig: [
        [key, ''],
        [key, `AUTHORIZATION: basic ${credentials}`],
      ],
    },
  });
  const says = answer.kind === 'failed' ? answer.says : 'git brought no commit';
  const sha = textOf(history.run({ args: ['rev-parse', '--verify', '--quiet', `${FETCHED}^{commit}`] }));
  return answer.kind === 'done' && sha ? sha : unavailable(`\`${wanted}\` cannot be fetched: ${says}`, WITH_DEPTH);
}

/** A partial clone knows a commit without having its files: nothing of it counts as there. */
export const AS_IF_NOTHING_WERE_THERE = ['fetch.negotiationAlgorithm=noop'] as const;

/** What to do where a commit is missing. */
export const WITH_DEPTH =
  'give `actions/checkout` the input `fetch-depth: 2` (for a pull request) or `fetch-depth: 0` (for everything else), so that the commit is there';
