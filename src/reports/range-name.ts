import { parseAddress } from '../sets/address-set.ts';
import { cidrsOf } from '../sets/cidrs-of.ts';
import type { EndpointNames } from './endpoint-names.ts';

/** A range of addresses as people write it: as a CIDR where it is one. */
export function rangeName(id: string, names: EndpointNames): string {
  const ends = endsOf(id);
  if (ends === undefined || ends.first === ends.last) return names(id);
  const [cidr, ...more] = cidrsOf([ends.first, ends.last + 1n]);
  return cidr !== undefined && more.length === 0 ? cidr : names(id);
}

/** Ranges in the order of their addresses, and not of their letters. */
export function sortRanges(ids: readonly string[]): readonly string[] {
  return [...ids].sort((a, b) => {
    const [one, other] = [endsOf(a)?.first ?? 0n, endsOf(b)?.first ?? 0n];
    return one < other ? -1 : one > other ? 1 : 0;
  });
}

function endsOf(id: string): { readonly first: bigint; readonly last: bigint } | undefined {
  const [start = '', end = start] = id.split('-');
  const [first, last] = [parseAddress(start), parseAddress(end)];
  return first === undefined || last === undefined ? undefined : { first, last };
}
