import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InputName } from '../../src/action/read-inputs.ts';
import { readInputs } from '../../src/action/read-inputs.ts';
import { readLayout } from '../../src/action/read-layout.ts';

let workspace: string;

beforeEach(() => {
  workspace = realpathSync(mkdtempSync(path.join(tmpdir(), 'netpol-gate-')));
  mkdirSync(path.join(workspace, 'services/shop'), { recursive: true });
});

afterEach(() => rmSync(workspace, { recursive: true, force: true }));

function layoutOf(given: Partial<Record<InputName, string>>) {
  const reading = readInputs((name) => given[name] ?? '');
  if (reading.kind === 'invalid') throw new Error('the inputs are fine');
  return readLayout({ GITHUB_WORKSPACE: workspace, RUNNER_TEMP: '/runner/temp' }, reading.inputs);
}

describe('the places of a step', () => {
  it('lie in the workspace and in the folder of the runner for temporary files', () => {
    expect(layoutOf({ 'working-directory': 'services/shop', 'sarif-file': 'out/a.sarif' })).toEqual({
      kind: 'layout',
      workspace,
      base: 'services/shop',
      reportFiles: [{ format: 'sarif', file: path.join(workspace, 'services/shop/out/a.sarif') }],
      reportFile: expect.stringMatching(/^\/runner\/temp\/[^/]+\.json$/),
      commentFile: expect.stringMatching(/^\/runner\/temp\/[^/]+\.md$/),
    });
  });

  it('for reports differ between steps, which share the folder', () => {
    const [one, two] = [layoutOf({}), layoutOf({})];
    expect(one).not.toEqual(two);
  });
});

describe('a pattern', () => {
  it.each(['../*.yaml', '../../k8s', '!../old', '/k8s/**', 'a/../../x'])(
    'may be `%s` from a folder below',
    (pattern) => {
      expect(layoutOf({ 'working-directory': 'services/shop', manifests: pattern }).kind).toBe('layout');
    },
  );

  it.each([
    ['tests', '../elsewhere/**'],
    ['tests', '-'],
    ['manifests', '..'],
    ['manifests', '/../elsewhere'],
    ['manifests', '!../elsewhere'],
    ['manifests', 'k8s/../../elsewhere'],
    ['manifests', '-'],
  ] as const)('of `%s` cannot be `%s`', (input, pattern) => {
    expect(layoutOf({ [input]: pattern })).toMatchObject({
      kind: 'invalid',
      complaints: [{ message: `\`${input}\` cannot hold \`${pattern}\`` }],
    });
  });
});
