import { findingAt } from '../resources/finding-at.ts';
import type { IpBlockPeer } from '../resources/resources.ts';
import { type AddressFamily, type AddressSet, addressRanges, familyOf } from '../sets/address-set.ts';
import { below } from '../source/source-ref.ts';
import { DIRECTIONS, titleOf } from './linted-rules.ts';
import type { Lint, LintedWorld } from './linted-world.ts';

const EVERYTHING: Readonly<Record<AddressFamily, string>> = { 4: '0.0.0.0/0', 6: '::/0' };

/** `0.0.0.0/0` without `::/0` (or the other way) in a cluster that has addresses of both families. */
export const oneIpFamily: Lint = (world) => {
  if (!hasBothFamilies(world)) return [];
  return world.resources.networkPolicies.flatMap((policy) =>
    DIRECTIONS.flatMap((direction) => {
      const blocks = (policy.governs[direction] ? policy.rules[direction] : [])
        .flatMap(({ peers }) => (peers === 'everyone' ? [] : peers))
        .filter((peer) => peer.kind === 'ipBlock');
      const families = new Set(blocks.flatMap(({ addresses }) => familiesOf(addresses)));
      const whole = blocks.find(isWholeFamily);
      if (whole === undefined || families.size !== 1) return [];
      const other = families.has(4) ? EVERYTHING[6] : EVERYTHING[4];
      const message = `${titleOf(policy)} admits \`${whole.cidr}\` for ${direction}, but no address of the other IP family`;
      return [
        findingAt('one-ip-family', message, below(whole.origin, 'cidr'), {
          help: `the cluster has both families: add an item with \`cidr: ${other}\` (and its own \`except\`)`,
        }),
      ];
    }),
  );
};

function isWholeFamily({ cidr }: IpBlockPeer): boolean {
  return cidr.endsWith('/0');
}

function familiesOf(addresses: AddressSet): readonly AddressFamily[] {
  return [...new Set([...addressRanges(addresses)].map(([first]) => familyOf(first)))];
}

/** Whether somebody says that the cluster has both: its own ranges, or addresses of its pods. */
function hasBothFamilies({ assumptions, cluster }: LintedWorld): boolean {
  const { podCIDRs = [], nodeCIDRs = [], serviceCIDRs = [] } = assumptions;
  const known = cluster.endpoints.flatMap((endpoint) =>
    endpoint.kind === 'pod' && endpoint.addresses.kind === 'exactly' ? [endpoint.addresses.addresses] : [],
  );
  return new Set([podCIDRs, nodeCIDRs, serviceCIDRs, ...known].flatMap(familiesOf)).size === 2;
}
