import type { Cluster } from '../cluster/cluster.ts';
import type { AddressEndpoint, Endpoint } from '../cluster/endpoint.ts';
import { familyOf, formatRange } from '../sets/address-set.ts';
import type { ConnectionSet } from '../sets/connection-set.ts';
import { isEmpty } from '../sets/interval-set.ts';
import type { Engine } from './decision.ts';

/** What may flow from one endpoint to another; never both empty. */
export interface Connection {
  /** Endpoint ids. */
  readonly from: string;
  readonly to: string;
  readonly allowed: ConnectionSet;
  readonly undecided: ConnectionSet;
}

/** An endpoint of the map: an endpoint of the cluster, or a run of addresses that nothing tells apart. */
interface MappedEndpoint {
  readonly id: string;
  readonly endpoint: Endpoint;
}

export interface ConnectivityMap {
  readonly endpoints: readonly MappedEndpoint[];
  readonly connections: readonly Connection[];
}

/**
 * Every ordered pair of endpoints between which something is allowed or undecided. Pairs without a pod are left out
 * (no policy speaks of them), and so is a single pod with itself. Neighbouring addresses with equal rows are merged,
 * also over the known addresses of pods, which have rows of their own.
 */
export function mapConnectivity(cluster: Cluster, engine: Engine): ConnectivityMap {
  const groups = mergeAddresses(cluster, engine);
  const connections: Connection[] = [];
  for (const from of groups) {
    for (const to of groups) {
      if (!isJudged(from.endpoint, to.endpoint)) continue;
      const { allowed, undecided } = engine.verdict(from.index, to.index);
      if (isEmpty(allowed) && isEmpty(undecided)) continue;
      connections.push({ from: from.id, to: to.id, allowed, undecided });
    }
  }
  return { endpoints: groups.map(({ id, endpoint }) => ({ id, endpoint })), connections };
}

function isJudged(from: Endpoint, to: Endpoint): boolean {
  if (from.kind !== 'pod' && to.kind !== 'pod') return false;
  return from !== to || (from.kind === 'pod' && !from.single);
}

interface Indexed extends MappedEndpoint {
  /** Of one member, in `cluster.endpoints`. */
  readonly index: number;
}

function mergeAddresses(cluster: Cluster, engine: Engine): readonly Indexed[] {
  const pods = cluster.endpoints.flatMap((endpoint, index) => (endpoint.kind === 'pod' ? [index] : []));
  const rowOf = (index: number): string =>
    pods
      .map((pod) => {
        const to = engine.verdict(index, pod);
        const from = engine.verdict(pod, index);
        return [to.allowed, to.undecided, from.allowed, from.undecided].join('|');
      })
      .join(';');
  const merged: Indexed[] = [];
  let open:
    | { readonly first: AddressEndpoint; last: AddressEndpoint; readonly row: string; readonly index: number }
    | undefined;
  const close = (): void => {
    if (open === undefined) return;
    const { first, last } = open;
    const endpoint: AddressEndpoint = { ...first, id: formatRange(first.first, last.last), last: last.last };
    merged.push({ id: endpoint.id, endpoint, index: open.index });
    open = undefined;
  };
  for (const [index, endpoint] of cluster.endpoints.entries()) {
    if (endpoint.kind !== 'addresses') {
      merged.push({ id: endpoint.id, endpoint, index });
      continue;
    }
    const row = rowOf(index);
    if (open !== undefined && open.row === row && continues(open.last, endpoint)) open.last = endpoint;
    else {
      close();
      open = { first: endpoint, last: endpoint, row, index };
    }
  }
  close();
  return merged;
}

/**
 * Whether two runs of addresses can be shown as one. Runs cover every address but those of known pods, which have rows
 * of their own, so that nothing else lies between two neighbours.
 */
function continues(before: AddressEndpoint, after: AddressEndpoint): boolean {
  return familyOf(before.last) === familyOf(after.first) && before.owner === after.owner;
}
