import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AddressSet, addressUnion, NO_ADDRESSES, parseCidr } from '../../src/sets/address-set.ts';
import { cidrsOf } from '../../src/sets/cidrs-of.ts';
import { anyIpBlock } from '../support/random-ip-block.ts';

function union(cidrs: readonly string[]): AddressSet {
  return cidrs.reduce((set, cidr) => {
    const reading = parseCidr(cidr);
    if (reading.kind === 'invalid' || reading.hostBits) throw new Error(cidr);
    return addressUnion(set, reading.addresses);
  }, NO_ADDRESSES);
}

describe('the CIDRs of a set of addresses', () => {
  it('make up just that set', () => {
    fc.assert(
      fc.property(fc.array(anyIpBlock(), { maxLength: 4 }), (blocks) => {
        const set = blocks.reduce((sum, { cidr }) => {
          const reading = parseCidr(cidr);
          return reading.kind === 'cidr' ? addressUnion(sum, reading.addresses) : sum;
        }, NO_ADDRESSES);
        expect(union(cidrsOf(set))).toEqual(set);
      }),
    );
  });

  it.each([
    [['10.0.0.0/8'], ['10.0.0.0/8']],
    [['0.0.0.0/1', '128.0.0.0/1'], ['0.0.0.0/0']],
    [
      ['10.0.0.1/32', '10.0.0.2/32'],
      ['10.0.0.1/32', '10.0.0.2/32'],
    ],
    [['::/0'], ['::/0']],
    [
      ['fd00::/8', '2001:db8::1/128'],
      ['2001:db8::1/128', 'fd00::/8'],
    ],
  ])('are as few as can be: %j', (written, cidrs) => {
    expect(cidrsOf(union(written))).toEqual(cidrs);
  });
});
