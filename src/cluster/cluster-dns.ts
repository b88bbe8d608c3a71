import type { LabelSelector } from '../resources/label-selector.ts';
import { assumedPod } from './assumed-pod.ts';
import type { AddressKnowledge, NamespaceFacts, PodEndpoint } from './endpoint.ts';
import { labelsOfPod, selects } from './matches.ts';

/** The label and namespace by which the cluster's DNS is known (Kubernetes' own manifests). */
export const DNS_NAMESPACE = 'kube-system';
export const DNS_SELECTOR: LabelSelector = {
  requirements: [{ key: 'k8s-app', operator: 'In', values: ['kube-dns'] }],
};

/** Whether a pod is one of the cluster's DNS servers. */
export function isDns(pod: PodEndpoint): boolean {
  return pod.namespace.name === DNS_NAMESPACE && selects(DNS_SELECTOR, labelsOfPod(pod)) === true;
}

/** The DNS server of a cluster whose manifests hold none, as Kubernetes' own manifests have it. */
export function assumedDns(namespace: NamespaceFacts, addresses: AddressKnowledge): PodEndpoint {
  return assumedPod(
    {
      name: 'kube-dns',
      namespace: namespace.name,
      labels: new Map([['k8s-app', 'kube-dns']]),
      ports: [
        { name: 'dns', protocol: 'UDP', number: 53 },
        { name: 'dns-tcp', protocol: 'TCP', number: 53 },
      ],
    },
    namespace,
    addresses,
  );
}
