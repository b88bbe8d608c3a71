import type { Assumptions } from '../../src/cluster/assumptions.ts';
import { type Dataplane, type DataplaneProfile, profileOf } from '../../src/cluster/dataplane-profile.ts';
import { addressUnion, NO_ADDRESSES, parseAddress, parseCidr } from '../../src/sets/address-set.ts';
import { connections } from '../../src/sets/connection-set.ts';
import { isSubset } from '../../src/sets/interval-set.ts';
import type { Packet, PacketEnd, World } from '../oracle/world.ts';
import { type TestWorld, worldOf } from '../support/worlds.ts';

export type Verdict = 'allowed' | 'denied' | 'undecided';

/** The engine over the same objects, with the readings of a plugin. */
export function engineOver(
  world: World,
  dataplane: Dataplane | undefined,
  packets: readonly Packet[],
): (packet: Packet) => Verdict {
  return engineWith(world, profileOf(dataplane), {}, packets);
}

/** The engine over the same objects, with the readings and the nodes that the world itself states. */
export function engineAsStated(world: World, packets: readonly Packet[]): (packet: Packet) => Verdict {
  const { profile, assume } = readingsOf(world);
  return engineWith(world, profile, assume, packets);
}

/** How a world that states everything reads what the API leaves open, and where its nodes are. */
export function readingsOf(world: World): {
  readonly profile: DataplaneProfile;
  readonly assume: Partial<Assumptions>;
} {
  const { admin } = world;
  if (admin === undefined) throw new Error('a world without admin policies states too little');
  const isEnforced = admin.experimentalPeers === 'enforced';
  const profile: DataplaneProfile = {
    ...profileOf('kube-network-policies'),
    rangesMatchPods: world.ipBlockMatchesPods,
    networksMatchPods: admin.networksMatchPods,
    networkPolicyIsFinalForPod: admin.networkPolicyIsFinalForPod,
    nodePeersAreEnforced: isEnforced,
    olderNodePeersAreEnforced: isEnforced,
    domainPeersAreEnforced: isEnforced,
    olderNamedPortsMatchAll: false,
  };
  const nodeCIDRs = admin.nodeCIDRs.map((cidr) => {
    const reading = parseCidr(cidr);
    return reading.kind === 'cidr' ? reading.addresses : NO_ADDRESSES;
  });
  return { profile, assume: { nodeCIDRs: nodeCIDRs.reduce(addressUnion, NO_ADDRESSES) } };
}

function engineWith(
  world: World,
  profile: DataplaneProfile,
  assume: Partial<Assumptions>,
  packets: readonly Packet[],
): (packet: Packet) => Verdict {
  const addresses = packets.flatMap(({ from, to }) =>
    [from, to].flatMap((end) => ('address' in end ? [end.address] : [])),
  );
  const cuts = addresses.map((text) => {
    const address = parseAddress(text) as bigint;
    return [address, address + 1n];
  });
  const objects = [...world.namespaces, ...world.pods, ...world.policies, ...(world.admin?.policies ?? [])];
  const built = worldOf(objects, { assume, profile, cuts });
  return ({ from, to, protocol, port }) => {
    const decision = built.engine.verdict(indexOf(built, from), indexOf(built, to));
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
export const judged = (packet: Packet): boolean =>
  !('pod' in packet.from && 'pod' in packet.to && packet.from.pod === packet.to.pod);
