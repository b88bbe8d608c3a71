import { type AddressSet, parseAddress, parseCidr } from '../../src/sets/address-set.ts';
import type { ConnectionSet } from '../../src/sets/connection-set.ts';
import { findEndpoints } from './find-endpoints.ts';
import type { CaseWorld } from './open-case.ts';

/** One row: everything allowed from one workload or address range to another. */
export interface ConnectionRow {
  readonly from: string;
  readonly to: string;
  readonly conn: ConnectionSet;
}

/** Stands for whatever fronts Ingress and Route objects: no endpoint of a cluster as its manifests tell it. */
const INGRESS_CONTROLLER = '{ingress-controller}';

/** Whether a row speaks of the ingress controller. */
export function isOfIngressController({ from, to }: Pick<ConnectionRow, 'from' | 'to'>): boolean {
  return from === INGRESS_CONTROLLER || to === INGRESS_CONTROLLER;
}

/** The ranges that rows tell apart. */
export function rangesOfRows(rows: readonly Pick<ConnectionRow, 'from' | 'to'>[]): readonly AddressSet[] {
  return rows.flatMap(({ from, to }) => [rangeOf(from), rangeOf(to)].filter((range) => range !== undefined));
}

/** Indexes of the endpoints that a row means by a workload, `first-last`, a CIDR or one address. */
export function endsOf(text: string, opened: CaseWorld): readonly number[] {
  const range = rangeOf(text);
  if (range === undefined) return findEndpoints(text, opened);
  const [first = 0n, end = 0n] = range;
  return opened.world.cluster.endpoints.flatMap((endpoint, index) =>
    endpoint.kind === 'addresses' && first <= endpoint.first && endpoint.last < end ? [index] : [],
  );
}

function rangeOf(text: string): AddressSet | undefined {
  const cidr = parseCidr(text);
  if (cidr.kind === 'cidr') return cidr.addresses;
  const [first, last, ...rest] = text.split('-').map(parseAddress);
  if (first === undefined || rest.length > 0 || (text.includes('-') && last === undefined)) return undefined;
  return [first, (last ?? first) + 1n];
}
