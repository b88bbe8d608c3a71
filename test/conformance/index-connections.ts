import type { AddressEndpoint } from '../../src/cluster/endpoint.ts';
import { type Connection, mapConnectivity } from '../../src/connectivity/map-connectivity.ts';
import { NO_CONNECTIONS } from '../../src/sets/connection-set.ts';
import { connectionsOfFront, frontOf } from './front-of-case.ts';
import type { CaseWorld } from './open-case.ts';

/**
 * What the map says between two endpoints of the cluster, and what comes through the ingress controller; the map merges
 * runs of addresses.
 */
export function indexConnections(
  opened: CaseWorld,
): (from: number, to: number) => Pick<Connection, 'allowed' | 'undecided'> {
  const { world } = opened;
  const throughFront = connectionsOfFront(opened);
  const map = mapConnectivity(world.cluster, world.engine);
  const byEnds = new Map(map.connections.map((connection) => [`${connection.from} ${connection.to}`, connection]));
  const runs = map.endpoints.flatMap(({ endpoint }) => (endpoint.kind === 'addresses' ? [endpoint] : []));
  const ids = world.cluster.endpoints.map((endpoint) =>
    endpoint.kind === 'addresses' ? runs.find((run) => covers(run, endpoint))?.id : endpoint.id,
  );
  return (from, to) => {
    if (from === frontOf(opened)) return throughFront(to);
    return byEnds.get(`${ids[from]} ${ids[to]}`) ?? { allowed: NO_CONNECTIONS, undecided: NO_CONNECTIONS };
  };
}

function covers(run: AddressEndpoint, part: AddressEndpoint): boolean {
  return run.first <= part.first && part.last <= run.last;
}
