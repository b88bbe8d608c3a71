import type { Cluster } from '../cluster/cluster.ts';
import type { AddressKnowledge, PodEndpoint } from '../cluster/endpoint.ts';
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
  const classOf = new Int32Array(cluster.endpoints.length);
  const classes = new Map<string, number>();
  for (const [index, endpoint] of cluster.endpoints.entries()) {
    const key = endpoint.kind === 'pod' ? podKey(endpoint, looks) : endpoint.id;
    const known = classes.get(key) ?? classes.size;
    classes.set(key, known);
    classOf[index] = known;
  }
  return { classOf, count: classes.size };
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
  for (const policy of cluster.layers.flatMap((layer) => layer.tiers).flatMap((tier) => tier.policies)) {
    look(policy.subject);
    for (const rule of [...policy.rules.ingress, ...policy.rules.egress]) look(rule.peer);
  }
  return { labelKeys: [...labelKeys].sort(), addresses };
}
