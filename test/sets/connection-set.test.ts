import { describe, expect, it } from 'vitest';
import { ALL_CONNECTIONS, connections, everyPort, PROTOCOLS, trafficOf } from '../../src/sets/connection-set.ts';
import { difference, intersection, isEmpty, size, union } from '../../src/sets/interval-set.ts';

describe('connection sets', () => {
  it('hold 65535 ports of each of TCP, UDP and SCTP, and no port 0', () => {
    expect(size(ALL_CONNECTIONS)).toBe(3 * 65535);
    expect(trafficOf(ALL_CONNECTIONS)).toEqual(PROTOCOLS.map((protocol) => ({ protocol, first: 1, last: 65535 })));
  });

  it('keep protocols apart at the edges of the port range', () => {
    for (const protocol of PROTOCOLS) {
      for (const other of PROTOCOLS) {
        const overlap = intersection(connections(protocol, 1, 65535), everyPort(other));
        expect(isEmpty(overlap)).toBe(protocol !== other);
      }
    }
  });

  it('come back as runs of ports by protocol', () => {
    const set = union(union(connections('SCTP', 9), connections('TCP', 65535)), connections('UDP', 1));
    expect(trafficOf(set)).toEqual([
      { protocol: 'TCP', first: 65535, last: 65535 },
      { protocol: 'UDP', first: 1, last: 1 },
      { protocol: 'SCTP', first: 9, last: 9 },
    ]);
    expect(trafficOf(difference(everyPort('TCP'), connections('TCP', 22)))).toEqual([
      { protocol: 'TCP', first: 1, last: 21 },
      { protocol: 'TCP', first: 23, last: 65535 },
    ]);
  });
});
