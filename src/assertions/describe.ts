import type { Cluster } from '../cluster/cluster.ts';
import type { Endpoint } from '../cluster/endpoint.ts';
import {
  ALL_CONNECTIONS,
  type ConnectionSet,
  connections,
  everyPort,
  PORT_MAX,
  PORT_MIN,
  trafficOf,
} from '../sets/connection-set.ts';
import { equals } from '../sets/interval-set.ts';

const MOST_RUNS = 4;

const ambiguousNames = new WeakMap<Cluster, ReadonlySet<string>>();

/** The name of an endpoint for messages, in backticks; pods carry their kind only where the name alone is ambiguous. */
export function nameOf(endpoint: Endpoint, cluster: Cluster): string {
  switch (endpoint.kind) {
    case 'addresses':
      return `\`${endpoint.id}\``;
    case 'node':
      return 'another node';
    case 'pod': {
      if (endpoint.possible !== undefined) return endpoint.possible;
      const short = `${endpoint.namespace.name}/${endpoint.name}`;
      return `\`${ambiguousIn(cluster).has(short) ? endpoint.id : short}\``;
    }
  }
}

function ambiguousIn(cluster: Cluster): ReadonlySet<string> {
  const known = ambiguousNames.get(cluster);
  if (known !== undefined) return known;
  const seen = new Set<string>();
  const ambiguous = new Set<string>();
  for (const endpoint of cluster.endpoints) {
    if (endpoint.kind !== 'pod') continue;
    const short = `${endpoint.namespace.name}/${endpoint.name}`;
    if (seen.has(short)) ambiguous.add(short);
    seen.add(short);
  }
  ambiguousNames.set(cluster, ambiguous);
  return ambiguous;
}

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

/** The part of some traffic that shows it best: a port that the destination declares, a whole protocol, or one port. */
export function smallestTraffic(traffic: ConnectionSet, destination: Endpoint): ConnectionSet {
  const runs = trafficOf(traffic);
  const declared = destination.kind === 'pod' ? destination.declaredPorts : [];
  for (const { protocol, first, last } of runs) {
    const numbers = declared
      .filter((port) => port.protocol === protocol && port.number >= first && port.number <= last)
      .map(({ number }) => number);
    if (numbers.length > 0) return connections(protocol, Math.min(...numbers));
  }
  const whole = runs.find(({ first, last }) => first === PORT_MIN && last === PORT_MAX);
  if (whole !== undefined) return everyPort(whole.protocol);
  const [lowest] = runs;
  return lowest === undefined ? traffic : connections(lowest.protocol, lowest.first);
}
