import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type OpenedBase, openRevision } from '../../src/history/open-base.ts';
import { createRepository, type GitRepository, temporaryFolder } from '../support/git-repository.ts';

let folder: string;
let repository: GitRepository;
let opened: OpenedBase | undefined;

beforeEach(() => {
  folder = temporaryFolder();
  mkdirSync(path.join(folder, 'temp'));
  repository = createRepository(path.join(folder, 'shop'), { 'app/k8s/db.yaml': 'db: closed\n', 'readme.md': 'x' });
  repository.git('tag', 'v1');
  repository.write({ 'app/k8s/db.yaml': 'db: open\n' });
  repository.commit('Open');
});

afterEach(() => {
  opened?.close();
  expect(readdirSync(path.join(folder, 'temp'))).toEqual([]);
  rmSync(folder, { recursive: true, force: true });
});

function open(revision: string, inside = ''): OpenedBase['before'] {
  const temporary = path.join(folder, 'temp');
  const env = { PATH: process.env['PATH'] };
  opened = openRevision({ revision, folder: path.join(repository.root, inside), temporary, env, everything: false });
  return opened.before;
}

it('shows a folder as it was in a tag, whatever the working tree holds', () => {
  repository.write({ 'app/k8s/new.yaml': 'new\n' });
  const before = open('v1', 'app');
  if (before.kind !== 'tree') throw new Error(before.why);
  expect(before.name).toBe(`v1@${repository.git('rev-parse', '--short=7', 'v1^{commit}')}`);
  expect(before.workspace.list().map(({ file }) => file)).toEqual(['k8s/db.yaml']);
  expect(before.workspace.read('k8s/db.yaml')).toEqual({ kind: 'text', text: 'db: closed\n' });
});

it('reads a worktree, whose `.git` is a file', () => {
  const worktree = path.join(folder, 'second');
  repository.git('worktree', 'add', '--quiet', worktree, 'v1');
  opened = openRevision({
    revision: 'main',
    folder: worktree,
    temporary: path.join(folder, 'temp'),
    env: { PATH: process.env['PATH'] },
    everything: true,
  });
  const { before } = opened;
  if (before.kind !== 'tree') throw new Error(before.why);
  expect(before.workspace.read('app/k8s/db.yaml')).toEqual({ kind: 'text', text: 'db: open\n' });
});

it('says so where the revision or the folder is not there', () => {
  expect(open('v9')).toMatchObject({ kind: 'unavailable', why: 'git finds nothing called `v9`' });
  expect(open('v1', 'nowhere').kind).toBe('unavailable');
  rmSync(path.join(repository.root, '.git'), { recursive: true });
  expect(open('v1')).toMatchObject({ kind: 'unavailable', why: expect.stringContaining('in no git repository') });
});
