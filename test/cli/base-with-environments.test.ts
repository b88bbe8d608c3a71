import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCli } from '../../src/cli/run-cli.ts';
import { createRepository, type GitRepository, temporaryFolder } from '../support/git-repository.ts';
import { TOOLS } from '../support/real-tools.ts';

const pod = (name: string): string => `---
apiVersion: v1
kind: Pod
metadata: {name: ${name}, labels: {app: ${name}}}
spec: {containers: [{name: main, image: example.org/main:1}]}
`;
const policy = (from: string): string => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db}
spec:
  podSelector: {matchLabels: {app: db}}
  ingress: [{from: [{podSelector: {matchLabels: {app: ${from}}}}]}]
`;
const files = { 'k8s/pods.yaml': pod('web') + pod('api') + pod('db'), 'k8s/db.yaml': policy('api') };

let folder: string;
let repository: GitRepository;

beforeEach(() => {
  folder = temporaryFolder();
  repository = createRepository(path.join(folder, 'shop'), files);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

async function run(...argv: readonly string[]): Promise<{ readonly code: number; readonly screen: string }> {
  let screen = '';
  const output = { write: (text: string) => (screen += text) };
  const env = { ...process.env, PATH: [process.env['PATH'], TOOLS.kubectl, TOOLS.helm].join(':'), NO_COLOR: '1' };
  const stdin = () => Promise.reject(new Error('nothing is read from standard input'));
  const code = await runCli(argv, {
    cwd: path.join(repository.root, 'k8s'),
    env,
    stdout: output,
    stderr: output,
    stdin,
  });
  return { code, screen };
}

describe('a git revision on the command line', () => {
  it('is what `check --base` compares with, and nothing of it is left behind', async () => {
    const own = path.join(folder, 'own');
    mkdirSync(own);
    vi.stubEnv('TMPDIR', own);
    const line = ['check', '-m', '.', '-e', 'no new connections to db', '--base', 'main'];
    expect((await run(...line)).code).toBe(0);
    repository.write({ 'k8s/db.yaml': policy('web') });
    const failing = await run(...line);
    expect(failing.code).toBe(1);
    expect(failing.screen).toContain('✗ fails      no new connections to db');
    expect(failing.screen).toContain('k8s/db.yaml:6:');
    expect(readdirSync(own)).toEqual([]);
  });

  it('renders the environments of suites there as they were', async () => {
    repository.write({
      'overlays/prod/kustomization.yaml': 'namespace: prod\nresources: [../../k8s]\n',
      'k8s/kustomization.yaml': 'resources: [pods.yaml, db.yaml]\n',
      'policies-tests/shop.yaml':
        'environments:\n  prod: {kustomize: /overlays/prod, namespace: prod}\nexpect: [no new connections to db]\n',
    });
    repository.commit('Render for production');
    expect((await run('check', '../policies-tests', '--base', 'HEAD')).code).toBe(0);
    repository.write({ 'k8s/db.yaml': policy('web') });
    const failing = await run('check', '../policies-tests', '--base', 'HEAD');
    expect(failing.code).toBe(1);
    expect(failing.screen).toContain('+ prod/web → prod/db');
  });

  it('renders them by the recipes of its own suites, so that an overlay may move', async () => {
    const suite = (folder: string): string =>
      `environments:\n  prod: {kustomize: /overlays/${folder}, namespace: prod}\nexpect: [no new connections to db]\n`;
    repository.write({
      'overlays/prod/kustomization.yaml': 'namespace: prod\nresources: [../../k8s]\n',
      'k8s/kustomization.yaml': 'resources: [pods.yaml, db.yaml]\n',
      'policies-tests/shop.yaml': suite('prod'),
    });
    repository.commit('Render for production');
    repository.write({
      'overlays/live/kustomization.yaml': 'namespace: prod\nresources: [../../k8s]\n',
      'policies-tests/shop.yaml': suite('live'),
    });
    const line = ['check', '../policies-tests', '--base', 'HEAD', '--fail-on-new', 'any'];
    const same = await run(...line);
    expect(same.screen).toContain('no connection changes');
    expect(same.code).toBe(0);
    repository.write({ 'k8s/db.yaml': policy('web') });
    const failing = await run(...line);
    expect(failing.code).toBe(1);
    expect(failing.screen).toContain('+ prod/web → prod/db');
  });

  it('that the environments cannot be rendered in says nothing of the change, and is no green', async () => {
    repository.write({
      'overlays/prod/kustomization.yaml': 'resources: [../../k8s]\n',
      'k8s/kustomization.yaml': 'resources: [pods.yaml, db.yaml]\n',
      'policies-tests/shop.yaml':
        'environments:\n  prod: {kustomize: /overlays/prod}\nexpect: [no new connections to db]\n',
    });
    repository.git('add', '--all');
    const undecided = await run('check', '../policies-tests', '--base', 'main');
    expect(undecided.code).toBe(1);
    expect(undecided.screen).toContain('? undecided  no new connections to db');
    expect(undecided.screen).toContain('The change was not judged: in the base, ');
    expect(undecided.screen).toContain('merge what `prod` is rendered from');
    expect((await run('check', '../policies-tests', '--base', 'main', '--fail-on-new', 'any')).screen).toContain(
      'error[new-connection]',
    );
  });

  it('that lacks files which a chart may read is not rendered smaller than it was', async () => {
    repository.write({
      '.gitignore': 'policies/\n',
      'chart/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
      'chart/templates/pods.yaml': files['k8s/pods.yaml'],
      'chart/templates/policies.yaml':
        '{{ range $_, $text := .Files.Glob "policies/*.yaml" }}\n---\n{{ toString $text }}{{ end }}\n',
      'policies-tests/shop.yaml':
        'environments:\n  prod: {helm: {chart: /chart}}\nexpect: [no new connections to db]\n',
    });
    repository.git('add', '.');
    repository.git('commit', '--quiet', '-m', 'Render a chart');
    const line = ['check', '../policies-tests', '--base', 'HEAD'];
    expect((await run(...line)).code).toBe(0);
    repository.write({ 'chart/policies/db.yaml': policy('web') });
    const { code, screen } = await run(...line);
    expect(code).toBe(1);
    expect(screen).toContain('? undecided  no new connections to db');
    expect(screen).toContain('what `chart/policies/db.yaml` was before the change is not known');
  });

  it('renders what lies in another repository as it is now', async () => {
    const other = createRepository(path.join(repository.root, 'other'), files);
    other.write({ 'k8s/kustomization.yaml': 'resources: [pods.yaml, db.yaml]\n' });
    repository.write({
      '.gitignore': 'other/\n',
      'policies-tests/shop.yaml':
        'environments:\n  prod: {kustomize: /other/k8s}\nexpect: [no new connections to db]\n',
    });
    repository.git('add', '.');
    repository.git('commit', '--quiet', '-m', 'Render the other one');
    const { code, screen } = await run('check', '../policies-tests', '--base', 'HEAD');
    expect(screen).toContain('✓');
    expect(code).toBe(0);
  });
});
