import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BaseWish } from '../../src/history/base-wish.ts';
import { type BaseRequest, type OpenedBase, openBase } from '../../src/history/open-base.ts';
import { openWorkspace } from '../../src/manifests/open-workspace.ts';
import { checkOut, createRepository, type GitRepository, temporaryFolder } from '../support/git-repository.ts';

let folder: string;
let origin: GitRepository;
const opened: OpenedBase[] = [];

beforeEach(() => {
  folder = temporaryFolder();
  origin = createRepository(path.join(folder, 'remotes/acme/shop'), {
    'k8s/db.yaml': 'db: closed\n',
    'notes.txt': 'x',
  });
});

afterEach(() => {
  for (const base of opened.splice(0)) base.close();
  // Nothing is left behind, whatever happened.
  expect(existsSync(temporary()) ? readdirSync(temporary()) : []).toEqual([]);
  rmSync(folder, { recursive: true, force: true });
});

const temporary = (): string => path.join(folder, 'temp');

/** The branch `topic` opens the database, `main` moves on, and GitHub merges them on trial. */
function pullRequest() {
  const branchedOff = origin.git('rev-parse', 'HEAD');
  origin.git('checkout', '--quiet', '-b', 'topic');
  origin.write({ 'k8s/db.yaml': 'db: open\n' });
  const head = origin.commit('Open the database');
  origin.git('checkout', '--quiet', 'main');
  origin.write({ 'k8s/web.yaml': 'web: new\n' });
  const base = origin.commit('Add web');
  origin.git('checkout', '--quiet', '--detach', 'main');
  origin.git('merge', '--quiet', '--no-ff', '-m', 'Merge on trial', 'topic');
  const merge = origin.git('rev-parse', 'HEAD');
  origin.git('update-ref', 'refs/pull/7/merge', merge);
  origin.git('checkout', '--quiet', 'main');
  return { branchedOff, head, base, merge };
}

function open(workspace: string, wish: BaseWish, facts: Partial<BaseRequest> = {}): OpenedBase {
  mkdirSync(temporary(), { recursive: true });
  const base = openBase({
    wish,
    folder: workspace,
    workspace: openWorkspace(workspace),
    base: '',
    eventCommits: checkedOutAt(workspace),
    everything: false,
    temporary: temporary(),
    env: { PATH: process.env['PATH'] },
    ...facts,
  });
  opened.push(base);
  return base;
}

/** The commit that an event names: what its workflow checks out. */
function checkedOutAt(root: string): readonly string[] {
  if (!existsSync(path.join(root, '.git'))) return [];
  return [execFileSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim()];
}

const remote = () => ({ server: `file://${path.join(folder, 'remotes')}`, repository: 'acme/shop', token: 'secret' });

/** The texts of the base by path, or the reason why there are none. */
function filesOf({ before }: OpenedBase): Readonly<Record<string, string>> | string {
  if (before.kind === 'unavailable') return before.why;
  const { workspace } = before;
  return Object.fromEntries(
    workspace.list().map(({ file, problem }) => {
      const text = workspace.read(file);
      return [file, text.kind === 'text' ? text.text : `! ${problem?.code} ${text.problem.message}`];
    }),
  );
}

const closed = { 'k8s/db.yaml': 'db: closed\n', 'notes.txt': 'x' };

