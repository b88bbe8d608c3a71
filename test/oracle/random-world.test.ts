import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';

import { aimedPackets, anyDualStackWorld, anyWorld, toManifests } from '../support/random-world.ts';
import { cidrContains, cidrRange } from './address.ts';
import { decidePacket } from './decide-packet.ts';
import type { World } from './world.ts';
import { features } from './world-features.ts';

const worlds: readonly World[] = fc.sample(anyWorld, { numRuns: 500, seed: 1 });

const decisions = (world: World, packets = aimedPackets(world, 80)) =>
  packets.map((packet) => decidePacket(world, packet).allowed);

describe('random worlds', () => {
  it.each(features)('decide packets by %s', (_, ignore) => {
    const isDecisive = (world: World) => {
      const packets = aimedPackets(world, 80);
      return decisions(world, packets).join() !== decisions(ignore(world), packets).join();
    };
    let decisive = 0;
    for (const world of worlds) {
      if (decisive < 5 && isDecisive(world)) decisive++;
    }
    expect(decisive).toBe(5);
  });

  it('allow about as much as they deny', () => {
    const all = worlds.flatMap((world) => decisions(world));
    const allowed = all.filter((each) => each).length / all.length;
    expect(allowed).toBeGreaterThan(0.25);
    expect(allowed).toBeLessThan(0.75);
  });

  it('write every optional list of a policy in every way', () => {
    const shape = (list: unknown) => (Array.isArray(list) ? (list.length === 0 ? 'empty' : 'filled') : String(list));
    const specs = worlds.flatMap(({ policies }) => policies.map(({ spec }) => spec ?? {}));
    const rules = specs.flatMap(({ ingress, egress }) => [...(ingress ?? []), ...(egress ?? [])]);
    const lists = {
      policyTypes: specs.map(({ policyTypes }) => policyTypes),
      ingress: specs.map(({ ingress }) => ingress),
      egress: specs.map(({ egress }) => egress),
      from: specs.flatMap(({ ingress }) => (ingress ?? []).map(({ from }) => from)),
      to: specs.flatMap(({ egress }) => (egress ?? []).map(({ to }) => to)),
      ports: rules.map(({ ports }) => ports),
    };
    for (const [field, values] of Object.entries(lists)) {
      expect([field, ...new Set(values.map(shape))].sort()).toEqual(
        [field, 'empty', 'filled', 'null', 'undefined'].sort(),
      );
    }
  });

  it('hold only what the API server accepts', () => {
    const all = [...worlds, ...fc.sample(anyDualStackWorld, { numRuns: 100, seed: 2 })];
    expect(all.flatMap(refusals)).toEqual([]);
  });

  it('with two address families are decided for each of them', () => {
    for (const world of fc.sample(anyDualStackWorld, { numRuns: 100, seed: 3 })) {
      expect(new Set(aimedPackets(world).map(({ ipFamily }) => ipFamily))).toContain(6);
      expect(decisions(world).length).toBeGreaterThan(0);
    }
  });

  it('are written as documents that read back the same', () => {
    for (const world of worlds.slice(0, 50)) {
      const documents = parseAllDocuments(toManifests(world)).map((document) => document.toJS());
      expect(documents).toEqual([...world.namespaces, ...world.pods, ...world.policies]);
    }
  });
});

/** What the API server would refuse in a world, as far as its rules reach beyond the types. */
function refusals({ policies, pods }: World): readonly unknown[] {
  const rules = policies.flatMap(({ spec }) => [
    ...(spec?.ingress ?? []).map(({ from, ports }) => ({ peers: from, ports })),
    ...(spec?.egress ?? []).map(({ to, ports }) => ({ peers: to, ports })),
  ]);
  const peers = rules.flatMap((rule) => rule.peers ?? []);
  const selectors = [
    ...peers.flatMap((peer) => [peer.podSelector, peer.namespaceSelector]),
    ...policies.map(({ spec }) => spec?.podSelector),
  ];
  const containers = pods.flatMap(({ spec }) => [...spec.containers, ...(spec.initContainers ?? [])]);
  return [
    ...rules
      .flatMap(({ ports }) => ports ?? [])
      .filter(({ port, endPort }) => endPort != null && (typeof port !== 'number' || endPort < port)),
    ...peers.filter(({ ipBlock, podSelector, namespaceSelector }) =>
      ipBlock ? podSelector || namespaceSelector : !podSelector && !namespaceSelector,
    ),
    ...peers.flatMap(({ ipBlock }) =>
      (ipBlock?.except ?? []).filter((hole) => !isStrictPart(hole, ipBlock?.cidr ?? '')),
    ),
    ...selectors
      .flatMap((selector) => selector?.matchExpressions ?? [])
      .filter(({ operator, values }) => operator.endsWith('In') !== (values ?? []).length > 0),
    ...containers.filter(({ ports }) => {
      const names = (ports ?? []).flatMap(({ name }) => name ?? []);
      return new Set(names).size < names.length;
    }),
  ];
}

function isStrictPart(part: string, whole: string): boolean {
  return cidrContains(whole, cidrRange(part).first) && Number(part.split('/')[1]) > Number(whole.split('/')[1]);
}
