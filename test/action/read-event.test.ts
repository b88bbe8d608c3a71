import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commentKey } from '../../src/action/comment-key.ts';
import { readPullRequestEvent } from '../../src/action/read-event.ts';
import type { GithubEvent } from '../support/github/events.ts';
import {
  mergeGroup,
  pullRequest,
  pullRequestByDependabot,
  pullRequestFromFork,
  push,
  schedule,
  workflowDispatch,
} from '../support/github/events.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'netpol-gate-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const setting = { apiUrl: 'http://127.0.0.1' };

function read({ payload, env }: GithubEvent, more: Readonly<Record<string, string>> = {}) {
  const file = path.join(folder, 'event.json');
  writeFileSync(file, JSON.stringify(payload));
  return readPullRequestEvent({ ...env, GITHUB_EVENT_PATH: file, ...more });
}

describe('the pull request of an event', () => {
  it.each([
    ['a branch of the repository', pullRequest(setting), { fork: false, dependabot: false }],
    ['a fork', pullRequestFromFork(setting), { fork: true, dependabot: false }],
    ['Dependabot', pullRequestByDependabot(setting), { fork: false, dependabot: true }],
  ])('from %s is known with what its token may do', (_, event, origin) => {
    expect(read(event)).toEqual({
      pullRequest: { owner: 'acme', repo: 'shop', number: 7 },
      headSha: '3f2c1ab0000000000000000000000000000000aa',
      origin,
    });
  });

  it('is from a fork where the repository of its branch is gone', () => {
    const payload = { pull_request: { number: 7, head: { sha: 'abc', repo: null } } };
    expect(read({ payload, env: pullRequest(setting).env })).toMatchObject({ headSha: 'abc', origin: { fork: true } });
  });

  it('is known of `pull_request_target` too', () => {
    expect(read(pullRequest(setting), { GITHUB_EVENT_NAME: 'pull_request_target' })).toBeDefined();
  });

  it.each([
    ['merge_group', mergeGroup],
    ['push', push],
    ['schedule', schedule],
    ['workflow_dispatch', workflowDispatch],
  ])('is none of `%s`', (_, event) => {
    expect(read(event(setting))).toBeUndefined();
  });

  it('is none where the payload cannot be read or is of another form', () => {
    expect(read(pullRequest(setting), { GITHUB_EVENT_PATH: path.join(folder, 'missing') })).toBeUndefined();
    expect(read({ ...pullRequest(setting), payload: { pull_request: { number: '7' } } })).toBeUndefined();
    expect(read({ ...pullRequest(setting), payload: [] })).toBeUndefined();
    expect(read(pullRequest(setting), { GITHUB_REPOSITORY: '' })).toBeUndefined();
  });
});

describe('the key of a comment', () => {
  const env = { GITHUB_WORKFLOW: 'ci', GITHUB_JOB: 'netpol' };

  it.each([
    ['', '', 'ci/netpol/.'],
    ['', 'services/shop', 'ci/netpol/services/shop'],
    ['mine', 'services/shop', 'mine'],
  ])('given as `%s` for the directory `%s` is `%s`', (given, base, key) => {
    expect(commentKey(given, env, base)).toBe(key);
  });
});
