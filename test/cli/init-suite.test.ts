import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../../src/cli/run-cli.ts';
import { namespace, networkPolicy, workload } from '../support/worlds.ts';

const SUITE = 'policies-tests/network-policies.yaml';

const pods = (name: string) => ({ podSelector: { matchLabels: { app: name } } });
const workloads = [namespace('shop'), ...['web', 'api', 'db'].map((name) => workload(`shop/${name}`, { app: name }))];
const policy = networkPolicy('shop/db', { ...pods('db'), ingress: [{ from: [pods('api')], ports: [{ port: 5432 }] }] });
const text = (objects: readonly unknown[]): string => objects.map((one) => JSON.stringify(one)).join('\n---\n');

let top: string;

beforeEach(() => {
  top = realpathSync(mkdtempSync(path.join(tmpdir(), 'netpol-gate-')));
  mkdirSync(path.join(top, 'repo/.git'), { recursive: true });
  write({ 'repo/deploy/k8s/workloads.yaml': text(workloads), 'repo/deploy/k8s/db.yaml': text([policy]) });
});

afterEach(() => rmSync(top, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(top, name)), { recursive: true });
    writeFileSync(path.join(top, name), content);
  }
}

const read = (name: string): string => readFileSync(path.join(top, name), 'utf8');

async function run(line: readonly string[], setting: { readonly in?: string; readonly stdin?: string } = {}) {
  let stdout = '';
  let stderr = '';
  const code = await runCli(line, {
    cwd: path.join(top, setting.in ?? 'repo'),
    env: {},
    stdout: { isTTY: false, write: (piece) => (stdout += piece) },
    stderr: { isTTY: false, write: (piece) => (stderr += piece) },
    stdin: async () => Buffer.from(setting.stdin ?? ''),
  });
  return { code, stdout, stderr };
}

