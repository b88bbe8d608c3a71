import type { Cluster } from '../cluster/cluster.ts';
import type { Members } from './resolution.ts';

const known = new WeakMap<Cluster, Map<string, Members>>();

/** Looks members up once for all terms of one meaning, which many claims of a suite share. */
export function rememberMembers(cluster: Cluster, meaning: readonly unknown[], find: () => Members): Members {
  const ofCluster = known.get(cluster) ?? new Map<string, Members>();
  known.set(cluster, ofCluster);
  const key = JSON.stringify(meaning);
  const members = ofCluster.get(key) ?? find();
  ofCluster.set(key, members);
  return members;
}
