import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { connectivity } from '../../src/gate/run-gate.ts';
import { memoryWorkspace } from '../support/memory-workspace.ts';
import { namespace, networkPolicy, workload } from '../support/worlds.ts';

/** Codes of the lints about plain objects. */
function lintsOf(objects: readonly unknown[], dataplane?: 'calico' | 'cilium'): readonly string[] {
  const text = objects.map((object) => stringify(object)).join('---\n');
  const workspace = memoryWorkspace({ 'k8s.yaml': text });
  const report = connectivity({ workspace, base: '', manifests: [], ...(dataplane && { dataplane }) });
  return report.findings.filter(({ code }) => code !== 'nothing-to-check').map(({ code }) => code);
}

const WEB = workload('shop/web', { app: 'web' }, [{ name: 'http', containerPort: 8080 }]);
const DB = workload('shop/db', { app: 'db' }, [{ name: 'postgres', containerPort: 5432 }]);
const select = (app: string): object => ({ podSelector: { matchLabels: { app } } });
const policy = (spec: object): unknown => networkPolicy('shop/db', { ...select('db'), ...spec });
const from = (...peers: object[]): object => ({ ingress: [{ from: peers }] });
const to = (...egress: object[]): object => ({ policyTypes: ['Egress'], egress });
const inNamespace = (name: string): object => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
});
const service = (targetPort: number): unknown => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'db', namespace: 'shop' },
  spec: { selector: { app: 'db' }, ports: [{ port: 80, targetPort }] },
});

describe('lints say nothing about', () => {
  it.each([
    ['policies that are sound and used', [WEB, DB, policy(from(select('web')))]],
    ['policies without any workload', [policy(from(select('web')))]],
    ['a policy whose namespace holds no workload', [WEB, networkPolicy('other/p', select('x'))]],
    ['a namespace of another name that is as long', [WEB, networkPolicy('shoq/p', select('web'))]],
    ['a Namespace without workloads', [WEB, namespace('shopp', {}), networkPolicy('shopp/p', select('web'))]],
    [
      'a policy that would select nobody in a namespace of nearly that name',
      [WEB, networkPolicy('shopp/p', select('x'))],
    ],
    ['a policy for every pod', [DB, networkPolicy('shop/all', { podSelector: {} })]],
    [
      'a peer in a namespace that the manifests do not hold',
      [DB, policy(from({ ...inNamespace('mon'), ...select('web') }))],
    ],
    ['a peer that nothing nearly matches', [DB, policy(from(select('exporter')))]],
    [
      'names that differ by a number',
      [workload('shop/db', { app: 'db-2' }), networkPolicy('shop/p', { podSelector: {}, ...from(select('db-1')) })],
    ],
    ['a namespace and pods of the own namespace', [WEB, DB, policy(from(inNamespace('mon'), select('web')))]],
    [
      'a namespace whose labels are not known',
      [DB, policy(from({ namespaceSelector: { matchLabels: { name: 'mon' } } }))],
    ],
    [
      'a label that the Namespace has',
      [DB, namespace('mon', { name: 'mon' }), policy(from({ namespaceSelector: { matchLabels: { name: 'mon' } } }))],
    ],
    [
      'DNS and the web for everybody',
      [DB, policy(to({ to: [select('db')] }, { ports: [{ port: 53, protocol: 'UDP' }, { port: 53 }, { port: 443 }] }))],
    ],
    [
      'the port of a Service that pods declare too',
      [DB, service(5432), policy({ ingress: [{ ports: [{ port: 5432 }] }] })],
    ],
    [
      'the port of a Service beside the port of its pods',
      [DB, service(5432), policy({ ingress: [{ ports: [{ port: 80 }, { port: 5432 }] }] })],
    ],
    [
      'the port of a Service that it does not translate',
      [DB, service(80), policy({ ingress: [{ ports: [{ port: 80 }] }] })],
    ],
    [
      'a named port that one of the pods declares',
      [WEB, DB, networkPolicy('shop/p', { podSelector: {}, ingress: [{ ports: [{ port: 'http' }] }] })],
    ],
    ['pods that may send nothing', [DB, policy(to())]],
    ['pods that may send to addresses alone', [DB, policy(to({ to: [{ ipBlock: { cidr: '192.0.2.0/24' } }] }))]],
    [
      'DNS that another policy admits',
      [
        DB,
        policy(to({ to: [select('db')] })),
        networkPolicy('shop/dns', { podSelector: {}, ...to({ to: [inNamespace('kube-system')] }) }),
      ],
    ],
    [
      'a resolver of one’s own',
      [
        DB,
        policy(
          to(
            { to: [select('db')] },
            { to: [{ ipBlock: { cidr: '169.254.20.10/32' } }], ports: [{ port: 53, protocol: 'UDP' }] },
          ),
        ),
      ],
    ],
    [
      'all addresses of one family where the other is not known',
      [DB, policy(to({ to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }))],
    ],
  ])('%s', (_, objects) => {
    expect(lintsOf(objects)).toEqual([]);
  });
});

describe('lints depend on', () => {
  it('whether the network plugin governs pods in their node’s network', () => {
    const agent = workload('shop/db', { app: 'db' }, [], { hostNetwork: true });
    expect(lintsOf([agent, policy({})])).toEqual(['policy-selects-nothing']);
  });

  it('whether a range means pods, where DNS is reached by a range alone', () => {
    const open = [DB, policy(to({ to: [select('db')] }, { to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }))];
    expect([lintsOf(open), lintsOf(open, 'cilium')]).toEqual([[], ['dns-forgotten']]);
  });
});

describe('lints tell', () => {
  it.each([
    [
      'a policy in the wrong namespace',
      [DB, workload('front/web', { app: 'web' }), networkPolicy('shop/p', select('web'))],
      ['policy-selects-nothing'],
    ],
    ['a slip in the namespace', [WEB, networkPolicy('shopp/p', select('web'))], ['policy-selects-nothing']],
    [
      'a slip in a label',
      [
        workload('shop/hook', { app: 'webhook' }),
        networkPolicy('shop/p', { podSelector: {}, ...from(select('webhooks')) }),
      ],
      ['peer-matches-nothing'],
    ],
    [
      'a pod beside every namespace',
      [WEB, DB, policy(from({ namespaceSelector: {} }, select('web')))],
      ['peers-are-alternatives'],
    ],
    [
      'peers and ports of egress as two rules',
      [DB, policy(to({ to: [select('db')] }, { ports: [{ port: 5432 }] }))],
      ['ports-split-from-peers', 'dns-forgotten'],
    ],
    [
      'a named port of another protocol',
      [DB, policy({ ingress: [{ ports: [{ port: 'postgres', protocol: 'UDP' }] }] })],
      ['undeclared-named-port'],
    ],
  ])('%s', (_, objects, codes) => {
    expect([...lintsOf(objects)].sort()).toEqual([...codes].sort());
  });
});
