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
}: Pick<Resources, 'networkPolicies' | 'workloads'>): UncertainNamespaces {
  const named = new Set(
    [...networkPolicies, ...workloads].flatMap(({ namespace, landed }) => (landed ? [] : [namespace])),
  );
  const isUncertain = ({ namespace, landed }: NetworkPolicy | Workload): boolean =>
    landed === true && namespace !== WITHOUT_OPTION && named.has(namespace);
  return { networkPolicies: networkPolicies.filter(isUncertain), workloads: workloads.filter(isUncertain) };
}

/** Where `kubectl apply` puts objects if nobody says more. */
const WITHOUT_OPTION = 'default';
