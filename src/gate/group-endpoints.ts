import type { Cluster } from '../cluster/cluster.ts';
import type { AddressEndpoint } from '../cluster/endpoint.ts';
import { mergeAddresses } from '../connectivity/merge-addresses.ts';
import type { MatrixEndpoint } from '../findings/report.ts';
import { reportEndpoint } from './report-connectivity.ts';

/** An endpoint of the cluster as it is shown, or all addresses to which the same happens. */
export interface EndpointGroup {
  /** Of one member, in `cluster.endpoints`. */
  readonly index: number;
  readonly shown: MatrixEndpoint;
}

/** The endpoints with addresses put together, neighbours or not, where `likenessOf` (by index) says the same of them. */
export function groupEndpoints(cluster: Cluster, likenessOf: (index: number) => string): readonly EndpointGroup[] {
  const atomsByKey = new Map<string, AddressEndpoint[]>();
  const keys = cluster.endpoints.map((endpoint, index) => {
    if (endpoint.kind !== 'addresses') return '';
    const key = `${endpoint.owner} ${likenessOf(index)}`;
    const atoms = atomsByKey.get(key);
    if (atoms === undefined) atomsByKey.set(key, [endpoint]);
    else atoms.push(endpoint);
    return key;
  });
  const runs = mergeAddresses(cluster, (one, other) => keys[one] === keys[other]);
  const rangesByKey = new Map<string, string[]>();
  for (const { id, endpoint, index } of runs) {
    if (endpoint.kind !== 'addresses') continue;
    const key = keys[index] ?? '';
    rangesByKey.set(key, [...(rangesByKey.get(key) ?? []), id]);
  }
  return runs.flatMap(({ id, endpoint, index }): readonly EndpointGroup[] => {
    const shown = reportEndpoint(id, endpoint);
    if (endpoint.kind !== 'addresses') return [{ index, shown }];
    const key = keys[index] ?? '';
    const ranges = rangesByKey.get(key) ?? [];
    if (ranges[0] !== id) return [];
    const what = atomsByKey.size === 1 ? 'any' : describe(atomsByKey.get(key) ?? []);
    return [{ index, shown: { ...shown, addresses: { what, ranges, outside: endpoint.owner === 'outside' } } }];
  });
}

/** What some addresses of one owner are. */
function describe(atoms: readonly AddressEndpoint[]): string {
  const owner = atoms[0]?.owner ?? 'outside';
  if (owner !== 'outside') return `of ${owner}`;
  if (atoms.every(({ internet }) => internet)) return 'public';
  return atoms.some(({ internet }) => internet) ? 'public and others' : 'not public';
}
