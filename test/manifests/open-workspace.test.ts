import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openWorkspace } from '../../src/manifests/open-workspace.ts';

let outside = '';
let root = '';

beforeEach(() => {
  outside = mkdtempSync(path.join(tmpdir(), 'workspace-'));
  root = path.join(outside, 'root');
  mkdirSync(root);
});

afterEach(() => {
  rmSync(outside, { recursive: true, force: true });
});

function write(file: string, content: string | Uint8Array = 'a: 1\n'): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), content);
}

const link = (target: string, file: string) => symlinkSync(target, path.join(root, file));
const list = () =>
  openWorkspace(root)
    .list()
    .map(({ file, problem }) => (problem === undefined ? file : `${file}: ${problem.code}`));
const read = (file: string) => openWorkspace(root).read(file);

describe('the list of files', () => {
  test('is sorted, and leaves out .git and node_modules at any depth', () => {
    for (const file of ['b.yaml', 'a/z.yaml', 'a.yaml', 'a/node_modules/x.yaml', '.git/x', 'c/.git', '.github/w.yml'])
      write(file);
    expect(list()).toEqual(['.github/w.yml', 'a.yaml', 'a/z.yaml', 'b.yaml']);
  });

  test('knows the size of each file, and is made once', () => {
    write('a.yaml', 'é');
    const workspace = openWorkspace(root);
    expect(workspace.list()).toEqual([{ file: 'a.yaml', size: 2 }]);
    write('b.yaml');
    expect(workspace.list()).toHaveLength(1);
  });

  test('takes names of any characters', () => {
    const names = [' a.yaml', '#x.yaml', '[x]{y}.yaml', 'a\nb.yaml', 'a\\b.yaml', 'ü 😀.yaml'];
    for (const name of names) write(name);
    expect(list()).toEqual(names.toSorted());
    for (const name of names) expect(read(name)).toEqual({ kind: 'text', text: 'a: 1\n' });
  });

  test('follows links to files and folders inside', () => {
    write('base/a.yaml');
    mkdirSync(path.join(root, 'prod'));
    link('../base', 'prod/base');
    link('base/a.yaml', 'one.yaml');
    expect(list()).toEqual(['base/a.yaml', 'one.yaml', 'prod/base/a.yaml']);
    expect(read('prod/base/a.yaml')).toEqual({ kind: 'text', text: 'a: 1\n' });
  });

  test('ends although links go round in circles', () => {
    write('a/x.yaml');
    write('b/y.yaml');
    link('../b', 'a/b');
    link('../a', 'b/a');
    link('..', 'a/up');
    link('self', 'self');
    expect(list()).toEqual(['a/b/y.yaml', 'a/x.yaml', 'b/a/x.yaml', 'b/y.yaml', 'self: file-unreadable']);
  });

  test('ends although folders are full of links to one another', () => {
    const folders = Array.from({ length: 9 }, (_, index) => `d${index}`);
    for (const folder of folders) write(`${folder}/x.yaml`);
    for (const from of folders) for (const to of folders) link(`../${to}`, `${from}/${to}`);
    const found = openWorkspace(root).list();
    expect(found.length).toBeLessThan(20_000);
    expect(found.filter(({ problem }) => problem?.code === 'file-unreadable').length).toBeGreaterThan(0);
  });

  test('holds a finding for each link that leaves the workspace, and for folders says so', () => {
    writeFileSync(path.join(outside, 'secret.yaml'), 'a: 1');
    mkdirSync(path.join(outside, 'root-beside'));
    link('../secret.yaml', 'file.yaml');
    link('../root-beside', 'folder');
    link('nowhere', 'broken.yaml');
    expect(openWorkspace(root).list()).toMatchObject([
      { file: 'broken.yaml', problem: { code: 'file-unreadable' } },
      { file: 'file.yaml', problem: { code: 'link-leaves-workspace', at: { kind: 'span', file: 'file.yaml' } } },
      { file: 'folder', folder: true, problem: { code: 'link-leaves-workspace' } },
    ]);
    expect(read('file.yaml')).toMatchObject({ kind: 'unreadable', problem: { code: 'link-leaves-workspace' } });
  });

  test('does not open pipes', () => {
    execFileSync('/usr/bin/env', ['mkfifo', path.join(root, 'pipe.yaml')]);
    expect(list()).toEqual(['pipe.yaml: file-unreadable']);
    expect(read('pipe.yaml')).toMatchObject({
      kind: 'unreadable',
      problem: { message: '`pipe.yaml` is not a regular file' },
    });
  });

  test('of a root that does not exist is a finding', () => {
    rmSync(root, { recursive: true });
    expect(list()).toEqual(['.: file-unreadable']);
  });

  test.skipIf(process.getuid?.() === 0)('holds a finding for a folder that may not be entered', () => {
    write('closed/a.yaml');
    chmodSync(path.join(root, 'closed'), 0);
    expect(list()).toEqual(['closed: file-unreadable']);
    chmodSync(path.join(root, 'closed'), 0o700);
  });
});

