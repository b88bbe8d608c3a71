import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type HelmRecipe, type KustomizeRecipe, type Recipe, recipeKey } from '../../src/manifests/recipe.ts';
import type { Rendering } from '../../src/manifests/rendering.ts';
import { type RenderOptions, renderAll } from '../../src/rendering/render-all.ts';
import { TOOLS } from '../support/real-tools.ts';
import { temporaryTree } from '../support/temporary-tree.ts';

const BOTH = `${TOOLS.helm}:${TOOLS.kubectl}`;

const kustomize = (folder: string): KustomizeRecipe => ({ kind: 'kustomize', folder });

const helm = (chart: string, more: Partial<HelmRecipe> = {}): HelmRecipe => ({
  kind: 'helm',
  chart,
  values: [],
  set: [],
  release: 'shop',
  namespace: 'shop',
  apiVersions: [],
  ...more,
});

async function render(
  recipe: Recipe,
  root: string,
  { PATH = BOTH, ...options }: Partial<RenderOptions> & { readonly PATH?: string } = {},
): Promise<Rendering> {
  const env = { PATH, GITHUB_TOKEN: 'secret' };
  const all = await renderAll([recipe], root, { allowRemote: false, env, ...options });
  return all.get(recipeKey(recipe)) as Rendering;
}

const said = (rendering: Rendering): string =>
  rendering.kind === 'rendered' ? rendering.text : `${rendering.problem.code}: ${rendering.problem.why}`;

const DEPLOYMENT = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  labels:\n    app: web\n';

describe('kustomize', () => {
  it('is what `kubectl` has built in, where there is no `kustomize`', async () => {
    const root = temporaryTree({
      'k/kustomization.yaml': 'namePrefix: a-\nresources: [pod.yaml]\n',
      'k/pod.yaml': DEPLOYMENT,
    });
    const rendering = await render(kustomize('k'), root);
    expect(said(rendering)).toContain('name: a-web\n');
    expect(rendering.sources).toEqual(['k/kustomization.yaml', 'k/pod.yaml']);
  });

  it('is run as `kustomize build` where it is there', async () => {
    const root = temporaryTree({ 'k/kustomization.yaml': 'resources: []\n' });
    const tool = program('kustomize', 'echo "# $@"');
    expect(said(await render(kustomize('k'), root, { PATH: `${tool}:${BOTH}` }))).toBe(`# build -- ${root}/k\n`);
  });

  it('has a base, a component, patches and generators followed to the last file', async () => {
    const root = temporaryTree({
      'overlay/kustomization.yaml': [
        'resources: [../base]',
        'components: [../component]',
        'patches: [{path: patch.yaml}]',
        'configMapGenerator: [{name: c, files: [key=settings.ini]}]',
      ].join('\n'),
      'overlay/patch.yaml': `${DEPLOYMENT}    tier: front\n`,
      'overlay/settings.ini': 'a=1\n',
      'base/kustomization.yml': 'resources: [pod.yaml]\n',
      'base/pod.yaml': DEPLOYMENT,
      'component/kustomization.yaml':
        'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nlabels: [{pairs: {part: shop}}]\n',
    });
    const rendering = await render(kustomize('overlay'), root);
    expect(said(rendering)).toMatch(/part: shop\n {4}tier: front/);
    expect(rendering.sources).toEqual([
      'base/kustomization.yml',
      'base/pod.yaml',
      'component/kustomization.yaml',
      'overlay/kustomization.yaml',
      'overlay/patch.yaml',
      'overlay/settings.ini',
    ]);
  });

  it.each([
    ['an empty kustomization', ''],
    ['one without resources', 'resources: []\n'],
  ])('gives nothing or says why for %s', async (_, text) => {
    const root = temporaryTree({ 'k/kustomization.yaml': text });
    expect(said(await render(kustomize('k'), root))).toMatch(/^$|^render-failed: `kubectl kustomize` says: .*empty/);
  });

  it.each([
    ['no kustomization', {}, 'render-failed: `k` has no `kustomization.yaml`'],
    [
      'a missing resource',
      { 'k/kustomization.yaml': 'resources: [no.yaml]' },
      'render-failed: `no.yaml` is not in the workspace',
    ],
    [
      'broken YAML',
      { 'k/kustomization.yaml': 'resources: [' },
      'render-failed: `k/kustomization.yaml` cannot be read: ',
    ],
    ['an unknown key', { 'k/kustomization.yaml': 'resuorces: []' }, 'render-failed: `kubectl kustomize` says: '],
    [
      'a chart to inflate',
      { 'k/kustomization.yaml': 'helmCharts: [{name: c}]' },
      'render-failed: it inflates a Helm chart, which stays off because kustomize would run `helm` on it',
    ],
    [
      'a chart to inflate in a generator',
      {
        'k/kustomization.yaml': 'generators: [g.yaml]',
        'k/g.yaml': 'apiVersion: builtin\nkind: HelmChartInflationGenerator',
      },
      'render-failed: it inflates a Helm chart, which stays off because kustomize would run `helm` on it',
    ],
  ])('says what is wrong with %s', async (_, files, why) => {
    const root = temporaryTree({ 'other.yaml': '', ...files });
    const rendering = await render(kustomize('k'), root);
    expect(said(rendering).slice(0, why.length)).toBe(why);
    expect(said(rendering)).not.toContain(root);
  });

  it('says of a component that fails on its own what to name in its place', async () => {
    const root = temporaryTree({
      'c/kustomization.yaml':
        'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatches: [{path: p.yaml}]\n',
      'c/p.yaml': DEPLOYMENT,
    });
    expect(await render(kustomize('c'), root)).toMatchObject({
      kind: 'refused',
      problem: { help: '`c` is a component: name the overlay that lists it under `components`' },
    });
  });

  it('runs no function that is a program', async () => {
    const marker = join(tmpdir(), `netpol-gate-marker-${process.pid}`);
    const root = temporaryTree({
      'k/kustomization.yaml': 'resources: [pod.yaml]\ntransformers: [t.yaml]\n',
      'k/pod.yaml': DEPLOYMENT,
      'k/t.yaml': [
        'apiVersion: example.com/v1',
        'kind: Run',
        'metadata:',
        '  name: run',
        '  annotations:',
        '    config.kubernetes.io/function: |',
        '      exec: {path: ./run.sh}',
      ].join('\n'),
      'k/run.sh': `#!/bin/sh\ntouch ${marker}\n`,
    });
    chmodSync(join(root, 'k/run.sh'), 0o755);
    expect(said(await render(kustomize('k'), root))).toMatch(/^render-failed: /);
    expect(existsSync(marker)).toBe(false);
  });
});

