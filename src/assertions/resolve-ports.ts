import type { Cluster } from '../cluster/cluster.ts';
import type { PodEndpoint } from '../cluster/endpoint.ts';
import { nameOf } from '../cluster/name-endpoint.ts';
import type { Doubt } from '../cluster/truth.ts';
import { type TrafficBounds, trafficOn } from '../connectivity/traffic-on.ts';
import type { Finding } from '../findings/finding.ts';
import type { Service, ServicePort } from '../resources/resources.ts';
import { connections, everyPort, NO_CONNECTIONS, PROTOCOLS } from '../sets/connection-set.ts';
import { describeTraffic } from '../sets/describe-traffic.ts';
import { difference, isEmpty, isSubset, union } from '../sets/interval-set.ts';
import type { SourceRef } from '../source/source-ref.ts';
import type { PortTerm, Target } from './claim.ts';
import type { Member, Members } from './resolution.ts';
import { stretchOf } from './stretch-of.ts';

/** What the ports of a target mean for each destination, or why they mean nothing. */
export interface PortResolution {
  readonly trafficByDestination: ReadonlyMap<number, TrafficBounds>;
  readonly problems: readonly Finding[];
  readonly notes: readonly string[];
}

const NO_TRAFFIC: TrafficBounds = { min: NO_CONNECTIONS, max: NO_CONNECTIONS };

/** Looks up a target's ports on every destination: names on the pods themselves, those of a Service through `targetPort`. */
export function resolvePorts(
  target: Target,
  ports: readonly PortTerm[],
  members: Members,
  cluster: Cluster,
  origin: SourceRef,
): PortResolution {
  const trafficByDestination = new Map<number, TrafficBounds>();
  const faults = new Map<string, string[]>();
  const notes = new Set<string>();
  for (const [index, member] of members) {
    const lookup = { target, cluster, index, member, notes };
    let bounds = NO_TRAFFIC;
    for (const port of ports) {
      const found = lookUp(port, lookup);
      if ('fault' in found) faults.set(found.fault, [...(faults.get(found.fault) ?? []), found.detail]);
      else bounds = both(bounds, found);
    }
    trafficByDestination.set(index, bounds);
  }
  const at = stretchOf(origin, portStretch(target, ports));
  const problems = [...faults].map(([message, details]) => problem(message, details, at));
  return { trafficByDestination, problems, notes: [...notes] };
}

interface Lookup {
  readonly target: Target;
  readonly cluster: Cluster;
  readonly index: number;
  readonly member: Member;
  readonly notes: Set<string>;
}

/** What is wrong, in words that are equal for equal faults, and the detail that differs for each destination. */
interface Fault {
  readonly fault: string;
  readonly detail: string;
}

function lookUp(port: PortTerm, lookup: Lookup): TrafficBounds | Fault {
  const { member } = lookup;
  let bounds = member.direct ? lookUpDirectly(port, lookup) : NO_TRAFFIC;
  for (const service of member.services) {
    if ('fault' in bounds) return bounds;
    const through = lookUpThrough(service, port, lookup);
    bounds = 'fault' in through ? through : both(bounds, through);
  }
  return bounds;
}

function lookUpDirectly(port: PortTerm, { cluster, index }: Lookup): TrafficBounds | Fault {
  if (port.kind === 'ports') return { min: port.traffic, max: port.traffic };
  const endpoint = cluster.endpoints[index];
  if (endpoint?.kind !== 'pod') {
    const fault = `port names belong to pods, so \`${port.name}\` means nothing for addresses and nodes`;
    return { fault, detail: '' };
  }
  const bounds = trafficOn([{ kind: 'named', name: port.name, protocol: port.protocol }], endpoint);
  return isEmpty(bounds.max) ? unnamed(port.name, port.protocol, endpoint, cluster) : bounds;
}

