import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { ActionWorld } from '../support/github/action-world.ts';
import { actionFile, createWorld, faultyRule, greenShop, redShop, runAction } from '../support/github/action-world.ts';
import { mergeGroup, pullRequest, push, schedule, workflowDispatch } from '../support/github/events.ts';
import type { MockGithub } from '../support/github/mock-github.ts';
import { startMockGithub } from '../support/github/mock-github.ts';

let github: MockGithub;
let world: ActionWorld;

beforeEach(async () => {
  github = await startMockGithub();
  world = createWorld(greenShop);
});

afterEach(async () => {
  world.remove();
  await github.close();
  expect(github.violations).toEqual([]);
});

describe('the metadata of the action', () => {
  const metadata = parse(readFileSync(actionFile, 'utf8'));

  it('declares the runtime, the built bundle and the branding that the marketplace wants', () => {
    expect(metadata.runs).toEqual({ using: 'node24', main: 'dist/action/index.js' });
    expect(existsSync(path.join(path.dirname(actionFile), metadata.runs.main))).toBe(true);
    expect(metadata.branding).toEqual({ icon: expect.any(String), color: expect.any(String) });
  });

  it('declares exactly the inputs and outputs of the design, each described and none required', () => {
    expect(Object.keys(metadata.inputs).sort()).toEqual([
      'allow-remote',
      'base',
      'comment',
      'comment-key',
      'dataplane',
      'fail-on',
      'fail-on-new',
      'html-file',
      'json-file',
      'junit-file',
      'manifests',
      'namespace',
      'sarif-file',
      'summary',
      'tests',
      'token',
      'working-directory',
    ]);
    const outputs = ['claims', 'closed', 'comment', 'failed', 'opened', 'report', 'result', 'sarif', 'undecided'];
    expect(Object.keys(metadata.outputs).sort()).toEqual(outputs);
    for (const part of [...Object.values(metadata.inputs), ...Object.values(metadata.outputs)]) {
      expect(part).toMatchObject({ description: expect.stringMatching(/\w/) });
      expect(part).not.toMatchObject({ required: true });
    }
    expect(metadata.inputs.token.default).toBe(`\${{ github.token }}`);
  });
});

describe('a pull request that keeps every claim', () => {
  it('passes with a summary, without annotations and without a comment', async () => {
    const result = await runAction({ world, github, event: pullRequest });
    expect(result).toMatchObject({ code: 0, timedOut: false, visibleAnnotations: [] });
    expect(result.outputs).toMatchObject({ result: 'pass', claims: '2', failed: '0', undecided: '0', sarif: '' });
    expect(result.summary).toContain('2');
    expect(result.summary).toContain('web -/-> db');
    expect(github.comments.all()).toEqual([]);
    expect(github.requests.map(({ operation }) => operation)).toEqual(['issues/list-comments']);
  });
});

describe('a pull request that breaks a claim', () => {
  beforeEach(() => world.write(redShop));

  it('fails, and sets the outputs all the same', async () => {
    const { code, outputs, temp } = await runAction({ world, github, event: pullRequest });
    expect(code).toBe(1);
    expect(outputs).toMatchObject({ result: 'fail', claims: '2', failed: '1', undecided: '0' });
    expect(outputs['report']).toBe(path.join(temp, path.basename(outputs['report'] ?? '')));
    const report = JSON.parse(readFileSync(outputs['report'] ?? '', 'utf8'));
    expect(report).toMatchObject({ version: 1, exitCode: 1, summary: { claims: 2, holds: 1, fails: 1 } });
    expect(path.dirname(outputs['comment'] ?? '')).toBe(temp);
    expect(readFileSync(outputs['comment'] ?? '', 'utf8')).toBe(github.comments.all()[0]?.body);
  });

  it('is annotated once, at the rule that admits the traffic', async () => {
    const { visibleAnnotations } = await runAction({ world, github, event: pullRequest });
    const [first, ...others] = visibleAnnotations.filter(({ level }) => level === 'error');
    expect(first).toMatchObject({ file: faultyRule.file, title: expect.stringContaining('web -/-> db') });
    expect(first?.line).toBeGreaterThanOrEqual(faultyRule.first);
    expect(first?.line).toBeLessThanOrEqual(faultyRule.last);
    expect(first?.title?.length).toBeLessThanOrEqual(255);
    expect(first?.message).toContain('db-from-api');
    for (const other of others) expect(other.message).toContain('1 of 2 claims');
    expect(others.length).toBeLessThanOrEqual(1);
  });

  it('has the claim and the guilty policy in summary, log and comment', async () => {
    const { summary, log } = await runAction({ world, github, event: pullRequest });
    const texts = [summary, log.join('\n'), github.comments.all()[0]?.body ?? ''];
    for (const text of texts) {
      expect(text).toContain('web -/-> db');
      expect(text).toContain('db-from-api');
      expect(text).toContain('k8s/db-policy.yaml');
    }
  });

  it('passes with `fail-on: never`, and still says what fails', async () => {
    const { code, outputs, summary } = await runAction({
      world,
      github,
      event: pullRequest,
      with: { 'fail-on': 'never' },
    });
    expect(code).toBe(0);
    expect(outputs).toMatchObject({ failed: '1' });
    expect(summary).toContain('db-from-api');
  });
});

