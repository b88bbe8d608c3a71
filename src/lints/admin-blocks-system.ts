import type { PodEndpoint } from '../cluster/endpoint.ts';
import { matches } from '../cluster/matches.ts';
import type { EndpointPredicate } from '../cluster/predicate.ts';
import { possible } from '../cluster/truth.ts';
import { trafficOn } from '../connectivity/traffic-on.ts';
import type { Finding } from '../findings/finding.ts';
import { findingAt } from '../resources/finding-at.ts';
import { difference, intersection, isEmpty } from '../sets/interval-set.ts';
import { type OrderedRule, orderedRules, orderedTiers } from './admin-rules.ts';
import { dnsPods } from './dns-end.ts';
import { DNS_UDP } from './dns-reach.ts';
import type { Lint } from './linted-world.ts';
import { covers } from './selector-logic.ts';

/** An admin policy that denies everybody it governs the cluster's DNS, because nothing before it lets that through. */
export const adminBlocksSystem: Lint = (world) => {
  const [dns] = dnsPods(world);
  // Baseline policies come last: what they deny, a NetworkPolicy lets through.
  const admin = new Set(orderedTiers(world).flatMap(({ name, policies }) => (name === 'admin' ? policies : [])));
  const rules = orderedRules(world).filter(({ policy }) => admin.has(policy));
  return dns === undefined ? [] : rules.flatMap((ordered) => lintRule(ordered, dns));
};

function lintRule({ policy, rule, direction, earlier }: OrderedRule, dns: PodEndpoint): readonly Finding[] {
  // Egress: the peer is DNS. Ingress: DNS is governed, and whole namespaces are refused.
  const toDns = direction === 'egress' ? rule.peer : policy.subject;
  const asking = direction === 'egress' ? policy.subject : rule.peer;
  if (rule.action !== 'deny' || policy.doubt !== undefined || matches(toDns, dns) !== true) return [];
  if (!takesWholeNamespaces(asking)) return [];
  const before = earlier.filter(
    (other) =>
      other.rule.action !== 'deny' &&
      possible(matches(direction === 'egress' ? other.rule.peer : other.policy.subject, dns)) &&
      (direction === 'egress' || covers(other.rule.peer, rule.peer) || other.rule.peer.kind === 'everything'),
  );
  const left = before.reduce(
    (traffic, other) => difference(traffic, trafficOn(other.rule.traffic, dns).max),
    intersection(DNS_UDP, trafficOn(rule.traffic, dns).min),
  );
  if (isEmpty(left)) return [];
  const message = `${rule.label} of ${policy.kind} \`${policy.name}\` denies the pods it governs the cluster's DNS (\`${dns.namespace.name}/${dns.name}\` on port 53)`;
  const ingress = `${rule.label} of ${policy.kind} \`${policy.name}\` refuses DNS questions of whole namespaces, because it governs \`${dns.namespace.name}/${dns.name}\``;
  return [
    findingAt('admin-blocks-system', direction === 'egress' ? message : ingress, rule.origin, {
      help: 'put a rule before it that accepts port 53 (UDP and TCP) to the pods `k8s-app: kube-dns` of `kube-system`, or leave `kube-system` out',
    }),
  ];
}

/** Whoever denies a few pods by their labels means those; whole namespaces take DNS along unseen. */
function takesWholeNamespaces(predicate: EndpointPredicate): boolean {
  switch (predicate.kind) {
    case 'everything':
      return true;
    case 'pods':
      return predicate.labels.requirements.length === 0;
    case 'union':
      return predicate.of.some(takesWholeNamespaces);
    default:
      return false;
  }
}
