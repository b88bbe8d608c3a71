import type { ComparedTrees } from '../../src/change/compare-trees.ts';
import type { KnownEnd } from '../../src/change/match-ends.ts';
import { parseAddress } from '../../src/sets/address-set.ts';
import { possibleAnswers } from '../oracle/decide-packet.ts';
import type { Packet, PacketEnd, Pod, World } from '../oracle/world.ts';
import { aimedPackets } from './random-world.ts';

const nameOf = ({ metadata }: Pod): string => `${metadata.namespace ?? 'default'}/${metadata.name}`;

/** What the oracle says of one packet; a packet of a pod that is not there is refused. */
export function answersOf(world: World, packet: Packet): ReadonlySet<boolean> {
  const there = new Set(world.pods.map(nameOf));
  const isThere = (end: PacketEnd): boolean => 'address' in end || there.has(end.pod);
  return isThere(packet.from) && isThere(packet.to) ? possibleAnswers(world, packet) : new Set([false]);
}

/** The end of a comparison that an end of a packet is. */
export function endFor(end: PacketEnd, { ends }: ComparedTrees): KnownEnd {
  const address = 'address' in end ? (parseAddress(end.address) as bigint) : 0n;
  const found = ends.find(({ endpoint }) => {
    if ('pod' in end) return endpoint.kind === 'pod' && `${endpoint.namespace.name}/${endpoint.name}` === end.pod;
    return endpoint.kind === 'addresses' && endpoint.first <= address && address <= endpoint.last;
  });
  if (found === undefined) throw new Error(`no end ${JSON.stringify(end)}`);
  return found;
}

/** Packets at the edges of either world, between ends that are pods or outside in both. */
export function packetsOf(before: World, after: World, cap: number): readonly Packet[] {
  const taken = [...before.pods, ...after.pods].flatMap(({ status }) => status?.podIPs ?? []);
  const pods = new Set(taken.map(({ ip }) => parseAddress(ip)));
  const isOutside = (end: PacketEnd): boolean => !('address' in end) || !pods.has(parseAddress(end.address));
  const isItself = ({ from, to }: Packet): boolean => 'pod' in from && 'pod' in to && from.pod === to.pod;
  return [...aimedPackets(before, cap), ...aimedPackets(after, cap)].filter(
    (packet) => isOutside(packet.from) && isOutside(packet.to) && !isItself(packet),
  );
}