describe('a claim that is only a warning', () => {
  const warning = `namespace: shop
expect:
  - claim: web -/-> db
    severity: warning
`;

  it.each([
    ['passes by default', {}, 0, 'pass'],
    ['fails with `fail-on: warning`', { 'fail-on': 'warning' }, 1, 'fail'],
  ])('%s', async (_, inputs, code, verdict) => {
    world.write({ ...redShop, 'policies-tests/shop.yaml': warning });
    const result = await runAction({ world, github, event: pullRequest, with: inputs });
    expect(result).toMatchObject({ code, outputs: { result: verdict } });
    expect(result.visibleAnnotations.some(({ file }) => file === faultyRule.file)).toBe(true);
  });
});

describe('an event without a pull request', () => {
  it.each([
    ['merge_group', mergeGroup],
    ['push', push],
    ['schedule', schedule],
    ['workflow_dispatch', workflowDispatch],
  ])('%s is judged and summed up without a request', async (_, event) => {
    world.write(redShop);
    const result = await runAction({ world, github, event, with: { comment: 'always' } });
    expect(result).toMatchObject({ code: 1, outputs: { result: 'fail', failed: '1' } });
    expect(result.summary).toContain('db-from-api');
    expect(github.requests).toEqual([]);
  });
});

describe('what cannot be judged', () => {
  it('is an error with code 3 where there is no suite', async () => {
    world.remove();
    world = createWorld({ 'k8s/workloads.yaml': greenShop['k8s/workloads.yaml'] ?? '' });
    const result = await runAction({ world, github, event: pullRequest });
    expect(result).toMatchObject({ code: 3, outputs: { result: 'error' } });
    expect(result.visibleAnnotations).toMatchObject([{ level: 'error' }]);
  });

  it.each([
    ['a sentence that does not parse', 'namespace: shop\nexpect: [web -> db]\n', '-->'],
    ['a name that nothing bears', 'namespace: shop\nexpect: [wbe -/-> db]\n', 'web'],
  ])('is an error with code 2 and a suggestion for %s', async (_, suite, suggestion) => {
    world.write({ 'policies-tests/shop.yaml': suite });
    const result = await runAction({ world, github, event: pullRequest });
    expect(result).toMatchObject({ code: 2, outputs: { result: 'error' } });
    const errors = result.visibleAnnotations.filter(({ file }) => file === 'policies-tests/shop.yaml');
    expect(errors).toMatchObject([{ level: 'error', line: 2, message: expect.stringContaining(suggestion) }]);
  });

  it('is undecided, and no pass, where a policy of an unmodelled kind may govern', async () => {
    const unknown = `apiVersion: crd.antrea.io/v1beta1
kind: NetworkPolicy
metadata: {name: unmodelled, namespace: shop}
spec: {appliedTo: [{podSelector: {}}], ingress: [], futureField: true}
`;
    world.write({ 'k8s/unknown.yaml': unknown });
    const { code, outputs } = await runAction({ world, github, event: pullRequest });
    expect(code).toBe(1);
    expect(outputs).toMatchObject({ result: 'fail', undecided: '2' });
  });
});
