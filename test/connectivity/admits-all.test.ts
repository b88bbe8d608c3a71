import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cluster, Tier } from '../../src/cluster/cluster.ts';
import type { Endpoint } from '../../src/cluster/endpoint.ts';
import { createEngine } from '../../src/connectivity/create-engine.ts';
import type { Engine } from '../../src/connectivity/decision.ts';
import type { Direction } from '../../src/resources/resources.ts';
import { isEmpty } from '../../src/sets/interval-set.ts';
import type { World } from '../oracle/world.ts';
import { anyAdminWorld } from '../support/random-admin-world.ts';
import { anyWorld } from '../support/random-world.ts';
import { adminNetworkPolicy, networkPolicy, workload, worldOf } from '../support/worlds.ts';

const DIRECTIONS = ['ingress', 'egress'] as const;

function clusterOf({ namespaces, pods, policies, admin }: World): Cluster {
  return worldOf([...namespaces, ...pods, ...policies, ...(admin?.policies ?? [])]).cluster;
}

const DOUBT = { why: 'nobody knows', settle: 'ask somebody' };

/** The same cluster, in which policies at these places may not be in force. */
function doubting(cluster: Cluster, places: readonly number[]): Cluster {
  let next = 0;
  const doubtIn = (tier: Tier): Tier => ({
    ...tier,
    policies: tier.policies.map((policy) => (places.includes(next++) ? { ...policy, doubt: DOUBT } : policy)),
  });
  return { ...cluster, layers: cluster.layers.map((layer) => ({ ...layer, tiers: layer.tiers.map(doubtIn) })) };
}

/** What the subject's own policies refuse, or may refuse, of its traffic with peers. */
function refusals(
  engine: Engine,
  direction: Direction,
  subject: Endpoint,
  peers: readonly Endpoint[],
): readonly string[] {
  return peers
    .filter((peer) => {
      const { sides } = direction === 'ingress' ? engine.decide(peer, subject) : engine.decide(subject, peer);
      return sides.some((side) => side.direction === direction && !isEmpty(side.mayDeny));
    })
    .map(({ id }) => id);
}

describe('policies that surely admit everything in a direction', () => {
  it('refuse nothing to any endpoint, nor to pods that could be created, however doubts turn out', () => {
    let open = 0;
    const worlds = fc.oneof(anyWorld, anyAdminWorld);
    fc.assert(
      fc.property(worlds, anyWorld, fc.array(fc.nat(6), { maxLength: 3 }), (world, others, places) => {
        const cluster = doubting(clusterOf(world), places);
        const engine = createEngine(cluster);
        // Pods of another world stand for those that could be created in this one.
        const peers = [...cluster.endpoints, ...clusterOf(others).endpoints.filter(({ kind }) => kind === 'pod')];
        for (const [index, subject] of cluster.endpoints.entries()) {
          if (subject.kind !== 'pod') continue;
          for (const direction of DIRECTIONS.filter((one) => engine.admitsAll(index, one))) {
            open += engine.governing(index, direction).length > 0 ? 1 : 0;
            expect(refusals(engine, direction, subject, peers)).toEqual([]);
          }
        }
      }),
      { numRuns: 150 },
    );
    expect(open).toBeGreaterThan(10);
  });

  const pod = workload('shop/web', { app: 'web' });
  const everyDirection = { podSelector: {}, policyTypes: ['Ingress', 'Egress'], ingress: [{}], egress: [{}] };

  const open = networkPolicy('shop/open', everyDirection);
  const deny = networkPolicy('shop/deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] });

  it.each<readonly [string, readonly unknown[], readonly number[], boolean]>([
    ['where there is none', [], [], true],
    ['where one has a rule for everybody on every port', [open], [], true],
    ['where such a policy may not be there', [open], [0], false],
    ['where such a policy may not be there, and another refuses', [open, deny], [0], false],
    ['where another that refuses may not be there', [open, deny], [1], true],
    [
      'where an admin policy refuses somebody first',
      [
        open,
        adminNetworkPolicy('deny', 1, {
          subject: { namespaces: {} },
          ingress: [{ action: 'Deny', from: [{ namespaces: {} }] }],
          egress: [{ action: 'Deny', to: [{ namespaces: {} }] }],
        }),
      ],
      [],
      false,
    ],
    [
      'where a rule is for a named port of whoever is reached',
      [
        networkPolicy('shop/open', {
          podSelector: {},
          policyTypes: ['Ingress', 'Egress'],
          egress: [{ ports: [{ port: 'http' }] }],
        }),
      ],
      [],
      false,
    ],
  ])('are told from others: %s', (_, policies, doubted, expected) => {
    const { cluster, indexOf } = worldOf([pod, ...policies]);
    const engine = createEngine(doubting(cluster, doubted));
    expect(DIRECTIONS.map((direction) => engine.admitsAll(indexOf('shop/web'), direction))).toEqual([
      expected,
      expected,
    ]);
  });
});
