import type { Layer, Policy, Tier } from '../cluster/cluster.ts';
import type { Endpoint } from '../cluster/endpoint.ts';
import type { Direction } from '../resources/resources.ts';

/** The policies of one layer that could govern an endpoint, tier by tier. */
export interface LayerCandidates {
  readonly layer: Layer;
  readonly tiers: readonly { readonly tier: Tier; readonly policies: readonly Policy[] }[];
}

/** The policies that could govern an endpoint in a direction, layer by layer; none where it is no pod. */
export type PolicyIndex = (endpoint: Endpoint | undefined, direction: Direction) => readonly LayerCandidates[];

/**
 * Finds the policies that could govern an endpoint: those with a say in the direction whose subject is not bound to
 * another namespace. Keeps the order of precedence.
 */
export function indexPolicies(layers: readonly Layer[]): PolicyIndex {
  const byNamespace = new Map<string, readonly LayerCandidates[]>();
  const ranked = layers.map((layer) => ({ layer, tiers: layer.tiers.map(rankPolicies) }));
  return (endpoint, direction) => {
    if (endpoint?.kind !== 'pod') return [];
    const key = `${direction} ${endpoint.namespace.name}`;
    let found = byNamespace.get(key);
    if (found === undefined) {
      found = ranked.map(({ layer, tiers }) => ({
        layer,
        tiers: tiers.map((tier) => ({ tier: tier.tier, policies: tier.in(endpoint.namespace.name, direction) })),
      }));
      byNamespace.set(key, found);
    }
    return found;
  };
}

/** Whether a policy bears on traffic in a direction. */
export function hasSay(policy: Policy, direction: Direction): boolean {
  return policy.isolates[direction] || policy.rules[direction].length > 0;
}

interface RankedTier {
  readonly tier: Tier;
  readonly in: (namespace: string, direction: Direction) => readonly Policy[];
}

function rankPolicies(tier: Tier): RankedTier {
  const ANYWHERE = '';
  const ranksByNamespace = new Map<string, number[]>();
  for (const [rank, { subject }] of tier.policies.entries()) {
    const bound = subject.kind === 'pods' && subject.namespaces.kind === 'named';
    const namespace = bound && subject.namespaces.kind === 'named' ? subject.namespaces.name : ANYWHERE;
    const ranks = ranksByNamespace.get(namespace);
    if (ranks === undefined) ranksByNamespace.set(namespace, [rank]);
    else ranks.push(rank);
  }
  return {
    tier,
    in: (namespace, direction) =>
      [...(ranksByNamespace.get(namespace) ?? []), ...(ranksByNamespace.get(ANYWHERE) ?? [])]
        .sort((a, b) => a - b)
        .map((rank) => tier.policies[rank] as Policy)
        .filter((policy) => hasSay(policy, direction)),
  };
}
