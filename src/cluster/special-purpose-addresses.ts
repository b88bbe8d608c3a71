import { type AddressSet, addressUnion, NO_ADDRESSES, parseCidr } from '../sets/address-set.ts';

/**
 * Ranges that are not the public internet: the IANA IPv4 and IPv6 special-purpose address registries, multicast and
 * reserved space. Globally reachable entries of the registries (anycast, AS112, 6to4 relays) are left in the internet.
 */
const SPECIAL_PURPOSE_CIDRS = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/127',
  '::ffff:0:0/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001:2::/48',
  '2001:db8::/32',
  '3fff::/20',
  '5f00::/16',
  'fc00::/7',
  'fe80::/10',
  'ff00::/8',
] as const;

/** Every address that is not on the public internet. */
export const SPECIAL_PURPOSE_ADDRESSES: AddressSet = SPECIAL_PURPOSE_CIDRS.map((cidr) => {
  const reading = parseCidr(cidr);
  return reading.kind === 'cidr' ? reading.addresses : NO_ADDRESSES;
}).reduce(addressUnion, NO_ADDRESSES);
