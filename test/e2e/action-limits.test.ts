import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ActionWorld } from '../support/github/action-world.ts';
import { createWorld, deployment, manifest, namespace, runAction } from '../support/github/action-world.ts';
import { pullRequest } from '../support/github/events.ts';
import { surveyMarkdown } from '../support/github/markdown-outside-code.ts';
import type { MockGithub } from '../support/github/mock-github.ts';
import { startMockGithub } from '../support/github/mock-github.ts';

let github: MockGithub;
let world: ActionWorld | undefined;

beforeEach(async () => {
  github = await startMockGithub();
});

afterEach(async () => {
  world?.remove();
  await github.close();
  expect(github.violations).toEqual([]);
});

/** So many workloads that nothing separates, and a claim for each of the first `count` pairs that something does. */
function openWorld(workloads: number, count: number): ActionWorld {
  const names = Array.from({ length: workloads }, (_, index) => `workload-${index + 1}`);
  const pairs = names.flatMap((from) => names.filter((to) => to !== from).map((to) => `${from} -/-> ${to}`));
  const claims = pairs.slice(0, count).map((sentence) => `  - ${sentence}\n`);
  return createWorld({
    'k8s/all.yaml': manifest(namespace('shop'), ...names.map((name) => deployment('shop', name))),
    'policies-tests/all.yaml': `suite: Nobody reaches anybody\nnamespace: shop\nexpect:\n${claims.join('')}`,
  });
}

describe('annotations', () => {
  it('are nine and a closing line where twelve claims fail', async () => {
    world = openWorld(5, 12);
    const { code, commands, visibleAnnotations } = await runAction({ world, github, event: pullRequest });
    expect(code).toBe(1);
    expect(commands.filter(({ name }) => name === 'error')).toHaveLength(10);
    const errors = visibleAnnotations.filter(({ level }) => level === 'error');
    expect(errors.slice(0, 9).every(({ title }) => title?.includes('-/->'))).toBe(true);
    expect(errors.at(-1)?.message).toContain('12 of 12 claims fail');
    expect(errors.at(-1)?.message).toContain('3 more in the summary');
  });

  it('are all shown where nine claims fail', async () => {
    world = openWorld(5, 9);
    const { commands, visibleAnnotations } = await runAction({ world, github, event: pullRequest });
    expect(commands.filter(({ name }) => name === 'error').length).toBeLessThanOrEqual(10);
    expect(visibleAnnotations.filter(({ title }) => title?.includes('-/->'))).toHaveLength(9);
    expect(visibleAnnotations.some(({ message }) => message.includes('more in the summary'))).toBe(false);
  });
});

describe('three thousand failing claims', () => {
  it('fit the comment and the summary, with nothing left open', { timeout: 240_000 }, async () => {
    world = openWorld(56, 3000);
    const result = await runAction({ world, github, event: pullRequest, timeout: 200_000 });
    expect(result).toMatchObject({ code: 1, timedOut: false, outputs: { claims: '3000', failed: '3000' } });

    const comment = github.comments.all()[0]?.body ?? '';
    expect(comment.length).toBeLessThanOrEqual(60_000);
    expect(comment).toContain('3000');
    expect(Buffer.byteLength(result.summary)).toBeLessThan(1024 * 1024);
    expect(result.summary).toContain('3000');
    for (const text of [comment, result.summary]) {
      expect(surveyMarkdown(text)).toMatchObject({ openFence: false, openDetails: 0, brokenRows: [] });
    }
  });
});
