import { describe, expect, it } from 'vitest';
import { createWorld, redShop, runAction } from '../support/github/action-world.ts';
import { type EventSetting, pullRequest } from '../support/github/events.ts';
import { type Fault, type MockGithub, startMockGithub } from '../support/github/mock-github.ts';
import type { StepResult } from '../support/github/runner-emulator.ts';

/** The action on the red shop while GitHub has the fault. */
async function runWith(
  fault: Fault | undefined,
  setting: Partial<EventSetting> = {},
): Promise<{ readonly github: MockGithub; readonly result: StepResult }> {
  const github = await startMockGithub();
  const world = createWorld(redShop);
  if (fault !== undefined) github.fault = fault;
  const result = await runAction({ world, github, event: pullRequest, setting, timeout: 90_000 });
  world.remove();
  await github.close();
  expect(github.violations).toEqual([]);
  return { github, result };
}

// Most of this is waiting, so that one need not wait for the other.
describe.concurrent('an API in trouble', { timeout: 120_000 }, () => {
  it.each<[string, Fault]>([
    ['an outage that ends', { kind: 'outage', status: 502, times: 1 }],
    ['a rate limit that ends', { kind: 'rate-limit', status: 429, retryAfter: 1, times: 1 }],
    ['a rate limit that calls itself forbidden', { kind: 'rate-limit', status: 403, retryAfter: 1, times: 1 }],
  ])('is asked again after %s', async (_, fault) => {
    const { github, result } = await runWith(fault);
    expect(result.code).toBe(1);
    expect(github.comments.all()).toHaveLength(1);
  });

  it.each<[string, Fault]>([
    ['an outage', { kind: 'outage', status: 503 }],
    ['a rate limit of an hour', { kind: 'rate-limit', status: 403, retryAfter: 3600 }],
    ['a socket that never answers', { kind: 'hanging' }],
    ['a socket that never answers a write', { kind: 'hanging', only: 'writes' }],
  ])('is given up after %s, with the verdict unchanged', async (_, fault) => {
    const { github, result } = await runWith(fault);
    expect(result).toMatchObject({ code: 1, timedOut: false, outputs: { result: 'fail' } });
    expect(result.log.filter((line) => /comment/i.test(line) && /GitHub|API/.test(line))).toHaveLength(1);
    expect(github.requests.length).toBeLessThanOrEqual(10);
  });

  it('is given up where nothing listens', async () => {
    const { result } = await runWith(undefined, { apiUrl: 'http://127.0.0.1:9' });
    expect(result).toMatchObject({ code: 1, timedOut: false });
  });
});
