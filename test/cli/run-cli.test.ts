import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../../src/cli/run-cli.ts';
import { parseDocument } from '../../src/manifests/parse-document.ts';
import { TOOLS } from '../support/real-tools.ts';

const workloads = ['web', 'api', 'db']
  .map(
    (name) => `---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: shop}
spec:
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec: {containers: [{name: main, image: example.org/main:1}]}
`,
  )
  .join('');

const policy = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db-from-api, namespace: shop}
spec:
  podSelector: {matchLabels: {app: db}}
  policyTypes: [Ingress]
  ingress:
    - from: [{podSelector: {matchLabels: {app: api}}}]
      ports: [{port: 5432}]
`;

const shop = {
  'k8s/workloads.yaml': `---
apiVersion: v1
kind: Namespace
metadata: {name: shop}
${workloads}`,
  'k8s/db.yaml': policy,
};
const suite = 'namespace: shop\nexpect:\n  - web -/-> db\n  - api --> db:5432\n';

let top: string;

beforeEach(() => {
  top = realpathSync(mkdtempSync(path.join(tmpdir(), 'netpol-gate-')));
  mkdirSync(path.join(top, 'repo/.git'), { recursive: true });
  write(Object.fromEntries(Object.entries(shop).map(([name, text]) => [`repo/${name}`, text])));
  write({ 'repo/policies-tests/shop.yaml': suite });
});

afterEach(() => rmSync(top, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(top, name)), { recursive: true });
    writeFileSync(path.join(top, name), text);
  }
}

interface Setting {
  readonly in?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string | Uint8Array;
  readonly isTTY?: boolean;
}

async function run(line: readonly string[], setting: Setting = {}) {
  let stdout = '';
  let stderr = '';
  const isTTY = setting.isTTY ?? false;
  const code = await runCli(line, {
    cwd: path.join(top, setting.in ?? 'repo'),
    env: setting.env ?? {},
    stdout: { isTTY, write: (text) => (stdout += text) },
    stderr: { isTTY: false, write: (text) => (stderr += text) },
    stdin: async () => Buffer.from(setting.stdin ?? ''),
  });
  return { code, stdout, stderr };
}

describe('`check`', () => {
  it('judges the suites of the working directory', async () => {
    const { code, stdout, stderr } = await run(['check']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('2 claims');
  });

  it('parses every document in full with NETPOL_GATE_YAML=full, and says the same', async () => {
    const line = ['check', '-e', 'web --> db:5432', '-n', 'shop'];
    const parsed = await run(line, { env: { NETPOL_GATE_YAML: 'full' } });
    expect(parseDocument('a: b\n').by).toBe('parser');
    expect(await run(line)).toEqual(parsed);
    expect(parseDocument('a: b\n').by).toBe('scanner');
  });

  it('exits 1 where a claim fails, and says which', async () => {
    const { code, stdout } = await run(['check', '-e', 'web --> db:5432', '-n', 'shop']);
    expect(code).toBe(1);
    expect(stdout).toContain('web --> db:5432');
    expect(stdout).toContain('db-from-api');
  });

  it('exits 0 in spite of that with `--fail-on never`, but 2 for what it cannot judge', async () => {
    expect((await run(['check', '-n', 'shop', '--fail-on', 'never', '-e', 'web --> db'])).code).toBe(0);
    expect((await run(['check', '-n', 'shop', '--fail-on', 'never', '-e', 'wbe --> db'])).code).toBe(2);
  });

  it('renders the environments of a suite with the programs of the `PATH`, and cannot judge without them', async () => {
    write({
      'repo/k8s/kustomization.yaml': 'namePrefix: eu-\nresources: [workloads.yaml, db.yaml]\n',
      'repo/policies-tests/shop.yaml':
        'environments:\n  plain: {manifests: [/k8s/workloads.yaml, /k8s/db.yaml], namespace: shop}\n  eu: {kustomize: ../k8s, namespace: shop}\nexpect: [web | eu-web -/-> db | eu-db]\n',
    });
    const withTools = await run(['check'], { env: { PATH: TOOLS.kubectl } });
    expect(withTools.stdout).toContain('no workload is called `web`');
    expect(withTools.stdout).toContain('= in: eu');
    for (const line of [['check'], ['check', '--fail-on', 'never'], ['check', '--allow-remote']]) {
      const without = await run(line, { env: { PATH: '' } });
      expect(without.code).toBe(2);
      expect(without.stdout).toContain(
        'the environment `eu` cannot be rendered: neither `kustomize` nor `kubectl` is on the `PATH`',
      );
    }
  });

  it('gives programs nothing beside what the command names, wherever the suite points', async () => {
    write({
      'beside/kustomization.yaml': 'resources: []\n',
      'suite/.git/x': '',
      'suite/s.yaml': 'environments:\n  a: {kustomize: ../beside}\n  b: {kustomize: /beside}\nexpect: [web -/-> db]\n',
    });
    const { code, stdout } = await run(['check', '../suite/s.yaml', '-m', 'k8s'], { env: { PATH: TOOLS.kubectl } });
    expect(code).toBe(2);
    expect(stdout.match(/error\[link-leaves-workspace\]/g)).toHaveLength(2);
  });

  it('exits 3 where there is no suite', async () => {
    mkdirSync(path.join(top, 'empty'));
    expect((await run(['check'], { in: 'empty' })).code).toBe(3);
  });

  it('reads manifests from standard input, and only from there', async () => {
    const line = ['check', '-m', '-', '-n', 'shop', '-e', 'web -/-> db'];
    expect((await run(line, { stdin: shop['k8s/workloads.yaml'] })).code).toBe(1);
    expect((await run(line, { stdin: `${shop['k8s/workloads.yaml']}---\n${policy}` })).code).toBe(0);
  });

  it('refuses standard input that is not text, and a suite there', async () => {
    const notText = await run(['check', '-m', '-'], { stdin: new Uint8Array([0xff, 0xfe, 0x00]) });
    expect(notText).toMatchObject({ code: 2, stderr: expect.stringContaining('standard input is not UTF-8 text') });
    expect(await run(['check', '-'])).toMatchObject({ code: 2, stderr: expect.stringContaining('write `-m -`') });
  });

  it('judges suites of the repository on manifests that lie outside', async () => {
    const open = shop['k8s/workloads.yaml'];
    write({ 'rendered/all.yaml': open, 'rendered/other.txt': 'not read' });
    expect((await run(['check', '-m', '../rendered/all.yaml'])).code).toBe(1);
    expect((await run(['check', '-m', path.join(top, 'rendered')])).code).toBe(1);
    write({ 'rendered/db.yaml': policy });
    expect((await run(['check', '-m', path.join(top, 'rendered/*.yaml')])).code).toBe(0);
  });

  it('judges the suites of another repository on the manifests there', async () => {
    mkdirSync(path.join(top, 'elsewhere'));
    const { code, stdout } = await run(['check', '../repo/policies-tests'], { in: 'elsewhere' });
    expect(code).toBe(0);
    expect(stdout).toContain('2 claims');
  });

  it('starts from the working directory inside the repository', async () => {
    write({ 'repo/other/policies-tests/web.yaml': 'namespace: shop\nmanifests: [/k8s/**]\nexpect: [web --> api]\n' });
    const { code, stdout } = await run(['check'], { in: 'repo/other' });
    expect(code).toBe(0);
    expect(stdout).toContain('1 claim');
  });
});

describe('`connectivity` and `explain`', () => {
  it('show what can reach what', async () => {
    const { code, stdout } = await run(['connectivity', 'k8s', '--format', 'json']);
    expect(code).toBe(0);
    const { version, connections } = JSON.parse(stdout);
    expect(version).toBe(1);
    expect(connections).toContainEqual({
      from: 'shop/Deployment:api',
      to: 'shop/Deployment:db',
      allowed: [{ protocol: 'TCP', first: 5432, last: 5432 }],
      undecided: [],
    });
  });

  it('show why', async () => {
    const { code, stdout } = await run(['explain', 'web -/-> db', 'k8s', '-n', 'shop']);
    expect(code).toBe(0);
    expect(stdout).toContain('db-from-api');
  });
});

describe('reports', () => {
  it('go to their files, whose folders are made, and the text report to the screen', async () => {
    const { code, stdout } = await run([
      'check',
      '--format',
      'sarif=out/report.sarif',
      '--format',
      'junit=out/junit.xml',
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain('2 claims');
    expect(JSON.parse(readFileSync(path.join(top, 'repo/out/report.sarif'), 'utf8'))).toMatchObject({
      version: '2.1.0',
    });
    expect(readFileSync(path.join(top, 'repo/out/junit.xml'), 'utf8')).toContain('<testsuite');
  });

  it('as a page hold every pair, and change none of the others', async () => {
    const pair = ['--format', 'json=../out/report.json', '--format', 'html=../out/report.html'];
    for (const command of [['check'], ['connectivity'], ['explain', 'shop/web -/-> shop/db']]) {
      const alone = await run([...command, '--format', 'json']);
      const { code, stdout } = await run([...command, ...pair]);
      expect([code, stdout]).toEqual([alone.code, (await run(command)).stdout]);
      expect(readFileSync(path.join(top, 'out/report.json'), 'utf8')).toBe(alone.stdout);
      const page = readFileSync(path.join(top, 'out/report.html'), 'utf8');
      expect(page).toMatch(/^<!doctype html>/);
      expect(page.includes('data-matrix="0"')).toBe(command[0] !== 'explain');
    }
    const { stdout } = await run(['connectivity', '--format', 'html']);
    expect(stdout).toMatch(/^<!doctype html>.*<\/html>\n$/s);
  });

  it('that cannot be written are no success', async () => {
    const result = await run(['check', '--format', 'json=k8s/db.yaml/report.json']);
    expect(result.code).toBe(2);
    expect(result.stderr).toContain('`k8s/db.yaml/report.json` cannot be written');
  });

  it('that cannot be written leave a failing verdict what it is', async () => {
    const line = ['check', '-n', 'shop', '-e', 'web --> db', '--format', 'json=k8s/db.yaml/report.json'];
    expect((await run(line)).code).toBe(1);
  });

  it('in text are one line under `--quiet` where all is well, and name what is wrong where not', async () => {
    const { code, stdout } = await run(['check', '--quiet']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^[^\n]*passed[^\n]*2 claims[^\n]*\n$/);
    const loud = await run(['check', '-n', 'shop', '-e', 'web --> db', '-q']);
    expect(loud.code).toBe(1);
    expect(loud.stdout).toContain('db-from-api');
  });

  it('in JSON are the same bytes every time', async () => {
    const first = await run(['check', '--format', 'json']);
    expect(await run(['check', '--format', 'json'])).toEqual(first);
    expect(JSON.parse(first.stdout)).toMatchObject({ version: 1, exitCode: 0, summary: { claims: 2, holds: 2 } });
  });

  it.each([
    ['a terminal', {}, { isTTY: true }, true],
    ['a pipe', {}, {}, false],
    ['a terminal under NO_COLOR', { NO_COLOR: '1' }, { isTTY: true }, false],
    ['a pipe under FORCE_COLOR', { FORCE_COLOR: '1' }, {}, true],
    ['a terminal under FORCE_COLOR=0', { FORCE_COLOR: '0' }, { isTTY: true }, false],
    ['a terminal that is dumb', { TERM: 'dumb' }, { isTTY: true }, false],
  ])('have the colours that suit %s', async (_, env, output, coloured) => {
    const { stdout } = await run(['check', '-n', 'shop', '-e', 'web --> db'], { env, ...output });
    expect(stdout.includes('\u001b[')).toBe(coloured);
  });

  it('have the colours that `--color` wants', async () => {
    const always = await run(['check', '--color', 'always'], { env: { NO_COLOR: '1' } });
    expect(always.stdout).toContain('\u001b[');
    const never = await run(['check', '--color=never'], { env: { FORCE_COLOR: '1' }, isTTY: true });
    expect(never.stdout).not.toContain('\u001b[');
  });
});

describe('what makes no sense', () => {
  it('is told on standard error, with code 2 and nothing judged', async () => {
    expect(await run(['check', '--formt', 'json'])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'error[invalid-option]: unknown option `--formt`\n  = help: did you mean `--format`?\n',
    });
  });

  it('may be a path that leads nowhere, which is not walked to', async () => {
    expect(await run(['check', '-m', '/not/there', 'policies-tests/shpo.yaml'])).toEqual({
      code: 2,
      stdout: '',
      stderr: `error[invalid-option]: \`policies-tests/shpo.yaml\` does not exist
  = help: name a file, a folder or a glob
error[invalid-option]: \`/not/there\` does not exist
  = help: name a file, a folder or a glob
`,
    });
  });

  it('cannot steer the terminal', async () => {
    const { stderr } = await run(['check', '--fail-on', '\u001b[2Jx\n::error::y']);
    expect(stderr).toContain('\\u001b[2Jx');
    expect(stderr.split('\n').some((line) => line.startsWith('::'))).toBe(false);
  });
});

