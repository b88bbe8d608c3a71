import type { Policy, PortPattern, Rule, TrafficPattern } from '../cluster/cluster.ts';
import type { DataplaneProfile } from '../cluster/dataplane-profile.ts';
import type { EndpointPredicate, NamespaceScope } from '../cluster/predicate.ts';
import { flatText } from '../resources/flat-text.ts';
import type { LabelSelector } from '../resources/label-selector.ts';
import type {
  Direction,
  NetworkPolicy,
  NetworkPolicyPeer,
  NetworkPolicyPort,
  NetworkPolicyRule,
} from '../resources/resources.ts';
import { connections, everyPort } from '../sets/connection-set.ts';
import { reading } from './open-questions.ts';
import { ruleLabel } from './rule-label.ts';

/** Compiles a `networking.k8s.io/v1` NetworkPolicy: allow rules only, the governed directions isolated. */
export function compileNetworkPolicy(policy: NetworkPolicy, profile: DataplaneProfile): Policy {
  const home: NamespaceScope = { kind: 'named', name: policy.namespace };
  const compile = (direction: Direction): readonly Rule[] =>
    // Rules for a direction not in `policyTypes` have no effect.
    policy.governs[direction]
      ? policy.rules[direction].map((rule, index) => compileRule(rule, ruleLabel(direction, index), home, profile))
      : [];
  return {
    kind: 'NetworkPolicy',
    name: flatText(policy.namespace, '/', policy.name),
    subject: {
      kind: 'pods',
      namespaces: home,
      labels: policy.podSelector,
      hostNetwork: reading(profile, 'policiesGovernHostPods', policy.origin),
    },
    isolates: policy.governs,
    isolatesOrigin: policy.governsOrigin,
    ...(policy.governsIngressUnsaid && { isolatesUnsaid: true }),
    rules: { ingress: compile('ingress'), egress: compile('egress') },
    origin: policy.origin,
  };
}

function compileRule(rule: NetworkPolicyRule, label: string, home: NamespaceScope, profile: DataplaneProfile): Rule {
  return {
    action: 'allow',
    peer: compilePeers(rule.peers, home, profile),
    traffic: compilePorts(rule.ports),
    label,
    origin: rule.origin,
  };
}

function compilePeers(
  peers: NetworkPolicyRule['peers'],
  home: NamespaceScope,
  profile: DataplaneProfile,
): EndpointPredicate {
  // NetworkPolicy spec: an empty or missing `from` (`to`) matches all sources (destinations).
  if (peers === 'everyone') return { kind: 'everything' };
  const compiled = peers.map((peer) => compilePeer(peer, home, profile));
  return compiled.length === 1 && compiled[0] !== undefined ? compiled[0] : { kind: 'union', of: compiled };
}

const ANY_LABELS: LabelSelector = { requirements: [] };

/** `home`: the policy's own namespace. */
function compilePeer(peer: NetworkPolicyPeer, home: NamespaceScope, profile: DataplaneProfile): EndpointPredicate {
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
    namespaces: peer.namespaceSelector === undefined ? home : { kind: 'selected', selector: peer.namespaceSelector },
    labels: peer.podSelector ?? ANY_LABELS,
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
