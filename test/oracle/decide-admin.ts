import { type Address, cidrContains } from './address.ts';
import type { AdminPeer, AdminPolicy, AdminProtocol, AdminRule, AdminWorld, OlderPort } from './admin-world.ts';
import type { LabelSelector, Packet } from './world.ts';

/** What a side of a packet asks of admin policies, in terms of the oracle's world. */
export interface AdminQuestion {
  readonly direction: 'ingress' | 'egress';
  readonly packet: Packet;
  /** Whether selectors pick a pod: the governed one, the one at the other end (never, if that is an address). */
  readonly subjectIs: (namespaces: LabelSelector, pods: LabelSelector) => boolean;
  readonly peerIs: (namespaces: LabelSelector, pods: LabelSelector) => boolean;
  /** The address of the other end; undefined if none is known. */
  readonly peerAddress: Address | undefined;
  readonly peerIsPod: boolean;
  /** The numbers that the destination gives a port name, for the packet's protocol. */
  readonly numbersOf: (name: string) => readonly number[];
}

/** What NetworkPolicy says of that side. */
export type NetworkPolicyVerdict = 'allows' | 'denies' | 'governs the other direction only' | 'governs nothing';

/** What a packet may come to on one side, over every order that the API permits and whatever names resolve to. */
export function adminAnswers(
  world: AdminWorld,
  question: AdminQuestion,
  networkPolicy: NetworkPolicyVerdict,
): ReadonlySet<boolean> {
  const answers = new Set<boolean>();
  // What a domain name resolves to is not in the world: this address, or not.
  for (const resolves of [false, true]) {
    for (const admin of tierVerdicts(world, 'admin', question, resolves)) {
      if (admin === 'Accept' || admin === 'Deny') {
        answers.add(admin === 'Accept');
        continue;
      }
      // "Pass: … skip any further ClusterNetworkPolicy rules in the Admin tier for the selected traffic, and passes
      // evaluation to the next tier."
      if (networkPolicy === 'allows' || networkPolicy === 'denies') {
        answers.add(networkPolicy === 'allows');
        continue;
      }
      if (networkPolicy === 'governs the other direction only' && world.networkPolicyIsFinalForPod) {
        answers.add(true);
        continue;
      }
      // "…otherwise, … the traffic is allowed": what no baseline rule takes, and what one passes on.
      for (const baseline of tierVerdicts(world, 'baseline', question, resolves)) answers.add(baseline !== 'Deny');
    }
  }
  return answers;
}

type Verdict = 'Accept' | 'Deny' | 'Pass' | 'no match';

function tierVerdicts(
  world: AdminWorld,
  tier: 'admin' | 'baseline',
  question: AdminQuestion,
  resolves: boolean,
): ReadonlySet<Verdict> {
  const policies = world.policies.filter((policy) => tierOf(policy) === tier && selectsSubject(policy, question));
  const verdicts = new Map(policies.map((policy) => [policy, verdictOf(world, policy, question, resolves)]));
  const firstMatch = (order: readonly AdminPolicy[]): Verdict =>
    order.map((policy) => verdicts.get(policy) ?? 'no match').find((verdict) => verdict !== 'no match') ?? 'no match';
  return new Set(permittedOrders(policies).map(firstMatch));
}

function tierOf({ kind, spec }: AdminPolicy): 'admin' | 'baseline' {
  return kind === 'BaselineAdminNetworkPolicy' || spec.tier === 'Baseline' ? 'baseline' : 'admin';
}

/** "Rules with lower priority values have higher precedence"; of equal ones, and between kinds, nothing is said. */
function permittedOrders(policies: readonly AdminPolicy[]): readonly (readonly AdminPolicy[])[] {
  if (policies.length === 0) return [[]];
  return policies.flatMap((first) => {
    const rest = policies.filter((policy) => policy !== first);
    const mayBeFirst = rest.every(
      ({ kind, spec }) => kind !== first.kind || (spec.priority ?? 0) >= (first.spec.priority ?? 0),
    );
    return mayBeFirst ? permittedOrders(rest).map((order) => [first, ...order]) : [];
  });
}