describe('help and version', () => {
  it('go to standard output with code 0', async () => {
    expect(await run(['--help'])).toMatchObject({ code: 0, stdout: expect.stringContaining('Usage: netpol-gate') });
    expect(await run(['--version'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });
});

it('a bug of our own is code 70, never 0, and asks to be reported', async () => {
  const stdin = async (): Promise<Uint8Array> => {
    throw new Error('disk on fire');
  };
  let stderr = '';
  const output = { write: (text: string) => (stderr += text) };
  const code = await runCli(['connectivity', '-'], { cwd: top, env: {}, stdout: output, stderr: output, stdin });
  expect(code).toBe(70);
  expect(stderr).toContain('disk on fire');
  expect(stderr).toContain('please report it');
});

describe('the command `diff`', () => {
  const looser = policy.replace('app: api', 'app: web');
  const change = { 'old/k8s/workloads.yaml': shop['k8s/workloads.yaml'], 'old/k8s/db.yaml': policy };
  const changed = { 'new/k8s/workloads.yaml': shop['k8s/workloads.yaml'], 'new/k8s/db.yaml': looser };

  it('compares two folders, wherever they lie, and names files from where the tree of each is read', async () => {
    write({ ...change, ...changed });
    const { code, stdout } = await run(['diff', '../old', '../new', '--color', 'never']);
    expect(code).toBe(0);
    expect(stdout).toContain('+ shop/web → shop/db  opened on 5432/tcp');
    expect(stdout).toContain('- shop/api → shop/db  closed on 5432/tcp');
    expect(stdout).toContain('k8s/db.yaml:8:');
    expect((await run(['diff', '../old', '../old'])).stdout).toContain('no connection changes');
  });

  it('compares two files, or what a pattern picks in both folders', async () => {
    write({ ...change, ...changed, 'old/other/broken.yaml': 'a: [', 'new/other/broken.yaml': 'a: [' });
    expect((await run(['diff', '../old', '../new', '-m', 'k8s'])).code).toBe(0);
    expect((await run(['diff', '../old', '../new'])).code).toBe(1);
    const files = await run(['diff', '../old/k8s/db.yaml', '../new/k8s/db.yaml', '-f', 'json']);
    const rows = JSON.parse(files.stdout).change.worlds[0].changes;
    // Nobody is there but whoever could be created.
    expect(rows.map(({ kind }: { kind: string }) => kind).sort()).toEqual(['closed', 'opened']);
  });

  it('gives 1 for new connections that are not to be', async () => {
    write({ ...change, ...changed });
    expect((await run(['diff', '../old', '../new', '--fail-on-new', 'any'])).code).toBe(1);
    expect((await run(['diff', '../old', '../new', '--fail-on-new', 'internet'])).code).toBe(0);
  });

  it('refuses two trees with nothing in them', async () => {
    write({ 'old/README.md': '', 'new/README.md': '' });
    expect((await run(['diff', '../old', '../new'])).code).toBe(3);
  });
});

describe('a check with `--base`', () => {
  it('judges claims about the change, and tells of it', async () => {
    write({
      'main/k8s/workloads.yaml': shop['k8s/workloads.yaml'],
      'main/k8s/db.yaml': policy.replace('app: api', 'app: other'),
    });
    const line = ['check', '-m', 'k8s', '-n', 'shop', '-e', 'no new connections to db', '--color', 'never'];
    const failing = await run([...line, '--base', '../main']);
    expect(failing.code).toBe(1);
    expect(failing.stdout).toContain('✗ fails');
    expect(failing.stdout).toContain('+ shop/api → shop/db  opened on 5432/tcp');
    expect((await run([...line, '--base', '.'])).code).toBe(0);
    expect((await run(line)).stdout).toContain('there is nothing to compare with');
    expect((await run([...line, '--base', 'nowhere'])).code).toBe(2);
  });
});
