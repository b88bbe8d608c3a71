import { describe, expect, it } from 'vitest';
import type { Dataplane } from '../../src/cluster/dataplane-profile.ts';
import {
  adminNetworkPolicy,
  baselineNetworkPolicy,
  clusterPolicy,
  namespace,
  networkPolicy,
  workload,
  worldOf,
} from '../support/worlds.ts';
import { verdictOn, verdicts } from './verdicts.ts';

const WORLD = [
  namespace('shop', { team: 'shop' }),
  namespace('mon'),
  workload('shop/web', { app: 'web' }),
  workload('shop/api', { app: 'api' }),
  workload('shop/db', { app: 'db' }),
  workload('mon/prom', { app: 'prom' }),
];
const DB_IN = networkPolicy('shop/db-in', {
  podSelector: { matchLabels: { app: 'db' } },
  ingress: [{ from: [{ podSelector: { matchLabels: { app: 'api' } } }], ports: [{ port: 5432 }] }],
});
const SHOP = { subject: { namespaces: { matchLabels: { team: 'shop' } } } };
const ALL = [{ namespaces: {} }];
const MON = [{ namespaces: { matchLabels: { 'kubernetes.io/metadata.name': 'mon' } } }];
const portRange = (start: number, end: number) => [{ tcp: { destinationPort: { range: { start, end } } } }];

/** What becomes of `from to port`, one line each, on a plugin. */
function judge(objects: readonly unknown[], questions: readonly string[], dataplane?: Dataplane): readonly string[] {
  const world = worldOf([...WORLD, ...objects], { assume: dataplane ? { dataplane } : {} });
  return questions.map((question) => {
    const [from = '', to = '', port] = question.split(' ');
    return `${question}: ${verdictOn(world.decide(from, to), Number(port))}`;
  });
}

describe('tiers around NetworkPolicy', () => {
  it('leave a NetworkPolicy alone where there are none', () => {
    expect(
      judge([DB_IN], ['shop/web shop/db 5432', 'shop/api shop/db 5432', 'shop/api shop/db 5433', 'shop/db shop/web 1']),
    ).toEqual([
      'shop/web shop/db 5432: denied',
      'shop/api shop/db 5432: allowed',
      'shop/api shop/db 5433: denied',
      'shop/db shop/web 1: allowed',
    ]);
  });

  const accept = clusterPolicy('monitoring', 'Admin', 10, { ...SHOP, ingress: [{ action: 'Accept', from: MON }] });

  it('admit in the admin tier what a NetworkPolicy refuses', () => {
    expect(judge([DB_IN, accept], ['mon/prom shop/db 22', 'shop/web shop/db 22'])).toEqual([
      'mon/prom shop/db 22: allowed',
      'shop/web shop/db 22: denied',
    ]);
  });

  it('leave to NetworkPolicy what an earlier rule passes', () => {
    const pass = clusterPolicy('metrics', 'Admin', 5, {
      ...SHOP,
      ingress: [{ action: 'Pass', from: MON, protocols: portRange(9090, 9091) }],
    });
    expect(judge([DB_IN, accept, pass], ['mon/prom shop/db 9090', 'mon/prom shop/db 22'])).toEqual([
      'mon/prom shop/db 9090: denied',
      'mon/prom shop/db 22: allowed',
    ]);
  });

  it('take a pass of the baseline for the end', () => {
    const rules = (action: string, priority: number) =>
      clusterPolicy(`p${priority}`, 'Baseline', priority, { ingress: [{ action, from: ALL }] });
    expect(judge([rules('Pass', 1), rules('Deny', 2)], ['shop/web shop/db 1'])).toEqual([
      'shop/web shop/db 1: allowed',
    ]);
    expect(judge([rules('Deny', 1), rules('Pass', 2)], ['shop/web shop/db 1'])).toEqual(['shop/web shop/db 1: denied']);
  });

  it('say nothing about what no rule names: a policy without ingress rules does not isolate', () => {
    expect(judge([clusterPolicy('empty', 'Admin', 1, { ingress: [] })], ['shop/web shop/db 1'])).toEqual([
      'shop/web shop/db 1: allowed',
    ]);
  });
});

