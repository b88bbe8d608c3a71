import { readFileSync } from 'node:fs';
import { type BaseWish, isHash } from '../history/base-wish.ts';
import type { Environment } from './read-event.ts';
import { NO_BASE } from './read-inputs.ts';

/** What to compare a run with, and the commits that the event is about. */
export interface WishedBase {
  readonly wish: BaseWish;
  readonly eventCommits: readonly string[];
}

interface Payload {
  readonly pull_request?: { readonly head?: { readonly sha?: unknown }; readonly base?: { readonly ref?: unknown } };
  readonly merge_group?: { readonly base_sha?: unknown; readonly base_ref?: unknown; readonly head_sha?: unknown };
  readonly before?: unknown;
  readonly ref?: unknown;
  readonly repository?: { readonly default_branch?: unknown };
}

/** Reads the input `base`, and where it is empty the event; nothing where no comparison is wanted. */
export function wishBase(env: Environment, input: string): WishedBase | undefined {
  if (input === NO_BASE) return undefined;
  const payload = readPayload(env['GITHUB_EVENT_PATH'] ?? '');
  const wish: BaseWish = input === '' ? wishOf(env, payload) : { kind: 'revision', revision: input };
  return { wish, eventCommits: eventCommitsOf(env, payload) };
}

/** The commits that the event is about. */
export function eventCommits(env: Environment): readonly string[] {
  return eventCommitsOf(env, readPayload(env['GITHUB_EVENT_PATH'] ?? ''));
}

function eventCommitsOf(env: Environment, { pull_request, merge_group }: Payload): readonly string[] {
  return [env['GITHUB_SHA'], pull_request?.head?.sha, merge_group?.head_sha].filter(isHash);
}

function wishOf(env: Environment, payload: Payload): BaseWish {
  const usual = textOr(payload.repository?.default_branch, 'main');
  const { pull_request, merge_group, before, ref } = payload;
  switch (env['GITHUB_EVENT_NAME']) {
    case 'pull_request':
    case 'pull_request_target': {
      const head = pull_request?.head?.sha;
      // Only for this event is the commit of the event a trial merge; for `pull_request_target` it is the base itself.
      const merge = env['GITHUB_EVENT_NAME'] === 'pull_request' ? env['GITHUB_SHA'] : undefined;
      return {
        kind: 'pull-request',
        ...(isHash(merge) && { merge }),
        ...(isHash(head) && { head }),
        branch: env['GITHUB_BASE_REF'] || textOr(pull_request?.base?.ref, usual),
      };
    }
    case 'merge_group':
      if (!isHash(merge_group?.base_sha)) break;
      return { kind: 'commit', sha: merge_group.base_sha, branch: branchOf(textOr(merge_group.base_ref, usual)) };
    case 'push':
      // On any other branch it is the push before, whose doors an empty second push would make old ones. A branch that is
      // new has no commit before, which the event says with zeros.
      if (ref !== `refs/heads/${usual}` || !isHash(before) || /^0+$/.test(before)) break;
      return { kind: 'commit', sha: before, branch: usual };
  }
  return { kind: 'branching-off', branch: usual };
}

function readPayload(file: string): Payload {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as Payload | null) ?? {};
  } catch {
    return {};
  }
}

const branchOf = (ref: string): string => ref.replace(/^refs\/(heads|tags)\//, '');

const textOr = (value: unknown, otherwise: string): string =>
  typeof value === 'string' && value !== '' ? value : otherwise;
