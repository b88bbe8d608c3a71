import {
  type AddressSet,
  ALL_ADDRESSES,
  addressDifference,
  addressRanges,
  formatRange,
  isAddressSubset,
  NO_ADDRESSES,
} from '../sets/address-set.ts';
import type { AddressEndpoint } from './endpoint.ts';
import { SPECIAL_PURPOSE_ADDRESSES } from './special-purpose-addresses.ts';

/** Address ranges that somebody tells apart, and whose they are. */
export interface AddressRanges {
  readonly cuts: readonly AddressSet[];
  /** Addresses of pods that are endpoints themselves: no address endpoint covers them. */
  readonly knownPods: AddressSet;
  readonly podCIDRs: AddressSet;
  /** Undefined: not known. */
  readonly nodeCIDRs: AddressSet | undefined;
  readonly serviceCIDRs: AddressSet;
}

/** Cuts the IPv4 and IPv6 address space at every range in play; each piece is inside a range as a whole or not at all. */
export function addressEndpoints(ranges: AddressRanges): readonly AddressEndpoint[] {
  const { cuts, knownPods, podCIDRs, serviceCIDRs } = ranges;
  const nodeCIDRs = ranges.nodeCIDRs ?? NO_ADDRESSES;
  const nodesAreKnown = ranges.nodeCIDRs !== undefined;
  const boundaries = new Set<bigint>();
  for (const set of [...cuts, knownPods, podCIDRs, nodeCIDRs, serviceCIDRs, SPECIAL_PURPOSE_ADDRESSES, ALL_ADDRESSES]) {
    for (const boundary of set) boundaries.add(boundary);
  }
  const sorted = [...boundaries].sort((a, b) => (a < b ? -1 : 1));
  const owned: readonly (readonly [AddressEndpoint['owner'], AddressSet])[] = [
    ['nodes', nodeCIDRs],
    ['pods', podCIDRs],
    ['services', serviceCIDRs],
  ];
  const pieces: AddressEndpoint[] = [];
  for (const [first, last] of addressRanges(addressDifference(ALL_ADDRESSES, knownPods))) {
    let start = first;
    for (let i = firstAbove(sorted, first); i < sorted.length && (sorted[i] as bigint) <= last; i++) {
      pieces.push(piece(start, (sorted[i] as bigint) - 1n, owned, nodesAreKnown));
      start = sorted[i] as bigint;
    }
    pieces.push(piece(start, last, owned, nodesAreKnown));
  }
  return pieces;
}

function piece(
  first: bigint,
  last: bigint,
  owned: readonly (readonly [AddressEndpoint['owner'], AddressSet])[],
  nodesAreKnown: boolean,
): AddressEndpoint {
  const range: AddressSet = [first, last + 1n];
  const owner = owned.find(([, set]) => isAddressSubset(range, set))?.[0] ?? 'outside';
  const special = isAddressSubset(range, SPECIAL_PURPOSE_ADDRESSES);
  return {
    kind: 'addresses',
    id: formatRange(first, last),
    first,
    last,
    owner,
    mayBeNodes: owner === 'outside' && !nodesAreKnown,
    internet: owner === 'outside' && !special,
  };
}

/** The index of the first boundary greater than `value`. */
function firstAbove(sorted: readonly bigint[], value: bigint): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as bigint) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
