/** An arrow of a graph between two endpoints, by id. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly look: 'open' | 'refused' | 'undecided' | 'plain' | 'opened' | 'changed' | 'unsure' | 'closed';
  readonly bothWays?: boolean;
}

/** Every IPv4 and IPv6 address, as the connectivity map names them. */
const ALL_ADDRESSES = ['0.0.0.0-255.255.255.255', '::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'];

/**
 * The same edges for a reader: addresses that do the same are one node, two equal opposite arrows are one, and traffic
 * between the replicas of one workload is left to the table. `isAddress` tells ids of address ranges.
 */
export function simplifyEdges(edges: readonly Edge[], isAddress: (id: string) => boolean): readonly Edge[] {
  const between = edges.filter(({ from, to }) => from !== to);
  const nameOf = joinAddresses(between, isAddress);
  const renamed = between.map((edge) => ({ ...edge, from: nameOf(edge.from), to: nameOf(edge.to) }));
  const unique = new Map(renamed.map((edge) => [keyOf(edge), edge]));
  return joinOpposites(unique);
}

const keyOf = ({ from, to, label, look }: Edge): string => JSON.stringify([from, to, label, look]);

function joinAddresses(edges: readonly Edge[], isAddress: (id: string) => boolean): (id: string) => string {
  const rows = new Map<string, string[]>();
  const note = (id: string, row: readonly string[]): void => {
    if (isAddress(id)) rows.set(id, [...(rows.get(id) ?? []), row.join(' ')]);
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
  const names = new Map([...alike.values()].flatMap((ids) => ids.map((id) => [id, nameOfAddresses(ids)] as const)));
  return (id) => names.get(id) ?? id;
}

/** Whether ranges, as the connectivity map names them, are all addresses there are. */
export function isEveryAddress(ids: readonly string[]): boolean {
  return ALL_ADDRESSES.every((id) => ids.includes(id));
}

function nameOfAddresses(ids: readonly string[]): string {
  return isEveryAddress(ids) ? 'any address' : ids.join(', ');
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
