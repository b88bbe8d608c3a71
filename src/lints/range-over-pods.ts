import type { Finding } from '../findings/finding.ts';
import { findingAt } from '../resources/finding-at.ts';
import type { AdminPolicy, NetworkPolicy } from '../resources/resources.ts';
import { type AddressSet, isAddressSubset } from '../sets/address-set.ts';
import type { SourceRef } from '../source/source-ref.ts';
import { below } from '../source/source-ref.ts';
import { DIRECTIONS, titleOf } from './linted-rules.ts';
import type { Lint, LintedWorld } from './linted-world.ts';

/** An address range that lies inside the cluster's own ranges of pods or Services. */
export const rangeOverPods: Lint = (world) => {
  const { networkPolicies, adminPolicies } = world.resources;
  return [
    ...networkPolicies.flatMap((policy) =>
      DIRECTIONS.flatMap((direction) => (policy.governs[direction] ? policy.rules[direction] : []))
        .flatMap(({ peers }) => (peers === 'everyone' ? [] : peers))
        .flatMap((peer) =>
          peer.kind === 'ipBlock'
            ? lintRange(world, peer.addresses, peer.cidr, below(peer.origin, 'cidr'), policy)
            : [],
        ),
    ),
    ...adminPolicies.flatMap((policy) =>
      DIRECTIONS.flatMap((direction) => policy.rules[direction])
        .flatMap(({ peers }) => peers)
        .flatMap((peer) =>
          peer.kind === 'networks' ? lintRange(world, peer.addresses, peer.text, peer.origin, policy) : [],
        ),
    ),
  ];
};

function lintRange(
  { assumptions: { podCIDRs, serviceCIDRs } }: LintedWorld,
  addresses: AddressSet,
  text: string,
  at: SourceRef,
  policy: NetworkPolicy | AdminPolicy,
): readonly Finding[] {
  if (serviceCIDRs !== undefined && isAddressSubset(addresses, serviceCIDRs)) {
    const message = `${titleOf(policy)} names \`${text}\`, addresses of Services, which hardly any network plugin matches`;
    const help =
      'the address of a Service is replaced by that of a pod before policies are asked: select the pods behind it by labels';
    return [findingAt('range-over-pods', message, at, { help })];
  }
  if (podCIDRs !== undefined && isAddressSubset(addresses, podCIDRs)) {
    const message = `${titleOf(policy)} names \`${text}\`, addresses of pods, which change, and which some network plugins never match`;
    const help = 'select the pods by labels: `podSelector`, `namespaceSelector`';
    return [findingAt('range-over-pods', message, at, { help })];
  }
  return [];
}