describe('the base of a pull request', () => {
  it.each([2, 0])('is the first parent of the trial merge, with `fetch-depth: %d` and no fetch', (depth) => {
    const { merge, head, base } = pullRequest();
    const clone = checkOut(origin, merge, path.join(folder, 'work'), depth);
    const found = open(clone.root, { kind: 'pull-request', merge, head, branch: 'main' });
    expect(found.commit).toBe(base);
    expect(found.before).toMatchObject({ kind: 'tree', name: `main@${base.slice(0, 7)}` });
    expect(filesOf(found)).toEqual({ ...closed, 'k8s/web.yaml': 'web: new\n' });
  });

  it('is fetched by its hash where the clone has one commit', () => {
    const { merge, base, head } = pullRequest();
    const clone = checkOut(origin, merge, path.join(folder, 'work'), 1);
    const before = snapshot(clone.root);
    const found = open(clone.root, { kind: 'pull-request', merge, head, branch: 'main' }, { remote: remote() });
    expect(found.commit).toBe(base);
    expect(filesOf(found)).toEqual({ ...closed, 'k8s/web.yaml': 'web: new\n' });
    expect(snapshot(clone.root)).toEqual(before);
  });

  it('is not known where the clone has one commit and nothing may be fetched', () => {
    const { merge, base, head } = pullRequest();
    const clone = checkOut(origin, merge, path.join(folder, 'work'), 1);
    const { before } = open(clone.root, { kind: 'pull-request', merge, head, branch: 'main' });
    expect(before).toMatchObject({ kind: 'unavailable', help: expect.stringContaining('fetch-depth: 2') });
    expect(before).toMatchObject({ why: expect.stringContaining(`main@${base.slice(0, 7)}`) });
  });

  it('is where the branch began, where a workflow checks out the branch itself', () => {
    const { merge, head, branchedOff } = pullRequest();
    const clone = checkOut(origin, head, path.join(folder, 'work'), 0);
    const found = open(clone.root, { kind: 'pull-request', merge, head, branch: 'main' });
    expect(found.commit).toBe(branchedOff);
    expect(filesOf(found)).toEqual(closed);
  });

  it('is not known where the base is checked out in its stead, as `pull_request_target` does', () => {
    const { base, head } = pullRequest();
    const clone = checkOut(origin, base, path.join(folder, 'work'), 0);
    const { before } = open(clone.root, { kind: 'pull-request', head, branch: 'main' });
    expect(before).toMatchObject({
      kind: 'unavailable',
      why: 'what is checked out is a commit of `main`, and not the pull request',
    });
  });

  it('is not guessed where the branch itself is checked out without its history', () => {
    const { merge, head } = pullRequest();
    const clone = checkOut(origin, head, path.join(folder, 'work'), 1);
    const { before } = open(clone.root, { kind: 'pull-request', merge, head, branch: 'main' }, { remote: remote() });
    expect(before).toMatchObject({ kind: 'unavailable', help: expect.stringContaining('fetch-depth: 0') });
  });
});

/** Everything in a repository that a run could have changed. */
function snapshot(root: string): readonly string[] {
  return readdirSync(root, { recursive: true }).map(String).sort();
}

describe('other wishes', () => {
  it('a push is compared with the commit before, which is fetched where it is missing', () => {
    const before = origin.git('rev-parse', 'HEAD');
    origin.write({ 'k8s/db.yaml': 'db: open\n' });
    const after = origin.commit('Open');
    const clone = checkOut(origin, after, path.join(folder, 'work'), 1);
    expect(filesOf(open(clone.root, { kind: 'commit', sha: before, branch: 'main' }, { remote: remote() }))).toEqual(
      closed,
    );
  });

  it('what is checked out may be its own base, and then it is the working tree itself', () => {
    const head = origin.git('rev-parse', 'HEAD');
    const clone = checkOut(origin, head, path.join(folder, 'work'), 0);
    clone.write({ 'k8s/db.yaml': 'db: edited\n' });
    const found = open(clone.root, { kind: 'branching-off', branch: 'main' });
    expect(found.before).toMatchObject({ name: `main@${head.slice(0, 7)}, the commit itself` });
    expect(filesOf(found)).toMatchObject({ 'k8s/db.yaml': 'db: edited\n' });
  });

  it.each(['main', 'origin/main', 'HEAD^1'])('a user may name `%s`', (revision) => {
    const { base, merge } = pullRequest();
    const clone = checkOut(origin, merge, path.join(folder, 'work'), 0);
    expect(open(clone.root, { kind: 'revision', revision }).commit).toBe(base);
  });

  it('a branch that a shallow clone lacks is fetched', () => {
    const { merge, head } = pullRequest();
    const clone = checkOut(origin, merge, path.join(folder, 'work'), 1);
    expect(open(clone.root, { kind: 'revision', revision: 'topic' }, { remote: remote() }).commit).toBe(head);
  });

  it.each(['--upload-pack=touch /tmp/x', 'no such', 'nowhere', ':/x', 'a..b'])('`%s` is no revision', (revision) => {
    const clone = checkOut(origin, origin.git('rev-parse', 'HEAD'), path.join(folder, 'work'), 0);
    expect(open(clone.root, { kind: 'revision', revision }).before.kind).toBe('unavailable');
    expect(open(clone.root, { kind: 'revision', revision }, { remote: remote() }).before.kind).toBe('unavailable');
  });

  it.each<[string, Partial<BaseRequest>, RegExp]>([
    ['git is not installed', { env: { PATH: '/nowhere' } }, /there is no `git`/],
    ['the server is not there', { remote: { ...remoteNowhere(), token: 'secret-token' } }, /cannot be fetched/],
  ])('no base, and no exception, where %s', (_, facts, why) => {
    const clone = checkOut(origin, origin.git('rev-parse', 'HEAD'), path.join(folder, 'work'), 1);
    const { before } = open(clone.root, { kind: 'commit', sha: 'a'.repeat(40) }, facts);
    expect(before).toMatchObject({ kind: 'unavailable', why: expect.stringMatching(why) });
    expect(JSON.stringify(before)).not.toContain('secret-token');
    expect(JSON.stringify(before)).not.toContain(Buffer.from('x-access-token:secret-token').toString('base64'));
  });

  it('a folder that is no repository has no base', () => {
    mkdirSync(path.join(folder, 'plain'));
    expect(filesOf(open(path.join(folder, 'plain'), { kind: 'revision', revision: 'main' }))).toBe(
      'the workspace holds no git repository',
    );
  });
});

