import type { Assumptions } from '../../src/cluster/assumptions.ts';
import { parseCidr } from '../../src/sets/address-set.ts';
import type { ConformanceCase } from './read-corpora.ts';

/** Every way in which corpora say that a range matches the pods whose addresses lie in it. */
const RANGES_MATCH_PODS = ['ipblock-matches-pod-ips', 'ipBlock-matches-pods', 'networks-match-pod-ips'];

/** What says which endpoint is a node, which only a dataplane that asks nodes for their labels can tell. */
const NODE_PEERS = 'node-peers';

/**
 * "An ipBlock never matches a pod": a range that holds the address of every pod and that no case names. To that tool a
 * NetworkPolicy is final in its own directions, as to OVN-Kubernetes.
 */
const PODS_OF_NETPOL_ANALYZER = parseCidr('fd00:10:244::/48');

/** What a case rests on beside its manifests; nothing: its verdicts follow from the API alone. */
export function assumptionsOf({ corpus, requires }: ConformanceCase): Pick<Assumptions, 'dataplane' | 'podCIDRs'> {
  if (requires.some((choice) => RANGES_MATCH_PODS.includes(choice) || choice === NODE_PEERS))
    return { dataplane: 'kube-network-policies' };
  if (corpus === 'kube-network-policies') return { dataplane: 'kube-network-policies' };
  if (corpus === 'netpol-analyzer' && PODS_OF_NETPOL_ANALYZER.kind === 'cidr')
    return { dataplane: 'ovn-kubernetes', podCIDRs: PODS_OF_NETPOL_ANALYZER.addresses };
  return {};
}