describe('the network', () => {
  it.each([
    ['resources: [ADDRESS/a.yaml]'],
    ['Resources: [ADDRESS/a.yaml]'],
    ['reſources: [ADDRESS/a.yaml]'],
    ['bases: [ADDRESS/a]'],
    ['components: [ADDRESS/a]'],
    ['crds: [ADDRESS/a.yaml]'],
    ['configurations: [ADDRESS/a.yaml]'],
    ['openapi: {path: ADDRESS/a.json}'],
    ['patches: [{path: ADDRESS/a.yaml}]'],
    ['patches: [ADDRESS/a.yaml]'],
    ['patchesStrategicMerge: [ADDRESS/a.yaml]'],
    ['patchesJson6902: [{path: ADDRESS/a.yaml, target: {version: v1, kind: Pod, name: web}}]'],
    ['replacements: [{path: ADDRESS/a.yaml}]'],
    ['configMapGenerator: [{name: c, files: [ADDRESS/a.txt]}]'],
    ['configMapGenerator: [{name: c, files: [key=ADDRESS/a.txt]}]'],
    ['configMapGenerator: [{name: c, envs: [ADDRESS/a.txt]}]'],
    ['secretGenerator: [{name: c, env: ADDRESS/a.txt}]'],
    ['generators: [ADDRESS/a.yaml]'],
    ['transformers: [ADDRESS/a.yaml]'],
    ['validators: [ADDRESS/a.yaml]'],
    ['transformers: ["{apiVersion: builtin, kind: PatchTransformer, metadata: {name: p}, path: ADDRESS/a.yaml}"]'],
    ['transformers: [local.yaml]'],
    ['generators: ["{apiVersion: builtin, kind: ConfigMapGenerator, metadata: {name: p}, files: [k=ADDRESS/a]}"]'],
  ])('is not touched for `%s`', async (line) => {
    const { address, requests } = await recordingServer();
    const root = temporaryTree({
      'k/kustomization.yaml': `${line.replaceAll('ADDRESS', address)}\n`,
      'k/local.yaml': `{apiVersion: builtin, kind: PatchTransformer, metadata: {name: p}, path: "${address}/a.yaml"}`,
    });
    const rendering = await render(kustomize('k'), root);
    expect(said(rendering)).toMatch(
      /^remote-not-allowed: `http:.*` is not in the workspace, and nothing may be fetched$/,
    );
    expect(requests).toEqual([]);
  });

  it.each([
    'https://example.com/a.yaml',
    'HTTPS://example.com/a.yaml',
    'git::https://example.com/a',
    'git@example.com:a/b',
    'ssh://git@example.com/a/b',
    'file:///etc/passwd',
    'github.com/a/b',
    'GitHub.com/a/b?ref=main',
    'example.com/a/b.git',
    'example.com/a/b//c?ref=v1',
  ])('is what `%s` would need, whatever lies in the workspace under that name', async (written) => {
    const root = temporaryTree({
      'k/kustomization.yaml': `resources: ["${written}"]\n`,
      'k/github.com/a/b/kustomization.yaml': 'resources: []\n',
    });
    expect(said(await render(kustomize('k'), root))).toMatch(/^remote-not-allowed: /);
  });

  it('is not seen in an address that is only text', async () => {
    const root = temporaryTree({
      'k/kustomization.yaml':
        'resources: [pod.yaml]\ntransformers: [t.yaml]\nconfigMapGenerator: [{name: c, literals: ["a=https://example.com"]}]\n',
      'k/pod.yaml': DEPLOYMENT,
      'k/t.yaml':
        'apiVersion: builtin\nkind: AnnotationsTransformer\nmetadata: {name: t}\nannotations: {docs: "https://example.com"}\nfieldSpecs: [{path: metadata/annotations, create: true}]\n',
    });
    expect(said(await render(kustomize('k'), root))).toContain('docs: https://example.com');
  });

  it('is not touched by helm for values, charts, schemas and dependencies that are elsewhere', async () => {
    const { address, requests } = await recordingServer();
    const root = temporaryTree({
      ...chart('c'),
      ...chart('schema'),
      'schema/values.schema.json': JSON.stringify({ $ref: `${address}/schema.json` }),
      ...chart('needy'),
      'needy/Chart.yaml': `apiVersion: v2\nname: needy\nversion: 1.0.0\ndependencies:\n- {name: lib, version: 1.0.0, repository: "${address}"}\n`,
    });
    const refused = await Promise.all([
      render(helm('c', { values: [`${address}/values.yaml`] }), root),
      render(helm(`${address}/c-1.0.0.tgz`), root),
      render(helm('schema'), root),
      render(helm('needy'), root),
    ]);
    expect(refused.map(said)).toEqual([
      `remote-not-allowed: the values \`${address}/values.yaml\` are not in the workspace, and nothing may be fetched`,
      `remote-not-allowed: the chart \`${address}/c-1.0.0.tgz\` is not in the workspace, and nothing may be fetched`,
      `remote-not-allowed: \`schema/values.schema.json\` refers to \`${address}/schema.json\`, and nothing may be fetched`,
      'remote-not-allowed: the dependency `lib` is not in `needy/charts`, and nothing may be fetched',
    ]);
    expect(requests).toEqual([]);
  });

  it('is open to programs where whoever runs the gate allows it', async () => {
    const { address, requests } = await recordingServer();
    const root = temporaryTree({ 'k/kustomization.yaml': `resources: ["${address}/pod.yaml"]\n` });
    expect(said(await render(kustomize('k'), root, { allowRemote: true }))).toContain('name: fetched');
    expect(requests).toContain('/pod.yaml');
  });
});

