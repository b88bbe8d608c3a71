import {
  ALL_CONNECTIONS,
  type ConnectionSet,
  connections,
  NO_CONNECTIONS,
  PORT_MAX,
  PORT_MIN,
  PROTOCOLS,
  type Protocol,
  type Traffic,
  trafficOf,
} from '../sets/connection-set.ts';
import { difference, union } from '../sets/interval-set.ts';

const EVERY_PORT = 'every port';

// Reports of many pairs share few lists.
const words = new WeakMap<readonly Traffic[], string>();

/** Traffic in words: `5432/tcp`, `1000-2000/udp`, `every tcp port`, `every port except 22/tcp`, `nothing`. */
export function formatTraffic(traffic: readonly Traffic[]): string {
  const known = words.get(traffic) ?? inWords(traffic);
  words.set(traffic, known);
  return known;
}

/** As {@link formatTraffic}, with `all` for every port: for tables and graphs. */
export function shortTraffic(traffic: readonly Traffic[]): string {
  return isEveryPort(traffic) ? 'all' : formatTraffic(traffic);
}

function inWords(traffic: readonly Traffic[]): string {
  const set = setOf(traffic);
  const refused = trafficOf(difference(ALL_CONNECTIONS, set));
  if (refused.length === 0) return EVERY_PORT;
  const runs = trafficOf(set);
  if (runs.length === 0) return 'nothing';
  const listed = list(runs);
  const excepted = `every port except ${list(refused)}`;
  return refused.length < runs.length && excepted.length < listed.length ? excepted : listed;
}

/** Whether this is every TCP, UDP and SCTP port. */
export function isEveryPort(traffic: readonly Traffic[]): boolean {
  return formatTraffic(traffic) === EVERY_PORT;
}

function setOf(traffic: readonly Traffic[]): ConnectionSet {
  return traffic.map(({ protocol, first, last }) => connections(protocol, first, last)).reduce(union, NO_CONNECTIONS);
}

interface ProtocolPorts {
  readonly protocol: Protocol;
  readonly runs: readonly Traffic[];
}

function list(runs: readonly Traffic[]): string {
  const byProtocol = PROTOCOLS.map((protocol) => ({
    protocol,
    runs: runs.filter((run) => run.protocol === protocol),
  })).filter((ports) => ports.runs.length > 0);
  if (byProtocol.length === PROTOCOLS.length && allAlike(byProtocol)) {
    return `${(byProtocol[0]?.runs ?? []).map(portsOf).join(', ')} (tcp, udp and sctp)`;
  }
  const whole = byProtocol.filter(({ runs: own }) => own.some(isWhole)).map(({ protocol }) => protocol.toLowerCase());
  const rest = byProtocol.flatMap(({ runs: own }) => (own.some(isWhole) ? [] : listOne(own)));
  return [...(whole.length > 0 ? [`every ${whole.join(' and ')} port`] : []), ...rest].join(', ');
}

function listOne(runs: readonly Traffic[]): readonly string[] {
  const protocol = (runs[0]?.protocol ?? 'TCP').toLowerCase();
  const gaps = gapsBetween(runs);
  if (gaps.length < runs.length) return [`every ${protocol} port except ${gaps.map(portsOf).join(', ')}`];
  return runs.map((run) => `${portsOf(run)}/${protocol}`);
}

function gapsBetween(runs: readonly Traffic[]): readonly Traffic[] {
  const protocol = runs[0]?.protocol ?? 'TCP';
  return trafficOf(difference(connections(protocol, PORT_MIN, PORT_MAX), setOf(runs)));
}

const allAlike = (all: readonly ProtocolPorts[]): boolean =>
  new Set(all.map(({ runs }) => runs.map(portsOf).join())).size === 1;

const isWhole = (run: Traffic): boolean => run.first === PORT_MIN && run.last === PORT_MAX;

const portsOf = ({ first, last }: Traffic): string => (first === last ? `${first}` : `${first}-${last}`);
