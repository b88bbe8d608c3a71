import { flatText } from '../resources/flat-text.ts';
import type { Resources, Workload } from '../resources/resources.ts';
import { trimmed } from '../resources/trimmed.ts';
import {
  type AddressSet,
  ALL_ADDRESSES,
  addressUnion,
  NO_ADDRESSES,
  oneAddress,
  parseAddress,
} from '../sets/address-set.ts';
import { addressEndpoints } from './address-endpoints.ts';
import { assumedPod } from './assumed-pod.ts';
import type { Assumptions } from './assumptions.ts';
import type { Cluster, Layer } from './cluster.ts';
import { assumedDns, DNS_NAMESPACE, isDns } from './cluster-dns.ts';
import type { DataplaneProfile } from './dataplane-profile.ts';
import type { AddressKnowledge, Endpoint, NamespaceFacts, NodeEndpoint, PodEndpoint } from './endpoint.ts';
import type { EndpointPredicate } from './predicate.ts';
import { unknownNamespace, withName } from './unknown-namespace.ts';

/** What a cluster is made of. */
export interface ClusterParts {
  readonly resources: Resources;
  readonly assumptions: Assumptions;
  readonly layers: readonly Layer[];
  readonly profile: DataplaneProfile;
  /** Further address ranges that must not be blurred, e.g. those that claims name. */
  readonly addressCuts: readonly AddressSet[];
  /** Whether somebody asks about nodes, about the cluster's DNS. */
  readonly wants: { readonly nodes: boolean; readonly dns: boolean };
}

/** Puts together who is in the cluster: pods of workloads, assumed pods, and the address space cut at every range. */
export function buildCluster(parts: ClusterParts): Cluster {
  const { resources, assumptions } = parts;
  const namespaces = namespaceFacts(parts);
  const podsAddresses: AddressKnowledge = { kind: 'within', addresses: assumptions.podCIDRs ?? ALL_ADDRESSES };
  const nodeAddresses: AddressKnowledge = { kind: 'within', addresses: assumptions.nodeCIDRs ?? ALL_ADDRESSES };
  const factsOf = (name: string): NamespaceFacts => namespaces.get(name) ?? unknownNamespace(name);
  const pods = [
    ...resources.workloads.map((workload) =>
      podOf(workload, factsOf(workload.namespace), workload.hostNetwork ? nodeAddresses : podsAddresses),
    ),
    ...assumptions.workloads.map((workload) => assumedPod(workload, factsOf(workload.namespace), podsAddresses)),
  ];
  if (parts.wants.dns && !pods.some(isDns)) pods.push(assumedDns(factsOf(DNS_NAMESPACE), podsAddresses));
  const nodes: readonly NodeEndpoint[] = parts.wants.nodes
    ? [{ kind: 'node', id: 'nodes', addresses: nodeAddresses }]
    : [];
  const known = pods.filter((pod) => pod.addresses.kind === 'exactly').map((pod) => pod.addresses.addresses);
  const addresses = addressEndpoints({
    cuts: [...parts.addressCuts, ...rangesInPlay(parts.layers)],
    knownPods: known.reduce(addressUnion, NO_ADDRESSES),
    podCIDRs: assumptions.podCIDRs ?? NO_ADDRESSES,
    nodeCIDRs: assumptions.nodeCIDRs,
    serviceCIDRs: assumptions.serviceCIDRs ?? NO_ADDRESSES,
  });
  const endpoints: readonly Endpoint[] = [...pods, ...nodes, ...addresses];
  return { endpoints, namespaces, layers: parts.layers, profile: parts.profile, podAddresses: podsAddresses };
}

function namespaceFacts({ resources, assumptions, wants }: ClusterParts): ReadonlyMap<string, NamespaceFacts> {
  const facts = new Map<string, NamespaceFacts>();
  const mentioned = [
    ...resources.workloads.map((workload) => workload.namespace),
    ...resources.networkPolicies.map((policy) => policy.namespace),
    ...resources.opaquePolicies.flatMap(({ namespace }) => namespace ?? []),
    ...resources.services.map((service) => service.namespace),
    ...assumptions.workloads.map((workload) => workload.namespace),
    ...(wants.dns ? [DNS_NAMESPACE] : []),
  ];
  for (const name of mentioned) facts.set(name, unknownNamespace(name));
  for (const { name, labels } of [...assumptions.namespaces, ...resources.namespaces]) {
    facts.set(name, { name, labels: withName(labels, name), complete: true });
  }
  return facts;
}

function podOf(workload: Workload, namespace: NamespaceFacts, otherwise: AddressKnowledge): PodEndpoint {
  const known = workload.addresses.map(parseAddress).filter((address) => address !== undefined);
  return {
    kind: 'pod',
    id: flatText(workload.namespace, '/', workload.kind, ':', workload.name),
    namespace,
    workloadKind: workload.kind,
    name: workload.name,
    ...(workload.madeBy && { madeBy: workload.madeBy }),
    labels: workload.labels,
    runtimeLabelKeys: workload.runtimeLabelKeys,
    namedPorts: trimmed(
      workload.ports.flatMap(({ name, protocol, number }) => (name === undefined ? [] : [{ name, protocol, number }])),
    ),
    declaredPorts: workload.ports.map(({ protocol, number }) => ({ protocol, number })),
    hostNetwork: workload.hostNetwork,
    addresses:
      known.length === 0
        ? otherwise
        : { kind: 'exactly', addresses: known.map(oneAddress).reduce(addressUnion, NO_ADDRESSES) },
    serviceAccount: workload.serviceAccount,
    single: workload.single,
    assumed: false,
    origin: workload.origin,
  };
}

function rangesInPlay(layers: readonly Layer[]): readonly AddressSet[] {
  const ranges: AddressSet[] = [];
  const collect = (predicate: EndpointPredicate): void => {
    if (predicate.kind === 'addresses') ranges.push(predicate.addresses);
    if (predicate.kind === 'union') predicate.of.forEach(collect);
  };
  for (const policy of layers.flatMap((layer) => layer.tiers).flatMap((tier) => tier.policies)) {
    for (const rule of [...policy.rules.ingress, ...policy.rules.egress]) collect(rule.peer);
  }
  return ranges;
}