function remoteNowhere() {
  return { server: 'http://127.0.0.1:9', repository: 'acme/shop' };
}

it('nothing of the event is fetched into another repository than that of the event', () => {
  const before = origin.git('rev-parse', 'HEAD');
  const other = createRepository(path.join(folder, 'work'), { 'policies.yaml': 'x\n' });
  const found = open(other.root, { kind: 'commit', sha: before }, { remote: remote(), eventCommits: ['a'.repeat(40)] });
  expect(found.before).toMatchObject({ kind: 'unavailable', why: expect.stringContaining('not in this checkout') });
});

describe('the token', () => {
  it('goes to the server in the one header of one request, and on no command line', async () => {
    const seen = path.join(folder, 'seen.txt');
    const server = spawn(process.execPath, ['-e', RECORDER, seen], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      const [port] = (await once(server.stdout, 'data')) as [Buffer];
      const clone = checkOut(origin, origin.git('rev-parse', 'HEAD'), path.join(folder, 'work'), 1);
      // What `actions/checkout` persists; two headers would be refused.
      clone.git(
        'config',
        `http.http://127.0.0.1:${String(port).trim()}/.extraheader`,
        'AUTHORIZATION: basic persisted',
      );
      const address = { server: `http://127.0.0.1:${String(port).trim()}`, repository: 'acme/shop', token: 'secret' };
      const { before } = open(clone.root, { kind: 'commit', sha: 'a'.repeat(40) }, { remote: address });
      expect(before).toMatchObject({ kind: 'unavailable', why: expect.stringContaining('cannot be fetched') });
    } finally {
      server.kill();
    }
    const expected = `basic ${Buffer.from('x-access-token:secret').toString('base64')}`;
    expect(readFileSync(seen, 'utf8')).toBe(
      `GET /acme/shop/info/refs?service=git-upload-pack ${JSON.stringify([expected])}\n`,
    );
  });
});

// A server in a process of its own, for git is waited for; it refuses all and notes what it is told.
const RECORDER = `
const { appendFileSync } = require('node:fs');
const server = require('node:http').createServer((request, answer) => {
  const told = request.rawHeaders.filter((_, index, all) => index % 2 === 1 && /^authorization$/i.test(all[index - 1]));
  appendFileSync(process.argv[1], request.method + ' ' + request.url + ' ' + JSON.stringify(told) + '\\n');
  answer.writeHead(404).end();
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`;

