import type { AssumedWorkload } from './assumptions.ts';
import type { AddressKnowledge, NamespaceFacts, PodEndpoint } from './endpoint.ts';

/** A pod that is stated rather than found in an object. */
export function assumedPod(
  workload: AssumedWorkload,
  namespace: NamespaceFacts,
  addresses: AddressKnowledge,
): PodEndpoint {
  return {
    kind: 'pod',
    id: `${workload.namespace}/Pod:${workload.name}`,
    namespace,
    workloadKind: 'Pod',
    name: workload.name,
    labels: workload.labels,
    runtimeLabelKeys: new Set(),
    namedPorts: workload.ports?.filter((port) => port.name !== ''),
    declaredPorts: workload.ports ?? [],
    hostNetwork: false,
    addresses,
    serviceAccount: workload.serviceAccount ?? 'default',
    single: false,
    assumed: true,
    ...(workload.origin && { origin: workload.origin }),
  };
}
