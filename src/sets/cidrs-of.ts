import { type AddressSet, addressRanges, familyOf, formatAddress } from './address-set.ts';

/** The fewest CIDRs that make up a set of addresses. */
export function cidrsOf(set: AddressSet): readonly string[] {
  return [...addressRanges(set)].flatMap(([first, last]) => {
    const bits = familyOf(first) === 4 ? 32 : 128;
    const cidrs: string[] = [];
    for (let start = first; start <= last; ) {
      let host = 0;
      // The largest block that begins here and does not end beyond the range.
      while (host < bits && start % (1n << BigInt(host + 1)) === 0n && start + (1n << BigInt(host + 1)) - 1n <= last)
        host++;
      cidrs.push(`${formatAddress(start)}/${bits - host}`);
      start += 1n << BigInt(host);
    }
    return cidrs;
  });
}