describe('what a workspace holds beside the repository', () => {
  it('is the same before, where it is a repository of its own, and not known where it is in none', () => {
    const other = createRepository(path.join(folder, 'work/other'), { 'policies.yaml': 'now\n' });
    other.write({ 'policies.yaml': 'then and now\n' });
    const clone = checkOut(origin, origin.git('rev-parse', 'HEAD'), path.join(folder, 'work/shop'), 0);
    clone.write({ 'k8s/db.yaml': 'db: open\n' });
    const head = clone.commit('Open');
    writeFileSync(path.join(folder, 'work/beside.yaml'), 'beside\n');
    clone.write({ 'made.yaml': 'made\n' });
    const found = open(
      path.join(folder, 'work'),
      { kind: 'revision', revision: 'HEAD^' },
      { eventCommits: [head], base: 'other' },
    );
    expect(filesOf(found)).toEqual({
      'beside.yaml': expect.stringMatching(/not known: git does not have it/),
      'shop/made.yaml': expect.stringMatching(/not known: git does not have it/),
      'other/policies.yaml': 'then and now\n',
      'shop/k8s/db.yaml': 'db: closed\n',
      'shop/notes.txt': 'x',
    });
  });

  it('is not known, where a step made it inside the repository', () => {
    origin.write({ 'k8s/db.yaml': 'db: open\n' });
    const clone = checkOut(origin, origin.commit('Open'), path.join(folder, 'work'), 0);
    clone.write({ 'out/rendered.yaml': 'made\n' });
    expect(filesOf(open(clone.root, { kind: 'revision', revision: 'HEAD^' }))).toMatchObject({
      'out/rendered.yaml': expect.stringMatching(
        /^! file-unreadable what `out\/rendered.yaml` was before .* not known/,
      ),
    });
  });

  it('is not known, where a step made something else of what the commit has, whatever its line ends', () => {
    const now = { 'k8s/np.yaml': 'a: TIER\nb: 1\n', 'k8s/windows.yaml': 'a: 1\nb: 2\n' };
    origin.write(now);
    origin.commit('Add a placeholder');
    const clone = checkOut(origin, origin.commit('Change nothing'), path.join(folder, 'work'), 0);
    expect(filesOf(open(clone.root, { kind: 'revision', revision: 'HEAD^' }))).toEqual({ ...closed, ...now });
    clone.write({ 'k8s/np.yaml': 'a: db\nb: 1\n', 'k8s/windows.yaml': 'a: 1\r\nb: 2\r\n' });
    expect(filesOf(open(clone.root, { kind: 'revision', revision: 'HEAD^' }))).toEqual({
      ...closed,
      ...now,
      'k8s/np.yaml': expect.stringMatching(/not known: a step made something else of it/),
    });
  });

  it('is not known, where a step turned a tracked link elsewhere', () => {
    origin.write({ 'a/x.yaml': 'a\n', 'b/x.yaml': 'b\n' });
    symlinkSync('a', path.join(origin.root, 'tier'));
    origin.commit('Link');
    const clone = checkOut(origin, origin.commit('Again'), path.join(folder, 'work'), 0);
    const wish = { kind: 'revision', revision: 'HEAD^' } as const;
    expect(filesOf(open(clone.root, wish))).toMatchObject({ 'tier/x.yaml': 'a\n' });
    clone.remove('tier');
    symlinkSync('b', path.join(clone.root, 'tier'));
    expect(filesOf(open(clone.root, wish))).toMatchObject({ 'tier/x.yaml': expect.stringMatching(/not known/) });
  });

  it('is not known where only a link is in git, and known where the link leads into another repository', () => {
    createRepository(path.join(origin.root, 'other'), { 'p.yaml': 'now\n' });
    origin.write({ '.gitignore': 'gen/\nother/\n', 'gen/x.yaml': 'made\n' });
    symlinkSync('../gen', path.join(origin.root, 'k8s/gen'));
    symlinkSync('../other', path.join(origin.root, 'k8s/other'));
    origin.git('add', '.');
    origin.git('commit', '--quiet', '-m', 'Link');
    origin.git('commit', '--quiet', '--allow-empty', '-m', 'Change nothing');
    for (const everything of [false, true]) {
      const files = filesOf(open(origin.root, { kind: 'revision', revision: 'HEAD^' }, { everything }));
      expect(files).toMatchObject({
        'k8s/gen/x.yaml': expect.stringMatching(/not known: git does not have it/),
        'k8s/other/p.yaml': 'now\n',
      });
      expect(files).not.toHaveProperty('k8s/other');
    }
  });

  it('a file that the checkout leaves out is left out before, too', () => {
    origin.write({ 'other/x.yaml': 'x\n' });
    const clone = checkOut(origin, origin.commit('More'), path.join(folder, 'work'), 0);
    clone.remove('k8s/db.yaml');
    expect(filesOf(open(clone.root, { kind: 'revision', revision: 'HEAD^' }))).toEqual({ 'notes.txt': 'x' });
  });

  it('a submodule that did not change is as it is now, one that did is not known', () => {
    const lib = createRepository(path.join(folder, 'lib'), { 'p.yaml': 'one\n' });
    for (const name of ['still', 'moved']) {
      origin.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', lib.root, name);
    }
    origin.commit('Add submodules');
    lib.write({ 'p.yaml': 'two\n' });
    const two = lib.commit('Two');
    origin.git('-C', 'moved', 'fetch', '--quiet');
    origin.git('-C', 'moved', 'checkout', '--quiet', two);
    origin.commit('Move');
    expect(filesOf(open(origin.root, { kind: 'revision', revision: 'HEAD^' }))).toMatchObject({
      'still/p.yaml': 'one\n',
      moved: expect.stringMatching(/not known: it is a submodule, and the change moves it/),
    });
    // What a step puts into it is not what the base had either.
    origin.git('-C', 'still', 'fetch', '--quiet');
    origin.git('-C', 'still', 'checkout', '--quiet', two);
    expect(filesOf(open(origin.root, { kind: 'revision', revision: 'HEAD^' }))).toMatchObject({
      still: expect.stringMatching(/not known/),
    });
  });

  it('a submodule that the change removes is not known, for what it held is nowhere', () => {
    const lib = createRepository(path.join(folder, 'lib'), { 'p.yaml': 'one\n' });
    origin.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', lib.root, 'lib');
    origin.commit('Add a submodule');
    origin.git('rm', '--quiet', '-f', 'lib');
    origin.commit('Remove it');
    expect(filesOf(open(origin.root, { kind: 'revision', revision: 'HEAD^' }))).toMatchObject({
      lib: expect.stringMatching(/not known: it is a submodule/),
    });
  });
});

