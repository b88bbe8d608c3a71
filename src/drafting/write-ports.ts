import { ALL_CONNECTIONS, type ConnectionSet, PORT_MAX, PORT_MIN, trafficOf } from '../sets/connection-set.ts';
import { equals, isEmpty } from '../sets/interval-set.ts';

/** More runs of ports than this in one target are no longer read. */
const MOST_RUNS = 5;

/** Ports as a claim writes them, `5432,53/udp`; absent where that is nothing, everything, or too long to read. */
export function writePorts(traffic: ConnectionSet): string | undefined {
  if (isEmpty(traffic) || equals(traffic, ALL_CONNECTIONS)) return undefined;
  const runs = trafficOf(traffic);
  if (runs.length > MOST_RUNS) return undefined;
  return runs
    .map(({ protocol, first, last }) => {
      const isWhole = first === PORT_MIN && last === PORT_MAX;
      const numbers = isWhole ? '*' : first === last ? `${first}` : `${first}-${last}`;
      // A lone `*` would be every protocol.
      return protocol === 'TCP' && !isWhole ? numbers : `${numbers}/${protocol.toLowerCase()}`;
    })
    .join(',');
}
