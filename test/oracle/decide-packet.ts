import { type Address, cidrContains, parseAddress } from './address.ts';
import { adminAnswers, type NetworkPolicyVerdict } from './decide-admin.ts';
import { selectsLabels } from './selects-labels.ts';
import type {
  Container,
  IpBlock,
  LabelSelector,
  Labels,
  NetworkPolicy,
  Packet,
  PacketEnd,
  Pod,
  PolicyPeer,
  PolicyPort,
  World,
} from './world.ts';

interface End {
  readonly pod: Pod | undefined;
  readonly addresses: readonly Address[];
}

interface Rule {
  readonly peers: readonly PolicyPeer[] | null | undefined;
  readonly ports: readonly PolicyPort[] | null | undefined;
}

/** Whether the policies of a world let one packet through; throws where Kubernetes defines no single answer. */
export function decidePacket(world: World, packet: Packet): { readonly allowed: boolean } {
  const [allowed, other] = possibleAnswers(world, packet);
  if (allowed === undefined || other !== undefined) throw new Error('no single answer: policies have no known order');
  return { allowed };
}

/** Whether a packet may be let through, and whether it may be refused, over every order of admin policies. */
export function possibleAnswers(world: World, packet: Packet): ReadonlySet<boolean> {
  const from = findEnd(world, packet.from);
  const to = findEnd(world, packet.to);
  const [first, ...others] = families(from, to, packet).map((family) =>
    decide(world, onFamily(from, family), onFamily(to, family), packet),
  );
  if (first === undefined) throw new Error('no single answer: the two ends share no address family');
  const isSame = (answers: ReadonlySet<boolean>) => [true, false].every((one) => first.has(one) === answers.has(one));
  if (!others.every(isSame)) throw new Error('no single answer: IPv4 and IPv6 differ, so name an ipFamily');
  return first;
}

function decide(world: World, from: End, to: End, packet: Packet): ReadonlySet<boolean> {
  // "Network Policies": "Other pods that are allowed (exception: a pod cannot block access to itself)".
  if (from.pod !== undefined && from.pod === to.pod) return new Set([true]);
  // "For a connection from a source pod to a destination pod to be allowed, both the egress policy on the source pod and
  // the ingress policy on the destination pod need to allow the connection. If either side does not allow the
  // connection, it will not happen."
  const leaves = from.pod === undefined ? [true] : directionAnswers(world, 'Egress', from.pod, to, to, packet);
  const enters = to.pod === undefined ? [true] : directionAnswers(world, 'Ingress', to.pod, from, to, packet);
  return new Set([...leaves].flatMap((leaving) => [...enters].map((entering) => leaving && entering)));
}

function directionAnswers(
  world: World,
  direction: 'Ingress' | 'Egress',
  subject: Pod,
  peer: End,
  destination: End,
  packet: Packet,
): ReadonlySet<boolean> {
  const networkPolicy = networkPolicyVerdict(world, direction, subject, peer, destination, packet);
  // "Traffic is allowed to a pod if there are no NetworkPolicies selecting the pod (and cluster policy otherwise allows
  // the traffic)". "Outgoing traffic is allowed if there are no NetworkPolicies selecting the pod".
  if (world.admin === undefined) return new Set([networkPolicy !== 'denies']);
  const selectsPod = (pod: Pod | undefined) => (namespaces: LabelSelector, pods: LabelSelector) =>
    pod !== undefined && selectsNamespace(world, namespaces, namespaceOf(pod)) && selectsLabels(pods, labelsOf(pod));
  const question = {
    direction: direction === 'Ingress' ? 'ingress' : 'egress',
    packet,
    subjectIs: selectsPod(subject),
    peerIs: selectsPod(peer.pod),
    peerAddress: peer.addresses[0],
    peerIsPod: peer.pod !== undefined,
    numbersOf: (name: string) => namedPortNumbers(destination.pod, name, packet),
  } as const;
  return adminAnswers(world.admin, question, networkPolicy);
}

function networkPolicyVerdict(
  world: World,
  direction: 'Ingress' | 'Egress',
  subject: Pod,
  peer: End,
  destination: End,
  packet: Packet,
): NetworkPolicyVerdict {
  const selecting = world.policies.filter((policy) => selectsSubject(policy, subject));
  const policies = selecting.filter((policy) => policyTypes(policy).includes(direction));
  if (policies.length === 0) return selecting.length > 0 ? 'governs the other direction only' : 'governs nothing';
  // "OR if the traffic matches at least one ingress [egress] rule across all of the NetworkPolicy objects whose
  // podSelector matches the pod. If this field is empty then this NetworkPolicy does not allow any traffic".
  const allows = policies.some((policy) =>
    rulesOf(policy, direction).some(
      (rule) => matchesPeers(world, policy, rule.peers, peer) && matchesPorts(rule.ports, destination.pod, packet),
    ),
  );
  return allows ? 'allows' : 'denies';
}

