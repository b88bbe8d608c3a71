import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { wishBase } from '../../src/action/wish-base.ts';
import type { GithubEvent } from '../support/github/events.ts';
import {
  mergeGroup,
  pullRequest,
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

function wish({ payload, env }: GithubEvent, input = '', more: Readonly<Record<string, string>> = {}) {
  const file = path.join(folder, 'event.json');
  writeFileSync(file, JSON.stringify(payload));
  return wishBase({ ...env, GITHUB_EVENT_PATH: file, ...more }, input);
}

const event = pullRequest(setting);
const merge = event.env['GITHUB_SHA'] ?? '';
const { head, base } = (event.payload as Record<'pull_request', Record<'head' | 'base', { readonly sha: string }>>)
  .pull_request;

describe('what a run is compared with', () => {
  it.each([pullRequest, pullRequestFromFork])('is what a pull request is merged into', (build) => {
    expect(wish(build(setting))).toEqual({
      wish: { kind: 'pull-request', merge, head: head.sha, branch: 'main' },
      eventCommits: [merge, head.sha],
    });
  });

  it('of `pull_request_target` is never taken from the commit of the event, which is no trial merge', () => {
    expect(wish(event, '', { GITHUB_EVENT_NAME: 'pull_request_target' })?.wish).toEqual({
      kind: 'pull-request',
      head: head.sha,
      branch: 'main',
    });
  });

  it('is what the merge queue, or a push, says', () => {
    const commit = { kind: 'commit', sha: base.sha, branch: 'main' };
    expect(wish(mergeGroup(setting))?.wish).toEqual(commit);
    expect(wish(push(setting))?.wish).toEqual(commit);
  });

  it('is where the branch began, for a new branch and for every other event', () => {
    const began = { kind: 'branching-off', branch: 'main' };
    const { env, payload } = push(setting);
    expect(wish({ env, payload: { ...payload, before: '0'.repeat(40) } })?.wish).toEqual(began);
    expect(wish({ env, payload: { ...payload, before: 'not a hash' } })?.wish).toEqual(began);
    expect(wish(schedule(setting))?.wish).toEqual(began);
    expect(wish(workflowDispatch(setting))?.wish).toEqual(began);
    expect(wishBase({}, '')?.wish).toEqual(began);
  });

  it.each(['refs/heads/topic', 'refs/tags/main', 'refs/heads/x/main'])(
    'is where the branch began for each push to %s, so that a second push hides nothing of the first',
    (ref) => {
      const { env, payload } = push(setting);
      expect(wish({ env, payload: { ...payload, ref } })?.wish).toEqual({ kind: 'branching-off', branch: 'main' });
    },
  );

  it('is what the workflow names, or nothing where it says `none`', () => {
    expect(wish(event, 'release/1.x')?.wish).toEqual({ kind: 'revision', revision: 'release/1.x' });
    expect(wish(event, 'none')).toBeUndefined();
  });
});