describe('a partial clone', () => {
  it('is completed by one fetch of the whole commit, or not compared where nothing may be fetched', () => {
    origin.git('config', 'uploadpack.allowFilter', 'true');
    origin.write({ 'k8s/db.yaml': 'db: open\n' });
    origin.commit('Open');
    const root = path.join(folder, 'work');
    origin.git('clone', '--quiet', '--filter=blob:none', `file://${origin.root}`, root);
    const wish = { kind: 'revision', revision: 'HEAD^' } as const;
    expect(filesOf(open(root, wish))).toContain('some of its files are not in this clone');
    expect(filesOf(open(root, wish, { remote: remote() }))).toEqual(closed);
  });
});

describe('a hostile tree', () => {
  it('leads nowhere out of the folder, by no link and no chain of links', () => {
    const secret = path.join(folder, 'secret.yaml');
    writeFileSync(secret, 'secret\n');
    origin.write({ 'deep/a/b/c.yaml': 'c\n' });
    for (const [name, target] of [
      ['absolute.yaml', secret],
      ['above.yaml', '../../../secret.yaml'],
      ['self', '.'],
      ['chain.yaml', 'self/../../temp'],
      ['inside.yaml', 'deep/a/b/c.yaml'],
      ['into', 'deep/a'],
    ] as const) {
      symlinkSync(target, path.join(origin.root, name));
    }
    origin.commit('Link');
    origin.commit('Again');
    const files = filesOf(open(origin.root, { kind: 'revision', revision: 'HEAD^' }));
    expect(files).toMatchObject({
      'absolute.yaml': expect.stringMatching(/^! link-leaves-workspace/),
      'above.yaml': expect.stringMatching(/^! link-leaves-workspace/),
      'inside.yaml': 'c\n',
      'into/b/c.yaml': 'c\n',
    });
    expect(JSON.stringify(files)).not.toContain('secret\\n');
  });

  it('runs no program that the repository names', () => {
    const mark = path.join(folder, 'ran');
    const { merge, head } = pullRequest();
    const clone = checkOut(origin, merge, path.join(folder, 'work'), 1);
    const program = path.join(folder, 'program');
    writeFileSync(program, `#!/bin/sh\ntouch ${mark}\n`, { mode: 0o755 });
    for (const key of [
      'core.fsmonitor',
      'core.sshCommand',
      'core.askPass',
      'core.pager',
      'core.alternateRefsCommand',
      'core.gitProxy',
      'diff.external',
      'credential.helper',
      'filter.x.smudge',
      'filter.x.process',
      'remote.origin.uploadpack',
      'uploadpack.packObjectsHook',
    ]) {
      clone.git('config', key, program);
    }
    for (const hook of ['reference-transaction', 'post-checkout', 'post-merge', 'fsmonitor-watchman']) {
      mkdirSync(path.join(clone.root, '.git/hooks'), { recursive: true });
      writeFileSync(path.join(clone.root, '.git/hooks', hook), `#!/bin/sh\ntouch ${mark}\n`, { mode: 0o755 });
    }
    clone.write({ '.gitattributes': '*.yaml filter=x\n' });
    const found = open(clone.root, { kind: 'pull-request', merge, head, branch: 'main' }, { remote: remote() });
    expect(found.before.kind).toBe('tree');
    expect(filesOf(found)).toMatchObject(closed);
    expect(existsSync(mark)).toBe(false);
  });

  it('is read by no `git` that it brings along', () => {
    const mark = path.join(folder, 'ran');
    const clone = checkOut(origin, origin.git('rev-parse', 'HEAD'), path.join(folder, 'work'), 0);
    clone.write({ 'bin/git': `#!/bin/sh\ntouch ${mark}\n` });
    chmodSync(path.join(clone.root, 'bin/git'), 0o755);
    const PATH = [path.join(clone.root, 'bin'), 'bin', '.', process.env['PATH']].join(path.delimiter);
    expect(open(clone.root, { kind: 'revision', revision: 'HEAD' }, { env: { PATH } }).before.kind).toBe('tree');
    expect(existsSync(mark)).toBe(false);
  });

  it('is no repository that the pull request itself brings along', () => {
    const clone = checkOut(origin, origin.git('rev-parse', 'HEAD'), path.join(folder, 'work'), 0);
    // A bare repository is a folder like any other to git, so it can be committed.
    clone.write({
      'k8s/HEAD': 'ref: refs/heads/main\n',
      'k8s/objects/x': '',
      'k8s/refs/x': '',
      'k8s/config': '[core]\n\tbare = true\n',
    });
    const found = open(clone.root, { kind: 'revision', revision: 'HEAD' }, { base: 'k8s' });
    expect(found.commit).toBe(clone.git('rev-parse', 'HEAD'));
  });

  it('a pointer of Git LFS is not taken for the file', () => {
    const pointer = (oid: string): string =>
      `version https://git-lfs.github.com/spec/v1\noid sha256:${oid.repeat(64)}\nsize 12\n`;
    origin.write({ 'k8s/moved.yaml': pointer('a'), 'k8s/still.yaml': pointer('b') });
    origin.commit('Point');
    origin.write({ 'k8s/moved.yaml': pointer('c') });
    const clone = checkOut(origin, origin.commit('Move'), path.join(folder, 'work'), 0);
    clone.write({ 'k8s/moved.yaml': 'new\n', 'k8s/still.yaml': 'still\n' });
    expect(filesOf(open(clone.root, { kind: 'revision', revision: 'HEAD^' }))).toMatchObject({
      'k8s/still.yaml': 'still\n',
      'k8s/moved.yaml': expect.stringMatching(/Git LFS/),
    });
  });
});
