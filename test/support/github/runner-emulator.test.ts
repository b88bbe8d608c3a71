import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StepResult } from './runner-emulator.ts';
import { inputVariables, readActionMetadata, runStep } from './runner-emulator.ts';

let folder: string;

beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'action-')), 'workspace');
  mkdirSync(folder);
});

afterEach(() => {
  rmSync(path.dirname(folder), { recursive: true });
});

function run(main: string, options: { with?: Record<string, string>; timeout?: number } = {}): Promise<StepResult> {
  const metadata = `
inputs:
  fail-on: {default: error}
  my name: {default: ''}
  token: {default: '\${{ github.token }}'}
runs: {using: node24, main: main.mjs}
`;
  writeFileSync(path.join(folder, 'action.yml'), metadata);
  writeFileSync(path.join(folder, 'main.mjs'), main);
  return runStep({
    actionFile: path.join(folder, 'action.yml'),
    workspace: folder,
    env: { GITHUB_EVENT_NAME: 'push' },
    event: { ref: 'refs/heads/main' },
    token: 'secret-token',
    ...options,
  });
}

describe('the environment of a step', () => {
  it('holds nothing of the environment of the tests', async () => {
    const result = await run('console.log(Object.keys(process.env).sort().join(" "))');
    expect(result.log.join().split(' ')).toEqual([
      'CI',
      'GITHUB_ACTIONS',
      'GITHUB_ENV',
      'GITHUB_EVENT_NAME',
      'GITHUB_EVENT_PATH',
      'GITHUB_OUTPUT',
      'GITHUB_PATH',
      'GITHUB_STATE',
      'GITHUB_STEP_SUMMARY',
      'GITHUB_WORKSPACE',
      'INPUT_FAIL-ON',
      'INPUT_MY_NAME',
      'INPUT_TOKEN',
      'RUNNER_ARCH',
      'RUNNER_OS',
      'RUNNER_TEMP',
    ]);
  });

  it('is a Node 24 in the workspace, with the event in a file', async () => {
    const result = await run(`
      import { readFileSync } from 'node:fs';
      console.log(process.cwd());
      console.log(process.versions.node.split('.')[0]);
      console.log(readFileSync(process.env.GITHUB_EVENT_PATH, 'utf8'));`);
    expect(result.log).toEqual([folder, '24', '{"ref":"refs/heads/main"}']);
  });

  it('keeps dashes, replaces spaces and fills in the token', () => {
    const metadata = {
      inputs: { 'a b': 'x', 'fail-on': undefined, token: `\${{ github.token }}` },
      using: 'node24',
      main: '',
    };
    expect(inputVariables(metadata, {}, 't')).toEqual({ INPUT_A_B: 'x', 'INPUT_FAIL-ON': '', INPUT_TOKEN: 't' });
    expect(inputVariables(metadata, { token: '' }, 't')).toMatchObject({ INPUT_TOKEN: '' });
  });

  it('has no default that the emulator would have to guess', () => {
    const metadata = { inputs: { ref: `\${{ github.ref }}` }, using: 'node24', main: '' };
    expect(() => inputVariables(metadata, {}, 't')).toThrow('cannot evaluate');
  });

  it('is refused to an action that wants a Node no runner has', () => {
    expect(() => readActionMetadata('runs: {using: node22, main: a.js}')).toThrow("'using: node22' is not supported");
  });
});

describe('the result of a step', () => {
  it('holds the exit code, outputs, summary and annotations of both streams', async () => {
    const result = await run(`
      import { appendFileSync } from 'node:fs';
      appendFileSync(process.env.GITHUB_OUTPUT, 'a=1\\nb<<X\\n1\\n2\\nX\\n');
      appendFileSync(process.env.GITHUB_STEP_SUMMARY, '# hello');
      console.log('::error::out');
      console.error('::warning::err');
      process.exitCode = 3;`);
    expect(result).toMatchObject({ code: 3, outputs: { a: '1', b: '1\n2' }, summary: '# hello', timedOut: false });
    expect(result.visibleAnnotations.map(({ message }) => message).sort()).toEqual(['err', 'out']);
  });

  it('counts the summary in bytes, and shows none that is one byte too long', async () => {
    const write = (length: number): string => `
      import { writeFileSync } from 'node:fs';
      writeFileSync(process.env.GITHUB_STEP_SUMMARY, 'é'.repeat(${length}));`;
    const fits = await run(write(512 * 1024));
    expect(fits.summary).toHaveLength(512 * 1024);
    expect(fits.visibleAnnotations).toEqual([]);
    const tooLong = await run(write(512 * 1024 + 1));
    expect(tooLong.summary).toBe('');
    expect(tooLong.visibleAnnotations).toMatchObject([{ level: 'error', message: expect.stringContaining('1024k') }]);
  });

  it('says of a step that does not end that it was killed', async () => {
    const result = await run('setInterval(() => {}, 1000); console.log("waiting");', { timeout: 1500 });
    expect(result).toMatchObject({ code: null, timedOut: true, log: ['waiting'] });
  });

  it('warns of inputs that the action does not declare', async () => {
    const result = await run('', { with: { 'fail-of': 'x' } });
    expect(result.visibleAnnotations).toMatchObject([
      { level: 'warning', message: expect.stringContaining("'fail-of'") },
    ]);
  });

  it('cannot come from an action that was never built', async () => {
    const metadata = path.join(folder, 'action.yml');
    writeFileSync(metadata, 'runs: {using: node24, main: dist/missing.js}');
    const step = { actionFile: metadata, workspace: folder, event: {}, token: '' };
    await expect(runStep(step)).rejects.toThrow('dist/missing.js does not exist');
  });
});
