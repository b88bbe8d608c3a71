import { assumedDns, DNS_NAMESPACE, isDns } from '../cluster/cluster-dns.ts';
import type { PodEndpoint } from '../cluster/endpoint.ts';
import { unknownNamespace } from '../cluster/unknown-namespace.ts';
import { type LintedWorld, podsIn } from './linted-world.ts';

/** The cluster's DNS servers: those of the manifests, else one as Kubernetes' own manifests have it. */
export function dnsPods(world: LintedWorld): readonly PodEndpoint[] {
  const known = podsIn(world, DNS_NAMESPACE).filter(isDns);
  const { namespaces, podAddresses } = world.cluster;
  return known.length > 0
    ? known
    : [assumedDns(namespaces.get(DNS_NAMESPACE) ?? unknownNamespace(DNS_NAMESPACE), podAddresses)];
}
