import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { locateWorkspace } from '../../src/cli/locate-workspace.ts';

let top: string;

beforeEach(() => {
  top = realpathSync(mkdtempSync(path.join(tmpdir(), 'netpol-gate-')));
  for (const folder of ['repo/.git', 'repo/services/shop/k8s', 'other/.git', 'other/policies-tests', 'loose/k8s']) {
    mkdirSync(path.join(top, folder), { recursive: true });
  }
  writeFileSync(path.join(top, 'loose/all.yaml'), '');
  writeFileSync(path.join(top, 'other/policies-tests/shop.yaml'), '');
});

afterEach(() => rmSync(top, { recursive: true, force: true }));

function locate(
  from: string,
  given: { suites?: readonly string[]; manifests?: readonly string[]; defaults?: boolean },
) {
  const patterns = { suites: [], manifests: [], defaults: false, ...given };
  const { root, trees, base, rename } = locateWorkspace(path.join(top, from), patterns);
  return {
    root: path.relative(top, root),
    trees: trees.map(({ folder, file }) => path.join(path.relative(top, folder), file ?? '')),
    base,
    names: [...patterns.suites, ...patterns.manifests].map(rename),
  };
}

describe('the workspace of a command', () => {
  it('is the repository around the working directory', () => {
    expect(locate('repo/services/shop', { manifests: ['k8s', '*.yaml'] })).toEqual({
      root: 'repo',
      trees: ['repo'],
      base: 'services/shop',
      names: ['k8s', '*.yaml'],
    });
  });

  it('is the working directory where there is no repository', () => {
    expect(locate('loose', { defaults: true })).toEqual({ root: 'loose', trees: ['loose'], base: '', names: [] });
  });

  it('takes absolute and upward paths from its root', () => {
    const absolute = path.join(top, 'repo/services/shop/k8s');
    const { names } = locate('repo/services/shop', { manifests: [absolute, '../../services/**/*.yaml', '-'] });
    expect(names).toEqual(['/services/shop/k8s', '/services/**/*.yaml', '-']);
  });

  it('grows by a folder or single file outside, and by nothing else', () => {
    expect(locate('repo', { defaults: true, manifests: [path.join(top, 'loose/all.yaml')] })).toEqual({
      root: '',
      trees: ['loose/all.yaml', 'repo'],
      base: 'repo',
      names: ['/loose/all.yaml'],
    });
    expect(locate('repo', { defaults: true, manifests: ['../loose/k8s/*.yaml'] })).toEqual({
      root: '',
      trees: ['loose/k8s', 'repo'],
      base: 'repo',
      names: ['/loose/k8s/*.yaml'],
    });
  });

  it('is the repository of a suite where all paths lead there', () => {
    expect(locate('repo', { suites: ['../other/policies-tests/shop.yaml'] })).toEqual({
      root: 'other',
      trees: ['other'],
      base: '',
      names: ['/policies-tests/shop.yaml'],
    });
  });

  it('has no tree inside another', () => {
    const manifests = ['../loose/k8s', '../loose', '../loose/all.yaml', '../loose'];
    expect(locate('repo', { manifests })).toMatchObject({ root: 'loose', trees: ['loose'], base: '' });
  });

  it('names what is excluded like what is picked, and does not look for it', () => {
    const { names, trees } = locate('repo', { manifests: ['../loose', '!../loose/k8s'] });
    expect(trees).toEqual(['loose']);
    expect(names).toEqual(['/', '!/k8s']);
  });

  it('follows a link that leads out of the repository', () => {
    symlinkSync(path.join(top, 'loose/k8s'), path.join(top, 'repo/linked'));
    expect(locate('repo', { manifests: ['linked'] })).toMatchObject({ trees: ['loose/k8s'], names: ['/'] });
  });

  it('does not take a folder for its parent because their names begin alike', () => {
    mkdirSync(path.join(top, 'repo-two'));
    expect(locate('repo', { manifests: ['../repo-two'] })).toMatchObject({ root: 'repo-two', trees: ['repo-two'] });
  });
});