function unnamed(name: string, protocol: string, pod: PodEndpoint, cluster: Cluster): Fault {
  const named = (pod.namedPorts ?? []).filter((known) => known.name !== '');
  const list = named.map((known) => `\`${known.name}\` (${known.number}/${known.protocol.toLowerCase()})`).join(', ');
  return {
    fault: `no ${protocol} port of ${nameOf(pod, cluster)} is called \`${name}\``,
    detail: list === '' ? 'it has no named ports' : `its named ports are ${list}`,
  };
}

/** The pod ports behind the ports of a Service. */
function lookUpThrough(service: Service, port: PortTerm, lookup: Lookup): TrafficBounds | Fault {
  const wanted =
    port.kind === 'name'
      ? service.ports.filter(({ name, protocol }) => name === port.name && protocol === port.protocol)
      : service.ports.filter((known) => isSubset(connections(known.protocol, known.port), port.traffic));
  if (port.kind === 'ports') {
    // Every port of a protocol is no question of which Service port: all of the pods' ports are meant.
    if (PROTOCOLS.some((protocol) => isSubset(everyPort(protocol), port.traffic))) {
      return { min: port.traffic, max: port.traffic };
    }
    const covered = wanted.reduce((sum, known) => union(sum, connections(known.protocol, known.port)), NO_CONNECTIONS);
    const rest = difference(port.traffic, covered);
    if (!isEmpty(rest)) return notOnService(service, `port ${describeTraffic(rest)}`);
  } else if (wanted.length === 0) return notOnService(service, `${port.protocol} port \`${port.name}\``);
  let bounds = NO_TRAFFIC;
  for (const known of wanted) {
    const behind = targetOf(known, lookup);
    if ('fault' in behind) return behind;
    lookup.notes.add(mappingNote(service, known));
    bounds = both(bounds, behind);
  }
  return bounds;
}

function notOnService(service: Service, what: string): Fault {
  const list = service.ports.map(({ name, port, protocol }) => {
    return `${name === undefined ? '' : `\`${name}\` `}${port}/${protocol.toLowerCase()}`;
  });
  return {
    fault: `Service \`${service.namespace}/${service.name}\` has no ${what}`,
    detail: list.length === 0 ? 'it has no ports' : `its ports are ${list.join(', ')}`,
  };
}

function targetOf({ targetPort, protocol }: ServicePort, { cluster, index }: Lookup): TrafficBounds | Fault {
  if (typeof targetPort === 'number') {
    const traffic = connections(protocol, targetPort);
    return { min: traffic, max: traffic };
  }
  const pod = cluster.endpoints[index] as PodEndpoint;
  // The EndpointSlice controller takes the first container port of that name and protocol.
  const first = pod.namedPorts?.find((known) => known.name === targetPort && known.protocol === protocol);
  if (first === undefined && pod.namedPorts !== undefined) return unnamed(targetPort, protocol, pod, cluster);
  const known = first === undefined ? undefined : { ...pod, namedPorts: [first] };
  return trafficOn([{ kind: 'named', name: targetPort, protocol }], known ?? pod);
}

function mappingNote(service: Service, { port, protocol, targetPort }: ServicePort): string {
  const target = typeof targetPort === 'number' ? String(targetPort) : `\`${targetPort}\``;
  const suffix = protocol.toLowerCase();
  return `port ${port}/${suffix} of Service \`${service.namespace}/${service.name}\` is port ${target} of the pods behind it`;
}

function both(a: TrafficBounds, b: TrafficBounds): TrafficBounds {
  const doubt: Doubt | undefined = a.doubt ?? b.doubt;
  return { min: union(a.min, b.min), max: union(a.max, b.max), ...(doubt && { doubt }) };
}

function portStretch(target: Target, ports: readonly PortTerm[]): { readonly start: number; readonly end: number } {
  const named = ports.filter((port) => port.kind === 'name');
  const [only] = named;
  if (only !== undefined && ports.length === 1) return only.stretch;
  return { start: target.group.stretch.start, end: target.group.stretch.start + target.text.length };
}

function problem(message: string, details: readonly string[], at: SourceRef): Finding {
  const help = [...new Set(details)].filter((detail) => detail !== '').join('; ');
  return { code: 'unknown-name', severity: 'error', message, ...(help !== '' && { help }), at };
}
