import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cluster } from '../../src/cluster/cluster.ts';
import { matches } from '../../src/cluster/matches.ts';
import type { EndpointPredicate } from '../../src/cluster/predicate.ts';
import { findMeant } from '../../src/connectivity/find-meant.ts';
import { ALL_CONNECTIONS } from '../../src/sets/connection-set.ts';
import { has, members } from '../../src/sets/interval-set.ts';
import type { World } from '../oracle/world.ts';
import { anyAdminWorld } from '../support/random-admin-world.ts';
import { anyWorld } from '../support/random-world.ts';
import { namespace, networkPolicy, type TestWorld, workload, worldOf } from '../support/worlds.ts';
import { readingsOf } from './engine-over.ts';

function predicatesOf({ layers }: Cluster): readonly EndpointPredicate[] {
  const policies = layers.flatMap(({ tiers }) => tiers.flatMap((tier) => tier.policies));
  return policies.flatMap(({ subject, rules }) => [
    subject,
    ...rules.ingress.map(({ peer }) => peer),
    ...rules.egress.map(({ peer }) => peer),
  ]);
}

/** Every predicate of the policies, and unions of them, asked about every endpoint. */
function expectSameAsAsking({ cluster }: TestWorld): number {
  const { meantBy, truthOf } = findMeant(cluster);
  const single = predicatesOf(cluster);
  const all = [
    ...single,
    ...single.map(
      (one, index): EndpointPredicate => ({ kind: 'union', of: [one, ...single.slice(index + 1, index + 3)] }),
    ),
  ];
  for (const predicate of all) {
    const { surely, perhaps } = meantBy(predicate);
    for (const [index, endpoint] of cluster.endpoints.entries()) {
      const truth = matches(predicate, endpoint);
      expect(truthOf(predicate, index)).toEqual(truth);
      expect([has(surely, index), has(perhaps, index)]).toEqual([truth === true, typeof truth !== 'boolean']);
    }
  }
  return all.length * cluster.endpoints.length;
}

/** Worlds with every kind of policy, some of them without the objects of their namespaces. */
const anyBuilt = fc
  .tuple(fc.oneof(anyWorld, anyAdminWorld), fc.boolean())
  .map(([world, isWhole]) => built(isWhole ? world : { ...world, namespaces: [] }));

function built(world: World): TestWorld {
  const { namespaces, pods, policies, admin } = world;
  const objects = [...namespaces, ...pods, ...policies, ...(admin?.policies ?? [])];
  return worldOf(objects, { ...(admin && readingsOf(world)), wants: { nodes: true } });
}

describe('whom a predicate means', () => {
  it('is what asking every endpoint says', () => {
    let asked = 0;
    fc.assert(
      fc.property(anyBuilt, (world) => {
        asked += expectSameAsAsking(world);
      }),
      { numRuns: 80 },
    );
    expect(asked).toBeGreaterThan(10_000);
  });

  it.each([
    ['pods have addresses of their own and nobody knows which', undefined],
    ['pods have addresses among some that are known', { podCIDRs: [10n << 24n, 11n << 24n] }],
    ['ranges mean pods whose addresses nobody knows', { dataplane: 'calico' }],
    ['ranges mean pods', { dataplane: 'calico', podCIDRs: [10n << 24n, 11n << 24n] }],
  ] as const)('is what asking every endpoint says where labels are given at run time and %s', (_, assume) => {
    const statefulSet = {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { namespace: 'b', name: 'db' },
      spec: {
        serviceName: 'db',
        selector: { matchLabels: { app: 'db' } },
        template: { metadata: { labels: { app: 'db' } }, spec: { containers: [{ name: 'main', image: 'i' }] } },
      },
    };
    const blocks = ['10.0.0.0/8', '10.0.0.0/9', '10.128.0.0/9', '0.0.0.0/1', '128.0.0.0/1', '::/0', '192.0.2.7/32'];
    const selectors = [
      { matchExpressions: [{ key: 'statefulset.kubernetes.io/pod-name', operator: 'In', values: ['db-0'] }] },
      { matchExpressions: [{ key: 'statefulset.kubernetes.io/pod-name', operator: 'Exists' }] },
      { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['db'] }] },
      { matchLabels: { app: 'web', tier: 'front' } },
      {},
    ];
    const world = worldOf(
      [
        namespace('a', { team: 'red' }),
        workload('a/web', { app: 'web', tier: 'front' }),
        workload('a/agent', { app: 'agent' }, [], { hostNetwork: true }),
        workload('c/web', { app: 'web' }),
        statefulSet,
        networkPolicy('b/all', {
          podSelector: {},
          policyTypes: ['Ingress', 'Egress'],
          ingress: selectors.map((podSelector) => ({
            from: [{ podSelector }, { namespaceSelector: { matchLabels: { team: 'red' } }, podSelector }],
          })),
          egress: [
            ...blocks.map((cidr) => ({ to: [{ ipBlock: { cidr } }] })),
            { to: blocks.map((cidr) => ({ ipBlock: { cidr } })) },
          ],
        }),
      ],
      { ...(assume && { assume }), wants: { nodes: true, dns: true } },
    );
    expect(expectSameAsAsking(world)).toBeGreaterThan(100);
  });
});

describe('an engine', () => {
  it('says of endpoints by their index what it says of the endpoints themselves, of which it remembers nothing', () => {
    let refusedTogether = 0;
    fc.assert(
      fc.property(anyBuilt, ({ cluster, engine }) => {
        for (const [from, source] of cluster.endpoints.entries()) {
          for (const [to, destination] of cluster.endpoints.entries()) {
            const plain = engine.decide(source, destination);
            const { allowed, denied, undecided } = plain;
            expect(engine.verdict(from, to)).toEqual({ allowed, denied, undecided });
            // Doubts name whom they are about.
            expect(engine.decide(from, to)).toEqual(plain);
          }
          for (const to of members(engine.refuses(from, 'egress'))) {
            expect(engine.verdict(from, to).denied).toEqual(ALL_CONNECTIONS);
            refusedTogether++;
          }
          for (const peer of members(engine.refuses(from, 'ingress'))) {
            expect(engine.verdict(peer, from).denied).toEqual(ALL_CONNECTIONS);
            refusedTogether++;
          }
        }
      }),
      { numRuns: 60 },
    );
    expect(refusedTogether).toBeGreaterThan(100);
  });
});
