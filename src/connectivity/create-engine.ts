import type { Cluster, Policy } from '../cluster/cluster.ts';
import type { Endpoint } from '../cluster/endpoint.ts';
import { and, type Doubt, or, possible, type Truth } from '../cluster/truth.ts';
import type { Direction } from '../resources/resources.ts';
import { ALL_CONNECTIONS, NO_CONNECTIONS } from '../sets/connection-set.ts';
import { difference, intersection, union } from '../sets/interval-set.ts';
import type { Decision, Engine, SideDecision } from './decision.ts';
import { indexPolicies } from './index-policies.ts';
import { memoisedMatches } from './memoised-matches.ts';
import { type Governing, type Walked, walkLayer } from './walk-layer.ts';

/** The engine for one cluster. What it works out is kept for later questions. */
export function createEngine(cluster: Cluster): Engine {
  const truthOf = memoisedMatches(cluster);
  const candidates = indexPolicies(cluster.layers);
  const endpointAt = (index: number): Endpoint => {
    const endpoint = cluster.endpoints[index];
    if (endpoint === undefined) throw new RangeError(`no endpoint ${index} among ${cluster.endpoints.length}`);
    return endpoint;
  };
  const governs = (policy: Policy, endpoint: number): Truth =>
    and(truthOf(policy.subject, endpoint), policy.doubt ?? true);
  const findGoverning = (endpoint: number, direction: Direction): readonly Governing[] =>
    candidates(endpointAt(endpoint), direction).map(({ layer, tiers }) => {
      const governing = tiers.map(({ tier, policies }) => ({
        tier,
        policies: policies
          .map((policy) => ({ policy, governs: governs(policy, endpoint) }))
          .filter((entry) => possible(entry.governs)),
      }));
      const policies = governing.flatMap((tier) => tier.policies.map(({ policy }) => policy));
      return { layer, tiers: governing, policies, rules: policies.flatMap((policy) => policy.rules[direction]) };
    });
  const known = { ingress: new Map<number, readonly Governing[]>(), egress: new Map<number, readonly Governing[]>() };
  const governing = (endpoint: number, direction: Direction): readonly Governing[] => {
    const found = known[direction].get(endpoint) ?? findGoverning(endpoint, direction);
    known[direction].set(endpoint, found);
    return found;
  };

  const walk = rememberWalks();
  const side = (direction: Direction, subject: number, peer: number): readonly SideDecision[] => {
    const ends = { direction, subject: endpointAt(subject), peer: endpointAt(peer) };
    // Policies govern pods; addresses and nodes let everything through.
    if (ends.subject.kind !== 'pod') return [];
    return governing(subject, direction).map((layer) => {
      const matching = layer.rules.map((rule) => truthOf(rule.peer, peer));
      const destination = direction === 'egress' ? ends.peer : ends.subject;
      return { ...ends, ...walk(layer, direction, destination, matching) };
    });
  };

  const combine = rememberVerdicts();
  return {
    decide: (from, to) => {
      const sides = [...side('egress', from, to), ...side('ingress', to, from)];
      return { from: endpointAt(from), to: endpointAt(to), ...combine(sides), sides };
    },
    isolated: (endpoint, direction) =>
      governing(endpoint, direction)
        .flatMap(({ tiers }) => tiers.filter(({ tier }) => tier.onNoMatch === 'deny'))
        .flatMap(({ policies }) => policies)
        .filter(({ policy }) => policy.isolates[direction])
        .map((entry) => entry.governs)
        .reduce<Truth>(or, false),
    governing: (endpoint, direction) => governing(endpoint, direction).flatMap(({ policies }) => policies),
  };
}

/**
 * A walk depends on the governing policies, on which of their rules match the peer, and on the destination's named
 * ports; few combinations occur.
 */
function rememberWalks(): (
  governing: Governing,
  direction: Direction,
  destination: Endpoint,
  matching: readonly Truth[],
) => Walked {
  const walks = new Map<Governing, Map<string, Walked>>();
  const portsId = identify((endpoint: Endpoint) =>
    JSON.stringify(endpoint.kind === 'pod' ? (endpoint.namedPorts ?? endpoint.id) : null),
  );
  const doubtId = identify(({ why, settle }: Doubt) => JSON.stringify([why, settle]));
  const inShort = (truth: Truth): string => (typeof truth === 'boolean' ? (truth ? '1' : '0') : `(${doubtId(truth)})`);
  return (governing, direction, destination, matching) => {
    const known = walks.get(governing) ?? new Map<string, Walked>();
    walks.set(governing, known);
    const key = `${portsId(destination)} ${matching.map(inShort).join('')}`;
    const walked = known.get(key) ?? walkLayer(governing, direction, destination, matching);
    known.set(key, walked);
    return walked;
  };
}

/** Numbers things by a key that is worked out once for each. */
function identify<T extends object>(keyOf: (thing: T) => string): (thing: T) => number {
  const idByKey = new Map<string, number>();
  const idByThing = new WeakMap<T, number>();
  return (thing) => {
    const known = idByThing.get(thing);
    if (known !== undefined) return known;
    const key = keyOf(thing);
    const id = idByKey.get(key) ?? idByKey.size;
    idByKey.set(key, id);
    idByThing.set(thing, id);
    return id;
  };
}

type Verdict = Pick<Decision, 'allowed' | 'denied' | 'undecided'>;

/** Traffic flows only if every layer on both sides lets it; one refusal is enough. */
function combineSides(sides: readonly SideDecision[]): Verdict {
  let mayAllow = ALL_CONNECTIONS;
  let mayDeny = NO_CONNECTIONS;
  for (const side of sides) {
    mayAllow = intersection(mayAllow, side.mayAllow);
    mayDeny = union(mayDeny, side.mayDeny);
  }
  return {
    allowed: difference(ALL_CONNECTIONS, mayDeny),
    denied: difference(ALL_CONNECTIONS, mayAllow),
    undecided: intersection(mayAllow, mayDeny),
  };
}

/** `combineSides`, worked out once for equal sides: walks are shared, so their sets are the same objects. */
function rememberVerdicts(): (sides: readonly SideDecision[]) => Verdict {
  const setId = identify((set: readonly number[]) => set.join(','));
  const verdicts = new Map<string, Verdict>();
  return (sides) => {
    const key = sides.map(({ mayAllow, mayDeny }) => `${setId(mayAllow)}/${setId(mayDeny)}`).join(' ');
    const verdict = verdicts.get(key) ?? combineSides(sides);
    verdicts.set(key, verdict);
    return verdict;
  };
}
