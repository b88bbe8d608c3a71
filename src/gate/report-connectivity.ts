import type { Endpoint } from '../cluster/endpoint.ts';
import { mapConnectivity } from '../connectivity/map-connectivity.ts';
import { mapPossible } from '../connectivity/map-possible.ts';
import type { ConnectivityReport, ReportedEndpoint, ReportedPossible } from '../findings/report.ts';
import { type ConnectionSet, type Traffic, trafficOf } from '../sets/connection-set.ts';
import type { World } from './read-world.ts';

/** The connectivity map of a world as data for reports. */
export function reportConnectivity(world: World): Pick<ConnectivityReport, 'endpoints' | 'connections'> {
  const { endpoints, connections } = mapConnectivity(world.cluster, world.engine);
  // Many pairs share few sets.
  const known = new Map<ConnectionSet, readonly Traffic[]>();
  const told = (set: ConnectionSet): readonly Traffic[] => {
    const traffic = known.get(set) ?? trafficOf(set);
    known.set(set, traffic);
    return traffic;
  };
  return {
    endpoints: endpoints.map(({ id, endpoint }) => reportEndpoint(id, endpoint)),
    connections: connections.map(({ from, to, allowed, undecided }) => ({
      from,
      to,
      allowed: told(allowed),
      undecided: told(undecided),
    })),
  };
}

/** What may flow with pods that could be created, as data for reports. */
export function reportPossible({ cluster, engine }: World): readonly ReportedPossible[] {
  return mapPossible(cluster, engine).map((connection) => ({
    ...connection,
    allowed: trafficOf(connection.allowed),
    undecided: trafficOf(connection.undecided),
  }));
}

/** An endpoint as reports know it; `id` may be that of several taken together. */
export function reportEndpoint(id: string, endpoint: Endpoint): ReportedEndpoint {
  switch (endpoint.kind) {
    case 'pod':
      return { id, kind: 'workload', labels: Object.fromEntries(endpoint.labels) };
    case 'addresses':
      return { id, kind: 'addresses', labels: {} };
    case 'node':
      return { id, kind: 'nodes', labels: {} };
  }
}
