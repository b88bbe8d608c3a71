import type { NetworkPolicy, Resources, Workload } from './resources.ts';

/** Policies and workloads of which it is not sure that they live where they count. */
export interface UncertainNamespaces {
  readonly networkPolicies: readonly NetworkPolicy[];
  readonly workloads: readonly Workload[];
}

/**
 * Those that name no namespace, where others of the same namespace name it. Who applies all of them without `-n` tears
 * them apart; where nobody names it, they stay together wherever they land, and no verdict is another.
 */
export function uncertainNamespaces({
  networkPolicies,
  workloads,
  services,
}: Pick<Resources, 'networkPolicies' | 'workloads' | 'services'>): UncertainNamespaces {
  const named = new Set(
    [...networkPolicies, ...workloads, ...services].flatMap(({ namespace, landed }) => (landed ? [] : [namespace])),
  );
  const isUncertain = (object: NetworkPolicy | Workload): boolean =>
    mayBeElsewhere(object) && named.has(object.namespace);
  return { networkPolicies: networkPolicies.filter(isUncertain), workloads: workloads.filter(isUncertain) };
}

/** Whether an object names no namespace, and counts for another one than `kubectl apply` would put it into. */
export function mayBeElsewhere({ namespace, landed }: NetworkPolicy | Workload): boolean {
  return landed === true && namespace !== WITHOUT_OPTION;
}

/** Where `kubectl apply` puts objects if nobody says more. */
const WITHOUT_OPTION = 'default';
