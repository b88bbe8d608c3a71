import type { Cluster } from '../../src/cluster/cluster.ts';
import type { PodEndpoint } from '../../src/cluster/endpoint.ts';
import type { EndpointPredicate } from '../../src/cluster/predicate.ts';
import { isAmong, makePods } from './make-pods.ts';
import type { ExposureRow, PossiblePods } from './read-exposure.ts';

/** A pod that could be created. */
export interface PossiblePod {
  readonly pod: PodEndpoint;
  /** False: rows are silent about it, so that the absence of a row says nothing. */
  readonly isSpokenOf: boolean;
}

const ANY_PODS: PossiblePods = {
  namespaces: { kind: 'selected', selector: { requirements: [] } },
  labels: { requirements: [] },
};

/**
 * Pods that the rows and the rules of all policies tell apart, and pods of which none of them speaks. The tool behind
 * the rows lists no possible pods for labels that pods of the manifests have: their own rows stand for them.
 */
export function listPossiblePods(
  rows: readonly ExposureRow[],
  { endpoints, namespaces, layers, podAddresses }: Cluster,
): readonly PossiblePod[] {
  const ofRules = layers
    .flatMap(({ tiers }) => tiers)
    .flatMap(({ policies }) => policies)
    .flatMap((policy) => [...policy.rules.ingress, ...policy.rules.egress])
    .flatMap(({ peer }) => podsOf(peer));
  const ofRows = rows.flatMap(({ peer }) => (peer.kind === 'pods' ? [peer] : []));
  const actual = endpoints.filter((endpoint) => endpoint.kind === 'pod');
  const silent = ofRules.filter(
    (peer) => peer.labels.requirements.length > 0 && actual.some((pod) => isAmong(peer, pod)),
  );
  const pods = [ANY_PODS, ...ofRows, ...ofRules].flatMap((peer) => makePods(peer, namespaces, podAddresses));
  return [...new Map(pods.map((pod) => [pod.id, pod])).values()].map((pod) => ({
    pod,
    isSpokenOf: !silent.some((peer) => isAmong(peer, pod)),
  }));
}

function podsOf(predicate: EndpointPredicate): readonly PossiblePods[] {
  if (predicate.kind === 'pods') return [{ namespaces: predicate.namespaces, labels: predicate.labels }];
  return predicate.kind === 'union' ? predicate.of.flatMap(podsOf) : [];
}
