import { describe, expect, it } from 'vitest';

import { cidrContains, cidrRange, formatAddress, parseAddress } from './address.ts';

describe('addresses', () => {
  it.each([
    ['0.0.0.0', 4, 0n],
    ['10.0.0.1', 4, 0x0a000001n],
    ['255.255.255.255', 4, 0xffffffffn],
    ['::', 6, 0n],
    ['::1', 6, 1n],
    ['2001:db8::1', 6, 0x20010db8000000000000000000000001n],
    ['1:2:3:4:5:6:7:8', 6, 0x00010002000300040005000600070008n],
    ['1:2:3:4:5:6:7::', 6, 0x00010002000300040005000600070000n],
    ['64:ff9b::10.0.0.1', 6, 0x0064ff9b00000000000000000a000001n],
  ] as const)('%s is IPv%i address number %i', (text, family, value) => {
    expect(parseAddress(text)).toEqual({ family, value });
    expect(parseAddress(formatAddress({ family, value }))).toEqual({ family, value });
  });

  it.each([
    '',
    '10.0.0',
    '10.0.0.256',
    '010.0.0.1',
    '1.2.3.4.5',
    ':::',
    '1::2::3',
    '1:2:3',
    '12345::',
    '1:2:3:4:5:6:7:8::',
  ])('the text "%s" is no address', (text) => {
    expect(() => parseAddress(text)).toThrow(/^not an IP/);
  });

  it('an IPv4-mapped address has no single reading', () => {
    expect(() => parseAddress('::ffff:10.0.0.1')).toThrow('no single answer');
  });
});

describe('blocks', () => {
  it.each([
    ['10.0.0.0/30', '10.0.0.0', '10.0.0.3'],
    ['10.0.0.7/30', '10.0.0.4', '10.0.0.7'],
    ['0.0.0.0/0', '0.0.0.0', '255.255.255.255'],
    ['10.0.0.7/32', '10.0.0.7', '10.0.0.7'],
    ['2001:db8::7/127', '2001:db8::6', '2001:db8::7'],
    ['::/0', '::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ])('%s reaches from %s to %s', (cidr, first, last) => {
    expect(cidrRange(cidr)).toEqual({ first: parseAddress(first), last: parseAddress(last) });
  });

  it.each([
    ['10.0.0.4/30', '10.0.0.3', false],
    ['10.0.0.4/30', '10.0.0.4', true],
    ['10.0.0.4/30', '10.0.0.7', true],
    ['10.0.0.4/30', '10.0.0.8', false],
    ['0.0.0.0/0', '::1', false],
    ['::/0', '0.0.0.1', false],
  ])('whether %s contains %s is %s', (cidr, address, contains) => {
    expect(cidrContains(cidr, parseAddress(address))).toBe(contains);
  });

  it.each(['10.0.0.0', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/08', '::/129', '10.0.0.0/8/8'])(
    '%s is no block',
    (cidr) => {
      expect(() => cidrRange(cidr)).toThrow(/^not a /);
    },
  );
});
