import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PossibleChanges } from '../../src/change/compare-possible.ts';
import type { ComparedTrees } from '../../src/change/compare-trees.ts';
import { everyPossiblePodOf } from '../../src/change/trees.ts';
import { profileOf } from '../../src/cluster/dataplane-profile.ts';
import type { PossibleEnds } from '../../src/connectivity/possible-question.ts';
import type { PodBox } from '../../src/possible/pod-box.ts';
import { connections } from '../../src/sets/connection-set.ts';
import { isSubset } from '../../src/sets/interval-set.ts';
import { readingsOf } from '../connectivity/engine-over.ts';
import type { Packet, PacketEnd, Pod, World } from '../oracle/world.ts';
import { answersOf, endFor, packetsOf } from '../support/change-packets.ts';
import { changedOf, comparedOver, objectsOf, type Readings } from '../support/changed-worlds.ts';
import { anyAdminWorld } from '../support/random-admin-world.ts';
import { anyWorld } from '../support/random-world.ts';

/** The world with pods more that are like others in all but their names and addresses. */
function withProbes(world: World, models: readonly Pod[], ipBlockMatchesPods: boolean): World {
  const probes = models.map((model, index): Pod => {
    const ip = model.status?.podIP?.includes(':') ? `2001:db8::fff${index}` : `10.0.0.25${index}`;
    const metadata = { ...model.metadata, name: `probe-${index}` };
    return { ...model, metadata, status: { podIP: ip, podIPs: [{ ip }] } };
  });
  return { ...world, ipBlockMatchesPods, pods: [...world.pods, ...probes] };
}

/** Packets between pods, one of them a probe, that are let through now, and were not before. */
function newWithProbes(was: World, is: World): readonly Packet[] {
  return packetsOf(was, is, 400).filter((packet) => {
    const { from, to } = packet;
    if ('address' in from || 'address' in to || (modelOf(from) ?? modelOf(to)) === undefined) return false;
    return answersOf(is, packet).has(true) && !answersOf(was, packet).has(true);
  });
}

/** Which pod an end is like, if it is a probe. */
function modelOf(end: PacketEnd): number | undefined {
  const found = 'pod' in end ? /\/probe-(\d)$/.exec(end.pod) : null;
  return found === null ? undefined : Number(found[1]);
}

/** Whether a pod like this is one of a box, as far as its namespace and labels tell. */
function holds(box: PodBox | undefined, pod: Pod | undefined): boolean {
  if (box === undefined || pod === undefined || box.namespace.kind !== 'known') return false;
  const { metadata } = pod;
  return (
    box.namespace.facts.name === (metadata.namespace ?? 'default') &&
    [...box.labels].every(([key, { absent, values }]) => {
      const value = metadata.labels?.[key];
      return value === undefined ? absent : values.listed.has(value) === (values.kind === 'only');
    })
  );
}

/** The changes between the ends of packets, of which a probe stands for every pod that could be created. */
function changesFor(compared: ComparedTrees): (packet: Packet) => PossibleChanges {
  const everyone = everyPossiblePodOf(compared.trees);
  const known = new Map<string, PossibleChanges>();
  return ({ from, to }) => {
    const [source, target] = [from, to].map((end) => (modelOf(end) === undefined ? endFor(end, compared) : everyone));
    if (source === undefined || target === undefined) throw new Error('a packet has two ends');
    const key = [from, to].map((end) => (modelOf(end) === undefined ? JSON.stringify(end) : 'everyone')).join(' > ');
    const found = known.get(key) ?? compared.possible(source, target);
    known.set(key, found);
    return found;
  };
}

describe('pods that could be created', () => {
  const definite = (world: World): Readings => ({
    profile: profileOf(world.ipBlockMatchesPods ? 'kube-network-policies' : 'cilium'),
  });
  it.each([
    ['one reading of a plugin', anyWorld, definite, 200],
    ['readings that nobody chose', anyWorld, () => ({}), 200],
    ['policies of every kind', anyAdminWorld, readingsOf, 100],
  ] as const)(
    'are told to be let in anew wherever the oracle lets such a pod in anew, with %s',
    (_, worlds, readings, runs) => {
      const fresh = { one: 0, both: 0, cut: 0 };
      fc.assert(
        fc.property(changedOf(worlds), fc.nat(), fc.nat(), ([before, other], first, second) => {
          const { admin } = before;
          const after =
            admin && other.admin ? { ...other, admin: { ...admin, policies: other.admin.policies } } : other;
          const find = changesFor(comparedOver(objectsOf(before), objectsOf(after), readings(before)));
          const pods = [...before.pods, ...after.pods];
          const models = [first, second].map((pick) => pods[pick % pods.length] as Pod);
          const probed = (world: World): World => withProbes(world, models, before.ipBlockMatchesPods);
          for (const packet of newWithProbes(probed(before), probed(after))) {
            const [source, target] = [modelOf(packet.from), modelOf(packet.to)];
            const { changes, isWhole } = find(packet);
            // Of what is too much to compare, nothing is said.
            if (!isWhole) {
              fresh.cut++;
              continue;
            }
            fresh[source === undefined || target === undefined ? 'one' : 'both']++;
            const isMeant = ({ from, to }: PossibleEnds): boolean =>
              (source === undefined || holds(from, models[source])) &&
              (target === undefined || holds(to, models[target]));
            const one = connections(packet.protocol, packet.port);
            const news = changes.filter(({ change }) => isSubset(one, change.mayOpen));
            expect(
              news.some(({ ends }) => ends.some(isMeant)),
              JSON.stringify(packet),
            ).toBe(true);
          }
        }),
        { numRuns: runs },
      );
      expect(fresh.one).toBeGreaterThan(runs / 2);
      expect(fresh.both).toBeGreaterThan(0);
      expect(fresh.cut).toBeLessThan(fresh.one);
    },
    300_000,
  );
});
