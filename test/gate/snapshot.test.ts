import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { CheckReport } from '../../src/findings/report.ts';
import { type DraftReport, draftSuite } from '../../src/gate/draft-suite.ts';
import { check, connectivity } from '../../src/gate/run-gate.ts';
import { memoryWorkspace } from '../support/memory-workspace.ts';

const stored = (name: string) => ({ name, namespace: 'shop', uid: `${name}-uid`, resourceVersion: '41' });
const owner = (kind: string, name: string) => [{ apiVersion: 'apps/v1', kind, name, uid: 'u', controller: true }];
const containers = [{ name: 'main', image: 'example.com/a:1' }];

const controller = (kind: string, name: string, labels: object, ownerReferences: object[] = []) => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { ...stored(name), ownerReferences },
  spec: { replicas: 1, template: { metadata: { labels }, spec: { containers } } },
  status: { replicas: 1 },
});
const pod = (name: string, labels: object, podIP: string, ownerReferences: object[] = []) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { ...stored(name), labels, ownerReferences },
  spec: { containers },
  status: { phase: 'Running', podIP, podIPs: [{ ip: podIP }] },
});

const hashed = { app: 'web', 'pod-template-hash': 'abc' };
const web = [
  controller('Deployment', 'web', { app: 'web' }),
  controller('ReplicaSet', 'web-abc', hashed, owner('Deployment', 'web')),
];
const db = pod('db', { app: 'db' }, '10.244.0.2');
const policy = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: stored('db'),
  spec: {
    podSelector: { matchLabels: { app: 'db' } },
    ingress: [{ from: [{ podSelector: { matchLabels: { debug: 'on-call' } } }] }],
  },
};
const live = (labels: object) => pod('web-abc-1', labels, '10.244.0.3', owner('ReplicaSet', 'web-abc'));

const dumpOf = (items: readonly object[]) =>
  memoryWorkspace({
    'dump.yaml': stringify({ apiVersion: 'v1', kind: 'List', items }, { aliasDuplicateObjects: false }),
  });

function judge(items: readonly object[], ...sentences: readonly string[]): CheckReport {
  const request = { base: '', suites: [], manifests: [], sentences, failOn: 'error', today: '2026-06-01' } as const;
  return check({ ...request, workspace: dumpOf(items) });
}

describe('a claim about a Deployment in a snapshot', () => {
  const relabelled = live({ ...hashed, debug: 'on-call' });

  it.each(['shop/web', 'web', 'shop/Deployment:web', 'shop/we*'])('called %s is about its live pods too', (name) => {
    const sentence = `${name} -/-> shop/db`;
    expect(judge([...web, live(hashed), db, policy], sentence).claims).toMatchObject([{ status: 'holds' }]);
    const [claim] = judge([...web, relabelled, db, policy], sentence).claims;
    expect([claim?.status, claim?.witness?.from]).toEqual(['fails', 'shop/Pod:web-abc-1']);
  });

  it('needs no Deployment in the dump, whose name the pods tell', () => {
    const { claims, findings } = judge([relabelled, db, policy], 'shop/web -/-> shop/db');
    expect([claims[0]?.status, findings]).toEqual(['fails', []]);
  });

  it('is not about a pod of another kind of controller with that name', () => {
    const { claims } = judge([...web, relabelled, db, policy], 'shop/StatefulSet:web -/-> shop/db');
    expect(claims).toMatchObject([{ status: 'invalid' }]);
  });
});

describe('a suite that is drafted from a snapshot', () => {
  const relabelled = live({ ...hashed, debug: 'on-call' });
  const drafted = (items: readonly object[], suite = 'policies-tests/network-policies.yaml'): DraftReport =>
    draftSuite({ workspace: dumpOf(items), base: '', manifests: [], suite, command: 'netpol-gate check' });

  it.each([
    ['one pod that differs', [...web, relabelled]],
    ['a Deployment that is not in the dump', [relabelled]],
    [
      'several pods that differ',
      [...web, relabelled, { ...relabelled, metadata: { ...relabelled.metadata, name: 'b' } }],
    ],
  ])('calls pods by their controllers, whose names outlast them: %s', (_, objects) => {
    const report = drafted([...objects, db, policy]);
    if (report.kind !== 'drafted') throw new Error(report.why);
    expect(report.text).not.toMatch(/web-abc/);
    expect(report.text).toMatch(/\bweb\b/);
    expect(report.report.claims.map(({ status }) => status)).toEqual(report.report.claims.map(() => 'holds'));
  });

  it('calls pods that nobody made by their own names', () => {
    const report = drafted([...web, db, policy]);
    expect(report.kind === 'drafted' && report.text).toMatch(/ db$/m);
  });
});

describe('a snapshot without policies', () => {
  it('is told, since they may not have been dumped', () => {
    const notes = (...items: readonly object[]) => judge(items, 'shop/web --> shop/db').notes.join();
    expect(notes(...web, live(hashed), db)).toContain('there is no policy of any kind');
    expect(notes(...web, live(hashed), db, policy)).not.toContain('no policy of any kind');
    const unaddressed = { ...db, status: {} };
    expect(notes(...web, unaddressed)).not.toContain('no policy of any kind');
  });
});

describe('the map of a snapshot', () => {
  it('does not split the world at the address of each pod, unless a policy does', () => {
    const ranges = (...items: readonly object[]) => {
      const report = connectivity({ workspace: dumpOf(items), base: '', manifests: [] });
      return report.endpoints.filter(({ kind }) => kind === 'addresses').map(({ id }) => id);
    };
    const one = live(hashed);
    const IPV6 = '::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff';
    expect(ranges(...web, one, db)).toEqual(['0.0.0.0-255.255.255.255', IPV6]);
    const from = [{ ipBlock: { cidr: '10.244.0.3/32' } }];
    const byAddress = { ...policy, spec: { podSelector: {}, ingress: [{ from }] } };
    expect(ranges(...web, one, db, byAddress)).toEqual(['0.0.0.0-255.255.255.255', IPV6]);
    const neighbours = {
      ...policy,
      spec: { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: '10.244.0.4/32' } }] }] },
    };
    expect(ranges(...web, one, db, neighbours)).toEqual([
      '0.0.0.0-10.244.0.1',
      '10.244.0.4',
      '10.244.0.5-255.255.255.255',
      IPV6,
    ]);
  });
});
