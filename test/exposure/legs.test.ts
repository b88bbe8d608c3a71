import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NodeEndpoint } from '../../src/cluster/endpoint.ts';
import { createEngine } from '../../src/connectivity/create-engine.ts';
import { boundsOf, joinBounds } from '../../src/exposure/bounds.ts';
import { type Legs, openLegs } from '../../src/exposure/legs.ts';
import { everyPossiblePod } from '../../src/possible/pod-box.ts';
import { type AddressSet, ALL_ADDRESSES } from '../../src/sets/address-set.ts';
import { ALL_CONNECTIONS } from '../../src/sets/connection-set.ts';
import { objectsOf } from '../support/changed-worlds.ts';
import { anyAdminWorld } from '../support/random-admin-world.ts';
import { anyWorld } from '../support/random-world.ts';
import { networkPolicy, type TestWorld, workload, worldOf } from '../support/worlds.ts';

const TEN: AddressSet = [0x0a000000n, 0x0b000000n];

function legsOf({ cluster, engine }: TestWorld, nodeCIDRs?: AddressSet): Legs {
  return openLegs({ cluster, engine, ...(nodeCIDRs && { nodeCIDRs }) }, () => []);
}

/** The engine of a world in which the node is an endpoint like any other. */
function engineOfAll({ cluster }: TestWorld, nodeCIDRs: AddressSet = ALL_ADDRESSES): ReturnType<typeof createEngine> {
  const node: NodeEndpoint = { kind: 'node', id: 'nodes', addresses: { kind: 'within', addresses: nodeCIDRs } };
  return createEngine({ ...cluster, endpoints: [...cluster.endpoints, node] });
}

describe('legs from a node that is not among the endpoints', () => {
  it('are judged as if it were, with the same reasons', () => {
    let undecided = 0;
    const worlds = fc.oneof(anyWorld, anyAdminWorld);
    fc.assert(
      fc.property(worlds, fc.constantFrom(undefined, TEN), (objects, nodeCIDRs) => {
        const world = worldOf(objectsOf(objects));
        const legs = legsOf(world, nodeCIDRs);
        const engine = engineOfAll(world, nodeCIDRs);
        expect(legs.node).toBe(world.cluster.endpoints.length);
        for (const to of world.cluster.endpoints.keys()) {
          expect(legs.verdict(legs.node, to)).toMatchObject(engine.verdict(legs.node, to));
          expect(legs.decide(legs.node, to)).toEqual(engine.decide(legs.node, to));
          undecided += engine.verdict(legs.node, to).undecided.length;
        }
      }),
      { numRuns: 60 },
    );
    expect(undecided).toBeGreaterThan(0);
  });

  it('are judged alike for the first pod and for the thousandth', () => {
    const pods = Array.from({ length: 1000 }, (_, index) => workload(`shop/web-${index}`, { role: `r${index % 3}` }));
    const rule = (cidr: string): object => ({ from: [{ ipBlock: { cidr } }], ports: [{ port: 80 }] });
    const policies = ['0.0.0.0/0', '10.0.0.0/8'].map((cidr, index) =>
      networkPolicy(`shop/from-${index}`, {
        podSelector: { matchLabels: { role: `r${index}` } },
        ingress: [rule(cidr)],
      }),
    );
    const forPods = networkPolicy('shop/from-pods', {
      podSelector: { matchLabels: { role: 'r2' } },
      ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 80 }] }],
    });
    const world = worldOf([...pods, ...policies, forPods]);
    const legs = legsOf(world);
    const engine = engineOfAll(world);
    const indexes = [...world.cluster.endpoints.keys()];
    expect(indexes.map((to) => boundsOf(legs.verdict(legs.node, to)))).toEqual(
      indexes.map((to) => boundsOf(engine.verdict(legs.node, to))),
    );
  });

  it('lead to pods that could be created as if it were', () => {
    const world = worldOf([workload('shop/web', {}), networkPolicy('shop/none', { podSelector: {}, ingress: [] })]);
    const legs = legsOf(world);
    const question = {
      from: legs.node,
      to: everyPossiblePod(world.cluster),
      traffic: ALL_CONNECTIONS,
      wanted: 'all',
    } as const;
    expect([...legs.ask(question)]).toEqual([...engineOfAll(world).ask(question)]);
  });
});

describe('legs from any of several addresses', () => {
  it('join what each of them may get through', () => {
    let differing = 0;
    fc.assert(
      fc.property(anyWorld, (objects) => {
        const world = worldOf(objectsOf(objects));
        const { engine, cluster } = world;
        const legs = legsOf(world);
        for (const to of cluster.endpoints.keys()) {
          const each = (sources: readonly number[]): unknown =>
            joinBounds(sources.map((from) => boundsOf(engine.verdict(from, to))));
          expect(legs.fromAnyAddress(to)).toEqual(each(legs.outside));
          expect(legs.fromPrivate(to)).toEqual(each(legs.private));
          differing += new Set(legs.outside.map((from) => engine.verdict(from, to))).size > 1 ? 1 : 0;
        }
      }),
      { numRuns: 60 },
    );
    expect(differing).toBeGreaterThan(0);
  });
});
