import type { Cluster, Policy, Rule } from '../cluster/cluster.ts';
import type { AddressKnowledge, Endpoint, PodEndpoint } from '../cluster/endpoint.ts';
import type { EndpointPredicate } from '../cluster/predicate.ts';

/** Classes of endpoints that no predicate in play can tell apart. */
export interface EndpointClasses {
  /** The class of the endpoint at the same index, from 0. */
  readonly classOf: Int32Array;
  readonly count: number;
}

/** Puts endpoints into one class that agree in everything the policies look at. */
export function classifyEndpoints(cluster: Cluster): EndpointClasses {
  const looks = whatPoliciesLookAt(cluster);
  return classify(cluster, (endpoint) => (endpoint.kind === 'pod' ? podKey(endpoint, looks) : endpoint.id));
}

/** Puts endpoints into one class that agree in the numbers of all ports that rules name. */
export function classifyDestinations(cluster: Cluster): EndpointClasses {
  const names = new Set<string>();
  for (const rule of policiesOf(cluster).flatMap(rulesOf)) {
    if (rule.traffic === 'everything') continue;
    for (const part of rule.traffic) if (part.kind === 'named') names.add(part.name);
  }
  return classify(cluster, (endpoint) => {
    if (endpoint.kind !== 'pod') return 'not a pod';
    if (endpoint.namedPorts === undefined) return 'not known';
    const named = endpoint.namedPorts.filter(({ name }) => names.has(name));
    return JSON.stringify(named.map(({ name, protocol, number }) => [name, protocol, number]));
  });
}

function classify(cluster: Cluster, keyOf: (endpoint: Endpoint) => string): EndpointClasses {
  const classOf = new Int32Array(cluster.endpoints.length);
  const classes = new Map<string, number>();
  for (const [index, endpoint] of cluster.endpoints.entries()) {
    const key = keyOf(endpoint);
    const known = classes.get(key) ?? classes.size;
    classes.set(key, known);
    classOf[index] = known;
  }
  return { classOf, count: classes.size };
}

function policiesOf(cluster: Cluster): readonly Policy[] {
  return cluster.layers.flatMap((layer) => layer.tiers).flatMap((tier) => tier.policies);
}

function rulesOf(policy: Policy): readonly Rule[] {
  return [...policy.rules.ingress, ...policy.rules.egress];
}

interface Looks {
  readonly labelKeys: readonly string[];
  readonly addresses: boolean;
}

function podKey(pod: PodEndpoint, looks: Looks): string {
  const labels = looks.labelKeys.map((key) => (pod.runtimeLabelKeys.has(key) ? null : (pod.labels.get(key) ?? false)));
  const unknownValues = labels.includes(null);
  return JSON.stringify([
    pod.namespace.name,
    pod.hostNetwork,
    labels,
    looks.addresses ? addressKey(pod.addresses) : '',
    // Doubts about labels name the pod.
    unknownValues ? pod.id : '',
  ]);
}

function addressKey(known: AddressKnowledge): string {
  return `${known.kind} ${known.addresses.join(' ')}`;
}

function whatPoliciesLookAt(cluster: Cluster): Looks {
  const labelKeys = new Set<string>();
  let addresses = false;
  const look = (predicate: EndpointPredicate): void => {
    if (predicate.kind === 'pods') for (const { key } of predicate.labels.requirements) labelKeys.add(key);
    if (predicate.kind === 'addresses') addresses = true;
    if (predicate.kind === 'union') predicate.of.forEach(look);
  };
  for (const policy of policiesOf(cluster)) {
    look(policy.subject);
    for (const rule of rulesOf(policy)) look(rule.peer);
  }
  return { labelKeys: [...labelKeys].sort(), addresses };
}
