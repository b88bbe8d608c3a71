import type { Cluster, Layer, Policy, Tier } from '../cluster/cluster.ts';
import { and, possible, type Truth } from '../cluster/truth.ts';
import type { Direction } from '../resources/resources.ts';
import { trimmed } from '../resources/trimmed.ts';
import { holdersOf, type Overlay, overlay } from '../sets/overlay.ts';
import type { FindMeant } from './find-meant.ts';
import { hasSay, type LayerCandidates } from './index-policies.ts';
import { type Governing, type GoverningTier, governingTier } from './walk-layer.ts';

/** Finds the policies that (may) govern an endpoint, layer by layer; none where it is no pod, because policies govern pods. */
export type FindGoverning = (endpoint: number, direction: Direction) => readonly Governing[];

/**
 * Lays the subjects of all policies over each other, so that nobody is asked about policies that mean others.
 * Endpoints that the same policies govern share one object.
 */
export function findGoverning(cluster: Cluster, meant: FindMeant): FindGoverning {
  const { endpoints } = cluster;
  const known = { ingress: [] as (readonly Governing[])[], egress: [] as (readonly Governing[])[] };
  const plans = new Map<Direction, readonly ((endpoint: number) => Governing)[]>();
  const find = (endpoint: number, direction: Direction): readonly Governing[] => {
    if (endpoints[endpoint]?.kind !== 'pod') return [];
    const plan = plans.get(direction) ?? cluster.layers.map((layer) => planLayer(layer, direction, meant));
    plans.set(direction, plan);
    return plan.map((inLayer) => inLayer(endpoint));
  };
  return (endpoint, direction) => {
    const found = known[direction][endpoint];
    if (found !== undefined) return found;
    // No policy governs what is not there, so that all of its traffic would read as allowed.
    if (endpoints[endpoint] === undefined) throw new RangeError(`no endpoint ${endpoint} among ${endpoints.length}`);
    const governing = find(endpoint, direction);
    known[direction][endpoint] = governing;
    return governing;
  };
}

/** A policy of a tier with a say in a direction. */
interface Entry {
  readonly tier: Tier;
  readonly policy: Policy;
}

function planLayer(layer: Layer, direction: Direction, meant: FindMeant): (endpoint: number) => Governing {
  const entries = layer.tiers.flatMap((tier): readonly Entry[] =>
    tier.policies.filter((policy) => hasSay(policy, direction)).map((policy) => ({ tier, policy })),
  );
  const subjects = subjectsOf(entries, meant);
  const byHolders = new Map<readonly number[], Governing>();
  const shared = shareEqual(entries);
  return (endpoint) => {
    const holders = holdersOf(subjects, endpoint);
    const found = byHolders.get(holders);
    if (found !== undefined) return found;
    const governing = holders
      .map((holder) => entries[holder >> 1] as Entry)
      .map(({ tier, policy }) => ({ tier, policy, governs: governs(policy, endpoint, meant) }));
    // Why a policy only may govern differs from endpoint to endpoint.
    if (!holders.every(isSure)) return shared(governing, () => governingOf(layer, direction, governing));
    const made = governingOf(layer, direction, governing);
    byHolders.set(holders, made);
    return made;
  };
}

/** Sets 2n and 2n + 1 are whom policy n surely governs, and whom it may govern. */
function subjectsOf(entries: readonly Entry[], { meantBy }: FindMeant): Overlay {
  return overlay(
    entries.flatMap(({ policy }) => {
      const { surely, perhaps } = meantBy(policy.subject);
      return [surely, perhaps];
    }),
  );
}

function isSure(holder: number): boolean {
  return (holder & 1) === 0;
}

function governs({ subject, doubt }: Policy, endpoint: number, { truthOf }: FindMeant): Truth {
  return and(truthOf(subject, endpoint), doubt ?? true);
}

type GoverningPolicy = Entry & { readonly governs: Truth };

function governingOf(layer: Layer, direction: Direction, all: readonly GoverningPolicy[]): Governing {
  const policies = all.map(({ policy }) => policy);
  return {
    layer,
    tiers: layer.tiers.map((tier) => {
      const own = all.filter((one) => one.tier === tier);
      return own.length === 0 ? withoutPolicies(tier) : governingTier(tier, trimmed(own), direction);
    }),
    policies,
    rules: trimmed(policies.flatMap((policy) => policy.rules[direction])),
  };
}

/** Most tiers have no policy for most endpoints. */
function withoutPolicies(tier: Tier): GoverningTier {
  const empty = emptyTiers.get(tier) ?? governingTier(tier, [], 'ingress');
  emptyTiers.set(tier, empty);
  return empty;
}

const emptyTiers = new WeakMap<Tier, GoverningTier>();

/** Those policies of a layer that (may) govern an endpoint, of which `truthOf` says whether they mean it. */
export function governingLayer(
  { layer, tiers }: LayerCandidates,
  direction: Direction,
  truthOf: (predicate: Policy['subject']) => Truth,
): Governing {
  const governing = tiers.flatMap(({ tier, policies }) =>
    policies
      .map((policy) => ({ tier, policy, governs: and(truthOf(policy.subject), policy.doubt ?? true) }))
      .filter((entry) => possible(entry.governs)),
  );
  return governingOf(layer, direction, governing);
}

function shareEqual(
  entries: readonly Entry[],
): (policies: readonly GoverningPolicy[], make: () => Governing) => Governing {
  const byMeaning = new Map<string, Governing>();
  const numbers = new Map(entries.map(({ policy }, number) => [policy, number]));
  return (policies, make) => {
    // A doubt is part of the answer, with its words and its place.
    const meaning = JSON.stringify(policies.map(({ policy, governs: truth }) => [numbers.get(policy), truth]));
    const known = byMeaning.get(meaning) ?? make();
    byMeaning.set(meaning, known);
    return known;
  };
}