describe('`init`', () => {
  it('writes a suite that `check` finds and that is green, and says what to do next', async () => {
    const { code, stdout, stderr } = await run(['init']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^wrote `policies-tests\/network-policies\.yaml`: 2 claims, all of which hold\n/);
    expect(stdout).toContain('  run `netpol-gate check`\n');
    expect(stdout).toContain('uses: OWNER/netpol-gate@v1');
    expect(read(`repo/${SUITE}`)).toContain('\n  - only api --> db\n');
    expect((await run(['check'])).code).toBe(0);
    rmSync(path.join(top, 'repo/deploy/k8s/db.yaml'));
    expect((await run(['check'])).code).toBe(1);
  });

  it.each([
    [['init', 'deploy/k8s'], 'repo', SUITE],
    [['init', '-m', 'k8s'], 'repo/deploy', `deploy/${SUITE}`],
    [['init', '../deploy/k8s', '-o', '../tests/shop.yaml'], 'repo/deploy', 'tests/shop.yaml'],
  ])('%j in `%s` writes a suite that finds its manifests wherever it is checked', async (line, cwd, suite) => {
    expect((await run(line, { in: cwd })).code).toBe(0);
    for (const from of ['repo', 'repo/deploy', 'repo/deploy/k8s', '.']) {
      const way = path.relative(path.join(top, from), path.join(top, 'repo', suite));
      const { code, stdout } = await run(['check', way], { in: from });
      expect({ from, code }).toEqual({ from, code: 0 });
      expect(stdout).toContain('2 claims');
    }
  });

  it('never writes over a file, or through a link that leads nowhere, unless it is told to', async () => {
    write({ [`repo/${SUITE}`]: 'mine' });
    const { code, stderr } = await run(['init']);
    expect({ code, kept: read(`repo/${SUITE}`) }).toEqual({ code: 2, kept: 'mine' });
    expect(stderr).toBe(
      `error[invalid-option]: \`${SUITE}\` is there already\n  = help: write to another file with \`--output FILE\`, or over this one with \`--force\`\n`,
    );
    symlinkSync(path.join(top, 'gone'), path.join(top, 'repo/link.yaml'));
    expect((await run(['init', '-o', 'link.yaml'])).code).toBe(2);
    expect(existsSync(path.join(top, 'gone'))).toBe(false);
    rmSync(path.join(top, 'repo/link.yaml'));
    expect((await run(['init', '--force'])).code).toBe(0);
    expect(read(`repo/${SUITE}`)).toContain('only api --> db');
  });

  it('says of a folder that it is one, whether or not it may write over files', async () => {
    for (const line of [
      ['init', '-o', 'deploy/k8s'],
      ['init', '--force', '-o', 'deploy/k8s/'],
    ]) {
      const { code, stdout, stderr } = await run(line);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain(
        'is a folder\n  = help: name the file that is to be written, like `--output deploy/k8s/',
      );
      expect(stderr).not.toContain('already');
    }
  });

  it('prints the suite alone with `-o -`, and reads manifests from a pipe', async () => {
    const { code, stdout, stderr } = await run(['init', '-', '-o', '-'], { stdin: text([...workloads, policy]) });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^# What the network policies keep today/);
    expect(stdout).toMatch(/\n {2}# Not claimed:/);
    expect(stderr).toContain('  run `… | netpol-gate check -m -`, with the same manifests in the pipe\n');
    expect(stderr).toContain('environments: {production: {kustomize: ');
    expect((await run(['init', '-o', '-'])).stderr).not.toContain('environments');
    expect(existsSync(path.join(top, 'repo/policies-tests'))).toBe(false);
    write({ 'repo/policies-tests/piped.yaml': stdout });
    expect((await run(['check', '-m', '-'], { stdin: text([...workloads, policy]) })).code).toBe(0);
  });

  it('exits 3 and writes nothing where there is nothing to claim', async () => {
    rmSync(path.join(top, 'repo/deploy/k8s/db.yaml'));
    const open = await run(['init']);
    expect(open).toMatchObject({ code: 3, stdout: '' });
    expect(open.stderr).toMatch(
      /^there is nothing to claim: no policy selects a workload, so that everything is open; no file was written\n {2}= help: /,
    );
    rmSync(path.join(top, 'repo/deploy'), { recursive: true });
    const empty = await run(['init']);
    expect(empty).toMatchObject({ code: 3, stdout: '' });
    expect(empty.stderr).toContain('error[nothing-to-check]');
    expect(existsSync(path.join(top, 'repo/policies-tests'))).toBe(false);
  });

  it('exits 1 with a suite where a manifest is invalid, as `check` does, and tells which', async () => {
    write({
      'repo/deploy/k8s/wrong.yaml':
        'apiVersion: v1\nkind: Service\nmetadata: {name: x, namespace: shop}\nspec: {ports: [{port: x}]}\n',
    });
    const { code, stdout, stderr } = await run(['init']);
    expect(code).toBe(1);
    expect(stderr).toContain('deploy/k8s/wrong.yaml');
    expect(stdout).toContain('  run `netpol-gate check`, red until the manifests are mended as told above\n');
    expect((await run(['check'])).code).toBe(1);
  });

  it('shows the first of many errors, and says how many there are', async () => {
    const wrong = (name: number) =>
      `apiVersion: v1\nkind: Service\nmetadata: {name: x${name}, namespace: shop}\nspec: {ports: [{port: x}]}\n`;
    write({ 'repo/deploy/k8s/wrong.yaml': [1, 2, 3, 4, 5, 6, 7].map(wrong).join('---\n') });
    const { code, stderr } = await run(['init']);
    expect(code).toBe(1);
    expect(stderr.match(/^error\[/gm)).toHaveLength(5);
    expect(stderr).toMatch(/\nand 2 more errors about the input, which `netpol-gate check` shows\n$/);
  });

  it('exits 2 and writes nothing for paths that it cannot use', async () => {
    for (const line of [
      ['init', 'nowhere'],
      ['init', 'deploy/*.json'],
      ['init', '-o', '../outside.yaml'],
    ]) {
      expect({ line, ...(await run(line)) }).toMatchObject({ line, code: 2, stdout: '' });
    }
    expect(existsSync(path.join(top, 'outside.yaml'))).toBe(false);
    expect(existsSync(path.join(top, 'repo/policies-tests'))).toBe(false);
    write({ 'repo/file': '' });
    const folder = await run(['init', '-o', 'file/suite.yaml', '--force']);
    expect(folder).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('cannot be written') });
  });

  it('says nothing with `--quiet` where all is well', async () => {
    expect(await run(['init', '-q'])).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('states what it was told: namespace, plugin and ranges', async () => {
    expect((await run(['init', '-n', 'shop', '--dataplane', 'calico', '--pod-cidr', '10.0.0.0/9'])).code).toBe(0);
    expect(read(`repo/${SUITE}`)).toContain(
      'namespace: shop\nassume:\n  dataplane: calico\n  podCIDRs: ["10.0.0.0/9"]\n',
    );
  });
});
