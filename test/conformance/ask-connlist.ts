import type { AddressEndpoint } from '../../src/cluster/endpoint.ts';
import { type Connection, mapConnectivity } from '../../src/connectivity/map-connectivity.ts';
import { type AddressSet, familyOf, parseAddress, parseCidr } from '../../src/sets/address-set.ts';
import { type ConnectionSet, NO_CONNECTIONS } from '../../src/sets/connection-set.ts';
import { equals, isEmpty, union } from '../../src/sets/interval-set.ts';
import { readConn } from './conformance-traffic.ts';
import { collectAnswers, type Tally, wordsFor } from './disagreement.ts';
import { findEndpoints } from './find-endpoints.ts';
import type { CaseWorld } from './open-case.ts';
import { type Fields, fieldsOf, listOf } from './read-corpora.ts';

/** One row: everything allowed from one workload or address range to another. */
interface Row {
  readonly from: string;
  readonly to: string;
  readonly conn: ConnectionSet;
}

/** Stands for whatever fronts Ingress and Route objects: no endpoint of a cluster as its manifests tell it. */
const INGRESS_CONTROLLER = '{ingress-controller}';

/** The rows that can be compared: those that do not speak of the ingress controller. */
function rowsOf(written: Fields): readonly Row[] {
  return listOf(written['expected'])
    .map(fieldsOf)
    .filter(({ src, dst }) => src !== INGRESS_CONTROLLER && dst !== INGRESS_CONTROLLER)
    .map(({ src, dst, conn }) => ({ from: String(src), to: String(dst), conn: readConn(conn) }));
}

/** Whether rows of the case are left out of the comparison. */
export function speaksOfIngressController(written: Fields): boolean {
  return rowsOf(written).length < listOf(written['expected']).length;
}

/** The ranges that the rows tell apart. */
export function rangesOfRows(written: Fields): readonly AddressSet[] {
  return rowsOf(written).flatMap(({ from, to }) => [rangeOf(from), rangeOf(to)].filter((range) => range !== undefined));
}

/**
 * Compares the connectivity map with the rows: each pair of workloads, and each workload with each run of IPv4
 * addresses that anybody tells apart. The corpora list no IPv6.
 */
export function askConnlist(written: Fields, opened: CaseWorld): Tally {
  const answers = collectAnswers(opened);
  const { endpoints } = opened.world.cluster;
  const rows = rowsOf(written).map((row) => ({
    ...row,
    sources: endsOf(row.from, opened),
    targets: endsOf(row.to, opened),
  }));
  for (const { from, to, sources, targets } of rows) {
    if (sources.length === 0) answers.differ(`the world has no ${from}`);
    if (targets.length === 0) answers.differ(`the world has no ${to}`);
  }
  const connectionBetween = indexConnections(opened);
  for (const [from, to] of pairsOf(written, opened)) {
    const expected = rows
      .filter(({ sources, targets }) => sources.includes(from) && targets.includes(to))
      .map(({ conn }) => conn)
      .reduce(union, NO_CONNECTIONS);
    const { allowed, undecided } = connectionBetween(from, to);
    if (isEmpty(undecided) && equals(allowed, expected)) {
      answers.agree();
      continue;
    }
    const question = `${endpoints[from]?.id} to ${endpoints[to]?.id}`;
    const got = `${wordsFor(allowed)}; undecided ${wordsFor(undecided)}`;
    answers.differ(`${question}: expected ${wordsFor(expected)}, got ${got}`, [from, to]);
  }
  return answers.tally();
}

function pairsOf(written: Fields, opened: CaseWorld): readonly (readonly [from: number, to: number])[] {
  const { endpoints } = opened.world.cluster;
  const isInFocus = focusOf(fieldsOf(written['options']), opened);
  const isPod = (index: number): boolean => endpoints[index]?.kind === 'pod';
  const compared = endpoints.flatMap((endpoint, index) => (isCompared(endpoint) ? [index] : []));
  return compared.flatMap((from) =>
    compared
      .filter((to) => from !== to && (isPod(from) || isPod(to)))
      .filter((to) => isInFocus(from, to) && !areNamesakes(from, to, opened))
      .map((to) => [from, to] as const),
  );
}

