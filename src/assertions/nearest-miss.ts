import type { Cluster, Policy, Rule } from '../cluster/cluster.ts';
import type { Endpoint, PodEndpoint } from '../cluster/endpoint.ts';
import { inScope, labelsOfNamespace, labelsOfPod, matches, satisfies } from '../cluster/matches.ts';
import { nameOf } from '../cluster/name-endpoint.ts';
import type { EndpointPredicate } from '../cluster/predicate.ts';
import type { Decision, SideDecision } from '../connectivity/decision.ts';
import { trafficOn } from '../connectivity/traffic-on.ts';
import type { LabelRequirement } from '../resources/label-selector.ts';
import { addressRanges, familyOf } from '../sets/address-set.ts';
import type { ConnectionSet } from '../sets/connection-set.ts';
import { describeTraffic } from '../sets/describe-traffic.ts';
import { difference, intersection, isEmpty, isSubset } from '../sets/interval-set.ts';
import type { SourceRef } from '../source/source-ref.ts';

/** One thing in which a rule and the refused traffic differ: what the rule admits, and what there is instead. */
interface Difference {
  readonly admits: string;
  readonly instead: string;
}

interface Miss {
  readonly policy: Policy;
  readonly rule: Rule;
  readonly differences: readonly Difference[];
}

/** A rule that differs in more than this is not near. */
const MOST_DIFFERENCES = 2;

/**
 * The rule that almost admits refused traffic, in words; undefined where none is near. Where only `some` traffic was
 * asked for, any port of a rule would do.
 */
export function nearestMiss(
  decision: Decision,
  traffic: ConnectionSet,
  wanted: 'all' | 'some',
  cluster: Cluster,
): { readonly reason: string; readonly at: SourceRef } | undefined {
  const refusing = decision.sides.filter((side) => !isEmpty(difference(traffic, side.mayAllow)));
  const [nearest] = refusing
    .flatMap((side) => missesOf(side, difference(traffic, side.mayAllow), wanted, cluster))
    .filter(({ differences }) => differences.length > 0 && differences.length <= MOST_DIFFERENCES)
    .sort((a, b) => a.differences.length - b.differences.length);
  return nearest === undefined ? undefined : { reason: phrase(nearest), at: nearest.rule.origin };
}

function missesOf(
  side: SideDecision,
  traffic: ConnectionSet,
  wanted: 'all' | 'some',
  cluster: Cluster,
): readonly Miss[] {
  const destination = side.direction === 'ingress' ? side.subject : side.peer;
  return isolatingPolicies(side, traffic).flatMap((policy) =>
    policy.rules[side.direction]
      .filter(({ action }) => action === 'allow')
      .map((rule) => ({
        policy,
        rule,
        differences: [
          ...peerDifferences(rule.peer, side.peer, cluster),
          ...portDifferences(rule, destination, traffic, wanted),
        ],
      })),
  );
}

/** The policies that refuse traffic because no rule of theirs admits it; what a rule refuses, no other rule nearly admits. */
function isolatingPolicies({ steps }: SideDecision, traffic: ConnectionSet): readonly Policy[] {
  return steps.flatMap((step) =>
    step.kind === 'isolation' && !isEmpty(intersection(step.traffic, traffic)) ? step.policies : [],
  );
}

function phrase({ policy, rule, differences }: Miss): string {
  const admits = differences.map((one) => one.admits).join(' and ');
  const instead = differences.map((one) => one.instead).join(', and ');
  return `\`${policy.name}\` ${rule.label} admits ${admits}; ${instead}`;
}

function portDifferences(
  rule: Rule,
  destination: Endpoint,
  traffic: ConnectionSet,
  wanted: 'all' | 'some',
): readonly Difference[] {
  const { max } = trafficOn(rule.traffic, destination);
  const suffices = wanted === 'all' ? isSubset(traffic, max) : !isEmpty(intersection(traffic, max));
  if (suffices) return [];
  const instead = `this is ${describeTraffic(traffic)}`;
  if (!isEmpty(max)) return [{ admits: describeTraffic(max), instead }];
  const names =
    rule.traffic === 'everything' ? [] : rule.traffic.flatMap((part) => (part.kind === 'named' ? [part.name] : []));
  const ports = names.map((name) => `port \`${name}\``).join(', ');
  return [{ admits: ports === '' ? 'no port' : `${ports}, which the destination does not have`, instead }];
}

