/**
 * A set of IP addresses as sorted half-open intervals of one number line: IPv4 addresses are 0 … 2³²−1, IPv6
 * addresses start at 2¹²⁸, so the families never meet.
 * INVARIANT: boundaries strictly increase, and no interval spans both families.
 */
export type AddressSet = readonly bigint[];

export type AddressFamily = 4 | 6;

const IPV4_END = 1n << 32n;
const IPV6_START = 1n << 128n;
const IPV6_END = 1n << 129n;

export const NO_ADDRESSES: AddressSet = [];

/** Every IPv4 and every IPv6 address. */
export const ALL_ADDRESSES: AddressSet = [0n, IPV4_END, IPV6_START, IPV6_END];

/** What a CIDR (or one address) says; `hostBits`: bits beyond the mask are set and were masked away. */
export type CidrReading =
  | {
      readonly kind: 'cidr';
      readonly addresses: AddressSet;
      readonly family: AddressFamily;
      readonly prefix: number;
      readonly hostBits: boolean;
    }
  | { readonly kind: 'invalid'; readonly why: string };

/** Reads `address/prefix`; both parts are required. Leading zeros are refused, as Go's parser does. */
export function parseCidr(text: string): CidrReading {
  const [addressText, prefixText, ...rest] = text.split('/');
  if (addressText === undefined || prefixText === undefined || rest.length > 0) {
    return { kind: 'invalid', why: 'a CIDR is an address, a slash and a prefix length, like `10.0.0.0/8`' };
  }
  const address = parseAddress(addressText);
  if (address === undefined) return { kind: 'invalid', why: `\`${addressText}\` is not an IPv4 or IPv6 address` };
  const family = familyOf(address);
  const bits = family === 4 ? 32 : 128;
  const prefix = /^(0|[1-9]\d{0,2})$/.test(prefixText) ? Number(prefixText) : Number.NaN;
  if (!(prefix <= bits)) return { kind: 'invalid', why: `the prefix length must be a number from 0 to ${bits}` };
  const blockSize = 1n << BigInt(bits - prefix);
  const first = address - (address % blockSize);
  return { kind: 'cidr', addresses: [first, first + blockSize], family, prefix, hostBits: first !== address };
}

/** The position of an address on the number line, or undefined if the text is not an IPv4 or IPv6 address. */
export function parseAddress(text: string): bigint | undefined {
  if (!text.includes(':')) return parseIPv4(text);
  const value = parseIPv6(text);
  return value === undefined ? undefined : IPV6_START + value;
}

/** The set with this one address. */
export function oneAddress(address: bigint): AddressSet {
  return [address, address + 1n];
}

/** 4 or 6, from the position on the number line. */
export function familyOf(address: bigint): AddressFamily {
  return address < IPV6_START ? 4 : 6;
}

function parseIPv4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let value = 0n;
  for (const part of parts) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    value = value * 256n + BigInt(part);
  }
  return value;
}

function parseIPv6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const groups = halves.map(parseGroups);
  const [head, tail] = groups;
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined;
  const missing = 8 - head.length - (tail?.length ?? 0);
  // `::` stands for at least one group of zeros.
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const all = [...head, ...Array<bigint>(missing).fill(0n), ...(tail ?? [])];
  return all.reduce((value, group) => value * 65536n + group, 0n);
}

/** The 16-bit groups of one side of `::`; the last may be an IPv4 address in dotted form. */
function parseGroups(text: string): bigint[] | undefined {
  if (text === '') return [];
  const groups: bigint[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups.push(BigInt(`0x${part}`));
    else {
      const dotted = index === parts.length - 1 ? parseIPv4(part) : undefined;
      if (dotted === undefined) return undefined;
      groups.push(dotted / 65536n, dotted % 65536n);
    }
  }
  return groups;
}

function combineAddresses(a: AddressSet, b: AddressSet, keep: (inA: boolean, inB: boolean) => boolean): AddressSet {
  const boundaries: bigint[] = [];
  let i = 0;
  let j = 0;
  let inside = false;
  while (i < a.length || j < b.length) {
    const atA = a[i];
    const atB = b[j];
    const at = atA === undefined || (atB !== undefined && atB < atA) ? (atB as bigint) : atA;
    if (atA === at) i++;
    if (atB === at) j++;
    const now = keep((i & 1) === 1, (j & 1) === 1);
    if (now !== inside) boundaries.push(at);
    inside = now;
  }
  return boundaries;
}

/** a ∪ b */
export function addressUnion(a: AddressSet, b: AddressSet): AddressSet {
  return combineAddresses(a, b, (inA, inB) => inA || inB);
}

/** a ∩ b */
export function addressIntersection(a: AddressSet, b: AddressSet): AddressSet {
  return combineAddresses(a, b, (inA, inB) => inA && inB);
}

/** a ∖ b */
export function addressDifference(a: AddressSet, b: AddressSet): AddressSet {
  return combineAddresses(a, b, (inA, inB) => inA && !inB);
}

/** a ⊆ b */
export function isAddressSubset(a: AddressSet, b: AddressSet): boolean {
  return addressDifference(a, b).length === 0;
}

/** The intervals as `[first, last]`, both included; none spans two families. */
export function* addressRanges(set: AddressSet): Generator<readonly [first: bigint, last: bigint]> {
  for (let i = 0; i < set.length; i += 2) yield [set[i] as bigint, (set[i + 1] as bigint) - 1n];
}

/** The address in its usual written form (RFC 5952 for IPv6). */
export function formatAddress(address: bigint): string {
  return familyOf(address) === 4 ? formatIPv4(address) : formatIPv6(address - IPV6_START);
}

/** One address, or `first-last`: the id of an address endpoint. */
export function formatRange(first: bigint, last: bigint): string {
  return first === last ? formatAddress(first) : `${formatAddress(first)}-${formatAddress(last)}`;
}

function formatIPv4(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join('.');
}

function formatIPv6(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) => Number((value >> BigInt(112 - 16 * index)) & 65535n));
  const { start, length } = longestZeroRun(groups);
  const hex = (part: readonly number[]): string => part.map((group) => group.toString(16)).join(':');
  return length < 2 ? hex(groups) : `${hex(groups.slice(0, start))}::${hex(groups.slice(start + length))}`;
}

function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let start = 0;
  for (const [index, group] of groups.entries()) {
    if (group !== 0) start = index + 1;
    else if (index + 1 - start > best.length) best = { start, length: index + 1 - start };
  }
  return best;
}