/** Options may narrow the list to workloads, to their peers among workloads, and to one direction. */
function focusOf(options: Fields, { world }: CaseWorld): (from: number, to: number) => boolean {
  const isNamed = (index: number, names: unknown): boolean => {
    const endpoint = world.cluster.endpoints[index];
    if (endpoint?.kind !== 'pod') return false;
    return listOf(names).some(
      (name) => name === endpoint.name || name === `${endpoint.namespace.name}/${endpoint.name}`,
    );
  };
  const { focus_workloads: workloads, focus_workload_peers: peers, focus_direction: direction } = options;
  if (workloads === undefined) return () => true;
  const isPair = (workload: number, peer: number): boolean =>
    isNamed(workload, workloads) && (peers === undefined || isNamed(peer, peers));
  return (from, to) => (direction !== 'ingress' && isPair(from, to)) || (direction !== 'egress' && isPair(to, from));
}

function isCompared(endpoint: CaseWorld['world']['cluster']['endpoints'][number]): boolean {
  return endpoint.kind === 'pod' || (endpoint.kind === 'addresses' && familyOf(endpoint.first) === 4);
}

/** Pods of one owner are one workload to the corpora, and a workload with itself is left out. */
function areNamesakes(from: number, to: number, { world, objects }: CaseWorld): boolean {
  const ownerOf = (index: number): string | undefined => {
    const endpoint = world.cluster.endpoints[index];
    if (endpoint?.kind !== 'pod' || endpoint.workloadKind !== 'Pod') return undefined;
    const { namespace, name } = endpoint;
    const pod = objects.find((one) => one.kind === 'Pod' && one.namespace === namespace.name && one.name === name);
    return pod?.owner && `${namespace.name}/${pod.owner.kind ?? 'Pod'}:${pod.owner.name}`;
  };
  const owner = ownerOf(from);
  return owner !== undefined && owner === ownerOf(to);
}

/** What the map says between two endpoints of the cluster; the map merges runs of addresses. */
function indexConnections({
  world,
}: CaseWorld): (from: number, to: number) => Pick<Connection, 'allowed' | 'undecided'> {
  const map = mapConnectivity(world.cluster, world.engine);
  const byEnds = new Map(map.connections.map((connection) => [`${connection.from} ${connection.to}`, connection]));
  const runs = map.endpoints.flatMap(({ endpoint }) => (endpoint.kind === 'addresses' ? [endpoint] : []));
  const ids = world.cluster.endpoints.map((endpoint) =>
    endpoint.kind === 'addresses' ? runs.find((run) => covers(run, endpoint))?.id : endpoint.id,
  );
  return (from, to) => byEnds.get(`${ids[from]} ${ids[to]}`) ?? { allowed: NO_CONNECTIONS, undecided: NO_CONNECTIONS };
}

function covers(run: AddressEndpoint, part: AddressEndpoint): boolean {
  return run.first <= part.first && part.last <= run.last;
}

function endsOf(text: string, opened: CaseWorld): readonly number[] {
  const range = rangeOf(text);
  if (range === undefined) return findEndpoints(text, opened);
  const [first = 0n, end = 0n] = range;
  return opened.world.cluster.endpoints.flatMap((endpoint, index) =>
    endpoint.kind === 'addresses' && first <= endpoint.first && endpoint.last < end ? [index] : [],
  );
}

/** `first-last`, a CIDR or one address. */
function rangeOf(text: string): AddressSet | undefined {
  const cidr = parseCidr(text);
  if (cidr.kind === 'cidr') return cidr.addresses;
  const [first, last, ...rest] = text.split('-').map(parseAddress);
  if (first === undefined || rest.length > 0 || (text.includes('-') && last === undefined)) return undefined;
  return [first, (last ?? first) + 1n];
}
