import { expect, it } from 'vitest';
import {
  mergeGroup,
  pullRequest,
  pullRequestByDependabot,
  pullRequestFromFork,
  push,
  schedule,
  workflowDispatch,
} from './events.ts';

const setting = { apiUrl: 'http://127.0.0.1:1' };

it.each([
  ['pull_request', pullRequest, 'refs/pull/7/merge'],
  ['merge_group', mergeGroup, 'refs/heads/gh-readonly-queue/main/pr-7-3f2c1ab0000000000000000000000000000000aa'],
  ['push', push, 'refs/heads/main'],
  ['schedule', schedule, 'refs/heads/main'],
  ['workflow_dispatch', workflowDispatch, 'refs/heads/main'],
])('a %s event names itself and its ref', (name, build, ref) => {
  expect(build(setting).env).toMatchObject({
    GITHUB_EVENT_NAME: name,
    GITHUB_REF: ref,
    GITHUB_API_URL: setting.apiUrl,
  });
});

it('only pull request events carry a pull request', () => {
  const builders = [
    pullRequest,
    pullRequestFromFork,
    pullRequestByDependabot,
    mergeGroup,
    push,
    schedule,
    workflowDispatch,
  ];
  const carriers = builders.filter((build) => 'pull_request' in build(setting).payload);
  expect(carriers).toEqual([pullRequest, pullRequestFromFork, pullRequestByDependabot]);
});

it('a fork differs in the head repository, Dependabot only in the actor', () => {
  expect(pullRequestFromFork(setting).payload).toMatchObject({
    pull_request: {
      head: { repo: { full_name: 'mallory/shop', fork: true } },
      base: { repo: { full_name: 'acme/shop' } },
    },
  });
  const dependabot = pullRequestByDependabot(setting);
  expect(dependabot.payload).toMatchObject({ pull_request: { head: { repo: { full_name: 'acme/shop' } } } });
  expect(dependabot.env['GITHUB_ACTOR']).toBe('dependabot[bot]');
});

it('the pull request is checked out at the merge commit, which is not its head', () => {
  const { env, payload } = pullRequest(setting);
  expect(payload).toMatchObject({ pull_request: { merge_commit_sha: env['GITHUB_SHA'] } });
  expect(payload).not.toMatchObject({ pull_request: { head: { sha: env['GITHUB_SHA'] } } });
});
