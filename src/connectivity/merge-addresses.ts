import type { Cluster } from '../cluster/cluster.ts';
import type { AddressEndpoint, Endpoint } from '../cluster/endpoint.ts';
import { familyOf, formatRange } from '../sets/address-set.ts';

/** An endpoint of the cluster, or a run of addresses that nothing tells apart. */
export interface MergedEndpoint {
  readonly id: string;
  readonly endpoint: Endpoint;
  /** Of one member, in `cluster.endpoints`. */
  readonly index: number;
}

/** The endpoints of a cluster, with neighbouring runs of addresses as one where they are `alike` (by index). */
export function mergeAddresses(
  cluster: Cluster,
  alike: (one: number, other: number) => boolean,
): readonly MergedEndpoint[] {
  const merged: MergedEndpoint[] = [];
  let open: { readonly first: AddressEndpoint; last: AddressEndpoint; readonly index: number } | undefined;
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
    if (open !== undefined && continues(open.last, endpoint) && alike(open.index, index)) open.last = endpoint;
    else {
      close();
      open = { first: endpoint, last: endpoint, index };
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
