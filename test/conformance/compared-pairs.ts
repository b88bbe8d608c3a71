import type { PodEndpoint } from '../../src/cluster/endpoint.ts';
import { familyOf } from '../../src/sets/address-set.ts';
import { frontOf } from './front-of-case.ts';
import type { CaseWorld } from './open-case.ts';
import { type Fields, fieldsOf, listOf } from './read-corpora.ts';

/**
 * The pairs of ends of which a list of connections speaks: workloads in focus, each with each run of IPv4 addresses that
 * anybody tells apart, and the ingress controller with each workload. The corpora list no IPv6.
 */
export function comparedPairs(written: Fields, opened: CaseWorld): readonly (readonly [from: number, to: number])[] {
  const { endpoints } = opened.world.cluster;
  const isInFocus = focusOf(fieldsOf(written['options']), opened);
  const isPod = (index: number): boolean => endpoints[index]?.kind === 'pod';
  const compared = endpoints.flatMap((endpoint, index) => (isCompared(endpoint) ? [index] : []));
  const fronted = compared.filter(isPod).map((to) => [frontOf(opened), to] as const);
  const direct = compared.flatMap((from) =>
    compared
      .filter((to) => from !== to && (isPod(from) || isPod(to)))
      .filter((to) => !areNamesakes(from, to, opened))
      .map((to) => [from, to] as const),
  );
  return [...direct, ...fronted].filter((pair) => isInFocus(...pair));
}

/** Options may narrow the list to workloads, to their peers among workloads, and to one direction. */
function focusOf(options: Fields, opened: CaseWorld): (from: number, to: number) => boolean {
  const isNamed = (index: number, names: unknown): boolean => {
    if (index === frontOf(opened)) return listOf(names).includes('ingress-controller');
    const endpoint = opened.world.cluster.endpoints[index];
    return endpoint?.kind === 'pod' && isNamedBy(endpoint, names);
  };
  const { focus_workloads: workloads, focus_workload_peers: peers, focus_direction: direction } = options;
  if (workloads === undefined) return () => true;
  const isPair = (workload: number, peer: number): boolean =>
    isNamed(workload, workloads) && (peers === undefined || isNamed(peer, peers));
  return (from, to) => (direction !== 'ingress' && isPair(from, to)) || (direction !== 'egress' && isPair(to, from));
}

/** Whether an option names a workload, with its namespace or without. */
export function isNamedBy({ name, namespace }: PodEndpoint, names: unknown): boolean {
  return listOf(names).some((text) => text === name || text === `${namespace.name}/${name}`);
}

function isCompared(endpoint: CaseWorld['world']['cluster']['endpoints'][number]): boolean {
  return endpoint.kind === 'pod' || (endpoint.kind === 'addresses' && familyOf(endpoint.first) === 4);
}

/** Pods of one owner are one workload to the corpora, and a workload with itself is left out. */
function areNamesakes(from: number, to: number, { world, objects }: CaseWorld): boolean {
  const ownerOf = (index: number): string | undefined => {
    const endpoint = world.cluster.endpoints[index];
    if (endpoint?.kind !== 'pod' || endpoint.workloadKind !== 'Pod') return undefined;
    const { namespace, name } = endpoint;
    const pod = objects.find((one) => one.kind === 'Pod' && one.namespace === namespace.name && one.name === name);
    return pod?.owner && `${namespace.name}/${pod.owner.kind ?? 'Pod'}:${pod.owner.name}`;
  };
  const owner = ownerOf(from);
  return owner !== undefined && owner === ownerOf(to);
}