function selectsSubject(policy: NetworkPolicy, pod: Pod): boolean {
  // "An empty selector matches all pods in the policy's namespace." "This field is optional. If it is not specified, it
  // defaults to an empty selector."
  return namespaceOf(policy) === namespaceOf(pod) && selectsLabels(policy.spec?.podSelector ?? {}, labelsOf(pod));
}

function policyTypes(policy: NetworkPolicy): readonly ('Ingress' | 'Egress')[] {
  const stated = policy.spec?.policyTypes ?? [];
  if (stated.length > 0) return stated;
  // "If this field is not specified, it will default based on the existence of ingress or egress rules; policies that
  // contain an egress section are assumed to affect egress, and all policies (whether or not they contain an ingress
  // section) are assumed to affect ingress." The API server's default counts the egress *rules*: `egress: []` has none.
  return (policy.spec?.egress ?? []).length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
}

function rulesOf(policy: NetworkPolicy, direction: 'Ingress' | 'Egress'): readonly Rule[] {
  return direction === 'Ingress'
    ? (policy.spec?.ingress ?? []).map(({ from, ports }) => ({ peers: from, ports }))
    : (policy.spec?.egress ?? []).map(({ to, ports }) => ({ peers: to, ports }));
}

function matchesPeers(world: World, policy: NetworkPolicy, peers: Rule['peers'], end: End): boolean {
  // "Items in this list are combined using a logical OR operation. If this field is empty or missing, this rule matches
  // all sources [destinations] (traffic not restricted by source [destination])."
  if (peers === null || peers === undefined || peers.length === 0) return true;
  return peers.some((peer) => matchesPeer(world, policy, peer, end));
}

function matchesPeer(world: World, policy: NetworkPolicy, peer: PolicyPeer, end: End): boolean {
  const podSelector = peer.podSelector ?? undefined;
  const namespaceSelector = peer.namespaceSelector ?? undefined;
  const ipBlock = peer.ipBlock ?? undefined;
  if (ipBlock !== undefined) {
    // "If this field is set then neither of the other fields can be."
    if (podSelector || namespaceSelector) throw new Error('the API server refuses an ipBlock beside a selector');
    return matchesIpBlock(world, ipBlock, end);
  }
  if (podSelector === undefined && namespaceSelector === undefined) {
    throw new Error('the API server refuses an empty peer');
  }
  if (end.pod === undefined) return false;
  // "If namespaceSelector is also set, then the NetworkPolicyPeer as a whole selects the pods matching podSelector in the
  // Namespaces selected by NamespaceSelector. Otherwise it selects the pods matching podSelector in the policy's own
  // namespace." "If present but empty, it selects all namespaces."
  const inNamespace =
    namespaceSelector === undefined
      ? namespaceOf(end.pod) === namespaceOf(policy)
      : selectsNamespace(world, namespaceSelector, namespaceOf(end.pod));
  // "Otherwise it selects all pods in the Namespaces selected by NamespaceSelector."
  return inNamespace && (podSelector === undefined || selectsLabels(podSelector, labelsOf(end.pod)));
}

function selectsNamespace(world: World, selector: LabelSelector, name: string): boolean {
  const found = world.namespaces.filter(({ metadata }) => metadata.name === name);
  const [namespace] = found;
  if (namespace === undefined || found.length > 1) throw new Error(`not exactly one namespace ${name} in the world`);
  // "The Kubernetes control plane sets an immutable label kubernetes.io/metadata.name on all namespaces, the value of
  // the label is the namespace name."
  return selectsLabels(selector, { ...namespace.metadata.labels, 'kubernetes.io/metadata.name': name });
}

function matchesIpBlock(world: World, { cidr, except }: IpBlock, end: End): boolean {
  if (end.pod !== undefined && !world.ipBlockMatchesPods) return false;
  const [address] = end.addresses;
  if (address === undefined) throw new Error('no single answer: the address of a pod behind an ipBlock is unknown');
  // "except is a slice of CIDRs that should not be included within an IPBlock".
  return cidrContains(cidr, address) && !(except ?? []).some((hole) => cidrContains(hole, address));
}

