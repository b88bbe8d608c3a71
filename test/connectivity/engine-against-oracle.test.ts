import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dataplane } from '../../src/cluster/dataplane-profile.ts';
import { parseAddress } from '../../src/sets/address-set.ts';
import { connections } from '../../src/sets/connection-set.ts';
import { isSubset } from '../../src/sets/interval-set.ts';
import { decidePacket } from '../oracle/decide-packet.ts';
import type { Packet, PacketEnd, World } from '../oracle/world.ts';
import { aimedPackets, anyDualStackWorld, anyWorld } from '../support/random-world.ts';
import { type TestWorld, worldOf } from '../support/worlds.ts';

type Verdict = 'allowed' | 'denied' | 'undecided';

/** The engine over the same objects, with the reading of `ipBlock` that a plugin gives it. */
function engineOver(
  world: World,
  dataplane: Dataplane | undefined,
  packets: readonly Packet[],
): (packet: Packet) => Verdict {
  const addresses = packets.flatMap(({ from, to }) =>
    [from, to].flatMap((end) => ('address' in end ? [end.address] : [])),
  );
  const cuts = addresses.map((text) => {
    const address = parseAddress(text) as bigint;
    return [address, address + 1n];
  });
  const built = worldOf([...world.namespaces, ...world.pods, ...world.policies], {
    assume: dataplane === undefined ? {} : { dataplane },
    cuts,
  });
  return ({ from, to, protocol, port }) => {
    const decision = built.engine.decide(indexOf(built, from), indexOf(built, to));
    const one = connections(protocol, port);
    if (isSubset(one, decision.allowed)) return 'allowed';
    return isSubset(one, decision.denied) ? 'denied' : 'undecided';
  };
}

function indexOf(world: TestWorld, end: PacketEnd): number {
  if ('pod' in end) return world.indexOf(end.pod);
  const address = parseAddress(end.address) as bigint;
  return world.cluster.endpoints.findIndex(
    (endpoint) => endpoint.kind === 'addresses' && endpoint.first <= address && address <= endpoint.last,
  );
}

/** A pod's traffic with itself is not policy's business; between replicas it is, and a Pod has none. */
const judged = (packet: Packet): boolean =>
  !('pod' in packet.from && 'pod' in packet.to && packet.from.pod === packet.to.pod);

const oracleOver =
  (world: World) =>
  (packet: Packet): Verdict =>
    decidePacket(world, packet).allowed ? 'allowed' : 'denied';

function disagreements(packets: readonly Packet[], a: (p: Packet) => Verdict, b: (p: Packet) => Verdict): unknown[] {
  return packets.flatMap((packet) =>
    a(packet) === b(packet) ? [] : [{ packet, engine: a(packet), oracle: b(packet) }],
  );
}

const SETTINGS = { numRuns: 150 };

describe('the engine against the oracle', () => {
  it('gives the same verdict on every packet aimed at the edges of random worlds', () => {
    let compared = 0;
    fc.assert(
      fc.property(anyWorld, (world) => {
        const packets = aimedPackets(world).filter(judged);
        compared += packets.length;
        const dataplane = world.ipBlockMatchesPods ? 'kube-network-policies' : 'cilium';
        expect(disagreements(packets, engineOver(world, dataplane, packets), oracleOver(world))).toEqual([]);
      }),
      SETTINGS,
    );
    expect(compared).toBeGreaterThan(10_000);
  });

  it('decides between pods of two families only what holds for both', () => {
    fc.assert(
      fc.property(anyDualStackWorld, (world) => {
        const packets = aimedPackets(world).filter(judged);
        const dataplane = world.ipBlockMatchesPods ? 'kube-network-policies' : 'cilium';
        const engine = engineOver(world, dataplane, packets);
        const oracle = oracleOver(world);
        for (const packet of packets) {
          const families =
            packet.ipFamily === undefined ? [packet] : ([4, 6] as const).map((ipFamily) => ({ ...packet, ipFamily }));
          const verdicts = new Set(families.map(oracle));
          const verdict = engine(packet);
          if (verdict !== 'undecided') expect([...verdicts]).toEqual([verdict]);
        }
      }),
      SETTINGS,
    );
  });

  it('without a dataplane decides only what every reading of ipBlock agrees on', () => {
    let decided = 0;
    fc.assert(
      fc.property(anyWorld, (world) => {
        const packets = aimedPackets(world).filter(judged);
        const engine = engineOver(world, undefined, packets);
        const readings = [true, false].map((ipBlockMatchesPods) => oracleOver({ ...world, ipBlockMatchesPods }));
        for (const packet of packets) {
          const verdict = engine(packet);
          if (verdict === 'undecided') continue;
          decided++;
          expect(readings.map((oracle) => oracle(packet))).toEqual([verdict, verdict]);
        }
      }),
      SETTINGS,
    );
    expect(decided).toBeGreaterThan(10_000);
  });

  it('does not care about the order of policies and rules', () => {
    fc.assert(
      fc.property(anyWorld, (world) => {
        const packets = aimedPackets(world).filter(judged);
        const reversed = { ...world, policies: [...world.policies].reverse() };
        const engine = engineOver(world, 'calico', packets);
        expect(disagreements(packets, engine, engineOver(reversed, 'calico', packets))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
