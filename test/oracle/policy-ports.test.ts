import { describe, expect, it } from 'vitest';

import { shopPolicy, shopWorld, verdict } from './shop-world.ts';
import type { PolicyPort } from './world.ts';

type Row = readonly [name: string, ports: readonly PolicyPort[] | null | undefined, admits: string, refuses: string];

// Each row: what `shop/db` admits and refuses from `shop/web` under one ingress rule with these ports.
const rows: readonly Row[] = [
  ['missing ports mean every port and protocol', undefined, '1/tcp 65535/udp 53/sctp', ''],
  ['null ports mean every port and protocol', null, '1/tcp 65535/udp 53/sctp', ''],
  ['empty ports mean every port and protocol', [], '1/tcp 65535/udp 53/sctp', ''],
  ['an empty port means all of TCP', [{}], '1/tcp 65535/tcp', '53/udp 53/sctp'],
  ['a protocol alone means all of that protocol', [{ protocol: 'UDP' }], '1/udp 65535/udp', '53/tcp 53/sctp'],
  ['SCTP is a protocol of its own', [{ protocol: 'SCTP', port: 53 }], '53/sctp', '53/tcp 53/udp 54/sctp'],
  ['a number without protocol is of TCP', [{ port: 53 }], '53/tcp', '53/udp 53/sctp 52/tcp 54/tcp'],
  ['a null protocol is TCP', [{ protocol: null, port: 53 }], '53/tcp', '53/udp'],
  ['a null port is every port', [{ protocol: 'UDP', port: null, endPort: null }], '1/udp', '1/tcp'],
  ['a number need not be declared by a container', [{ port: 9999 }], '9999/tcp', '80/tcp'],
  ['ports are alternatives', [{ port: 80 }, { protocol: 'UDP', port: 53 }], '80/tcp 53/udp', '80/udp 53/tcp'],
  ['a range holds both its ends', [{ port: 80, endPort: 82 }], '80/tcp 81/tcp 82/tcp', '79/tcp 83/tcp 81/udp'],
  ['a range may hold one port', [{ port: 80, endPort: 80 }], '80/tcp', '79/tcp 81/tcp'],
  ['a range reaches the last port', [{ port: 65534, endPort: 65535 }], '65534/tcp 65535/tcp', '65533/tcp'],
  ['a name means the number of that name', [{ port: 'http' }], '80/tcp', '8080/tcp 80/udp 81/tcp'],
  ['a name of two containers means both numbers', [{ port: 'sql' }], '5432/tcp 5433/tcp', '80/tcp'],
  ['a name of another protocol means nothing', [{ port: 'dns' }], '', '53/tcp 53/udp'],
  ['a name is found under its protocol', [{ port: 'dns', protocol: 'UDP' }], '53/udp', '53/tcp'],
  ['a name of TCP is no name of UDP', [{ port: 'http', protocol: 'UDP' }], '', '80/tcp 80/udp'],
  ['a native sidecar names ports', [{ port: 'mesh' }], '15001/tcp', '80/tcp'],
  ['an init container that ends names none', [{ port: 'setup' }], '', '9000/tcp'],
  ['a name no container has means nothing', [{ port: 'nothing' }], '', '80/tcp 1/tcp'],
];

const list = (text: string): readonly string[] => text.split(' ').filter((port) => port !== '');

describe('the ports of a rule', () => {
  it.each(rows)('%s', (_, ports, admits, refuses) => {
    const world = shopWorld([shopPolicy({ ingress: [ports === undefined ? {} : { ports }] })]);
    const judged = list(`${admits} ${refuses}`).filter(
      (port) => verdict(world, `shop/web > shop/db ${port}`) === 'allowed',
    );
    expect(judged).toEqual(list(admits));
  });

  it('a name in an egress rule is looked up on each destination', () => {
    const world = shopWorld([shopPolicy({ policyTypes: ['Egress'], egress: [{ ports: [{ port: 'http' }] }] })]);
    expect(verdict(world, 'shop/web > shop/db 80/tcp')).toBe('allowed');
    expect(verdict(world, 'shop/web > shop/db 8080/tcp')).toBe('denied');
    expect(verdict(world, 'shop/web > tools/web 8080/tcp')).toBe('allowed');
    expect(verdict(world, 'shop/web > tools/web 80/tcp')).toBe('denied');
    expect(verdict(world, 'shop/web > shop/bare 80/tcp')).toBe('denied');
  });

  it('a name never means a port of an address outside', () => {
    const egress = [{ to: [{ ipBlock: { cidr: '0.0.0.0/0' } }], ports: [{ port: 'http' }] }];
    const world = shopWorld([shopPolicy({ policyTypes: ['Egress'], egress })]);
    expect(verdict(world, 'shop/web > 203.0.113.9 80/tcp')).toBe('denied');
    expect(verdict(world, 'shop/web > shop/db 80/tcp')).toBe('allowed');
  });

  it('a name in an ingress rule is looked up on the governed pod, whoever sends', () => {
    const world = shopWorld([shopPolicy({ ingress: [{ ports: [{ port: 'http' }] }] })]);
    expect(verdict(world, '203.0.113.9 > shop/db 80/tcp')).toBe('allowed');
    expect(verdict(world, 'tools/web > shop/db 8080/tcp')).toBe('denied');
  });
});
