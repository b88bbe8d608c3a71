import type { Policy, PortPattern, Rule, TrafficPattern } from '../cluster/cluster.ts';
import type { DataplaneProfile } from '../cluster/dataplane-profile.ts';
import type { EndpointPredicate } from '../cluster/predicate.ts';
import type { AdminPeer, AdminPolicy, AdminPolicyRule, Direction, PodsInNamespaces } from '../resources/resources.ts';
import { connections, PROTOCOLS } from '../sets/connection-set.ts';
import { below } from '../source/source-ref.ts';
import { doubtOfSupport, isEnforced, looseNameOf } from './admin-policy-support.ts';
import { reading } from './open-questions.ts';
import { ruleLabel } from './rule-label.ts';

/**
 * Compiles a policy of `policy.networking.k8s.io` (AdminNetworkPolicy, BaselineAdminNetworkPolicy,
 * ClusterNetworkPolicy): ordered rules, no isolation.
 */
export function compileAdminPolicy(policy: AdminPolicy, profile: DataplaneProfile): Policy {
  const compile = (direction: Direction): readonly Rule[] =>
    policy.rules[direction].flatMap((rule, index) =>
      compileRule(rule, ruleLabel(direction, index), policy.kind, profile),
    );
  const doubt = doubtOfSupport(policy, profile);
  return {
    kind: policy.kind,
    name: policy.name,
    subject: podsOf(policy.subject),
    ...(doubt && { doubt }),
    isolates: { ingress: false, egress: false },
    isolatesOrigin: policy.origin,
    precedence: precedenceOf(policy),
    rules: { ingress: compile('ingress'), egress: compile('egress') },
    origin: policy.origin,
  };
}

function precedenceOf({ kind, priority, origin }: AdminPolicy): NonNullable<Policy['precedence']> {
  const at = kind === 'BaselineAdminNetworkPolicy' ? below(origin, 'kind') : below(origin, 'spec', 'priority');
  return { chain: kind, priority, origin: at };
}

// AdminNetworkPolicy, ClusterNetworkPolicy: host-networked pods are neither subjects nor peers.
function podsOf({ namespaceSelector, podSelector, origin }: PodsInNamespaces): EndpointPredicate {
  const namespaces = { kind: 'selected', selector: namespaceSelector } as const;
  return { kind: 'pods', namespaces, labels: podSelector, hostNetwork: false, origin };
}

function compileRule(
  rule: AdminPolicyRule,
  label: string,
  kind: AdminPolicy['kind'],
  profile: DataplaneProfile,
): readonly Rule[] {
  const compiled: Rule = {
    action: rule.action,
    peer: unionOf(rule.peers.map((peer) => compilePeer(peer, profile))),
    traffic: compilePorts(rule.ports),
    label: rule.name === undefined ? label : `${label} (\`${rule.name}\`)`,
    origin: rule.origin,
  };
  const refused = rule.peers.find((peer) => isEnforced(peer, kind, profile) === false);
  if (refused !== undefined) return [failClosed(compiled, refused)];
  const isDoubtful = rule.peers.some((peer) => isEnforced(peer, kind, profile) === undefined);
  // The doubt of the policy holds for both: one of them applies, or none.
  return [
    ...(isDoubtful && rule.action !== 'allow' ? [{ ...compiled, ...DENY_EVERYTHING }] : []),
    ...(looseNameOf(rule, kind, profile) ? [{ ...compiled, traffic: 'everything' as const }] : []),
    compiled,
  ];
}

const DENY_EVERYTHING = { action: 'deny', peer: { kind: 'everything' }, traffic: 'everything' } as const;

/**
 * ClusterNetworkPolicy spec: an implementation that finds a peer it does not support "must fail closed": an Accept rule
 * then matches nothing, a Deny or Pass rule denies everything.
 */
function failClosed(rule: Rule, peer: AdminPeer): Rule {
  const label = `${rule.label}, which fails closed because it has a \`${peer.kind}\` peer,`;
  if (rule.action === 'allow') return { ...rule, peer: { kind: 'union', of: [] }, label };
  return { ...rule, ...DENY_EVERYTHING, label };
}

function unionOf(parts: readonly EndpointPredicate[]): EndpointPredicate {
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind: 'union', of: parts };
}

function compilePeer(peer: AdminPeer, profile: DataplaneProfile): EndpointPredicate {
  switch (peer.kind) {
    case 'pods':
      return podsOf(peer);
    case 'networks':
      return {
        kind: 'addresses',
        text: peer.text,
        addresses: peer.addresses,
        pods: reading(profile, 'networksMatchPods', peer.origin),
        nodes: reading(profile, 'networksMatchNodes', peer.origin),
        origin: peer.origin,
      };
    case 'nodes':
      return { kind: 'nodes', selector: peer.selector, origin: peer.origin };
    case 'domainNames':
      return { kind: 'domainNames', names: peer.names, origin: peer.origin };
  }
}

function compilePorts(ports: AdminPolicyRule['ports']): TrafficPattern {
  if (ports === 'everything') return ports;
  return ports.flatMap((port): readonly PortPattern[] =>
    port.kind === 'name'
      ? // A port that is only named has the protocol that the destination's container gives it.
        PROTOCOLS.map((protocol) => ({ kind: 'named', name: port.name, protocol }))
      : [{ kind: 'ports', traffic: connections(port.protocol, port.first, port.last) }],
  );
}
