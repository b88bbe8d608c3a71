import { DNS_NAMESPACE, DNS_SELECTOR } from '../cluster/build-cluster.ts';
import type { PodEndpoint } from '../cluster/endpoint.ts';
import { labelsOfPod, selects } from '../cluster/matches.ts';
import { ALL_ADDRESSES } from '../sets/address-set.ts';
import { type LintedWorld, podsOf } from './linted-world.ts';

/** The cluster's DNS servers: those of the manifests, else one as Kubernetes' own manifests have it. */
export function dnsPods(world: LintedWorld): readonly PodEndpoint[] {
  const known = podsOf(world).filter(isDns);
  return known.length > 0 ? known : [assumedDns(world)];
}

/** Whether a pod is one of the cluster's DNS servers. */
function isDns(pod: PodEndpoint): boolean {
  return pod.namespace.name === DNS_NAMESPACE && selects(DNS_SELECTOR, labelsOfPod(pod)) === true;
}

function assumedDns({ cluster, assumptions }: LintedWorld): PodEndpoint {
  const name = 'kubernetes.io/metadata.name';
  const unknown = { name: DNS_NAMESPACE, labels: new Map([[name, DNS_NAMESPACE]]), complete: false };
  return {
    kind: 'pod',
    id: `${DNS_NAMESPACE}/Pod:kube-dns`,
    namespace: cluster.namespaces.get(DNS_NAMESPACE) ?? unknown,
    workloadKind: 'Pod',
    name: 'kube-dns',
    labels: new Map([['k8s-app', 'kube-dns']]),
    runtimeLabelKeys: new Set(),
    namedPorts: undefined,
    declaredPorts: [],
    hostNetwork: false,
    addresses: { kind: 'within', addresses: assumptions.podCIDRs ?? ALL_ADDRESSES },
    serviceAccount: 'default',
    single: false,
    assumed: true,
  };
}
