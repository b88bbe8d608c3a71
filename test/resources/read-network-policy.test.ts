import { describe, expect, it } from 'vitest';
import type { NetworkPolicy } from '../../src/resources/resources.ts';
import { addressRanges, formatRange } from '../../src/sets/address-set.ts';
import { policyText, readText } from './read-text.ts';

function readPolicy(spec: string): NetworkPolicy {
  const { findings, networkPolicies } = readText(policyText(spec));
  expect(findings).toEqual([]);
  const [policy] = networkPolicies;
  if (policy === undefined) throw new Error('the policy was refused');
  return policy;
}

describe('directions a policy governs', () => {
  it.each([
    ['podSelector: {}', true, false],
    ['podSelector: {}\negress: []', true, false],
    ['podSelector: {}\negress: [{}]', true, true],
    ['podSelector: {}\npolicyTypes: []\negress: [{}]', true, true],
    ['podSelector: {}\npolicyTypes:\negress: [{}]', true, true],
    ['podSelector: {}\npolicyTypes: [Egress]', false, true],
    ['podSelector: {}\npolicyTypes: [Egress, Ingress]', true, true],
    ['podSelector: {}\npolicyTypes: [Ingress, Egress]', true, true],
    ['podSelector: {}\npolicyTypes: [Ingress, Ingress]', true, false],
  ])('%j governs ingress: %j, egress: %j', (spec, ingress, egress) => {
    expect(readPolicy(spec).governs).toEqual({ ingress, egress });
  });
});

describe('absent, null and empty', () => {
  it('a policy without spec selects every pod and admits no ingress', () => {
    const text = 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: db}\n';
    const { networkPolicies, findings } = readText(text);
    expect(findings).toEqual([]);
    expect(networkPolicies[0]).toMatchObject({
      namespace: 'default',
      podSelector: { requirements: [] },
      governs: { ingress: true, egress: false },
      rules: { ingress: [], egress: [] },
    });
  });

  it.each(['', 'from:', 'from: []', 'ports:', 'ports: []', '{}'])('a rule %j admits everyone on everything', (rule) => {
    const spec =
      rule === '{}' || rule === '' ? `podSelector: {}\ningress: [{}]` : `podSelector: {}\ningress: [{${rule} }]`;
    const [only] = readPolicy(spec).rules.ingress;
    expect([only?.peers, only?.ports]).toEqual(['everyone', 'everything']);
  });

  it('no rules and null rules admit nobody', () => {
    expect(readPolicy('podSelector: {}\ningress:').rules.ingress).toEqual([]);
    expect(readPolicy('podSelector: {}\ningress: []').rules.ingress).toEqual([]);
  });

  it('a peer with an absent selector differs from one with an empty selector', () => {
    const spec = `podSelector: {}
ingress:
- from:
  - podSelector: {}
  - namespaceSelector: {}
  - {namespaceSelector: {}, podSelector: {}}`;
    const peers = readPolicy(spec).rules.ingress[0]?.peers as readonly object[];
    expect(peers.map((peer) => Object.keys(peer).filter((key) => key.endsWith('Selector')))).toEqual([
      ['podSelector'],
      ['namespaceSelector'],
      ['podSelector', 'namespaceSelector'],
    ]);
  });
});

describe('values', () => {
  it('labels and expressions are conditions in order', () => {
    const spec = 'podSelector: {matchLabels: {a: b}, matchExpressions: [{key: c, operator: NotIn, values: [d, e]}]}';
    expect(readPolicy(spec).podSelector.requirements).toEqual([
      { key: 'a', operator: 'In', values: ['b'] },
      { key: 'c', operator: 'NotIn', values: ['d', 'e'] },
    ]);
  });

  it('ports default to TCP, and to every port', () => {
    const spec =
      'podSelector: {}\ningress: [{ports: [{}, {port: 80}, {port: 1, endPort: 9, protocol: UDP}, {port: web}, {port: 7, endPort: 7}]}]';
    const ports = readPolicy(spec).rules.ingress[0]?.ports;
    expect(ports).toMatchObject([
      { protocol: 'TCP', port: { kind: 'all' } },
      { protocol: 'TCP', port: { kind: 'range', first: 80, last: 80 } },
      { protocol: 'UDP', port: { kind: 'range', first: 1, last: 9 } },
      { protocol: 'TCP', port: { kind: 'name', name: 'web' } },
      { protocol: 'TCP', port: { kind: 'range', first: 7, last: 7 } },
    ]);
  });

  it('an ipBlock is its cidr without its exceptions, in both families', () => {
    const spec = `podSelector: {}
ingress:
- from:
  - ipBlock: {cidr: 10.0.0.0/30, except: [10.0.0.1/32]}
  - ipBlock: {cidr: "2001:db8::/127"}`;
    const peers = readPolicy(spec).rules.ingress[0]?.peers;
    const ranges = Array.isArray(peers)
      ? peers.map((peer) => [...addressRanges(peer.addresses)].map(([first, last]) => formatRange(first, last)))
      : [];
    expect(ranges).toEqual([['10.0.0.0', '10.0.0.2-10.0.0.3'], ['2001:db8::-2001:db8::1']]);
  });

  it('says where each part is written', () => {
    const policy = readPolicy('podSelector: {}\negress: [{to: [{podSelector: {}}], ports: [{port: 1}]}]');
    const [rule] = policy.rules.egress;
    expect([rule?.origin, rule?.peers, rule?.ports]).toMatchObject([
      { path: ['spec', 'egress', 0] },
      [{ origin: { path: ['spec', 'egress', 0, 'to', 0] } }],
      [{ origin: { path: ['spec', 'egress', 0, 'ports', 0] } }],
    ]);
  });
});

describe('a refused policy', () => {
  it.each([
    ['podSelector: {matchLabels: {app: db}}\ningress: [{from: [{}]}]', ['ingress'], true],
    ['podSelector: {matchLabels: {app: db}}\npolicyTypes: [Egress]\negress: [{to: [{}]}]', ['egress'], true],
    ['podSelector: {matchLabels: {app: db}}\npolicyTypes: [egress]', ['ingress', 'egress'], true],
    ['podSelector: {matchLabels: {app: db}}\negress: {}', ['ingress', 'egress'], true],
    ['podSelector: {matchLabels: {app: db, tier: 1}}\ningress: []', ['ingress'], false],
    ['podSelector: {matchLabels: {app: db}}\ningres: []', ['ingress', 'egress'], false],
  ])('%j may govern %j; its pods are sure: %j', (spec, directions, isSure) => {
    const [policy] = readText(policyText(spec)).opaquePolicies;
    expect(policy?.directions).toEqual(directions);
    expect(policy?.podSelector?.requirements).toEqual(
      isSure ? [{ key: 'app', operator: 'In', values: ['db'] }] : undefined,
    );
  });

  it('with an unreadable namespace may be in any', () => {
    const text = 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: db, namespace: 1}\n';
    const { opaquePolicies, findings } = readText(text);
    expect(opaquePolicies.map(({ namespace }) => namespace)).toEqual([undefined]);
    expect(findings.map(({ code }) => code)).toEqual(['not-a-string']);
  });

  it('without a name is still there', () => {
    const text = 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: [db]\n';
    expect(readText(text).opaquePolicies.map(({ name }) => name)).toEqual(['unnamed']);
  });
});
