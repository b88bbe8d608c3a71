import type { Resources } from '../resources/resources.ts';

/**
 * A dump says nothing of kinds that nobody asked for. One with pods (they have addresses) and without any policy may be
 * right, or its policies were forgotten, and then whatever needs traffic would hold.
 */
export function snapshotNote(worlds: readonly { readonly resources: Resources }[]): readonly string[] {
  return worlds.some(({ resources }) => isWithoutPolicies(resources))
    ? [
        'the pods have addresses, as in a dump of a cluster, but there is no policy of any kind: if there are some in the cluster, dump them too, or claims that need traffic hold wrongly',
      ]
    : [];
}

function isWithoutPolicies({ workloads, networkPolicies, adminPolicies, opaquePolicies }: Resources): boolean {
  const policies = networkPolicies.length + adminPolicies.length + opaquePolicies.length;
  return policies === 0 && workloads.some(({ addresses }) => addresses.length > 0);
}
