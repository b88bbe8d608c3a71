import type { Finding } from '../findings/finding.ts';
import { NAME_LABEL } from '../resources/name-label.ts';
import type { Resources } from '../resources/resources.ts';
import { type AddressSet, isAddressSubset, oneAddress, parseAddress } from '../sets/address-set.ts';
import type { AssumedNamespace, AssumedWorkload, Assumptions } from './assumptions.ts';

/** An assumption that contradicts an object in the manifests is an error: one of the two is not true of the cluster. */
export function checkAssumptions(assumptions: Assumptions, resources: Resources): readonly Finding[] {
  return [
    ...assumptions.namespaces.flatMap((assumed) => contradictedNamespace(assumed, resources)),
    ...assumptions.workloads.flatMap((assumed) => contradictedWorkload(assumed, resources)),
    ...contradictedRanges('podCIDRs', assumptions.podCIDRs, resources),
    ...contradictedRanges('nodeCIDRs', assumptions.nodeCIDRs, resources),
  ];
}

function contradictedNamespace(assumed: AssumedNamespace, resources: Resources): readonly Finding[] {
  const real = resources.namespaces.find(({ name }) => name === assumed.name);
  if (real === undefined) return [];
  const wrong = [...assumed.labels].filter(([key, value]) => real.labels.get(key) !== value);
  const missing = [...real.labels.keys()].filter((key) => !assumed.labels.has(key) && key !== NAME_LABEL);
  if (wrong.length === 0 && missing.length === 0) return [];
  const label = wrong[0]?.[0] ?? missing[0];
  return [
    {
      code: 'contradicted-assumption',
      severity: 'error',
      message: `namespace \`${assumed.name}\` is assumed with labels other than those of its object: they differ in \`${label}\``,
      help: 'leave the namespace out of `assume`, since its object is in the manifests',
      ...(assumed.origin && { at: assumed.origin }),
      related: [{ at: real.origin, message: 'the object' }],
    },
  ];
}

function contradictedWorkload(assumed: AssumedWorkload, resources: Resources): readonly Finding[] {
  const real = resources.workloads.find(
    ({ name, namespace }) => name === assumed.name && namespace === assumed.namespace,
  );
  if (real === undefined) return [];
  return [
    {
      code: 'contradicted-assumption',
      severity: 'error',
      message: `\`${assumed.namespace}/${assumed.name}\` is assumed, but the manifests define it as ${real.kind}`,
      help: 'leave the workload out of `assume`, since its object is in the manifests',
      ...(assumed.origin && { at: assumed.origin }),
      related: [{ at: real.origin, message: 'the object' }],
    },
  ];
}

function contradictedRanges(
  key: 'podCIDRs' | 'nodeCIDRs',
  ranges: AddressSet | undefined,
  resources: Resources,
): readonly Finding[] {
  if (ranges === undefined) return [];
  return resources.workloads.flatMap((workload) => {
    // Pods in their node's network have the address of the node.
    if (workload.hostNetwork !== (key === 'nodeCIDRs')) return [];
    const outside = workload.addresses.find((text) => {
      const address = parseAddress(text);
      return address !== undefined && !isAddressSubset(oneAddress(address), ranges);
    });
    if (outside === undefined) return [];
    return [
      {
        code: 'contradicted-assumption' as const,
        severity: 'error' as const,
        message: `pod \`${workload.namespace}/${workload.name}\` has address \`${outside}\`, outside of the assumed \`${key}\``,
        help: `name every range that ${key === 'podCIDRs' ? 'pods' : 'nodes'} get their addresses from under \`assume: ${key}\``,
        at: workload.origin,
      },
    ];
  });
}
