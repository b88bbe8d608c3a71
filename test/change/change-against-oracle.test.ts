import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ComparedTrees } from '../../src/change/compare-trees.ts';
import { isUnchanged, type PairChange } from '../../src/change/pair-change.ts';
import { everyPossiblePodOf } from '../../src/change/trees.ts';
import { profileOf } from '../../src/cluster/dataplane-profile.ts';
import { parseAddress } from '../../src/sets/address-set.ts';
import { connections } from '../../src/sets/connection-set.ts';
import { isSubset } from '../../src/sets/interval-set.ts';
import { readingsOf } from '../connectivity/engine-over.ts';
import type { Packet, World } from '../oracle/world.ts';
import { answersOf, endFor, packetsOf } from '../support/change-packets.ts';
import { changedOf, comparedOver, objectsOf, type Readings } from '../support/changed-worlds.ts';
import { anyAdminWorld } from '../support/random-admin-world.ts';
import { anyWorld } from '../support/random-world.ts';

const WORLDS = 200;

/** Compares what is said of a packet with what the oracle knows before and after. */
function expectAgreement(
  change: PairChange,
  packet: Packet,
  was: ReadonlySet<boolean>,
  is: ReadonlySet<boolean>,
): void {
  const one = connections(packet.protocol, packet.port);
  const mayOpen = is.has(true) && was.has(false);
  const surelyOpens = !is.has(false) && !was.has(true);
  const mayClose = was.has(true) && is.has(false);
  const surelyCloses = !was.has(false) && !is.has(true);
  const says = (part: 'opened' | 'closed' | 'mayOpen' | 'mayClose'): boolean => isSubset(one, change[part]);
  const words = `${JSON.stringify(packet)} ${[...was]} then ${[...is]}`;
  const isUndecided = was.size > 1 && is.size > 1;
  // What is sure is true, and whatever happens is said to be possible, unless nothing that bears on it has changed.
  const said = [says('opened'), says('closed'), ...(isUndecided ? [] : [says('mayOpen'), says('mayClose')])];
  const truth = [surelyOpens, surelyCloses, ...(isUndecided ? [] : [mayOpen, mayClose])];
  // An expectation for each of some hundred thousand packets would take as long as all the rest.
  if (said.some((part, index) => part !== truth[index])) expect(said, words).toEqual(truth);
}

const cutsFor = (packets: readonly Packet[]) =>
  packets
    .flatMap(({ from, to }) => [from, to].flatMap((end) => ('address' in end ? [end.address] : [])))
    .map((text) => parseAddress(text) as bigint)
    .map((address) => [address, address + 1n]);

function expectOracle(before: World, after: World, readings: Readings, seen: Map<string, number>): void {
  const packets = packetsOf(before, after, 120);
  const compared = comparedOver(objectsOf(before), objectsOf(after), { ...readings, cuts: cutsFor(packets) });
  for (const packet of packets) {
    const change = compared.known(endFor(packet.from, compared), endFor(packet.to, compared));
    if (change === undefined) throw new Error('a pair with a pod is judged');
    const [was, is] = [answersOf(before, packet), answersOf(after, packet)];
    const key = `${[...was].sort()} then ${[...is].sort()}`;
    seen.set(key, (seen.get(key) ?? 0) + 1);
    expectAgreement(change, packet, was, is);
  }
}

