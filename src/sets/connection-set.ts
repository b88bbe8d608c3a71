import { EMPTY, type IntervalSet, intersection, interval, ranges, union } from './interval-set.ts';

/** The transport protocols that NetworkPolicy knows, in the order in which reports show them. */
export const PROTOCOLS = ['TCP', 'UDP', 'SCTP'] as const;

export type Protocol = (typeof PROTOCOLS)[number];

/** The least and the greatest destination port. */
export const PORT_MIN = 1;
export const PORT_MAX = 65535;

/** Distance between the same port of two protocols on the number line that carries a {@link ConnectionSet}. */
const STRIDE = 65536;

/**
 * A set of (protocol, destination port) pairs. Port `p` of the protocol at index `i` of {@link PROTOCOLS} is the
 * integer `i * 65536 + p`, so the operations of interval sets serve here too; port 0 is never a member.
 */
export type ConnectionSet = IntervalSet;

export const NO_CONNECTIONS: ConnectionSet = EMPTY;

/** The ports `first … last` of one protocol, both included. */
export function connections(protocol: Protocol, first: number, last: number = first): ConnectionSet {
  const offset = PROTOCOLS.indexOf(protocol) * STRIDE;
  return first === last ? onePort(offset + first) : interval(offset + first, offset + last);
}

const onePorts = new Map<number, ConnectionSet>();

/** Rules name a few ports over and over: each is one set. */
function onePort(place: number): ConnectionSet {
  const set = onePorts.get(place) ?? interval(place, place);
  onePorts.set(place, set);
  return set;
}

/** Every port of one protocol. */
export function everyPort(protocol: Protocol): ConnectionSet {
  return connections(protocol, PORT_MIN, PORT_MAX);
}

/** Every TCP, UDP and SCTP port. */
export const ALL_CONNECTIONS: ConnectionSet = PROTOCOLS.map(everyPort).reduce(union);

/** A run of ports of one protocol; every port is `first: 1, last: 65535`. */
export interface Traffic {
  readonly protocol: Protocol;
  readonly first: number;
  readonly last: number;
}

/** The set as runs of ports, by protocol and port. */
export function trafficOf(set: ConnectionSet): readonly Traffic[] {
  return PROTOCOLS.flatMap((protocol, index) =>
    [...ranges(intersection(set, everyPort(protocol)))].map(([first, last]) => ({
      protocol,
      first: first - index * STRIDE,
      last: last - index * STRIDE,
    })),
  );
}