describe('reading a file', () => {
  test('follows a link to it, and links on the way to it, that stay inside', () => {
    write('base/a.yaml');
    link('base', 'prod');
    link('prod/a.yaml', 'one.yaml');
    for (const file of ['prod/a.yaml', 'one.yaml', 'prod/a.yaml']) {
      expect(read(file)).toEqual({ kind: 'text', text: 'a: 1\n' });
    }
  });

  test.each(['file.yaml', 'folder/a.yaml', 'folder/again.yaml', '../outside.yaml', '..', 'b/../..'])(
    'refuses one that lies outside: %s',
    (file) => {
      write('b/a.yaml');
      write('inside.yaml');
      mkdirSync(path.join(outside, 'secrets'));
      for (const name of ['outside.yaml', 'secrets/a.yaml']) writeFileSync(path.join(outside, name), 'a: 1');
      link('../outside.yaml', 'file.yaml');
      link('../secrets', 'folder');
      symlinkSync('a.yaml', path.join(outside, 'secrets/again.yaml'));
      const { read: readAgain } = openWorkspace(root);
      // The way to a folder is known by then.
      for (const name of ['inside.yaml', 'b/a.yaml', file, file]) readAgain(name);
      expect(readAgain(file)).toMatchObject({ kind: 'unreadable', problem: { code: 'link-leaves-workspace' } });
      expect(readAgain('inside.yaml')).toEqual({ kind: 'text', text: 'a: 1\n' });
    },
  );

  test('drops a byte order mark', () => {
    write('a.yaml', '\uFEFFa: 1');
    expect(read('a.yaml')).toEqual({ kind: 'text', text: 'a: 1' });
  });

  test('refuses what is not UTF-8', () => {
    write('latin1.yaml', Buffer.from('a: \xe9', 'latin1'));
    write('utf16.yaml', Buffer.from('\uFEFFa: 1', 'utf16le'));
    expect(read('latin1.yaml')).toEqual({
      kind: 'unreadable',
      problem: {
        code: 'file-unreadable',
        severity: 'error',
        message: '`latin1.yaml` is not UTF-8 text',
        help: 'save it as UTF-8',
        at: { kind: 'span', file: 'latin1.yaml' },
      },
    });
    expect(read('utf16.yaml')).toMatchObject({ problem: { message: '`utf16.yaml` is not UTF-8 text but UTF-16' } });
  });

  test('refuses 50 MB without reading them', () => {
    write('big.yaml');
    truncateSync(path.join(root, 'big.yaml'), 50_000_000);
    expect(list()).toEqual(['big.yaml: file-too-large']);
    expect(read('big.yaml')).toMatchObject({
      kind: 'unreadable',
      problem: { code: 'file-too-large', message: '`big.yaml` is 48 MiB large, more than the 20 MiB that are read' },
    });
  });

  test.each(['../secret.yaml', 'nowhere.yaml', '', 'a\0b', '-', 'x/'.repeat(5000)])(
    'of the name %j is a finding',
    (file) => {
      writeFileSync(path.join(outside, 'secret.yaml'), 'a: 1');
      expect(read(file).kind).toBe('unreadable');
    },
  );
});