function matchesPorts(ports: Rule['ports'], destination: Pod | undefined, packet: Packet): boolean {
  // "Each item in this list is combined using a logical OR. If this field is empty or missing, this rule matches all
  // ports (traffic not restricted by port)."
  if (ports === null || ports === undefined || ports.length === 0) return true;
  return ports.some((port) => matchesPort(port, destination, packet));
}

function matchesPort(port: PolicyPort, destination: Pod | undefined, packet: Packet): boolean {
  // "protocol represents the protocol (TCP, UDP, or SCTP) which traffic must match. If not specified, this field
  // defaults to TCP."
  if ((port.protocol ?? 'TCP') !== packet.protocol) return false;
  // "If this field is not provided, this matches all port names and numbers."
  if (port.port === null || port.port === undefined) return true;
  // "This can either be a numerical or named port on a pod."
  if (typeof port.port === 'string') return namedPortNumbers(destination, port.port, packet).includes(packet.port);
  // "endPort indicates that the range of ports from port to endPort if set, inclusive, should be allowed by the policy."
  return port.port <= packet.port && packet.port <= (port.endPort ?? port.port);
}

function namedPortNumbers(destination: Pod | undefined, name: string, packet: Packet): readonly number[] {
  // "only traffic on the specified protocol AND port will be matched": the name is looked up on the pod that receives
  // the packet, so an address outside the cluster has none.
  return runningContainers(destination)
    .flatMap(({ ports }) => ports ?? [])
    .filter((port) => port.name === name && (port.protocol ?? 'TCP') === packet.protocol)
    .map((port) => port.containerPort);
}

function runningContainers(pod: Pod | undefined): readonly Container[] {
  // "Sidecar Containers": an init container with `restartPolicy: Always` keeps running beside the app containers; any
  // other init container has ended before the pod takes traffic.
  const sidecars = (pod?.spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  return [...sidecars, ...(pod?.spec.containers ?? [])];
}

function namespaceOf({ metadata }: Pod | NetworkPolicy): string {
  // kubectl: an object without a namespace goes to the namespace of the context, which is `default` unless set.
  return metadata.namespace ?? 'default';
}

function labelsOf(pod: Pod): Labels {
  return pod.metadata.labels ?? {};
}

function findEnd(world: World, end: PacketEnd): End {
  if ('pod' in end) {
    const found = world.pods.filter((pod) => `${namespaceOf(pod)}/${pod.metadata.name}` === end.pod);
    const [pod] = found;
    if (pod === undefined || found.length > 1) throw new Error(`not exactly one pod ${end.pod} in the world`);
    // "NetworkPolicy behaviour for hostNetwork pods is undefined, but it should be limited to 2 possibilities".
    if (pod.spec.hostNetwork === true) throw new Error(`no single answer: ${end.pod} uses the network of its node`);
    return { pod, addresses: addressesOf(pod) };
  }
  const address = parseAddress(end.address);
  const owned = world.pods
    .flatMap(addressesOf)
    .some((own) => own.family === address.family && own.value === address.value);
  if (owned) throw new Error(`no single answer: ${end.address} is the address of a pod; ask about the pod`);
  return { pod: undefined, addresses: [address] };
}

function addressesOf({ status }: Pod): readonly Address[] {
  const texts = [status?.podIP, ...(status?.podIPs ?? []).map(({ ip }) => ip)];
  return [...new Set(texts)].filter((text) => text !== null && text !== undefined).map(parseAddress);
}

function families(from: End, to: End, { ipFamily }: Packet): readonly (4 | 6 | 'any')[] {
  // An address outside the cluster is of one family, and between pods without addresses there is none to choose.
  const areBothPods = from.pod !== undefined && to.pod !== undefined;
  if (!areBothPods || (from.addresses.length === 0 && to.addresses.length === 0)) return ['any'];
  return ([4, 6] as const).filter(
    (family) => (ipFamily ?? family) === family && hasFamily(from, family) && hasFamily(to, family),
  );
}

function hasFamily({ addresses }: End, family: 4 | 6): boolean {
  // A pod that is not scheduled yet may be given an address of either family.
  return addresses.length === 0 || addresses.some((address) => address.family === family);
}

function onFamily(end: End, family: 4 | 6 | 'any'): End {
  return family === 'any' ? end : { ...end, addresses: end.addresses.filter((address) => address.family === family) };
}