describe('whether NetworkPolicy has the last word', () => {
  const baseline = clusterPolicy('closed', 'Baseline', 0, { ...SHOP, ingress: [{ action: 'Deny', from: ALL }] });
  const web = (policyTypes: readonly string[], rules: object = {}) =>
    networkPolicy('shop/web', { podSelector: { matchLabels: { app: 'web' } }, policyTypes, ...rules });
  const under = (objects: readonly unknown[]) =>
    verdicts((dataplane) =>
      worldOf([...WORLD, ...objects], { assume: dataplane ? { dataplane } : {} }).decide('mon/prom', 'shop/web'),
    );

  it('on the other direction depends on the plugin', () => {
    expect(under([baseline, web(['Egress'])])).toEqual({
      denied: 'calico',
      allowed: 'kube-network-policies',
      undecided: 'none cilium antrea ovn-kubernetes kube-router aws-vpc-cni gke-dataplane-v2',
    });
  });

  it('on the other direction is no for OVN-Kubernetes, which has the older kinds', () => {
    const older = baselineNetworkPolicy({ ...SHOP, ingress: [{ action: 'Deny', from: ALL }] });
    expect(under([older, web(['Egress'])])).toMatchObject({ denied: 'calico ovn-kubernetes' });
  });

  it('on its own direction is yes everywhere', () => {
    const admitting = web(['Ingress'], { ingress: [{}] });
    expect(under([baseline, admitting])).toEqual({
      allowed:
        'none calico cilium antrea ovn-kubernetes kube-router kube-network-policies aws-vpc-cni gke-dataplane-v2',
    });
  });

  it('names the plugins that say yes and no', () => {
    const { sides } = worldOf([...WORLD, baseline, web(['Egress'])]).decide('mon/prom', 'shop/web');
    expect(sides.flatMap(({ steps }) => steps.flatMap(({ doubt }) => doubt?.why ?? []))).toEqual([
      'network plugins differ on whether a NetworkPolicy of one direction keeps a pod from baseline policies in the other direction (yes: `kube-network-policies`; no: `calico`, `ovn-kubernetes`)',
    ]);
  });
});

describe('policies of which nobody knows the order', () => {
  const rules = (action: string, start: number, end: number) => ({
    ingress: [{ action, from: ALL, protocols: portRange(start, end) }],
  });
  const older = (action: string, start: number, end: number) => ({
    ingress: [{ action, from: ALL, ports: [{ portRange: { start, end } }] }],
  });
  const PORTS = ['shop/web shop/db 80', 'shop/web shop/db 85', 'shop/web shop/db 90'];
  const said = (objects: readonly unknown[]) => judge(objects, PORTS).map((line) => line.split(': ')[1]);

  it('are undecided exactly on the traffic about which they differ', () => {
    const both = [
      clusterPolicy('a', 'Admin', 7, rules('Accept', 80, 86)),
      clusterPolicy('b', 'Admin', 7, rules('Deny', 84, 95)),
    ];
    expect(said(both)).toEqual(['allowed', 'undecided', 'denied']);
    expect(said([...both].reverse())).toEqual(['allowed', 'undecided', 'denied']);
  });

  it('are decided where they agree', () => {
    expect(
      said([
        clusterPolicy('a', 'Admin', 7, rules('Deny', 80, 86)),
        clusterPolicy('b', 'Admin', 7, rules('Deny', 84, 95)),
      ]),
    ).toEqual(['denied', 'denied', 'denied']);
  });

  it('are decided where an earlier policy has spoken', () => {
    expect(
      said([
        clusterPolicy('a', 'Admin', 7, rules('Accept', 80, 95)),
        clusterPolicy('b', 'Admin', 7, rules('Deny', 80, 95)),
        clusterPolicy('first', 'Admin', 6, rules('Deny', 85, 86)),
      ]),
    ).toEqual(['undecided', 'denied', 'undecided']);
  });

  it('are two AdminNetworkPolicies of one priority, and two kinds whatever their priorities', () => {
    expect(
      said([adminNetworkPolicy('a', 7, older('Allow', 80, 86)), adminNetworkPolicy('b', 7, older('Deny', 84, 95))]),
    ).toEqual(['allowed', 'undecided', 'denied']);
    expect(
      said([adminNetworkPolicy('a', 1, older('Allow', 80, 86)), clusterPolicy('b', 'Admin', 9, rules('Deny', 84, 95))]),
    ).toEqual(['allowed', 'undecided', 'denied']);
    expect(
      said([baselineNetworkPolicy(older('Allow', 80, 86)), clusterPolicy('b', 'Baseline', 9, rules('Deny', 84, 95))]),
    ).toEqual(['allowed', 'undecided', 'denied']);
  });

  it('say which and what would settle it', () => {
    const doubtsOf = (objects: readonly unknown[]) =>
      worldOf([...WORLD, ...objects])
        .decide('shop/web', 'shop/db')
        .sides.flatMap(({ steps }) => steps.flatMap(({ doubt }) => (doubt ? [`${doubt.why}: ${doubt.settle}`] : [])));
    const equal = [
      clusterPolicy('a', 'Admin', 7, rules('Accept', 80, 86)),
      clusterPolicy('b', 'Admin', 7, rules('Deny', 80, 86)),
    ];
    expect([...new Set(doubtsOf(equal))]).toEqual([
      'ClusterNetworkPolicy `a` and `b` have the same priority 7, and the API does not say which comes first: give them different priorities: the lower number comes first',
    ]);
    const mixed = [
      adminNetworkPolicy('a', 1, older('Allow', 80, 86)),
      clusterPolicy('b', 'Admin', 9, rules('Deny', 84, 95)),
    ];
    expect([...new Set(doubtsOf(mixed))]).toEqual([
      'the API does not say whether policies of the kind AdminNetworkPolicy or ClusterNetworkPolicy come first: write all of them as one kind, each with a priority of its own',
    ]);
  });
});