describe('a change against two answers of the oracle', () => {
  it(`is the difference, packet by packet, in ${WORLDS} worlds and what changes make of them`, () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(changedOf(anyWorld), ([before, after]) => {
        const profile = profileOf(before.ipBlockMatchesPods ? 'kube-network-policies' : 'cilium');
        expectOracle(before, { ...after, ipBlockMatchesPods: before.ipBlockMatchesPods }, { profile }, seen);
      }),
      { numRuns: WORLDS },
    );
    expect(seen.get('false then true')).toBeGreaterThan(WORLDS);
    expect(seen.get('true then false')).toBeGreaterThan(WORLDS);
  }, 300_000);

  it(`is so with policies of every kind, too, whatever their order is, in ${WORLDS} of them`, () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(changedOf(anyAdminWorld), ([before, after]) => {
        const { admin, ipBlockMatchesPods } = before;
        if (admin === undefined || after.admin === undefined) return;
        const alike = { ...after, ipBlockMatchesPods, admin: { ...admin, policies: after.admin.policies } };
        expectOracle(before, alike, readingsOf(before), seen);
      }),
      { numRuns: WORLDS },
    );
    expect(seen.get('false then true')).toBeGreaterThan(WORLDS);
  }, 300_000);

  it('never takes for unchanged what changes in one reading of a plugin', () => {
    fc.assert(
      fc.property(changedOf(anyWorld), ([before, after]) => {
        const packets = packetsOf(before, after, 60);
        const compared = comparedOver(objectsOf(before), objectsOf(after), { cuts: cutsFor(packets) });
        for (const packet of packets) {
          const change = compared.known(endFor(packet.from, compared), endFor(packet.to, compared));
          if (change === undefined) throw new Error('a pair with a pod is judged');
          for (const ipBlockMatchesPods of [true, false]) {
            const [was, is] = [before, after].map((world) =>
              answersOf({ ...world, ipBlockMatchesPods }, packet).has(true),
            );
            expectSound(change, packet, was === true, is === true);
          }
        }
      }),
      { numRuns: 200 },
    );
  }, 300_000);
});

/** What happens is possible, and what is sure happens. */
function expectSound(
  { opened, closed, mayOpen, mayClose }: PairChange,
  packet: Packet,
  was: boolean,
  is: boolean,
): void {
  const one = connections(packet.protocol, packet.port);
  const isSound =
    (!is || was || isSubset(one, mayOpen)) &&
    (!was || is || isSubset(one, mayClose)) &&
    (!isSubset(one, opened) || (is && !was)) &&
    (!isSubset(one, closed) || (was && !is));
  if (!isSound) throw new Error(`${JSON.stringify(packet)}: ${was} then ${is}`);
}

describe('a change', () => {
  const allOf = (compared: ComparedTrees): readonly PairChange[] => {
    const everyone = everyPossiblePodOf(compared.trees);
    const pods = compared.ends.filter(({ endpoint }) => endpoint.kind === 'pod');
    return [
      ...compared.ends.flatMap((from) => compared.ends.flatMap((to) => compared.known(from, to) ?? [])),
      ...pods
        .flatMap((pod) => [...compared.possible(everyone, pod).changes, ...compared.possible(pod, everyone).changes])
        .map(({ change }) => change),
    ];
  };

  it('from a world to itself is none, in whatever order its objects stand', () => {
    fc.assert(
      fc.property(anyAdminWorld, (world) => {
        const objects = objectsOf(world);
        const compared = comparedOver(objects, [...objects].reverse());
        expect(allOf(compared).filter((change) => !isUnchanged(change))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  }, 300_000);

  it('back opens what the change closes, and closes what it opens', () => {
    const turned = ({ opened, closed, mayOpen, mayClose, flowed, flows }: PairChange): PairChange => ({
      opened: closed,
      closed: opened,
      mayOpen: mayClose,
      mayClose: mayOpen,
      flowed: flows,
      flows: flowed,
    });
    fc.assert(
      fc.property(changedOf(anyAdminWorld), ([before, after]) => {
        const there = comparedOver(objectsOf(before), objectsOf(after));
        const back = comparedOver(objectsOf(after), objectsOf(before));
        for (const from of there.ends) {
          for (const to of there.ends) {
            const [a, b] = [back.ends.find(({ id }) => id === from.id), back.ends.find(({ id }) => id === to.id)];
            if (a === undefined || b === undefined) throw new Error('both have the same ends');
            const change = there.known(from, to);
            expect(back.known(a, b)).toEqual(change && turned(change));
          }
        }
      }),
      { numRuns: 100 },
    );
  }, 300_000);
});
