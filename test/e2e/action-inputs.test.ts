import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ActionWorld } from '../support/github/action-world.ts';
import { createWorld, faultyRule, greenShop, redShop, runAction } from '../support/github/action-world.ts';
import { pullRequest } from '../support/github/events.ts';
import type { MockGithub } from '../support/github/mock-github.ts';
import { startMockGithub } from '../support/github/mock-github.ts';
import type { StepResult } from '../support/github/runner-emulator.ts';

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

function run(inputs: Readonly<Record<string, string>>): Promise<StepResult> {
  return runAction({ world, github, event: pullRequest, with: inputs });
}

function below(folder: string, files: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]));
}

describe('a value that an input does not take', () => {
  it.each([
    ['fail-on', 'errors', 'error'],
    ['fail-on', 'nevr', 'never'],
    ['comment', 'allways', 'always'],
    ['summary', 'ture', 'true'],
    ['dataplane', 'calcio', 'calico'],
  ])('ends %s: %s with code 2 and the nearest value', async (input, value, suggestion) => {
    const result = await run({ [input]: value });
    expect(result).toMatchObject({ code: 2, outputs: { result: 'error' } });
    const errors = result.visibleAnnotations.filter(({ level }) => level === 'error');
    expect(errors).toHaveLength(1);
    expect(errors[0]?.message).toMatch(/did you mean/i);
    for (const word of [input, value, suggestion]) expect(errors[0]?.message).toContain(word);
    expect(github.comments.all()).toEqual([]);
  });

  it.each([
    ['working-directory', 'no/such/folder'],
    ['working-directory', '..'],
    ['working-directory', '/'],
    ['tests', '../elsewhere/**'],
    ['manifests', '../elsewhere/**'],
    ['json-file', '../report.json'],
    ['sarif-file', '/etc/report.sarif'],
  ])('ends %s: %s with code 2, for no path leaves the workspace', async (input, value) => {
    const result = await run({ [input]: value });
    expect(result).toMatchObject({ code: 2, outputs: { result: 'error' } });
    expect(result.visibleAnnotations[0]?.message).toContain(value);
  });
});

describe('the choice of files', () => {
  it('takes the suites of `tests`, several lines of globs', async () => {
    world.write({
      'checks/a/one.yaml': 'namespace: shop\nexpect: [api --> db]\n',
      'checks/two.yaml': 'namespace: shop\nexpect: [web --> api]\n',
    });
    const result = await run({ tests: 'checks/a/*.yaml\nchecks/two.yaml' });
    expect(result).toMatchObject({ code: 0, outputs: { claims: '2' } });
  });

  it('fails with code 3 where `tests` match nothing', async () => {
    expect(await run({ tests: 'nothing/**/*.yaml' })).toMatchObject({ code: 3, outputs: { result: 'error' } });
  });

  it('takes the manifests of `manifests` only', async () => {
    world.write(below('fixed', greenShop));
    expect((await run({ manifests: 'fixed/k8s/**/*.yaml' })).code).toBe(0);
    expect((await run({ manifests: 'k8s/**/*.yaml' })).code).toBe(1);
  });

  it('is relative to `working-directory`, while annotations are relative to the repository', async () => {
    world.write(greenShop);
    world.write(below('services/shop', redShop));
    const result = await run({ 'working-directory': 'services/shop' });
    expect(result).toMatchObject({ code: 1, outputs: { claims: '2', failed: '1' } });
    const files = result.visibleAnnotations.flatMap(({ file }) => (file === undefined ? [] : [file]));
    expect(files).toEqual([`services/shop/${faultyRule.file}`]);
  });

  it('gives objects and names without a namespace the one of `namespace`', async () => {
    const bare = Object.entries(greenShop).map(([name, text]) => [
      name,
      text.replaceAll(/,?"namespace":"shop"|, namespace: shop|^namespace: shop\n/gm, ''),
    ]);
    world.write(Object.fromEntries(bare));
    const result = await run({ namespace: 'shop' });
    expect(result).toMatchObject({ code: 0, outputs: { result: 'pass', claims: '2' } });
    const report = readFileSync(result.outputs['report'] ?? '', 'utf8');
    expect(report).toContain('shop/Deployment:db');
    expect(report).not.toContain('default/Deployment:db');
  });
});

describe('the files of reports', () => {
  it('are written where the inputs say, and SARIF is an output too', async () => {
    const result = await run({
      'sarif-file': 'out/gate.sarif',
      'junit-file': 'out/gate.xml',
      'json-file': 'out/gate.json',
    });
    const read = (name: string): string => readFileSync(path.join(world.workspace, 'out', name), 'utf8');
    expect(result.code).toBe(1);
    expect(path.resolve(world.workspace, result.outputs['sarif'] ?? '')).toBe(
      path.join(world.workspace, 'out/gate.sarif'),
    );
    const sarif = JSON.parse(read('gate.sarif'));
    expect(sarif).toMatchObject({ version: '2.1.0', runs: [{ tool: { driver: { name: 'netpol-gate' } } }] });
    expect(JSON.stringify(sarif.runs[0].results)).toContain(faultyRule.file);
    expect(read('gate.xml')).toMatch(/^<\?xml[^>]*\?>\s*<testsuites[\s>][\s\S]*<failure[\s>][\s\S]*<\/testsuites>\s*$/);
    expect(read('gate.json')).toBe(readFileSync(result.outputs['report'] ?? '', 'utf8'));
  });

  it('are not among the manifests of the next run', async () => {
    world.write(greenShop);
    const inputs = { 'json-file': 'out/gate.json' };
    expect((await run(inputs)).code).toBe(0);
    expect((await run(inputs)).code).toBe(0);
  });
});

describe('the input `summary`', () => {
  it('set to false leaves the summary empty and the verdict as it is', async () => {
    expect(await run({ summary: 'false' })).toMatchObject({ code: 1, summary: '' });
  });
});

describe('the input `dataplane`', () => {
  it.each(['calico', 'cilium'])('takes %s', async (dataplane) => {
    expect((await run({ dataplane })).code).toBe(1);
  });
});
