import fc from 'fast-check';

import { cidrRange, formatAddress } from '../oracle/address.ts';
import type { IpBlock } from '../oracle/world.ts';

// Pods live in 10.0.0.0/29 and 2001:db8::/125; the other addresses are outside, some at the ends of the address space.
const BLOCKS = [
  ...['10.0.0.0', '10.0.0.1', '10.0.0.3', '10.0.0.4', '10.0.0.6'].map((base) => ({
    base,
    prefixes: [8, 29, 30, 31, 32],
  })),
  ...['203.0.113.0', '203.0.113.130'].map((base) => ({ base, prefixes: [24, 25, 32] })),
  ...['0.0.0.0', '255.255.255.255'].map((base) => ({ base, prefixes: [0, 1, 32] })),
  ...['2001:db8::', '2001:db8::2', '2001:db8::5'].map((base) => ({ base, prefixes: [32, 125, 126, 127, 128] })),
  { base: '2001:db8:f::7', prefixes: [48, 64, 128] },
  ...['::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'].map((base) => ({ base, prefixes: [0, 1, 128] })),
];

/** A valid block of one of few addresses, around pods or outside, with up to two exceptions at its edges. */
export function anyIpBlock(): fc.Arbitrary<IpBlock> {
  return fc.constantFrom(...BLOCKS).chain(({ base, prefixes }) =>
    fc.constantFrom(...prefixes).chain((prefix) => {
      const cidr = `${base}/${prefix}`;
      // An exception must be a strict part of its block, and a single address has none.
      const maxLength = prefix === widthOf(base) ? 0 : 2;
      const except = fc.option(fc.array(anyExcept(cidr, prefix), { maxLength }), { nil: null, freq: 8 });
      return fc.record({ cidr: fc.constant(cidr), except }, { requiredKeys: ['cidr'], noNullPrototype: true });
    }),
  );
}

function anyExcept(cidr: string, prefix: number): fc.Arbitrary<string> {
  const { first, last } = cidrRange(cidr);
  const width = widthOf(cidr);
  const size = last.value - first.value + 1n;
  const lengths = [prefix + 1, prefix + 2, width - 1, width].filter((length) => length > prefix && length <= width);
  const starts = [...BLOCKS.map(({ base }) => cidrRange(`${base}/${widthOf(base)}`).first), first, last]
    .filter(({ family, value }) => family === first.family && first.value <= value && value <= last.value)
    .flatMap((start) => [start, { ...start, value: first.value + ((start.value - first.value + 1n) % size) }]);
  return fc
    .tuple(fc.constantFrom(...starts), fc.constantFrom(...(lengths.length > 0 ? lengths : [width])))
    .map(([start, length]) => `${formatAddress(start)}/${length}`);
}

function widthOf(text: string): 32 | 128 {
  return text.includes(':') ? 128 : 32;
}
