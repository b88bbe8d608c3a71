import { describe, expect, it } from 'vitest';
import { formatTraffic, isEveryPort } from '../../src/reports/format-traffic.ts';
import type { Protocol, Traffic } from '../../src/sets/connection-set.ts';
import { everyPort, tcp } from './sample-reports.ts';

const run = (protocol: Protocol, first: number, last: number = first): Traffic => ({ protocol, first, last });
const tail = everyPort.slice(1);

describe('traffic in words', () => {
  it.each<[string, readonly Traffic[]]>([
    ['nothing', []],
    ['5432/tcp', [tcp(5432)]],
    ['1000-2000/udp', [run('UDP', 1000, 2000)]],
    ['80/tcp, 443/tcp, 53/udp', [tcp(80), tcp(443), run('UDP', 53)]],
    ['every port', everyPort],
    ['every tcp port', [tcp(1, 65535)]],
    ['every tcp and udp port', [tcp(1, 65535), run('UDP', 1, 65535)]],
    ['every tcp port, 53/udp', [tcp(1, 65535), run('UDP', 53)]],
    ['every port except 22/tcp', [tcp(1, 21), tcp(23, 65535), ...tail]],
    ['every tcp port except 22', [tcp(1, 21), tcp(23, 65535)]],
    ['53 (tcp, udp and sctp)', [tcp(53), run('UDP', 53), run('SCTP', 53)]],
    ['every udp and sctp port', tail],
    ['1-21/tcp', [tcp(1, 21)]],
  ])('is %s', (words, traffic) => {
    expect(formatTraffic(traffic)).toBe(words);
  });

  it('is every port only where no port of any protocol is missing', () => {
    expect(isEveryPort(everyPort)).toBe(true);
    expect(isEveryPort([tcp(1, 65534), ...tail])).toBe(false);
    expect(isEveryPort([])).toBe(false);
  });
});
