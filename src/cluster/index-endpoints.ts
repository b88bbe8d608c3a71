import type { LabelSelector } from '../resources/label-selector.ts';
import type { AddressSet } from '../sets/address-set.ts';
import { type IntervalSet, integers, interval, unionOf } from '../sets/interval-set.ts';
import type { Cluster } from './cluster.ts';
import type { AddressEndpoint, AddressKnowledge, Endpoint, NodeEndpoint, PodEndpoint } from './endpoint.ts';
import { podIndexOf } from './pod-index.ts';
import type { NamespaceScope } from './predicate.ts';

/** Pods and nodes that are alike in where their addresses lie, by one of them. */
interface AddressGroup {
  readonly like: PodEndpoint | NodeEndpoint;
  readonly members: IntervalSet;
}

/** Finds endpoints of a cluster without looking at all of them; they are named by their index. */
export interface EndpointIndex {
  /** The pods that are, or may be, in scope and have the labels. */
  readonly podsMeant: (scope: NamespaceScope, labels: LabelSelector) => IntervalSet;
  /** The pods of this name, or made by a controller of this name, of whatever kind. Ascending. */
  readonly called: (name: string) => readonly number[];
  /** The address endpoints that lie within a set as a whole. */
  readonly addressesWithin: (addresses: AddressSet) => IntervalSet;
  /** The address endpoints that have some address of a set. */
  readonly addressesTouching: (addresses: AddressSet) => IntervalSet;
  readonly byOwner: Readonly<Record<AddressEndpoint['owner'], IntervalSet>>;
  readonly addressGroups: readonly AddressGroup[];
}

const indexes = new WeakMap<Cluster, EndpointIndex>();

/** The index of a cluster's endpoints, made when first asked for. */
export function indexOf(cluster: Cluster): EndpointIndex {
  const known = indexes.get(cluster) ?? indexEndpoints(cluster);
  indexes.set(cluster, known);
  return known;
}

function indexEndpoints(cluster: Cluster): EndpointIndex {
  const { endpoints } = cluster;
  const numbers = new Map(endpoints.map((endpoint, number) => [endpoint, number]));
  const byName = podsByName(endpoints);
  const ranges = addressRanges(endpoints);
  return {
    podsMeant: (scope, labels) =>
      integers(
        podIndexOf(cluster)
          .meant(scope, labels)
          .map((pod) => numbers.get(pod) as number),
      ),
    called: (name) => byName.get(name) ?? [],
    addressesWithin: (addresses) =>
      rangesBetween(ranges, addresses, {
        isBefore: ({ first }, start) => first < start,
        isNotBehind: ({ last }, end) => last < end,
      }),
    addressesTouching: (addresses) =>
      rangesBetween(ranges, addresses, {
        isBefore: ({ last }, start) => last < start,
        isNotBehind: ({ first }, end) => first < end,
      }),
    byOwner: {
      outside: ownedBy('outside', ranges),
      pods: ownedBy('pods', ranges),
      nodes: ownedBy('nodes', ranges),
      services: ownedBy('services', ranges),
    },
    addressGroups: groupByAddresses(endpoints),
  };
}

function podsByName(endpoints: readonly Endpoint[]): ReadonlyMap<string, readonly number[]> {
  const byName = new Map<string, number[]>();
  for (const [index, endpoint] of endpoints.entries()) {
    if (endpoint.kind !== 'pod') continue;
    const { name, madeBy = [] } = endpoint;
    for (const one of new Set([name, ...madeBy.map((maker) => maker.name)])) append(byName, one, index);
  }
  return byName;
}

interface IndexedRange {
  readonly index: number;
  readonly endpoint: AddressEndpoint;
}

/** Address endpoints in the order of their addresses. */
interface AddressRanges {
  readonly list: readonly IndexedRange[];
  /** Whether that is the order of the cluster, too, with nothing between them. */
  readonly isRun: boolean;
}

function addressRanges(endpoints: readonly Endpoint[]): AddressRanges {
  const list = [...endpoints.entries()]
    .flatMap(([index, endpoint]) => (endpoint.kind === 'addresses' ? [{ index, endpoint }] : []))
    .sort((a, b) => (a.endpoint.first < b.endpoint.first ? -1 : 1));
  return { list, isRun: list.every(({ index }, place) => index === (list[0]?.index ?? 0) + place) };
}

/** What makes a range lie before the start, and not behind the end, of an interval. */
interface Sides {
  readonly isBefore: (range: AddressEndpoint, start: bigint) => boolean;
  readonly isNotBehind: (range: AddressEndpoint, end: bigint) => boolean;
}

function rangesBetween({ list, isRun }: AddressRanges, addresses: AddressSet, sides: Sides): IntervalSet {
  const found: IntervalSet[] = [];
  for (let i = 0; i < addresses.length; i += 2) {
    const start = addresses[i] as bigint;
    const end = addresses[i + 1] as bigint;
    const from = countWhere(list, ({ endpoint }) => sides.isBefore(endpoint, start));
    const to = countWhere(list, ({ endpoint }) => sides.isNotBehind(endpoint, end));
    if (from >= to) continue;
    const first = list[0]?.index ?? 0;
    found.push(
      isRun ? interval(first + from, first + to - 1) : integers(list.slice(from, to).map(({ index }) => index)),
    );
  }
  return unionOf(found);
}

/** How many of the ranges come before some point; they are in order. */
function countWhere(ranges: readonly IndexedRange[], isBefore: (range: IndexedRange) => boolean): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(ranges[middle] as IndexedRange)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function ownedBy(owner: AddressEndpoint['owner'], { list }: AddressRanges): IntervalSet {
  return integers(list.flatMap(({ index, endpoint }) => (endpoint.owner === owner ? [index] : [])));
}

function groupByAddresses(endpoints: readonly Endpoint[]): readonly AddressGroup[] {
  const groups = new Map<
    AddressKnowledge,
    { readonly like: PodEndpoint | NodeEndpoint; readonly members: number[] }[]
  >();
  for (const [index, endpoint] of endpoints.entries()) {
    if (endpoint.kind === 'addresses') continue;
    const alike = groups.get(endpoint.addresses) ?? [];
    groups.set(endpoint.addresses, alike);
    const group = alike.find(({ like }) => isOnNode(like) === isOnNode(endpoint));
    if (group === undefined) alike.push({ like: endpoint, members: [index] });
    else group.members.push(index);
  }
  return [...groups.values()].flat().map(({ like, members }) => ({ like, members: integers(members) }));
}

function isOnNode(endpoint: PodEndpoint | NodeEndpoint): boolean {
  return endpoint.kind === 'node' || endpoint.hostNetwork;
}

function append<K>(lists: Map<K, number[]>, key: K, index: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [index]);
  else list.push(index);
}
