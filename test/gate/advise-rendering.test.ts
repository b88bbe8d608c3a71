import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { ConnectivityReport } from '../../src/findings/report.ts';
import { connectivity } from '../../src/gate/run-gate.ts';
import { memoryWorkspace } from '../support/memory-workspace.ts';

const POD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop}\nspec: {containers: []}\n';
const WORKLOAD_TEMPLATE = 'kind: Deployment\nmetadata: {name: {{ .Release.Name }}}\n';
const POLICY_TEMPLATE = 'kind: NetworkPolicy\nmetadata: {name: {{ .Release.Name }}}\n';

function read(files: Readonly<Record<string, string>>, manifests: readonly string[] = []): ConnectivityReport {
  return connectivity({ workspace: memoryWorkspace({ 'k8s/web.yaml': POD, ...files }), base: '', manifests });
}

const unrendered = (report: ConnectivityReport) => report.findings.filter(({ code }) => code === 'unrendered-template');
const inShort = (report: ConnectivityReport) =>
  unrendered(report).map(({ severity, at }) => `${severity} ${at?.file}:${at?.span?.line}`);

describe('a chart that nobody renders', () => {
  const chart = {
    'charts/shop/Chart.yaml': 'apiVersion: v2\nname: storefront\nversion: 1.0.0\n',
    'charts/shop/values.yaml': 'replicas: 2\n',
    'charts/shop/templates/a.yaml': WORKLOAD_TEMPLATE,
    'charts/shop/templates/b.yaml': WORKLOAD_TEMPLATE,
    'charts/shop/charts/cache/Chart.yaml': 'apiVersion: v2\nname: cache\n',
    'charts/shop/charts/cache/templates/c.yaml': WORKLOAD_TEMPLATE,
  };

  it('is one finding at its Chart.yaml that shows what to write, and the ledger has each file', () => {
    const report = read(chart);
    expect(unrendered(report)).toEqual([
      {
        code: 'unrendered-template',
        severity: 'warning',
        message:
          'the Helm chart of `charts/shop/Chart.yaml` has not been rendered, so none of its 3 templates is judged',
        help: 'name it under `environments` of a suite, or judge what `helm template … | netpol-gate check -m -` makes of it; leave it out with `!/charts/shop/**` under `manifests` if it has no bearing',
        example: 'environments:\n  shop: {helm: {chart: /charts/shop, release: storefront, namespace: storefront}}\n',
        at: expect.objectContaining({
          file: 'charts/shop/Chart.yaml',
          span: { line: 2, column: 7, endLine: 2, endColumn: 17 },
        }),
        related: [],
      },
    ]);
    const templates = report.inputs.filter(({ file }) => file.includes('/templates/'));
    expect(templates.map(({ ignored }) => ignored)).toEqual(
      Array(3).fill([{ what: 'the file', why: 'Helm template, not rendered' }]),
    );
  });

  it('is an error that shows the template where that may hold a policy, or where somebody named the chart', () => {
    const [finding] = unrendered(read({ ...chart, 'charts/shop/templates/np.yaml': POLICY_TEMPLATE }));
    expect(finding).toMatchObject({ severity: 'error', related: [{ message: 'may hold a policy' }] });
    expect(finding?.related[0]?.at.file).toBe('charts/shop/templates/np.yaml');
    expect(inShort(read(chart, ['charts', 'k8s']))).toEqual(['error charts/shop/Chart.yaml:2']);
  });

  it('brings in the values of production that lie beside it', () => {
    const [finding] = unrendered(read({ ...chart, 'charts/shop/values-prod.yaml': 'replicas: 9\n' }));
    expect(parse(finding?.example ?? '')).toEqual({
      environments: {
        shop: {
          helm: {
            chart: '/charts/shop',
            values: ['/charts/shop/values-prod.yaml'],
            release: 'storefront',
            namespace: 'storefront',
          },
        },
      },
    });
  });

  it('leaves a template that belongs to no chart where it is', () => {
    expect(inShort(read({ 'k8s/t.yaml': WORKLOAD_TEMPLATE }))).toEqual(['warning k8s/t.yaml:2']);
  });
});

describe('kustomizations that nobody renders', () => {
  const base = { 'base/kustomization.yaml': 'resources: [web.yaml]\ncommonLabels: {team: x}\n', 'base/web.yaml': POD };
  const overlays = {
    ...base,
    'overlays/prod/kustomization.yaml': 'resources: [../../base]\n',
    'overlays/dev/kustomization.yaml': 'resources: [../../base]\npatches: [{path: p.yaml}]\n',
  };

  it('are told at the overlays that nobody names, each with what to write for all that share a base', () => {
    const report = read(overlays);
    expect(inShort(report)).toEqual([
      'error overlays/dev/kustomization.yaml:2',
      'error overlays/prod/kustomization.yaml:1',
    ]);
    for (const { example, related } of unrendered(report)) {
      expect(parse(example ?? '')).toEqual({
        environments: { dev: { kustomize: '/overlays/dev' }, prod: { kustomize: '/overlays/prod' } },
      });
      expect(related.map(({ at, message }) => [at.file, message])).toEqual([
        ['base/kustomization.yaml', '`base/kustomization.yaml` changes objects by `commonLabels`'],
      ]);
    }
  });

  it('are told at the base where the overlays are left out', () => {
    const report = read(overlays, ['!/overlays/**']);
    expect(inShort(report)).toEqual(['error base/kustomization.yaml:2']);
    expect(unrendered(report)[0]?.example).toBe('environments:\n  production: {kustomize: /base}\n');
  });

  it('that name each other are told all the same', () => {
    const report = read({
      'a/kustomization.yaml': 'resources: [../b]\nnamePrefix: a-\n',
      'b/kustomization.yaml': 'resources: [../a]\n',
    });
    expect(inShort(report)).toEqual(['error a/kustomization.yaml:2']);
  });

  it('are no environment where they are components that nobody lists', () => {
    const [finding] = unrendered(
      read({
        'c/kustomization.yaml': 'kind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\nnamePrefix: a-\n',
      }),
    );
    expect(finding?.example).toBeUndefined();
    expect(finding?.help).toContain('a component changes nothing until a kustomization lists it');
  });

  it('are a notice where they change nothing and are several, since their files are judged as one cluster', () => {
    const plain = (folder: string) => ({ [`${folder}/kustomization.yaml`]: 'resources: [web.yaml]\n' });
    expect(unrendered(read(plain('a')))).toEqual([]);
    const report = read({ ...plain('a'), ...plain('b') });
    expect([report.exitCode, inShort(report)]).toEqual([0, ['notice a/kustomization.yaml:1']]);
    expect(report.notes.join()).not.toContain('not rendered');
    expect(inShort(read({ ...plain('a'), ...plain('b') }, ['a', 'b', 'k8s']))).toEqual([
      'notice a/kustomization.yaml:1',
    ]);
  });

  it.each(['a b', 'x: {y', '"', "it's", '- [', '#c', 'ünï'])('in the folder %j give YAML that says so', (name) => {
    const [finding] = unrendered(read({ [`${name}/kustomization.yaml`]: 'namePrefix: a-\n' }));
    const { environments } = parse(finding?.example ?? '');
    expect(Object.values(environments)).toEqual([{ kustomize: `/${name}` }]);
  });
});
