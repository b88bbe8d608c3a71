import { describe, expect, it } from 'vitest';
import { readResources } from '../../src/resources/read-resources.ts';
import { flatten, policyText, readText, readTexts } from './read-text.ts';

const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {}\n';
const configMap = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\n';

describe('the ledger', () => {
  it.each([
    ['a.yaml', configMap, 'ConfigMap default/web', 'has no bearing on the network'],
    ['a.yaml', 'hello: world\n', 'document 1', 'not a Kubernetes object'],
    ['a.yaml', '- 1\n', 'document 1', 'not a Kubernetes object'],
    ['a.yaml', 'expect: [web -/-> db]\n', 'document 1', 'an assertion suite'],
    ['a.yaml', 'apiVersion: 1\ndatasources: []\n', 'document 1', 'not a Kubernetes object'],
    ['a.yaml', 'kind: pipeline\nsteps: []\n', 'document 1', 'not a Kubernetes object'],
    ['c/Chart.yaml', 'apiVersion: v2\nname: shop\n', 'document 1', 'description of a Helm chart'],
    ['c/values.yaml', 'kind: Deployment\n', 'document 1', 'values of a Helm chart'],
    ['kustomization.yaml', 'resources: [a.yaml]\n', 'document 1', 'input of kustomize, which no cluster sees'],
    [
      'a.yaml',
      'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nmetadata: {name: k}\n',
      'Kustomization default/k',
      'input of kustomize, which no cluster sees',
    ],
    [
      'a.yaml',
      'apiVersion: kubevirt.io/v1\nkind: VirtualMachine\nmetadata: {name: vm}\n',
      'VirtualMachine default/vm',
      'a kind that is not known here; pods, policies and labels that it may create or change are not seen',
    ],
    [
      'a.yaml',
      'apiVersion: networking.k8s.io/v1\nkind: ServiceCIDR\nmetadata: {name: in}\n',
      'ServiceCIDR default/in',
      'only adjusts how traffic comes in from outside',
    ],
    [
      'a.yaml',
      'apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {name: r}\nspec: {workloadRef: {kind: Deployment, name: web}}\n',
      'Rollout default/r',
      'its pods are made from the template of Deployment web',
    ],
    ['a.yaml', 'apiVersion: v1\nkind: List\nitems: []\n', 'document 1', 'holds no Kubernetes object'],
  ])('of %s with %j says %s: %s', (file, text, what, why) => {
    const { ledger, findings } = readTexts({ [file]: text });
    expect(ledger).toEqual([{ file, documents: 1, used: [], ignored: [{ what, why }] }]);
    expect(findings).toEqual([]);
  });

  it('accounts for every document, readable or not', () => {
    const text = [pod, configMap, policyText('podSelector: {}'), 'a: [1\n', 'hello: world\n'].join('---\n');
    const [entry] = readText(text).ledger;
    expect(entry).toEqual({
      file: 'a.yaml',
      documents: 5,
      used: ['default/Pod:web', 'shop/NetworkPolicy:db'],
      ignored: [
        { what: 'a document', why: 'cannot be read' },
        { what: 'ConfigMap default/web', why: 'has no bearing on the network' },
        { what: 'document 5', why: 'not a Kubernetes object' },
      ],
    });
  });

  it('names files that are passed over as a whole', () => {
    const { ledger } = readTexts({ 'a.yaml': 'kind: {{ .Values.kind }}\n' });
    expect(ledger[0]).toMatchObject({ file: 'a.yaml', used: [], ignored: [{ what: 'the file' }] });
  });
});

