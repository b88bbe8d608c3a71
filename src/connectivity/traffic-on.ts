import type { PortPattern, TrafficPattern } from '../cluster/cluster.ts';
import type { Endpoint } from '../cluster/endpoint.ts';
import type { Doubt } from '../cluster/truth.ts';
import { ALL_CONNECTIONS, type ConnectionSet, connections, everyPort, NO_CONNECTIONS } from '../sets/connection-set.ts';
import { union } from '../sets/interval-set.ts';

/** The connections a rule speaks of: surely `min`, at most `max`; `doubt` says why they differ. */
export interface TrafficBounds {
  readonly min: ConnectionSet;
  readonly max: ConnectionSet;
  readonly doubt?: Doubt;
}

/** What a rule's ports mean for one destination: a named port is looked up on the destination pod itself. */
export function trafficOn(pattern: TrafficPattern, destination: Endpoint): TrafficBounds {
  if (pattern === 'everything') return { min: ALL_CONNECTIONS, max: ALL_CONNECTIONS };
  let bounds: TrafficBounds = { min: NO_CONNECTIONS, max: NO_CONNECTIONS };
  for (const part of pattern) {
    const { min, max, doubt = bounds.doubt } = boundsOf(part, destination);
    bounds = { min: union(bounds.min, min), max: union(bounds.max, max), ...(doubt && { doubt }) };
  }
  return bounds;
}

function boundsOf(pattern: PortPattern, destination: Endpoint): TrafficBounds {
  if (pattern.kind === 'ports') return { min: pattern.traffic, max: pattern.traffic };
  // Only pods have named ports: a name never matches an address or a node.
  if (destination.kind !== 'pod') return { min: NO_CONNECTIONS, max: NO_CONNECTIONS };
  if (destination.namedPorts === undefined) {
    const owner = `${destination.namespace.name}/${destination.name}`;
    return {
      min: NO_CONNECTIONS,
      max: everyPort(pattern.protocol),
      doubt: {
        why: `it is not known which number port \`${pattern.name}\` has on \`${owner}\``,
        settle: `state the ports of \`${owner}\` under \`assume: workloads\``,
      },
    };
  }
  const traffic = destination.namedPorts
    // A named port is a name *and* a protocol: the same name under another protocol is another port.
    .filter(({ name, protocol }) => name === pattern.name && protocol === pattern.protocol)
    .map(({ protocol, number }) => connections(protocol, number))
    .reduce(union, NO_CONNECTIONS);
  return { min: traffic, max: traffic };
}
