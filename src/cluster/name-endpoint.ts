import type { Cluster } from './cluster.ts';
import type { Endpoint } from './endpoint.ts';

const ambiguousNames = new WeakMap<Cluster, ReadonlySet<string>>();

/** The name of an endpoint for messages, in backticks; pods carry their kind only where the name alone is ambiguous. */
export function nameOf(endpoint: Endpoint, cluster: Cluster): string {
  switch (endpoint.kind) {
    case 'addresses':
      return `\`${endpoint.id}\``;
    case 'node':
      return 'another node';
    case 'pod': {
      if (endpoint.possible !== undefined) return endpoint.possible;
      const short = `${endpoint.namespace.name}/${endpoint.name}`;
      return `\`${ambiguousIn(cluster).has(short) ? endpoint.id : short}\``;
    }
  }
}

function ambiguousIn(cluster: Cluster): ReadonlySet<string> {
  const known = ambiguousNames.get(cluster);
  if (known !== undefined) return known;
  const seen = new Set<string>();
  const ambiguous = new Set<string>();
  for (const endpoint of cluster.endpoints) {
    if (endpoint.kind !== 'pod') continue;
    const short = `${endpoint.namespace.name}/${endpoint.name}`;
    if (seen.has(short)) ambiguous.add(short);
    seen.add(short);
  }
  ambiguousNames.set(cluster, ambiguous);
  return ambiguous;
}