describe('the dependencies of a chart', () => {
  const needing = (repository: string): string =>
    `apiVersion: v2\nname: needy\nversion: 1.0.0\ndependencies:\n- {name: lib, version: 1.0.0, repository: "${repository}"}\n`;

  it('are fetched into a copy where that is allowed, as the lock file says', async () => {
    const shelf = temporaryTree({
      'lib/Chart.yaml': 'apiVersion: v2\nname: lib\nversion: 1.0.0\n',
      'lib/templates/x.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: of-lib}\n',
    });
    const helmProgram = join(TOOLS.helm, 'helm');
    execFileSync(helmProgram, ['package', 'lib'], { cwd: shelf });
    const { address } = await recordingServer(shelf);
    execFileSync(helmProgram, ['repo', 'index', '.', '--url', address], { cwd: shelf });
    const root = temporaryTree({ ...chart('needy'), 'needy/Chart.yaml': needing(address) });
    const env = { ...process.env, HOME: shelf };
    // Not in step with us, or the server could not answer.
    await promisify(execFile)(helmProgram, ['dependency', 'build', 'needy'], { cwd: root, env });
    rmSync(join(root, 'needy/charts'), { recursive: true });
    const files = readdirSync(root, { recursive: true });
    expect(files).toContain('needy/Chart.lock');
    expect(said(await render(helm('needy'), root, { allowRemote: true }))).toContain('name: of-lib');
    expect(readdirSync(root, { recursive: true })).toEqual(files);
  });

  it('that lie beside the chart are asked for', async () => {
    const root = temporaryTree({ ...chart('needy'), 'needy/Chart.yaml': needing('file://../lib') });
    for (const allowRemote of [false, true]) {
      expect(said(await render(helm('needy'), root, { allowRemote }))).toBe(
        'render-failed: the dependency `lib` is not in `needy/charts`',
      );
    }
  });
});

