import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ActionWorld } from '../support/github/action-world.ts';
import { createWorld, greenShop, redShop, runAction } from '../support/github/action-world.ts';
import { workflowBot } from '../support/github/comment-store.ts';
import { pullNumber, pullRequest, pullRequestByDependabot, pullRequestFromFork } from '../support/github/events.ts';
import type { Fault, MockGithub } from '../support/github/mock-github.ts';
import { startMockGithub } from '../support/github/mock-github.ts';
import type { StepResult } from '../support/github/runner-emulator.ts';

const marker = '<!-- netpol-gate key="ci/netpol/." -->';
let github: MockGithub;
let world: ActionWorld;

beforeEach(async () => {
  github = await startMockGithub();
  world = createWorld(redShop);
});

afterEach(async () => {
  world.remove();
  await github.close();
  expect(github.violations).toEqual([]);
});

function run(inputs: Readonly<Record<string, string>> = {}, attempt = 1): Promise<StepResult> {
  return runAction({ world, github, event: pullRequest, with: inputs, setting: { attempt } });
}

function bodies(): readonly string[] {
  return github.comments.all().map(({ body }) => body);
}

function operations(): readonly (string | undefined)[] {
  return github.requests.splice(0).map(({ operation }) => operation);
}

describe('the sticky comment', () => {
  it('is created once, left alone when nothing changed, and turned green when the claim is mended', async () => {
    expect((await run()).code).toBe(1);
    expect(operations()).toEqual(['issues/list-comments', 'issues/create-comment']);
    expect(bodies()).toHaveLength(1);
    expect(bodies()[0]?.split('\n')[0]).toBe(marker);
    const red = bodies()[0];

    expect((await run({}, 2)).code).toBe(1);
    expect(operations()).toEqual(['issues/list-comments']);
    expect(bodies()).toEqual([red]);

    world.write(greenShop);
    expect((await run({}, 3)).code).toBe(0);
    expect(operations()).toEqual(['issues/list-comments', 'issues/update-comment']);
    expect(bodies()).toHaveLength(1);
    expect(bodies()[0]?.split('\n')[0]).toBe(marker);
    expect(bodies()[0]).not.toContain('db-from-api');
    expect(bodies()[0]).toContain('✅');
    expect(bodies()[0]).not.toContain('❌');
  });

  it('is found behind a hundred others', async () => {
    for (let count = 0; count < 120; count += 1) {
      github.comments.add(pullNumber, { body: `talk ${count}`, author: { login: 'ann', type: 'User' } });
    }
    github.comments.add(pullNumber, { body: `${marker}\nold`, author: workflowBot });
    await run();
    expect(operations()).toEqual(['issues/list-comments', 'issues/list-comments', 'issues/update-comment']);
    expect(bodies().filter((body) => body.startsWith(marker))).toHaveLength(1);
  });

  it('made twice by a race is one again: the earliest is kept and updated', async () => {
    const earliest = github.comments.add(pullNumber, { body: `${marker}\nold`, author: workflowBot });
    github.comments.add(pullNumber, { body: `${marker}\nolder still`, author: workflowBot });
    await run();
    expect(operations().toSorted()).toEqual(['issues/delete-comment', 'issues/list-comments', 'issues/update-comment']);
    expect(github.comments.all().map(({ id }) => id)).toEqual([earliest.id]);
    expect(bodies()[0]).toContain('db-from-api');
  });

  it.each([
    ['a human quotes the marker', { body: `> ${marker}\nwhat is this?`, author: { login: 'ann', type: 'User' } }],
    ['a human copies the whole comment', { body: `${marker}\ncopied`, author: { login: 'ann', type: 'User' } }],
    ['a bot quotes the marker', { body: `see ${marker}`, author: { login: 'other[bot]', type: 'Bot' } }],
    ['another job has its own', { body: '<!-- netpol-gate key="ci/other/." -->\nx', author: workflowBot }],
  ] as const)('is its own where %s', async (_, other) => {
    github.comments.add(pullNumber, other);
    await run();
    expect(operations()).toEqual(['issues/list-comments', 'issues/create-comment']);
    expect(bodies()[0]).toBe(other.body);
    expect(bodies()).toHaveLength(2);
  });

  it('differs for each workflow, job and directory', async () => {
    world.write(Object.fromEntries(Object.entries(redShop).map(([name, text]) => [`services/shop/${name}`, text])));
    const inputs = { 'working-directory': 'services/shop' };
    await runAction({ world, github, event: pullRequest, with: inputs, setting: { workflow: 'a/b', job: 'gate' } });
    expect(bodies()[0]?.split('\n')[0]).toBe('<!-- netpol-gate key="a/b/gate/services/shop" -->');
  });

  it('takes a key of the user, which cannot end the marker', async () => {
    await run({ 'comment-key': 'a"--><script>&' });
    const first = bodies()[0]?.split('\n')[0] ?? '';
    expect(first).toMatch(/^<!-- netpol-gate key="[^"<>]*" -->$/);
    expect(first).not.toContain('a"');
    github.requests.splice(0);
    await run({ 'comment-key': 'a"--><script>&' }, 2);
    expect(operations()).toEqual(['issues/list-comments']);
  });
});

