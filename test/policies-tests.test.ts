import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { runCli } from '../src/cli/run-cli.ts';
import { TOOLS } from './support/real-tools.ts';

const FOLDERS = readdirSync('policies-tests').sort();

/** What a user sees who judges one folder, and the exit code as the last line. */
async function screenOf(folder: string): Promise<string> {
  let screen = '';
  const output = { write: (text: string) => (screen += text) };
  const code = await runCli(['check', `policies-tests/${folder}`], {
    cwd: process.cwd(),
    env: { NO_COLOR: '1', PATH: `${TOOLS.helm}:${TOOLS.kubectl}` },
    stdout: output,
    stderr: output,
    stdin: () => Promise.reject(new Error('nothing is read from standard input')),
  });
  return `${screen}\nexit code ${code}\n`;
}

const exitCodeIn = (folder: string): number =>
  Number(/exit code (\d+)\n$/.exec(readFileSync(`policies-tests/${folder}/expected.txt`, 'utf8'))?.[1]);

describe('policies-tests', () => {
  it('holds the statements of the first specification', () => {
    expect(FOLDERS).toEqual(
      expect.arrayContaining([
        'egress-only',
        'empty-pod-selector',
        'no-policy',
        'policies-add-up',
        'policy-types-default',
        'three-tier',
        'three-tier-as-printed',
      ]),
    );
  });

  it.each(FOLDERS)('%s gives the screen and exit code in its expected.txt', async (folder) => {
    const file = `policies-tests/${folder}/expected.txt`;
    const screen = await screenOf(folder);
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, screen);
    expect(existsSync(file)).toBe(true);
    expect(screen).toBe(readFileSync(file, 'utf8'));
  });

  it('is split between the green and the red job of the dogfood workflow', () => {
    const workflow: unknown = parse(readFileSync('.github/workflows/dogfood.yml', 'utf8'));
    const text = JSON.stringify(workflow);
    const { positive, negative } = dogfoodFolders(workflow);
    expect(positive).toEqual(FOLDERS.filter((folder) => exitCodeIn(folder) === 0));
    expect(negative).toEqual(FOLDERS.filter((folder) => exitCodeIn(folder) !== 0));
    expect(text).toContain('uses":"./"');
  });
});

function dogfoodFolders(workflow: unknown): { positive: string[]; negative: string[] } {
  const { jobs } = workflow as { jobs: Record<string, unknown> };
  const foldersOf = (job: unknown): string[] =>
    [
      ...new Set(
        [...JSON.stringify(job).matchAll(/policies-tests\/([a-z0-9-]+)/g)].map(([, folder]) => String(folder)),
      ),
    ].sort();
  return { positive: foldersOf(jobs.positive), negative: foldersOf(jobs.negative) };
}