describe('the workspace', () => {
  it.each([
    ['a resource', { 'k/kustomization.yaml': 'resources: [../../outside.yaml]' }],
    ['an absolute path', { 'k/kustomization.yaml': 'resources: [/etc/hostname]' }],
    ['a base', { 'k/kustomization.yaml': 'bases: [../../..]' }],
    ['a linked file', { 'k/kustomization.yaml': 'resources: [a.yaml]', 'k/a.yaml': { link: '/etc/hostname' } }],
    ['a linked folder', { 'k/kustomization.yaml': 'resources: [a]', 'k/a': { link: '/etc' } }],
    ['a linked kustomization', { 'k/kustomization.yaml': { link: '/etc/hostname' } }],
    ['a file of a generator', { 'k/kustomization.yaml': 'configMapGenerator: [{name: c, files: [../../x]}]' }],
  ])('is all that kustomize is given: %s beside it is refused', async (_, files) => {
    const root = temporaryTree(files);
    expect(said(await render(kustomize('k'), root))).toMatch(
      /^link-leaves-workspace: `.*` leads out of the workspace$/,
    );
  });

  it('is all that helm is given', async () => {
    const root = temporaryTree({
      ...chart('c'),
      'c/files/secret': { link: '/etc/hostname' },
      ...chart('d'),
      'values.yaml': { link: '/etc/hostname' },
    });
    expect(said(await render(helm('c'), root))).toBe(
      'link-leaves-workspace: `c/files/secret` leads out of the workspace',
    );
    expect(said(await render(helm('d', { values: ['values.yaml'] }), root))).toBe(
      'link-leaves-workspace: `values.yaml` leads out of the workspace',
    );
  });

  it('may be one tree of several, and then nothing of the others is read', async () => {
    const root = temporaryTree({
      'one/kustomization.yaml': 'resources: [../two/pod.yaml]',
      'two/pod.yaml': DEPLOYMENT,
    });
    const rendering = await render(kustomize('one'), root, { trees: [join(root, 'one'), join(root, 'three')] });
    expect(said(rendering)).toMatch(/^link-leaves-workspace: /);
    const other = await render(kustomize('two'), temporaryTree({ 'two/kustomization.yaml': '', 'one/a': '' }), {
      trees: ['/nowhere/one'],
    });
    expect(said(other)).toMatch(/^link-leaves-workspace: /);
  });

  it('is not written to, and nothing stays behind', async () => {
    const root = temporaryTree({ ...chart('c'), 'k/kustomization.yaml': 'resources: []\n' });
    const leftovers = (): readonly string[] =>
      readdirSync(tmpdir()).filter((name) => name.startsWith('netpol-gate-rendering-'));
    const before = leftovers();
    const files = readdirSync(root, { recursive: true });
    await renderAll([helm('c'), kustomize('k')], root, { allowRemote: false, env: { PATH: BOTH } });
    expect(readdirSync(root, { recursive: true })).toEqual(files);
    expect(leftovers().filter((name) => !before.includes(name))).toEqual([]);
  });
});

