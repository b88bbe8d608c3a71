import { type Address, cidrRange, formatAddress, parseAddress } from './address.ts';
import type { AdminRule } from './admin-world.ts';
import type { NetworkPolicy, Packet, Pod, PolicyPeer, PolicyPort, World } from './world.ts';

type Ends = Omit<Packet, 'protocol' | 'port'>;

const PROTOCOLS = ['TCP', 'UDP', 'SCTP'] as const;

/**
 * Packets at the edges of a world's rules: between all pods, and between each pod and the addresses at both sides of
 * every CIDR edge, for every protocol and the ports at both sides of every port edge.
 * At most `cap` of them, spread evenly and the same for every call: a quarter go to ports their destination declares,
 * a quarter have an end outside, and the rest are between pods.
 */
export function aimedPackets(world: World, cap = 400): readonly Packet[] {
  const share = Math.floor(cap / 4);
  const ports = portsAtEdges(world);
  const pairs = podPairs(world.pods);
  const outside = outsideEnds(world);
  const declared = sample(
    [...pairs, ...outside].flatMap((ends) => toDeclaredPorts(world, ends)),
    share,
  );
  const grid = [...declared, ...sample(combinations(outside, ports), share)];
  const between = sample(combinations(pairs, ports), cap - grid.length);
  return [...new Map([...grid, ...between].map((packet) => [JSON.stringify(packet), packet])).values()];
}

/** The first and last address of every CIDR and their neighbours, without the addresses that pods have. */
export function addressesAtEdges(world: World): readonly string[] {
  const podAddresses = new Set(world.pods.flatMap(addressesOf).map(formatAddress));
  const blocks = peersOf(world.policies).flatMap(({ ipBlock }) =>
    ipBlock ? [ipBlock.cidr, ...(ipBlock.except ?? [])] : [],
  );
  const edges = [...blocks, ...adminCidrs(world)]
    .flatMap((cidr) => {
      const { first, last } = cidrRange(cidr);
      return [first, last, { ...first, value: first.value - 1n }, { ...last, value: last.value + 1n }];
    })
    .filter(({ family, value }) => value >= 0n && value < (family === 4 ? 1n << 32n : 1n << 128n))
    .filter(({ family, value }) => family === 4 || value >> 32n !== 0xffffn);
  return [...new Set(edges.map(formatAddress))].filter((address) => !podAddresses.has(address));
}

/** Every port number a policy or a pod mentions, the ends of its range, and their neighbours; and 1 and 65535. */
export function portsAtEdges(world: World): readonly number[] {
  const fromPolicies = portsOf(world.policies).flatMap(({ port, endPort }) =>
    typeof port === 'number' ? [port, endPort ?? port] : [],
  );
  const fromAdmin = adminRules(world).flatMap(numbersIn);
  const fromPods = world.pods
    .flatMap(({ spec }) => [...spec.containers, ...(spec.initContainers ?? [])])
    .flatMap(({ ports }) => (ports ?? []).map(({ containerPort }) => containerPort));
  const edges = [...fromPolicies, ...fromAdmin, ...fromPods].flatMap((port) => [port - 1, port, port + 1]);
  return [...new Set([1, 65535, ...edges])].filter((port) => port >= 1 && port <= 65535).sort((a, b) => a - b);
}

function podPairs(pods: readonly Pod[]): readonly Ends[] {
  return pods.flatMap((source) =>
    pods.flatMap((destination) => {
      const ends = { from: endOf(source), to: endOf(destination) };
      const isDualStack = [source, destination].every(
        (pod) => new Set(addressesOf(pod).map(({ family }) => family)).size === 2,
      );
      return isDualStack
        ? [
            { ...ends, ipFamily: 4 as const },
            { ...ends, ipFamily: 6 as const },
          ]
        : [ends];
    }),
  );
}

function outsideEnds(world: World): readonly Ends[] {
  return addressesAtEdges(world).flatMap((address) =>
    world.pods.flatMap((pod) => [
      { from: endOf(pod), to: { address } },
      { from: { address }, to: endOf(pod) },
    ]),
  );
}

function toDeclaredPorts(world: World, ends: Ends): readonly Packet[] {
  return world.pods
    .filter((pod) => 'pod' in ends.to && ends.to.pod === endOf(pod).pod)
    .flatMap(({ spec }) => [...spec.containers, ...(spec.initContainers ?? [])])
    .flatMap(({ ports }) => ports ?? [])
    .map(({ containerPort, protocol }) => ({ ...ends, protocol: protocol ?? 'TCP', port: containerPort }));
}

function combinations(ends: readonly Ends[], ports: readonly number[]): readonly Packet[] {
  return ends.flatMap((pair) => ports.flatMap((port) => PROTOCOLS.map((protocol) => ({ ...pair, protocol, port }))));
}

function sample(packets: readonly Packet[], cap: number): readonly Packet[] {
  if (packets.length <= cap) return packets;
  const step = coprimeStep(packets.length);
  const positions = new Set(Array.from({ length: cap }, (_, index) => (index * step) % packets.length));
  return packets.filter((_, position) => positions.has(position));
}

/** A step near the golden section of the total, so that any number of steps visits distinct, evenly spread positions. */
function coprimeStep(total: number): number {
  let step = Math.max(1, Math.floor(total * 0.618));
  while (greatestCommonDivisor(step, total) !== 1) step++;
  return step;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

function endOf({ metadata }: Pod): { readonly pod: string } {
  return { pod: `${metadata.namespace ?? 'default'}/${metadata.name}` };
}

function addressesOf({ status }: Pod): readonly Address[] {
  const texts = [status?.podIP, ...(status?.podIPs ?? []).map(({ ip }) => ip)];
  return texts.filter((text) => text !== null && text !== undefined).map(parseAddress);
}

function peersOf(policies: readonly NetworkPolicy[]): readonly PolicyPeer[] {
  return policies.flatMap(({ spec }) => [
    ...(spec?.ingress ?? []).flatMap(({ from }) => from ?? []),
    ...(spec?.egress ?? []).flatMap(({ to }) => to ?? []),
  ]);
}

function portsOf(policies: readonly NetworkPolicy[]): readonly PolicyPort[] {
  return policies.flatMap(({ spec }) =>
    [...(spec?.ingress ?? []), ...(spec?.egress ?? [])].flatMap(({ ports }) => ports ?? []),
  );
}

function adminRules({ admin }: World): readonly AdminRule[] {
  return (admin?.policies ?? []).flatMap(({ spec }) => [...(spec.ingress ?? []), ...(spec.egress ?? [])]);
}

function adminCidrs(world: World): readonly string[] {
  const networks = adminRules(world).flatMap(({ to }) => (to ?? []).flatMap((peer) => peer.networks ?? []));
  return [...networks, ...(world.admin?.nodeCIDRs ?? [])];
}

function numbersIn({ ports, protocols }: AdminRule): readonly number[] {
  const older = (ports ?? []).flatMap(({ portNumber, portRange }) => [
    portNumber?.port,
    portRange?.start,
    portRange?.end,
  ]);
  const newer = (protocols ?? []).flatMap(({ tcp, udp, sctp }) =>
    [tcp, udp, sctp].flatMap((protocol) => {
      const { number, range } = protocol?.destinationPort ?? {};
      return [number, range?.start, range?.end];
    }),
  );
  return [...older, ...newer].filter((number) => number !== undefined);
}