function selectsSubject({ spec: { subject } }: AdminPolicy, { subjectIs }: AdminQuestion): boolean {
  if (subject.namespaces) return subjectIs(subject.namespaces, {});
  if (subject.pods) return subjectIs(subject.pods.namespaceSelector, subject.pods.podSelector);
  throw new Error('the API server refuses a subject that says nothing');
}

/** "The order of the rules … matters": the first that matches counts. */
function verdictOf(world: AdminWorld, policy: AdminPolicy, question: AdminQuestion, resolves: boolean): Verdict {
  for (const rule of policy.spec[question.direction] ?? []) {
    const peers = (question.direction === 'ingress' ? rule.from : rule.to) ?? [];
    const isUnsupported =
      world.experimentalPeers === 'fail closed' && peers.some(({ nodes, domainNames }) => nodes ?? domainNames);
    if (isUnsupported) {
      // "…must fail closed": an Accept rule matches nothing, a Deny or Pass rule denies everything.
      if (isAccept(rule)) continue;
      return 'Deny';
    }
    if (!peers.some((peer) => matchesPeer(world, peer, question, resolves))) continue;
    if (!matchesPorts(rule, question)) continue;
    return isAccept(rule) ? 'Accept' : (rule.action as Verdict);
  }
  return 'no match';
}

function isAccept({ action }: AdminRule): boolean {
  return action === 'Allow' || action === 'Accept';
}

function matchesPeer(world: AdminWorld, peer: AdminPeer, question: AdminQuestion, resolves: boolean): boolean {
  const { peerAddress, peerIsPod } = question;
  if (peer.namespaces) return question.peerIs(peer.namespaces, {});
  if (peer.pods) return question.peerIs(peer.pods.namespaceSelector, peer.pods.podSelector);
  if (peer.domainNames) return !peerIsPod && resolves;
  if (peerAddress === undefined) throw new Error('no single answer: the address of a pod behind a CIDR is unknown');
  if (peer.networks) {
    // "networks … 0.0.0.0/0 … will also select pods": where a plugin follows that.
    if (peerIsPod && !world.networksMatchPods) return false;
    return peer.networks.some((cidr) => cidrContains(cidr, peerAddress));
  }
  if (peer.nodes === undefined) throw new Error('the API server refuses an empty peer');
  // "nodes … matches the IPs of the nodes": labels of nodes are not in the world.
  if (Object.keys(peer.nodes).length > 0) throw new Error('no single answer: the labels of nodes are unknown');
  return !peerIsPod && world.nodeCIDRs.some((cidr) => cidrContains(cidr, peerAddress));
}

function matchesPorts({ ports, protocols }: AdminRule, question: AdminQuestion): boolean {
  // "If not set, the rule does not filter traffic via port [protocol]."
  if (ports === undefined && protocols === undefined) return true;
  return (
    (ports ?? []).some((port) => matchesOlderPort(port, question)) ||
    (protocols ?? []).some((protocol) => matchesProtocol(protocol, question))
  );
}

function matchesOlderPort({ portNumber, portRange, namedPort }: OlderPort, question: AdminQuestion): boolean {
  const { protocol, port } = question.packet;
  if (namedPort !== undefined) return question.numbersOf(namedPort).includes(port);
  // "If not specified, this field defaults to TCP."
  if (portNumber) return (portNumber.protocol ?? 'TCP') === protocol && portNumber.port === port;
  if (portRange) return (portRange.protocol ?? 'TCP') === protocol && portRange.start <= port && port <= portRange.end;
  throw new Error('the API server refuses an empty port');
}

function matchesProtocol({ destinationNamedPort, ...byProtocol }: AdminProtocol, question: AdminQuestion): boolean {
  const { protocol, port } = question.packet;
  if (destinationNamedPort !== undefined) return question.numbersOf(destinationNamedPort).includes(port);
  const named = { TCP: byProtocol.tcp, UDP: byProtocol.udp, SCTP: byProtocol.sctp }[protocol];
  if (named === undefined) return false;
  const { number, range } = named.destinationPort;
  if (number !== undefined) return number === port;
  return range !== undefined && range.start <= port && port <= range.end;
}
