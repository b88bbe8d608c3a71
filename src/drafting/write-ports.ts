import {
  ALL_CONNECTIONS,
  type ConnectionSet,
  PORT_MAX,
  PORT_MIN,
  type Traffic,
  trafficOf,
} from '../sets/connection-set.ts';
import { equals, isEmpty } from '../sets/interval-set.ts';

/** More runs of ports than this in one target are no longer read. */
const MOST_RUNS = 5;

/** Ports as a claim writes them, `5432,53/udp`; absent where that is nothing, everything, or too long to read. */
export function writePorts(traffic: ConnectionSet): string | undefined {
  if (isEmpty(traffic) || equals(traffic, ALL_CONNECTIONS)) return undefined;
  const runs = trafficOf(traffic);
  if (runs.length > MOST_RUNS || runs.some(isRest)) return undefined;
  return runs
    .map(({ protocol, first, last }) => {
      const isWhole = isWholeProtocol({ first, last });
      const numbers = isWhole ? '*' : first === last ? `${first}` : `${first}-${last}`;
      // A lone `*` would be every protocol.
      return protocol === 'TCP' && !isWhole ? numbers : `${numbers}/${protocol.toLowerCase()}`;
    })
    .join(',');
}

const isWholeProtocol = ({ first, last }: Pick<Traffic, 'first' | 'last'>): boolean =>
  first === PORT_MIN && last === PORT_MAX;

/** Most of a protocol is what is left of it after somebody refused the rest, and is better told by that. */
function isRest(run: Traffic): boolean {
  return !isWholeProtocol(run) && run.last - run.first > PORT_MAX / 3;
}
