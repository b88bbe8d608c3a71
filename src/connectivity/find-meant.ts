import type { Cluster } from '../cluster/cluster.ts';
import { indexOf } from '../cluster/index-endpoints.ts';
import { coverTogether, matches } from '../cluster/matches.ts';
import { meaningOfScope } from '../cluster/pod-index.ts';
import type { EndpointPredicate } from '../cluster/predicate.ts';
import type { Truth } from '../cluster/truth.ts';
import { meaningOf as meaningOfSelector } from '../resources/label-selector.ts';
import {
  difference,
  has,
  type IntervalSet,
  integers,
  intersection,
  interval,
  members,
  unionOf,
} from '../sets/interval-set.ts';

/** The endpoints, by index, that a predicate surely means, and others that it may mean. */
interface Meant {
  readonly surely: IntervalSet;
  readonly perhaps: IntervalSet;
}

/** Whom predicates mean. Says the same as `matches` of each endpoint, without asking all of them. */
export interface FindMeant {
  readonly meantBy: (predicate: EndpointPredicate) => Meant;
  readonly truthOf: (predicate: EndpointPredicate, endpoint: number) => Truth;
}

/** Finds whom predicates mean in a cluster, once for each predicate and for all that say the same. */
export function findMeant(cluster: Cluster): FindMeant {
  const known = new Map<EndpointPredicate, Meant>();
  const byMeaning = new Map<string, Meant>();
  const find = (predicate: EndpointPredicate): Meant => {
    // Those of one namespace are found sooner than they are compared.
    if (predicate.kind === 'pods' && predicate.namespaces.kind === 'named')
      return newMeant(predicate, cluster, meantBy);
    const meaning = meaningOf(predicate);
    const found = byMeaning.get(meaning) ?? newMeant(predicate, cluster, meantBy);
    byMeaning.set(meaning, found);
    return found;
  };
  const meantBy = (predicate: EndpointPredicate): Meant => {
    const found = known.get(predicate) ?? find(predicate);
    known.set(predicate, found);
    return found;
  };
  return {
    meantBy,
    truthOf: (predicate, endpoint) => {
      if (predicate.kind === 'everything') return true;
      const { surely, perhaps } = meantBy(predicate);
      if (has(surely, endpoint)) return true;
      const asked = has(perhaps, endpoint) ? cluster.endpoints[endpoint] : undefined;
      // Why it is in doubt differs from endpoint to endpoint.
      return asked !== undefined && matches(predicate, asked);
    },
  };
}

function newMeant(
  predicate: EndpointPredicate,
  cluster: Cluster,
  meantBy: (predicate: EndpointPredicate) => Meant,
): Meant {
  switch (predicate.kind) {
    case 'everything':
      return { surely: interval(0, cluster.endpoints.length - 1), perhaps: [] };
    case 'pods':
      return amongThese(
        members(indexOf(cluster).podsMeant(predicate.namespaces, predicate.labels)),
        predicate,
        cluster,
      );
    case 'addresses':
      return withAddresses(predicate, cluster);
    case 'nodes':
    case 'domainNames':
      return amongThese(cluster.endpoints.keys(), predicate, cluster);
    case 'union':
      return together(predicate, cluster, predicate.of.map(meantBy));
  }
}

function amongThese(candidates: Iterable<number>, predicate: EndpointPredicate, { endpoints }: Cluster): Meant {
  const surely: number[] = [];
  const perhaps: number[] = [];
  for (const index of candidates) {
    const endpoint = endpoints[index];
    const truth = endpoint !== undefined && matches(predicate, endpoint);
    if (truth === true) surely.push(index);
    else if (truth !== false) perhaps.push(index);
  }
  return { surely: integers(surely), perhaps: integers(perhaps) };
}

/** Who has one of these addresses: all of a group are alike in that. */
function withAddresses(predicate: EndpointPredicate & { kind: 'addresses' }, cluster: Cluster): Meant {
  const { addressesWithin, byOwner, addressGroups } = indexOf(cluster);
  const inside = addressesWithin(predicate.addresses);
  const parts: readonly (readonly [IntervalSet, Truth])[] = [
    [intersection(inside, byOwner.outside), true],
    [intersection(inside, byOwner.services), true],
    [intersection(inside, byOwner.pods), predicate.pods],
    [intersection(inside, byOwner.nodes), predicate.nodes],
    ...addressGroups.map(({ like, members }) => [members, matches(predicate, like)] as const),
  ];
  return {
    surely: unionOf(parts.flatMap(([members, truth]) => (truth === true ? [members] : []))),
    perhaps: unionOf(parts.flatMap(([members, truth]) => (typeof truth === 'boolean' ? [] : [members]))),
  };
}

/** Whom any of the parts means; ranges can cover an address together of which each covers a part. */
function together(
  { of: parts }: EndpointPredicate & { kind: 'union' },
  cluster: Cluster,
  meant: readonly Meant[],
): Meant {
  const surely = unionOf(meant.map((one) => one.surely));
  const perhaps = difference(unionOf(meant.map((one) => one.perhaps)), surely);
  const covered = indexOf(cluster).addressGroups.filter(({ like }) => coverTogether(parts, like));
  const also = intersection(perhaps, unionOf(covered.map(({ members }) => members)));
  return { surely: unionOf([surely, also]), perhaps: difference(perhaps, also) };
}

/** Where a predicate is written does not change whom it means. */
function meaningOf(predicate: EndpointPredicate): string {
  switch (predicate.kind) {
    case 'everything':
      return 'everything';
    case 'pods': {
      const { namespaces, labels, hostNetwork } = predicate;
      return `pods ${meaningOfScope(namespaces)} ${meaningOfSelector(labels)} ${inShort(hostNetwork)}`;
    }
    case 'addresses':
      return `addresses ${predicate.addresses.join()} ${inShort(predicate.pods)} ${inShort(predicate.nodes)}`;
    case 'nodes':
      return `nodes ${meaningOfSelector(predicate.selector)}`;
    case 'domainNames':
      return 'domain names';
    case 'union':
      return `union of ${JSON.stringify(predicate.of.map(meaningOf))}`;
  }
}

/** Why an answer is in doubt does not change who is meant. */
function inShort(truth: Truth): string {
  return typeof truth === 'boolean' ? String(truth) : 'perhaps';
}
