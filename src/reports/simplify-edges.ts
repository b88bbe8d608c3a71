import type { EndpointNames } from './endpoint-names.ts';
import { isAddressRange, rangeNames } from './range-name.ts';

/** An arrow of a graph between two endpoints, by id. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly look: 'open' | 'refused' | 'undecided' | 'plain' | 'opened' | 'changed' | 'unsure' | 'closed';
  readonly bothWays?: boolean;
}

/**
 * The same edges for a reader: addresses that do the same are one node, two equal opposite arrows are one, and traffic
 * between the replicas of one workload is left to the table.
 */
export function simplifyEdges(edges: readonly Edge[], names: EndpointNames): readonly Edge[] {
  const between = edges.filter(({ from, to }) => from !== to);
  const nameOf = joinAddresses(between, names);
  const renamed = between.map((edge) => ({ ...edge, from: nameOf(edge.from), to: nameOf(edge.to) }));
  const unique = new Map(renamed.map((edge) => [keyOf(edge), edge]));
  return joinOpposites(unique);
}

const keyOf = ({ from, to, label, look }: Edge): string => JSON.stringify([from, to, label, look]);

function joinAddresses(edges: readonly Edge[], endpointNames: EndpointNames): (id: string) => string {
  const rows = new Map<string, string[]>();
  const note = (id: string, row: readonly string[]): void => {
    if (isAddressRange(id)) rows.set(id, [...(rows.get(id) ?? []), row.join(' ')]);
  };
  for (const { from, to, label, look } of edges) {
    note(from, ['to', to, label, look]);
    note(to, ['from', from, label, look]);
  }
  const alike = new Map<string, string[]>();
  for (const [id, row] of rows) {
    const key = JSON.stringify(row.sort());
    alike.set(key, [...(alike.get(key) ?? []), id]);
  }
  const names = new Map(
    [...alike.values()].flatMap((ids) =>
      ids.map((id) => [id, rangeNames(ids, endpointNames, (name) => name).join(', ')] as const),
    ),
  );
  return (id) => names.get(id) ?? id;
}

function joinOpposites(edges: ReadonlyMap<string, Edge>): readonly Edge[] {
  const joined = new Set<string>();
  return [...edges].flatMap(([key, edge]): readonly Edge[] => {
    if (joined.has(key)) return [];
    const opposite = keyOf({ ...edge, from: edge.to, to: edge.from });
    if (!edges.has(opposite)) return [edge];
    joined.add(opposite);
    return [{ ...edge, bothWays: true }];
  });
}