describe('helm', () => {
  it('renders with values, single values, release, namespace, versions and the objects of `crds/`', async () => {
    const root = temporaryTree({
      ...chart('c'),
      'c/crds/crd.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: of-crds}\n',
      'prod.yaml': 'name: from-file\n',
    });
    const text = said(
      await render(
        helm('c', {
          values: ['prod.yaml'],
          set: [{ name: 'extra.list', value: ['a,b', true] }],
          release: 'live',
          namespace: 'shop-live',
          kubeVersion: '1.29.0',
          apiVersions: ['cilium.io/v2'],
        }),
        root,
      ),
    );
    expect(text).toContain('name: of-crds');
    expect(text).toContain('name: from-file');
    expect(text).toContain('given: "live shop-live v1.29.0 true [a,b true]"');
  });

  it('takes a library of `charts/` without the network', async () => {
    const root = temporaryTree({
      ...chart('c'),
      'c/Chart.yaml':
        'apiVersion: v2\nname: c\nversion: 1.0.0\ndependencies:\n- {name: lib, version: 1.0.0, repository: "https://example.com"}\n',
      'c/charts/lib/Chart.yaml': 'apiVersion: v2\nname: lib\nversion: 1.0.0\ntype: library\n',
      'c/charts/lib/templates/_x.tpl': '{{ define "lib.x" }}of the library{{ end }}',
      'c/templates/x.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: "{{ include "lib.x" . }}"}\n',
    });
    expect(said(await render(helm('c'), root))).toContain('name: "of the library"');
  });

  it.each([
    ['a release', helm('c', { release: '--post-renderer=/bin/true' })],
    ['a namespace', helm('c', { namespace: '--post-renderer=/bin/true' })],
    ['a version of Kubernetes', helm('c', { kubeVersion: '--post-renderer=/bin/true' })],
    ['a name of a value', helm('c', { set: [{ name: '--post-renderer', value: '/bin/true' }] })],
    ['a value', helm('c', { set: [{ name: 'name', value: '$(touch MARKER);`touch MARKER`\n--post-renderer=x' }] })],
    ['an API version', helm('c', { apiVersions: ['a" --post-renderer="b', '$(touch MARKER)'] })],
    ['a chart', helm('--post-renderer=x')],
    ['an argument that none can be', helm('c', { namespace: 'a\u0000b' })],
  ])('takes %s for what it is, however much it looks like an option or a command', async (_, recipe) => {
    const root = temporaryTree({ ...chart('c'), ...chart('--post-renderer=x') });
    const marker = join(root, 'marker');
    const hostile = JSON.parse(JSON.stringify(recipe).replaceAll('MARKER', marker)) as HelmRecipe;
    const rendering = await render(hostile, root);
    expect(said(rendering)).not.toMatch(/post-?render(er)?[^:]*: (no such|plugin|executable)|unknown flag/);
    expect(existsSync(marker)).toBe(false);
  });

  it('says the line of its complaint that matters, without the paths of the machine', async () => {
    const root = temporaryTree({ ...chart('c'), 'c/templates/broken.yaml': 'a: {{ fail "not today" }}\n' });
    const rendering = await render(helm('c'), root);
    const why = said(rendering);
    expect(rendering).toMatchObject({
      problem: { at: { file: 'c/templates/broken.yaml', span: { line: 1 } } },
    });
    expect(why).toContain('render-failed: `helm template` says: ');
    expect(why).toContain('not today');
    expect(why).not.toContain(root);
    expect(why).not.toContain('\n');
  });
});

