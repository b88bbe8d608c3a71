import type { Cluster, TrafficPattern } from '../cluster/cluster.ts';
import type { Endpoint } from '../cluster/endpoint.ts';

/** The class, from 0, of the endpoint at the same index: endpoints of one agree in the numbers of all ports that rules name. */
export function classifyDestinations({ endpoints, layers }: Cluster): Int32Array {
  const names = new Set<string>();
  for (const { policies } of layers.flatMap(({ tiers }) => tiers)) {
    for (const { rules } of policies) {
      for (const { traffic } of rules.ingress) addNames(names, traffic);
      for (const { traffic } of rules.egress) addNames(names, traffic);
    }
  }
  const classes = new Map<string, number>();
  return Int32Array.from(endpoints, (endpoint) => {
    const meaning = meaningOf(endpoint, names);
    const known = classes.get(meaning) ?? classes.size;
    classes.set(meaning, known);
    return known;
  });
}

function addNames(names: Set<string>, traffic: TrafficPattern): void {
  if (traffic === 'everything') return;
  for (const part of traffic) if (part.kind === 'named') names.add(part.name);
}

function meaningOf(endpoint: Endpoint, names: ReadonlySet<string>): string {
  if (endpoint.kind !== 'pod') return 'not a pod';
  // A doubt about ports names the pod, but what may flow is the same.
  if (endpoint.namedPorts === undefined) return 'not known';
  const named = endpoint.namedPorts.filter(({ name }) => names.has(name));
  return named.map(({ name, protocol, number }) => `/${name} ${number} ${protocol}`).join('');
}
