import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runCli } from '../../src/cli/run-cli.ts';
import { createRepository, type GitRepository, temporaryFolder } from '../support/git-repository.ts';
import { greenShop, redShop } from '../support/github/action-world.ts';

let folder: string;
let repository: GitRepository;

beforeEach(() => {
  folder = temporaryFolder();
  repository = createRepository(path.join(folder, 'shop'), greenShop);
  repository.git('tag', 'closed');
  repository.write(redShop);
  repository.commit('Open');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function run(args: readonly string[], inside = '') {
  let [out, err] = ['', ''];
  const cwd = path.join(repository.root, inside);
  const code = await runCli([...args, '--color', 'never'], {
    cwd,
    env: { PATH: process.env['PATH'] },
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
    stdin: () => Promise.resolve(new Uint8Array()),
  });
  return { code, out, err };
}

const opened = /shop\/web.*shop\/db.*5432\/tcp/;

it('`diff` compares two revisions, and a revision with the working tree', async () => {
  expect((await run(['diff', 'closed', 'HEAD'])).out).toMatch(opened);
  expect((await run(['diff', 'closed', '.'])).out).toMatch(opened);
  expect((await run(['diff', 'HEAD', '.'])).out).toContain('no connection changes');
});

it('`diff` sees the same folder of a revision as of the working tree', async () => {
  mkdirSync(path.join(repository.root, 'elsewhere'));
  expect((await run(['diff', 'closed', '../k8s'], 'elsewhere')).out).toMatch(opened);
  expect((await run(['diff', 'closed', 'HEAD'], 'k8s')).out).toMatch(opened);
});

it('`check --base` compares with a revision', async () => {
  const { code, out } = await run(['check', '--base', 'closed']);
  expect(code).toBe(1);
  expect(out).toMatch(opened);
});

it.each([
  ['diff', 'nowhere', '.'],
  ['check', '--base', 'nowhere'],
])('a name that git does not know is refused: %s %s %s', async (...args) => {
  const { code, err } = await run(args);
  expect(code).toBe(2);
  expect(err).toContain('git finds nothing called `nowhere`');
});
