import { BlockList } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ALL_ADDRESSES,
  addressDifference,
  addressIntersection,
  addressRanges,
  addressUnion,
  familyOf,
  formatAddress,
  formatRange,
  isAddressSubset,
  oneAddress,
  parseAddress,
  parseCidr,
} from '../../src/sets/address-set.ts';

const ipv4 = fc.ipV4();
const ipv6 = fc.ipV6();

function addressesOf(cidr: string): readonly bigint[] {
  const reading = parseCidr(cidr);
  if (reading.kind === 'invalid') throw new Error(reading.why);
  return reading.addresses;
}

describe('addresses', () => {
  it('are written and read back unchanged, in both families', () => {
    fc.assert(
      fc.property(fc.oneof(ipv4, ipv6), (text) => {
        const address = parseAddress(text);
        expect(address).toBeDefined();
        expect(parseAddress(formatAddress(address as bigint))).toBe(address);
        expect(familyOf(address as bigint)).toBe(text.includes(':') ? 6 : 4);
      }),
    );
  });

  it.each([
    '',
    '1.2.3',
    '1.2.3.4.5',
    '01.2.3.4',
    '256.1.1.1',
    ':::',
    '1:2',
    '1::2::3',
    'g::',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7:8::',
  ])('`%s` is no address', (text) => expect(parseAddress(text)).toBeUndefined());

  it.each([
    ['2001:db8::1', '2001:db8::1'],
    ['2001:0db8:0:0:0:0:0:1', '2001:db8::1'],
    ['::ffff:1.2.3.4', '::ffff:102:304'],
    ['0:0:1:0:0:0:0:1', '0:0:1::1'],
    ['::', '::'],
  ])('`%s` is shown as `%s`', (text, shown) => expect(formatAddress(parseAddress(text) as bigint)).toBe(shown));
});

describe('a CIDR', () => {
  it('holds the addresses that node says it holds, also with bits beyond the mask', () => {
    const cidr = fc.oneof(
      fc.tuple(ipv4, fc.integer({ min: 0, max: 32 }), fc.constant('ipv4' as const)),
      fc.tuple(ipv6, fc.integer({ min: 0, max: 128 }), fc.constant('ipv6' as const)),
    );
    fc.assert(
      fc.property(cidr, ([address, prefix, family]) => {
        const list = new BlockList();
        list.addSubnet(address, prefix, family);
        const wanted = family === 'ipv4' ? 4 : 6;
        const [[first, last] = [0n, 0n]] = [...addressRanges(addressesOf(`${address}/${prefix}`))];
        const holds = (candidate: bigint): boolean => list.check(formatAddress(candidate), family);
        const outside = [first - 1n, last + 1n].filter(
          (candidate) => isAddressSubset(oneAddress(candidate), ALL_ADDRESSES) && familyOf(candidate) === wanted,
        );
        expect([first, last].map(holds)).toEqual([true, true]);
        expect(outside.filter(holds)).toEqual([]);
      }),
    );
  });

  it('tells bits beyond its mask', () => {
    expect(parseCidr('10.0.0.5/8')).toMatchObject({ hostBits: true, prefix: 8, family: 4 });
    expect(parseCidr('10.0.0.0/8')).toMatchObject({ hostBits: false });
    expect(addressesOf('10.0.0.5/8')).toEqual(addressesOf('10.0.0.0/8'));
  });

  it.each([
    '10.0.0.0',
    '10.0.0.0/33',
    '10.0.0.0/08',
    '10.0.0.0/-1',
    '10.0.0.0/8/8',
    '010.0.0.0/8',
    '::/129',
    'a/8',
    '/8',
  ])('is not `%s`', (text) => expect(parseCidr(text).kind).toBe('invalid'));

  it('of one family never holds an address of the other', () => {
    expect(addressIntersection(addressesOf('0.0.0.0/0'), addressesOf('::/0'))).toEqual([]);
    expect(addressUnion(addressesOf('0.0.0.0/0'), addressesOf('::/0'))).toEqual(ALL_ADDRESSES);
  });
});

describe('sets of addresses', () => {
  it('leave out what is taken away', () => {
    const rest = addressDifference(addressesOf('10.0.0.0/8'), addressesOf('10.1.0.0/16'));
    expect([...addressRanges(rest)].map(([first, last]) => formatRange(first, last))).toEqual([
      '10.0.0.0-10.0.255.255',
      '10.2.0.0-10.255.255.255',
    ]);
  });

  it('show one address as itself', () => {
    expect(formatRange(1n, 1n)).toBe('0.0.0.1');
  });
});
