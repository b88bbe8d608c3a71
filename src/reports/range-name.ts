import {
  type AddressSet,
  addressRanges,
  addressUnion,
  formatRange,
  NO_ADDRESSES,
  parseAddress,
} from '../sets/address-set.ts';
import { cidrsOf } from '../sets/cidrs-of.ts';
import type { EndpointNames } from './endpoint-names.ts';
import { countOf } from './verdict.ts';

/** Every IPv4 and IPv6 address, as ids of endpoints name them. */
const EVERY_ADDRESS = ['0.0.0.0-255.255.255.255', '::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'];

/** Whether an end is a range of addresses and neither a workload nor the nodes. */
export const isAddressRange = (id: string): boolean => /^[0-9a-f]*[.:][0-9a-f.:]*(-[0-9a-f.:]+)?$/.test(id);

/** A range of addresses as people write it: as a CIDR where it is one. */
function rangeName(id: string, names: EndpointNames): string {
  const ends = endsOf(id);
  if (ends === undefined || ends.first === ends.last) return names(id);
  const [cidr, ...more] = cidrsOf([ends.first, ends.last + 1n]);
  return cidr !== undefined && more.length === 0 ? cidr : names(id);
}

/** The same addresses in the order of their numbers, and in as few ranges as hold them. */
function joinRanges(ids: readonly string[]): readonly string[] {
  const sets = ids.flatMap((id): readonly AddressSet[] => {
    const ends = endsOf(id);
    return ends === undefined ? [] : [[ends.first, ends.last + 1n]];
  });
  const joined = sets.reduce((all, set) => addressUnion(all, set), NO_ADDRESSES);
  return [...addressRanges(joined)].map(([first, last]) => formatRange(first, last));
}

/** More ranges than these are counted. */
const NAMED_RANGES = 3;

/** Ranges by name, the first few; all addresses there are have one. */
export function rangeNames(
  ids: readonly string[],
  names: EndpointNames,
  show: (name: string) => string,
): readonly string[] {
  const joined = joinRanges(ids);
  const isEvery = EVERY_ADDRESS.every((id) => joined.includes(id));
  if (isEvery) return ['any address'];
  const named = joined.slice(0, NAMED_RANGES).map((id) => show(rangeName(id, names)));
  const more = joined.length - named.length;
  return more > 0 ? [...named, `${countOf(more, 'more range')} of addresses`] : named;
}

function endsOf(id: string): { readonly first: bigint; readonly last: bigint } | undefined {
  const [start = '', end = start] = id.split('-');
  const [first, last] = [parseAddress(start), parseAddress(end)];
  return first === undefined || last === undefined ? undefined : { first, last };
}
