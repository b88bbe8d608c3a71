import { ALL_CONNECTIONS, type ConnectionSet, PORT_MAX, PORT_MIN, trafficOf } from './connection-set.ts';
import { equals } from './interval-set.ts';

const MOST_RUNS = 4;

/** Traffic in words: `5432/tcp`, `8000-9000/udp`, `every TCP port`, `every port`. */
export function describeTraffic(traffic: ConnectionSet): string {
  if (equals(traffic, ALL_CONNECTIONS)) return 'every port';
  const runs = trafficOf(traffic).map(({ protocol, first, last }) => {
    if (first === PORT_MIN && last === PORT_MAX) return `every ${protocol} port`;
    return `${first === last ? first : `${first}-${last}`}/${protocol.toLowerCase()}`;
  });
  if (runs.length <= MOST_RUNS) return runs.join(', ');
  return `${runs.slice(0, MOST_RUNS - 1).join(', ')} and ${runs.length - MOST_RUNS + 1} more`;
}
