/** An IP address as its family and its number. */
export interface Address {
  readonly family: 4 | 6;
  readonly value: bigint;
}

/** Reads an IPv4 or IPv6 address; throws on anything the two notations do not define. */
export function parseAddress(text: string): Address {
  return text.includes(':') ? { family: 6, value: parseIpv6(text) } : { family: 4, value: parseIpv4(text) };
}

/** Writes an address so that `parseAddress` reads it back. */
export function formatAddress({ family, value }: Address): string {
  const [groups, bits, radix, separator] = family === 4 ? ([4, 8n, 10, '.'] as const) : ([8, 16n, 16, ':'] as const);
  const parts: string[] = [];
  for (let group = groups - 1; group >= 0; group--) {
    parts.push(((value >> (BigInt(group) * bits)) & ((1n << bits) - 1n)).toString(radix));
  }
  return parts.join(separator);
}

/** The first and last address of a CIDR; bits set beyond the prefix are ignored, as the API server does. */
export function cidrRange(cidr: string): { readonly first: Address; readonly last: Address } {
  const [text, prefixText, ...rest] = cidr.split('/');
  if (text === undefined || prefixText === undefined || rest.length > 0) throw new Error(`not a CIDR: ${cidr}`);
  const { family, value } = parseAddress(text);
  const width = family === 4 ? 32 : 128;
  if (!/^(0|[1-9][0-9]*)$/.test(prefixText) || Number(prefixText) > width) throw new Error(`not a prefix: ${cidr}`);
  const hostBits = BigInt(width - Number(prefixText));
  const first = (value >> hostBits) << hostBits;
  return { first: { family, value: first }, last: { family, value: first + (1n << hostBits) - 1n } };
}

/** Whether the address lies in the CIDR; an address of the other family never does. */
export function cidrContains(cidr: string, address: Address): boolean {
  const { first, last } = cidrRange(cidr);
  return address.family === first.family && first.value <= address.value && address.value <= last.value;
}

function parseIpv4(text: string): bigint {
  const octets = text.split('.');
  // Leading zeros are refused: libraries disagree on whether they mean octal.
  const ok = octets.length === 4 && octets.every((octet) => /^(0|[1-9][0-9]{0,2})$/.test(octet) && Number(octet) < 256);
  if (!ok) throw new Error(`not an IPv4 address: ${text}`);
  return octets.reduce((value, octet) => value * 256n + BigInt(octet), 0n);
}

function parseIpv6(text: string): bigint {
  const halves = expandDottedTail(text).split('::');
  if (halves.length > 2) throw new Error(`not an IPv6 address: ${text}`);
  const [head, tail] = halves.map((half) => (half === '' ? [] : half.split(':')));
  if (head === undefined) throw new Error(`not an IPv6 address: ${text}`);
  const missing = 8 - head.length - (tail?.length ?? 0);
  // RFC 4291: "::" stands for one or more groups of zeros.
  if (tail === undefined ? missing !== 0 : missing < 1) throw new Error(`not an IPv6 address: ${text}`);
  const groups = [...head, ...Array<string>(missing).fill('0'), ...(tail ?? [])];
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) throw new Error(`not an IPv6 address: ${text}`);
  const value = groups.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n);
  // ::ffff:0:0/96 is read as IPv4 by some dataplanes and as IPv6 by others.
  if (value >> 32n === 0xffffn) throw new Error(`no single answer: ${text} is an IPv4-mapped address`);
  return value;
}

function expandDottedTail(text: string): string {
  const start = text.lastIndexOf(':') + 1;
  const tail = text.slice(start);
  if (!tail.includes('.')) return text;
  const value = parseIpv4(tail);
  return `${text.slice(0, start)}${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
}
