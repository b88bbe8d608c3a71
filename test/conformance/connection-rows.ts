import { type AddressSet, parseAddress, parseCidr } from '../../src/sets/address-set.ts';
import type { ConnectionSet } from '../../src/sets/connection-set.ts';
import { findEndpoints } from './find-endpoints.ts';
import { frontOf, INGRESS_CONTROLLER } from './front-of-case.ts';
import type { CaseWorld } from './open-case.ts';

/** One row: everything allowed from one workload or address range to another. */
export interface ConnectionRow {
  readonly from: string;
  readonly to: string;
  readonly conn: ConnectionSet;
}

/** The ranges that rows tell apart. */
export function rangesOfRows(rows: readonly Pick<ConnectionRow, 'from' | 'to'>[]): readonly AddressSet[] {
  return rows.flatMap(({ from, to }) => [rangeOf(from), rangeOf(to)].filter((range) => range !== undefined));
}

/** Indexes of the ends that a row means by a workload, the ingress controller, `first-last`, a CIDR or one address. */
export function endsOf(text: string, opened: CaseWorld): readonly number[] {
  if (text === INGRESS_CONTROLLER) return [frontOf(opened)];
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
