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

it('`diff` compares one file with what that file was', async () => {
  mkdirSync(path.join(repository.root, 'elsewhere'));
  const policy = path.join(repository.root, 'k8s/db-policy.yaml');
  expect((await run(['diff', 'HEAD', 'k8s/db-policy.yaml'])).out).toContain('no connection changes');
  expect((await run(['diff', 'HEAD', policy], 'elsewhere')).out).toContain('no connection changes');
  expect((await run(['diff', 'closed', 'k8s/db-policy.yaml'])).out).not.toContain('is gone');
  expect((await run(['diff', 'closed', 'k8s/db-policy.yaml'])).out).toMatch(/5432\/tcp/);
});

it('`check --base` compares with a revision', async () => {
  const { code, out } = await run(['check', '--base', 'closed']);
  expect(code).toBe(1);
  expect(out).toMatch(opened);
});

const noNew = ['-e', 'no new connections to db', '-m', '.', '--namespace', 'shop'];

it('a policy that git ignores was not absent before: what it opens is undecided', async () => {
  repository.remove('k8s/db-policy.yaml');
  repository.write({ '.gitignore': 'gen/\n' });
  repository.commit('Make the policy in a step');
  repository.write({ 'gen/np.yaml': redShop['k8s/db-policy.yaml'] ?? '' });
  const { code, out } = await run(['check', '--base', 'HEAD', ...noNew]);
  expect(code).toBe(1);
  expect(out).toContain('? undecided  no new connections to db');
  const [, claim] = out.split('? undecided  no new connections to db');
  expect(claim).toMatch(/= help: what `gen\/np.yaml` was before [^=]*`git add` is enough/);
  expect((await run(['diff', 'HEAD', '.'])).out).toContain('what `gen/np.yaml` was before');
  const refused = await run(['check', '--base', 'HEAD', '--fail-on-new', 'internet', ...noNew]);
  const [, told] = refused.out.split('it is not known whether connections are new, because in the base, ');
  expect(told).toMatch(/^[^=]*= help: commit the file \(on the command line, `git add` is enough\)/);
});

it('a policy in a submodule that moved was not absent before', async () => {
  const closed = { 'np.yaml': greenShop['k8s/db-policy.yaml'] ?? '' };
  const lib = createRepository(path.join(folder, 'lib'), closed);
  repository.remove('k8s/db-policy.yaml');
  repository.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', lib.root, 'lib');
  repository.commit('Add a submodule');
  expect((await run(['check', '--base', 'HEAD', ...noNew])).code).toBe(0);
  repository.write({ 'lib/np.yaml': redShop['k8s/db-policy.yaml'] ?? '' });
  repository.git('-C', 'lib', 'commit', '--quiet', '--all', '-m', 'Open');
  const { code, out } = await run(['check', '--base', 'HEAD', ...noNew]);
  expect(code).toBe(1);
  expect(out).toContain('? undecided  no new connections to db');
  expect(out).toContain('it is a submodule, and the change moves it to another commit');
});

it('what is edited or added is the change itself', async () => {
  repository.git('checkout', '--quiet', 'closed');
  repository.write(redShop);
  repository.write({ 'k8s/new.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: {name: other}\n' });
  repository.git('add', '.');
  const { code, out } = await run(['check', '--base', 'closed']);
  expect(code).toBe(1);
  expect(out).toMatch(opened);
  expect(out).not.toContain('is not known');
});

it.each([
  ['diff', 'nowhere', '.'],
  ['check', '--base', 'nowhere'],
])('a name that git does not know is refused: %s %s %s', async (...args) => {
  const { code, err } = await run(args);
  expect(code).toBe(2);
  expect(err).toContain('git finds nothing called `nowhere`');
});
