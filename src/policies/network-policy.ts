import type { Policy, PortPattern, Rule, TrafficPattern } from '../cluster/cluster.ts';
import type { DataplaneProfile } from '../cluster/dataplane-profile.ts';
import type { EndpointPredicate } from '../cluster/predicate.ts';
import type {
  Direction,
  NetworkPolicy,
  NetworkPolicyPeer,
  NetworkPolicyPort,
  NetworkPolicyRule,
} from '../resources/resources.ts';
import { connections, everyPort } from '../sets/connection-set.ts';
import { reading } from './open-questions.ts';

/** Compiles a `networking.k8s.io/v1` NetworkPolicy: allow rules only, the governed directions isolated. */
export function compileNetworkPolicy(policy: NetworkPolicy, profile: DataplaneProfile): Policy {
  const compile = (direction: Direction): readonly Rule[] =>
    // Rules for a direction not in `policyTypes` have no effect.
    policy.governs[direction]
      ? policy.rules[direction].map((rule, index) =>
          compileRule(rule, `${direction} rule ${index + 1}`, policy, profile),
        )
      : [];
  return {
    kind: 'NetworkPolicy',
    name: `${policy.namespace}/${policy.name}`,
    subject: {
      kind: 'pods',
      namespaces: { kind: 'named', name: policy.namespace },
      labels: policy.podSelector,
      hostNetwork: reading(profile, 'policiesGovernHostPods', policy.origin),
    },
    isolates: policy.governs,
    rules: { ingress: compile('ingress'), egress: compile('egress') },
    origin: policy.origin,
  };
}

function compileRule(rule: NetworkPolicyRule, label: string, policy: NetworkPolicy, profile: DataplaneProfile): Rule {
  return {
    action: 'allow',
    peer: compilePeers(rule.peers, policy, profile),
    traffic: compilePorts(rule.ports),
    label,
    origin: rule.origin,
  };
}

function compilePeers(
  peers: NetworkPolicyRule['peers'],
  policy: NetworkPolicy,
  profile: DataplaneProfile,
): EndpointPredicate {
  // NetworkPolicy spec: an empty or missing `from` (`to`) matches all sources (destinations).
  if (peers === 'everyone') return { kind: 'everything' };
  const compiled = peers.map((peer) => compilePeer(peer, policy, profile));
  return compiled.length === 1 && compiled[0] !== undefined ? compiled[0] : { kind: 'union', of: compiled };
}

function compilePeer(peer: NetworkPolicyPeer, policy: NetworkPolicy, profile: DataplaneProfile): EndpointPredicate {
  if (peer.kind === 'ipBlock') {
    return {
      kind: 'addresses',
      text: peer.cidr,
      addresses: peer.addresses,
      pods: reading(profile, 'rangesMatchPods', peer.origin),
      nodes: reading(profile, 'rangesMatchNodes', peer.origin),
      origin: peer.origin,
    };
  }
  return {
    kind: 'pods',
    namespaces:
      peer.namespaceSelector === undefined
        ? { kind: 'named', name: policy.namespace }
        : { kind: 'selected', selector: peer.namespaceSelector },
    labels: peer.podSelector ?? { requirements: [] },
    hostNetwork: reading(profile, 'selectorsMatchHostPods', peer.origin),
    origin: peer.origin,
  };
}

function compilePorts(ports: NetworkPolicyRule['ports']): TrafficPattern {
  return ports === 'everything' ? ports : ports.map(compilePort);
}

function compilePort({ protocol, port }: NetworkPolicyPort): PortPattern {
  switch (port.kind) {
    case 'all':
      return { kind: 'ports', traffic: everyPort(protocol) };
    case 'range':
      return { kind: 'ports', traffic: connections(protocol, port.first, port.last) };
    case 'name':
      return { kind: 'named', name: port.name, protocol };
  }
}
