import type { Endpoint } from '../cluster/endpoint.ts';
import { type ConnectionSet, connections, everyPort, PORT_MAX, PORT_MIN, trafficOf } from '../sets/connection-set.ts';

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
