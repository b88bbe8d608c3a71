import type { Cluster } from '../cluster/cluster.ts';
import type { Endpoint } from '../cluster/endpoint.ts';
import type { ConnectionSet } from '../sets/connection-set.ts';
import { isEmpty } from '../sets/interval-set.ts';
import type { Engine } from './decision.ts';
import { type MergedEndpoint, mergeAddresses } from './merge-addresses.ts';

/** What may flow from one endpoint to another; never both empty. */
export interface Connection {
  /** Endpoint ids. */
  readonly from: string;
  readonly to: string;
  readonly allowed: ConnectionSet;
  readonly undecided: ConnectionSet;
}

export interface ConnectivityMap {
  readonly endpoints: readonly Pick<MergedEndpoint, 'id' | 'endpoint'>[];
  readonly connections: readonly Connection[];
}

/**
 * Every ordered pair of endpoints between which something is allowed or undecided. Pairs without a pod are left out
 * (no policy speaks of them), and so is a single pod with itself. Neighbouring addresses with equal rows are merged,
 * also over the known addresses of pods, which have rows of their own.
 */
export function mapConnectivity(cluster: Cluster, engine: Engine): ConnectivityMap {
  const groups = mergeAddresses(cluster, findAlike(cluster, engine));
  const connections: Connection[] = [];
  for (const from of groups) {
    for (const to of groups) {
      if (!isJudged(from.endpoint, to.endpoint)) continue;
      const { allowed, undecided } = engine.verdict(from.index, to.index);
      if (isEmpty(allowed) && isEmpty(undecided)) continue;
      connections.push({ from: from.id, to: to.id, allowed, undecided });
    }
  }
  return { endpoints: groups.map(({ id, endpoint }) => ({ id, endpoint })), connections };
}

/** Whether policies have a say about traffic between two endpoints. */
export function isJudged(from: Endpoint, to: Endpoint): boolean {
  if (from.kind !== 'pod' && to.kind !== 'pod') return false;
  return from !== to || (from.kind === 'pod' && !from.single);
}

/** Whether the same becomes of traffic between either of two endpoints and each pod: equal verdicts are one object. */
function findAlike(cluster: Cluster, { verdict }: Engine): (one: number, other: number) => boolean {
  const pods = cluster.endpoints.flatMap((endpoint, index) => (endpoint.kind === 'pod' ? [index] : []));
  return (one, other) =>
    pods.every((pod) => verdict(one, pod) === verdict(other, pod) && verdict(pod, one) === verdict(pod, other));
}