describe('the input `comment`', () => {
  it.each([
    ['always', greenShop, 1],
    ['auto', greenShop, 0],
    ['failures', greenShop, 0],
    ['never', greenShop, 0],
    ['always', redShop, 1],
    ['auto', redShop, 1],
    ['failures', redShop, 1],
    ['never', redShop, 0],
  ] as const)('set to %s makes a comment only where it says so (%#)', async (comment, files, count) => {
    world.write(files);
    const { code, outputs } = await run({ comment });
    expect(code).toBe(files === redShop ? 1 : 0);
    expect(outputs['comment']).not.toBe('');
    expect(bodies()).toHaveLength(count);
    expect(github.requests.length).toBeLessThanOrEqual(comment === 'never' ? 0 : 2);
  });
});

describe('an empty token', () => {
  it('means no request at all, and the same verdict', async () => {
    expect((await run({ token: '' })).code).toBe(1);
    expect(github.requests).toEqual([]);
  });
});

describe('a comment that GitHub refuses', () => {
  const refused: readonly [string, typeof pullRequest, Fault, RegExp][] = [
    ['a fork has a read-only token', pullRequestFromFork, { kind: 'read-only-token' }, /fork/i],
    ['Dependabot has a read-only token', pullRequestByDependabot, { kind: 'read-only-token' }, /dependabot/i],
    ['the job lacks the permission', pullRequest, { kind: 'read-only-token' }, /pull-requests: write/],
    ['the conversation is locked', pullRequest, { kind: 'locked' }, /locked/i],
    ['the repository is hidden from the token', pullRequest, { kind: 'not-found' }, /404|not found/i],
  ];

  it.each(refused)('costs one line that names the cause and nothing else: %s', async (_, event, fault, cause) => {
    github.fault = fault;
    const result = await runAction({ world, github, event });
    expect(result).toMatchObject({ code: 1, outputs: { result: 'fail', failed: '1' } });
    expect(result.summary).toContain('db-from-api');
    expect(bodies()).toEqual([]);
    // The failing claim is an error; what became of the comment is told beside it, once.
    const told = result.log.filter((line) => /comment/i.test(line) && cause.test(line));
    expect(told).toHaveLength(1);
    expect(
      result.visibleAnnotations.filter(({ level, message }) => level === 'error' && /comment/i.test(message)),
    ).toEqual([]);
  });

  it('leaves a green verdict green', async () => {
    world.write(greenShop);
    github.fault = { kind: 'read-only-token' };
    expect((await run({ comment: 'always' })).code).toBe(0);
  });
});

it('an enterprise server is called below its own prefix and linked by its own name', async () => {
  const enterprise = await startMockGithub({ prefix: '/api/v3' });
  const setting = { serverUrl: 'https://ghe.example.org' };
  await runAction({ world, github: enterprise, event: pullRequest, setting });
  await enterprise.close();
  expect(enterprise.violations).toEqual([]);
  const body = enterprise.comments.all()[0]?.body ?? '';
  expect(body).toContain('https://ghe.example.org/acme/shop/');
  expect(body).not.toContain('https://github.com/acme/shop');
});
