import type { Cluster } from '../cluster/cluster.ts';
import type { Endpoint } from '../cluster/endpoint.ts';
import { or, type Truth } from '../cluster/truth.ts';
import type { Direction } from '../resources/resources.ts';
import { unionOf } from '../sets/interval-set.ts';
import { admitsAll } from './admits-all.ts';
import { askPossible, isolatedIn } from './ask-possible.ts';
import { decideBetween } from './decide-between.ts';
import type { Engine, SideDecision } from './decision.ts';
import { findGoverning } from './find-governing.ts';
import { findMeant } from './find-meant.ts';
import { indexPolicies } from './index-policies.ts';
import { type Joined, joinOutcomes } from './join-outcomes.ts';
import { findRefused } from './refused-by.ts';
import { rememberOutcomes } from './remember-outcomes.ts';
import { walkLayer } from './walk-layer.ts';

/** The engine for one cluster. What it works out is kept for later questions. */
export function createEngine(cluster: Cluster): Engine {
  const meant = findMeant(cluster);
  const { truthOf } = meant;
  const candidates = indexPolicies(cluster.layers);
  const governing = findGoverning(cluster, meant);
  const outcomeOf = rememberOutcomes(cluster, meant);
  const refusedBy = findRefused(cluster, meant);
  const nothingSaid = joinOutcomes();
  const endpointAt = (index: number): Endpoint => {
    const endpoint = cluster.endpoints[index];
    if (endpoint === undefined) throw new RangeError(`no endpoint ${index} among ${cluster.endpoints.length}`);
    return endpoint;
  };
  const endpointOf = (end: number | Endpoint): Endpoint => (typeof end === 'number' ? endpointAt(end) : end);

  const join = (before: Joined, direction: Direction, subject: number, peer: number): Joined => {
    let said = before;
    const destination = direction === 'egress' ? peer : subject;
    for (const layer of governing(subject, direction)) said = said.and(outcomeOf(layer, direction, peer, destination));
    return said;
  };
  const verdict: Engine['verdict'] = (from, to) => {
    const said = join(nothingSaid, 'ingress', to, from);
    // One refusal is enough: most pairs need not be asked about on both sides.
    return said.isRefused ? said.verdict : join(said, 'egress', from, to).verdict;
  };
  const sides = (direction: Direction, subject: number, peer: number): readonly SideDecision[] => {
    const ends = { direction, subject: endpointAt(subject), peer: endpointAt(peer) };
    const destination = direction === 'egress' ? ends.peer : ends.subject;
    return governing(subject, direction).map((layer) => {
      const matching = layer.rules.map((rule) => truthOf(rule.peer, peer));
      return { ...ends, ...walkLayer(layer, direction, destination, matching) };
    });
  };
  const lookups = { candidates, governing, truthOf };
  return {
    verdict,
    verdictOfOne: (direction, subject, peer) => join(nothingSaid, direction, subject, peer).verdict,
    ask: (question) => askPossible(cluster, lookups, question),
    isolatedIn: (box, direction) => isolatedIn(cluster, lookups, box, direction),
    decide: (from, to) => {
      if (typeof from === 'number' && typeof to === 'number') {
        const ends = { from: endpointAt(from), to: endpointAt(to) };
        return { ...ends, ...verdict(from, to), sides: [...sides('egress', from, to), ...sides('ingress', to, from)] };
      }
      return decideBetween(candidates, endpointOf(from), endpointOf(to));
    },
    isolated: (endpoint, direction) =>
      governing(endpoint, direction)
        .flatMap(({ tiers }) => tiers.filter(({ tier }) => tier.onNoMatch === 'deny'))
        .map(({ isolated }) => isolated)
        .reduce<Truth>(or, false),
    refuses: (endpoint, direction) =>
      unionOf(governing(endpoint, direction).map((layer) => refusedBy(layer, direction, endpointAt(endpoint)))),
    admitsAll: (endpoint, direction) => admitsAll(governing(endpoint, direction), direction, endpointAt(endpoint)),
    governing: (endpoint, direction) => governing(endpoint, direction).flatMap(({ policies }) => policies),
  };
}
