import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { AdminPolicy } from '../oracle/admin-world.ts';
import { possibleAnswers } from '../oracle/decide-packet.ts';
import type { Packet, PacketEnd, World } from '../oracle/world.ts';
import { anyAdminWorld } from '../support/random-admin-world.ts';
import { aimedPackets } from '../support/random-world.ts';
import { engineAsStated, engineOver, judged, type Verdict } from './engine-over.ts';

/** What the oracle says over every order of policies of which the API does not say which comes first. */
function oracleVerdict(world: World, packet: Packet): Verdict {
  const answers = possibleAnswers(world, packet);
  if (answers.size > 1) return 'undecided';
  return answers.has(true) ? 'allowed' : 'denied';
}

interface Disagreement {
  readonly packet: Packet;
  readonly engine: Verdict;
  readonly oracle: Verdict;
}

function disagreements(world: World, packets: readonly Packet[], seen?: Map<Verdict, number>): readonly Disagreement[] {
  const engine = engineAsStated(world, packets);
  return packets.flatMap((packet) => {
    const verdicts = { engine: engine(packet), oracle: oracleVerdict(world, packet) };
    seen?.set(verdicts.oracle, (seen.get(verdicts.oracle) ?? 0) + 1);
    return verdicts.engine === verdicts.oracle ? [] : [{ packet, ...verdicts }];
  });
}

const packetsOf = (world: World): readonly Packet[] => aimedPackets(world, 160).filter(judged);

/** The world as manifests, and each packet about which the two differ. */
function report(world: World): string {
  const { admin, namespaces, pods, policies, ...readings } = world;
  const { policies: adminPolicies, ...adminReadings } = admin ?? { policies: [] };
  const nameOf = (end: PacketEnd): string => ('pod' in end ? end.pod : end.address);
  const lines = disagreements(world, packetsOf(world)).map(
    ({ packet: { from, to, port, protocol }, engine, oracle }) =>
      `${nameOf(from)} to ${nameOf(to)} on ${port}/${protocol}: engine ${engine}, oracle ${oracle}`,
  );
  const objects = [...namespaces, ...pods, ...policies, ...adminPolicies].map((object) => stringify(object));
  return [...lines.slice(0, 10), stringify({ ...readings, ...adminReadings }), ...objects].join('\n---\n');
}

const WORLDS = 1000;

describe('worlds with policies of every kind', () => {
  it(`give the same verdict as the oracle, and are undecided exactly where orders differ, in ${WORLDS} of them`, () => {
    const seen = new Map<Verdict, number>();
    fc.assert(
      fc.property(anyAdminWorld, (world) => disagreements(world, packetsOf(world), seen).length === 0),
      {
        numRuns: WORLDS,
        seed: 20_261_124,
        reporter: ({ failed, counterexample }) => {
          if (failed) throw new Error(`engine and oracle differ\n${report(counterexample?.[0] as World)}`);
        },
      },
    );
    // Each verdict must be common, or the property says little.
    for (const verdict of ['allowed', 'denied', 'undecided'] as const)
      expect([verdict, (seen.get(verdict) ?? 0) > WORLDS]).toEqual([verdict, true]);
  }, 120_000);

  it('are decided without a plugin only where every plugin agrees', () => {
    let decided = 0;
    fc.assert(
      fc.property(anyAdminWorld, (world) => {
        const packets = aimedPackets(world, 60).filter(judged);
        const engine = engineOver(world, undefined, packets);
        const clusters = everyReading(world);
        for (const packet of packets) {
          const verdict = engine(packet);
          if (verdict === 'undecided') continue;
          decided++;
          expect([...new Set(clusters.map((cluster) => oracleVerdict(cluster, packet)))]).toEqual([verdict]);
        }
      }),
      { numRuns: 150 },
    );
    expect(decided).toBeGreaterThan(3000);
  }, 120_000);
});

const BOTH = [true, false];

/** The world as each plugin could read it, and as it is where the API server refuses experimental peers. */
function everyReading(world: World): readonly World[] {
  const { admin } = world;
  if (admin === undefined) return [world];
  const isExperimental = ({ spec }: AdminPolicy): boolean =>
    (spec.egress ?? []).some(({ to }) => (to ?? []).some(({ nodes, domainNames }) => nodes ?? domainNames));
  const peers = [
    admin,
    { ...admin, experimentalPeers: 'enforced' as const },
    { ...admin, experimentalPeers: 'fail closed' as const },
    { ...admin, policies: admin.policies.filter((policy) => !isExperimental(policy)) },
  ];
  return peers.flatMap((reading) =>
    BOTH.flatMap((ipBlockMatchesPods) =>
      BOTH.flatMap((networksMatchPods) =>
        BOTH.map((networkPolicyIsFinalForPod) => ({
          ...world,
          ipBlockMatchesPods,
          admin: { ...reading, networksMatchPods, networkPolicyIsFinalForPod },
        })),
      ),
    ),
  );
}
