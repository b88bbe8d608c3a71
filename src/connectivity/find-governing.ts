import type { Cluster, Policy } from '../cluster/cluster.ts';
import { and, possible, type Truth } from '../cluster/truth.ts';
import type { Direction } from '../resources/resources.ts';
import type { EndpointClasses } from './classify-endpoints.ts';
import type { LayerCandidates, PolicyIndex } from './index-policies.ts';
import { type Governing, governingTier } from './walk-layer.ts';

/**
 * Finds the policies that (may) govern an endpoint, layer by layer; none where it is no pod, because policies govern
 * pods. Worked out once for each class of endpoints. Endpoints that the same policies govern share one object.
 */
export function findGoverning(
  cluster: Cluster,
  classes: EndpointClasses,
  candidates: PolicyIndex,
  truthOf: (predicate: Policy['subject'], endpoint: number) => Truth,
): (endpoint: number, direction: Direction) => readonly Governing[] {
  const shared = shareEqual();
  const find = (endpoint: number, direction: Direction): readonly Governing[] =>
    candidates(cluster.endpoints[endpoint], direction).map((layer) =>
      shared(
        direction,
        governingLayer(layer, direction, (predicate) => truthOf(predicate, endpoint)),
      ),
    );
  const known = { ingress: [] as (readonly Governing[])[], egress: [] as (readonly Governing[])[] };
  return (endpoint, direction) => {
    const byClass = known[direction];
    const ofClass = classes.classOf[endpoint];
    // No policy governs what is not there, so that all of its traffic would read as allowed.
    if (ofClass === undefined) throw new RangeError(`no endpoint ${endpoint} among ${cluster.endpoints.length}`);
    const found = byClass[ofClass] ?? find(endpoint, direction);
    byClass[ofClass] = found;
    return found;
  };
}

/** Those policies of a layer that (may) govern an endpoint, of which `truthOf` says whether they mean it. */
export function governingLayer(
  { layer, tiers }: LayerCandidates,
  direction: Direction,
  truthOf: (predicate: Policy['subject']) => Truth,
): Governing {
  const governing = tiers.map(({ tier, policies }) => {
    const possibly = policies
      .map((policy) => ({ policy, governs: and(truthOf(policy.subject), policy.doubt ?? true) }))
      .filter((entry) => possible(entry.governs));
    return governingTier(tier, possibly, direction);
  });
  const policies = governing.flatMap((tier) => tier.policies.map(({ policy }) => policy));
  return { layer, tiers: governing, policies, rules: policies.flatMap((policy) => policy.rules[direction]) };
}

function shareEqual(): (direction: Direction, governing: Governing) => Governing {
  const byMeaning = new Map<string, Governing>();
  const numbers = new Map<unknown, number>();
  const numberOf = (thing: unknown): number => {
    const number = numbers.get(thing) ?? numbers.size;
    numbers.set(thing, number);
    return number;
  };
  return (direction, governing) => {
    const entries = governing.tiers.flatMap(({ policies }) => policies);
    const who = entries.map(({ policy, governs }) => {
      // A doubt is part of the answer, with its words and its place.
      return governs === true ? numberOf(policy) : `${numberOf(policy)} ${numberOf(JSON.stringify(governs))}`;
    });
    const meaning = `${direction} ${numberOf(governing.layer)} ${who.join()}`;
    const known = byMeaning.get(meaning) ?? governing;
    byMeaning.set(meaning, known);
    return known;
  };
}