describe('lists', () => {
  it('are their items, to any depth, each with its own place', () => {
    const item = '{apiVersion: v1, kind: Pod, metadata: {name: NAME}, spec: {}}';
    const inner = `{apiVersion: v1, kind: PodList, items: [{metadata: {name: b}, spec: {}}]}`;
    const { workloads, findings } = readText(
      `apiVersion: v1\nkind: List\nitems: [${item.replace('NAME', 'a')}, ${inner}]\n`,
    );
    expect(findings).toEqual([]);
    expect(workloads.map(({ name, origin }) => [name, origin.kind === 'path' ? origin.path : []])).toEqual([
      ['a', ['items', 0]],
      ['b', ['items', 1, 'items', 0]],
    ]);
  });

  it('may hold policies without a kind of their own, whose mistakes are found in place', () => {
    const { findings, opaquePolicies } = readText(
      'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicyList\nitems: [{metadata: {name: db}, spec: {ingres: []}}]\n',
    );
    expect(findings.map(({ at }) => at)).toEqual([
      { kind: 'path', file: 'a.yaml', document: 0, path: ['items', 0, 'spec', 'ingres'], part: 'key' },
    ]);
    expect(opaquePolicies.map(({ kind }) => kind)).toEqual(['NetworkPolicy']);
  });

  it('hold objects and nothing else', () => {
    const { findings } = readText('apiVersion: v1\nkind: List\nitems: [web, {metadata: {name: a}}]\n');
    expect(findings.map(flatten)).toEqual([
      {
        code: 'not-an-object',
        severity: 'error',
        message: 'an item of a list must be a Kubernetes object, but it is the text `web`',
        help: 'write `apiVersion`, `kind` and `metadata` in it, or remove it',
        at: 'items.0',
      },
      {
        code: 'not-an-object',
        severity: 'error',
        message: 'a Kubernetes object needs `apiVersion` and `kind`, but this one has no `apiVersion`',
        help: 'write the `apiVersion` of the object',
        at: 'items.1',
      },
    ]);
  });
});

describe('half an object', () => {
  it.each([
    ['kind: NetworkPolicy\nmetadata: {name: a}\n', 'this one has no `apiVersion`', 'kind (key)'],
    ['kind: networkpolicy\n', 'this one has no `apiVersion`', 'kind (key)'],
    ['apiVersion: networking.k8s.io/v1\nspec: {}\n', 'this one has no `kind`', 'apiVersion (key)'],
    ['apiVersion: 1\nkind: Pod\n', '`apiVersion` must be text, but it is the number 1', 'apiVersion (key)'],
  ])('%j is an error', (text, message, at) => {
    const { findings } = readText(text);
    expect(findings.map((finding) => [finding.code, flatten(finding)['at']])).toEqual([['not-an-object', at]]);
    expect(findings[0]?.message).toContain(message);
  });

  it('is also one whose kind is misspelt', () => {
    const { findings } = readText('apiVersion: apps/v1\nkind: Deploymnet\nmetadata: {name: web}\n');
    expect(findings.map(flatten)).toEqual([
      {
        code: 'unknown-kind',
        severity: 'error',
        message: 'the API server knows no kind `Deploymnet` in `apps/v1`',
        help: 'did you mean `Deployment`?',
        at: 'kind',
      },
    ]);
  });
});

describe('an object that is defined twice', () => {
  const one = policyText('podSelector: {}');
  const other = policyText('podSelector: {matchLabels: {app: db}}');

  it('with equal texts counts once', () => {
    const { networkPolicies, findings } = readTexts({ 'a.yaml': one, 'b.yaml': one });
    expect([networkPolicies.length, findings]).toEqual([1, []]);
  });

  it('with different texts is an error that names both places, and its effect is not known', () => {
    const { networkPolicies, opaquePolicies, findings } = readTexts({ 'a.yaml': one, 'b.yaml': other });
    expect(findings).toEqual([
      {
        code: 'duplicate-object',
        severity: 'error',
        message: 'NetworkPolicy `shop/db` is defined twice with different texts',
        help: expect.stringMatching(/^keep one of the two; if they belong to two environments/),
        at: { kind: 'path', file: 'b.yaml', document: 0, path: ['metadata', 'name'] },
        related: [
          {
            at: { kind: 'path', file: 'a.yaml', document: 0, path: ['metadata', 'name'] },
            message: 'first defined here',
          },
        ],
      },
    ]);
    expect([networkPolicies.length, opaquePolicies.length]).toEqual([0, 1]);
  });

  it('is another object if its kind or namespace differs', () => {
    const job = pod.replace('v1\nkind: Pod', 'batch/v1\nkind: Job').replace('spec: {}', 'spec: {template: {spec: {}}}');
    const elsewhere = pod.replace('name: web', 'name: web, namespace: other');
    const { workloads, findings } = readText([pod, job, elsewhere].join('---\n'));
    expect([workloads.length, findings]).toEqual([3, []]);
  });
});

describe('a snapshot', () => {
  it('may list more objects than a call takes arguments', () => {
    const item = { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass' };
    const items = Array.from({ length: 150_000 }, (_, index) => ({ ...item, metadata: { name: `c${index}` } }));
    const value = { apiVersion: 'v1', kind: 'List', items };
    const documents = [{ file: 'a.json', document: 0, value }];
    const { frontClasses } = readResources([{ file: 'a.json', documents, documentCount: 1, findings: [] }], {
      namespace: 'default',
    });
    expect(frontClasses.length).toBe(150_000);
  });
});