function peerDifferences(peer: EndpointPredicate, endpoint: Endpoint, cluster: Cluster): readonly Difference[] {
  if (matches(peer, endpoint) === true) return [];
  switch (peer.kind) {
    case 'everything':
      return [];
    case 'addresses':
      return [{ admits: `\`${peer.text}\``, instead: `${nameOf(endpoint, cluster)} ${whyOutside(peer, endpoint)}` }];
    case 'nodes':
      return [{ admits: 'nodes', instead: `${nameOf(endpoint, cluster)} is not a node` }];
    case 'domainNames':
      return [
        {
          admits: peer.names.map((name) => `\`${name}\``).join(', '),
          instead: `${nameOf(endpoint, cluster)} is no domain name`,
        },
      ];
    case 'union':
      return fewest(peer.of.map((part) => peerDifferences(part, endpoint, cluster)));
    case 'pods':
      if (endpoint.kind === 'pod') return podDifferences(peer, endpoint, cluster);
      return [{ admits: 'pods', instead: `${nameOf(endpoint, cluster)} is not a pod` }];
  }
}

/** Who writes `0.0.0.0/0` means everything, and does not think of the other family. */
function whyOutside({ addresses }: Extract<EndpointPredicate, { kind: 'addresses' }>, endpoint: Endpoint): string {
  const families = new Set([...addressRanges(addresses)].map(([first]) => familyOf(first)));
  if (endpoint.kind !== 'addresses' || families.size === 0 || families.has(familyOf(endpoint.first))) {
    return 'is not among these addresses';
  }
  const [own, other, all] = families.has(4) ? [4, 6, '::/0'] : [6, 4, '0.0.0.0/0'];
  return `is IPv${other}, and these are IPv${own} alone (all of IPv${other} is \`${all}\`)`;
}

function fewest(alternatives: readonly (readonly Difference[])[]): readonly Difference[] {
  const [first, ...rest] = alternatives;
  // A rule whose peers are a union of nothing admits nobody.
  if (first === undefined) return [{ admits: 'nobody', instead: 'every peer is refused' }];
  return rest.reduce((best, next) => (next.length < best.length ? next : best), first);
}

function podDifferences(
  peer: Extract<EndpointPredicate, { kind: 'pods' }>,
  pod: PodEndpoint,
  cluster: Cluster,
): readonly Difference[] {
  const name = nameOf(pod, cluster);
  const { namespaces } = peer;
  // Of a pod that could be created the namespace need not have a name.
  const namespace = pod.possible === undefined ? `namespace \`${pod.namespace.name}\` of ${name}` : 'its namespace';
  const elsewhere = pod.possible === undefined ? `${name} is in \`${pod.namespace.name}\`` : 'it is not there';
  const scope =
    namespaces.kind === 'named'
      ? inScope(namespaces, pod.namespace) === true
        ? []
        : [{ admits: `namespace \`${namespaces.name}\``, instead: elsewhere }]
      : failing(namespaces.selector.requirements, labelsOfNamespace(pod.namespace), namespace).map(
          ({ admits, instead }) => ({ admits: `namespaces with ${admits}`, instead }),
        );
  const host =
    pod.hostNetwork && peer.hostNetwork !== true
      ? [{ admits: 'pods with a network of their own', instead: `${name} uses the network of its node` }]
      : [];
  return [...scope, ...failing(peer.labels.requirements, labelsOfPod(pod), name), ...host];
}

function failing(
  requirements: readonly LabelRequirement[],
  known: ReturnType<typeof labelsOfPod>,
  owner: string,
): readonly Difference[] {
  return requirements
    .filter((requirement) => satisfies(requirement, known) !== true)
    .map((requirement) => ({
      admits: `\`${formatRequirement(requirement)}\``,
      instead: `${owner} has ${labelOn(requirement.key, known)}`,
    }));
}

function labelOn(key: string, { labels, unknownValues, complete }: ReturnType<typeof labelsOfPod>): string {
  const value = labels.get(key);
  if (value !== undefined) return `\`${key}=${value}\``;
  return unknownValues.has(key) || !complete ? `an unknown value of \`${key}\`` : `no label \`${key}\``;
}

/** A requirement in the string form of label selectors. */
export function formatRequirement({ key, operator, values }: LabelRequirement): string {
  switch (operator) {
    case 'In':
      return values.length === 1 ? `${key}=${values[0]}` : `${key} in (${values.join(', ')})`;
    case 'NotIn':
      return values.length === 1 ? `${key}!=${values[0]}` : `${key} notin (${values.join(', ')})`;
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
  }
}
