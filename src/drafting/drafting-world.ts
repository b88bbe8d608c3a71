import type { Cluster } from '../cluster/cluster.ts';
import type { PodEndpoint } from '../cluster/endpoint.ts';
import type { Engine } from '../connectivity/decision.ts';
import type { Exposure } from '../exposure/expose.ts';
import type { PodNames } from './name-pods.ts';

/** What a suite is drafted from. */
export interface DraftingWorld {
  readonly cluster: Cluster;
  readonly engine: Engine;
  readonly exposure: Exposure;
  readonly names: PodNames;
}

/** A workload with its index among the endpoints of the cluster. */
export interface Subject {
  readonly index: number;
  readonly pod: PodEndpoint;
}

/** The workloads of which claims are drafted: those of the manifests, not those that are assumed. */
export function subjectsOf({ cluster }: Pick<DraftingWorld, 'cluster'>): readonly Subject[] {
  return cluster.endpoints.flatMap((pod, index) => (pod.kind === 'pod' && !pod.assumed ? [{ index, pod }] : []));
}
