import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decidePacket } from '../oracle/decide-packet.ts';
import type { Packet, World } from '../oracle/world.ts';
import { aimedPackets, anyDualStackWorld, anyWorld } from '../support/random-world.ts';
import { engineOver, judged, type Verdict } from './engine-over.ts';

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