describe('a program', () => {
  it.each([
    [kustomize('k'), TOOLS.helm, 'tool-missing: neither `kustomize` nor `kubectl` is on the `PATH`'],
    [helm('c'), TOOLS.kubectl, 'tool-missing: `helm` is not on the `PATH`'],
    [helm('c'), '', 'tool-missing: `helm` is not on the `PATH`'],
    [helm('c'), 'bin:./bin', 'tool-missing: `helm` is not on the `PATH`'],
  ])('that is missing is named', async (recipe, PATH, why) => {
    const root = temporaryTree({ ...chart('c'), 'k/kustomization.yaml': 'resources: []\n' });
    expect(said(await render(recipe, root, { PATH }))).toBe(why);
  });

  it('inside the workspace is not run', async () => {
    const root = temporaryTree({ ...chart('c'), 'bin/helm': '#!/bin/sh\necho hello\n' });
    chmodSync(join(root, 'bin/helm'), 0o755);
    expect(said(await render(helm('c'), root, { PATH: join(root, 'bin') }))).toBe(
      'tool-missing: `helm` is not on the `PATH`',
    );
  });

  it('sees no secret, no program and no cluster', async () => {
    const root = temporaryTree(chart('c'));
    const PATH = program('helm', '/usr/bin/env');
    const seen = said(await render(helm('c'), root, { PATH }));
    expect(seen).not.toContain('secret');
    expect(seen).toMatch(/^KUBECONFIG=.*no-cluster$/m);
    expect(seen).toMatch(/^PATH=.*no-programs$/m);
    expect(seen).toMatch(/^HELM_PLUGINS=.*no-plugins$/m);
    expect(seen).not.toContain(`HOME=${process.env.HOME}\n`);
  });

  it('that takes too long, gives too much or no text is stopped, and the others go on', async () => {
    const root = temporaryTree({ ...chart('c'), 'k/kustomization.yaml': 'resources: []\n' });
    const limits = { milliseconds: 300, bytes: 1024 * 1024 };
    const run = (body: string): Promise<Rendering> => render(helm('c'), root, { PATH: program('helm', body), limits });
    expect(said(await run('exec /bin/sleep 60'))).toBe('render-failed: `helm template` was stopped after 0.3 seconds');
    expect(said(await run('/bin/sleep 60'))).toBe('render-failed: `helm template` was stopped after 0.3 seconds');
    expect(said(await run('exec /usr/bin/yes'))).toBe('render-failed: `helm template` gives more than 1 MiB');
    expect(said(await run("printf '\\377'"))).toBe('render-failed: `helm template` gives something else than text');
    expect(said(await run('exit 3'))).toBe('render-failed: `helm template` says: it ended with code 3');
  });

  it('is run once for each recipe, and the order of recipes makes no difference', async () => {
    const root = temporaryTree(chart('c'));
    const log = join(root, '../', `netpol-gate-log-${process.pid}`);
    const PATH = program('helm', `echo x >> ${log}; echo "# $@"`);
    const recipes = [helm('c'), helm('c', { release: 'other' }), helm('c')];
    const options = { allowRemote: false, env: { PATH } };
    const there = await renderAll(recipes, root, options);
    const back = await renderAll([...recipes].reverse(), root, options);
    expect(there.size).toBe(2);
    expect(new Map([...there].sort())).toEqual(new Map([...back].sort()));
    expect(readFileSync(log, 'utf8').match(/x/g)).toHaveLength(4);
    rmSync(log);
  });
});

/** A chart whose only object shows what it was given. */
function chart(folder: string): Readonly<Record<string, string>> {
  return {
    [`${folder}/Chart.yaml`]: `apiVersion: v2\nname: c\nversion: 1.0.0\n`,
    [`${folder}/values.yaml`]: 'name: plain\nextra: {list: []}\n',
    [`${folder}/templates/object.yaml`]: [
      'apiVersion: v1',
      'kind: ConfigMap',
      'metadata:',
      '  name: {{ .Values.name | quote | trimAll "\\"" | replace "\\n" "" | trunc 40 }}',
      'data:',
      '  given: "{{ .Release.Name }} {{ .Release.Namespace }} {{ .Capabilities.KubeVersion }} {{ .Capabilities.APIVersions.Has "cilium.io/v2" }} {{ .Values.extra.list }}"',
    ].join('\n'),
  };
}

/** A folder with one program of the given shell text. */
function program(name: string, body: string): string {
  const folder = temporaryTree({ [name]: `#!/bin/sh\n${body}\n` });
  chmodSync(join(folder, name), 0o755);
  return folder;
}

/** A server on this machine that answers with the files of a folder, else with a pod, and remembers what was asked. */
async function recordingServer(
  folder?: string,
): Promise<{ readonly address: string; readonly requests: readonly string[] }> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    if (folder !== undefined) response.end(readFileSync(join(folder, request.url ?? '')));
    else response.end('apiVersion: v1\nkind: Pod\nmetadata: {name: fetched}\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}
