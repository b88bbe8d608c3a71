import type { Endpoint } from '../cluster/endpoint.ts';
import { matches } from '../cluster/matches.ts';
import type { Direction } from '../resources/resources.ts';
import type { Decision, SideDecision } from './decision.ts';
import { governingLayer } from './find-governing.ts';
import type { PolicyIndex } from './index-policies.ts';
import { joinOutcomes } from './join-outcomes.ts';
import { walkLayer } from './walk-layer.ts';

/** The decision on traffic between two endpoints, in the cluster or not; nothing is remembered. */
export function decideBetween(candidates: PolicyIndex, from: Endpoint, to: Endpoint): Decision {
  const side = (direction: Direction, subject: Endpoint, peer: Endpoint): readonly SideDecision[] =>
    candidates(subject, direction).map((layer) => {
      const governing = governingLayer(layer, direction, (predicate) => matches(predicate, subject));
      const matching = governing.rules.map((rule) => matches(rule.peer, peer));
      return { direction, subject, peer, ...walkLayer(governing, direction, to, matching) };
    });
  const sides = [...side('egress', from, to), ...side('ingress', to, from)];
  const { verdict } = sides.reduce((said, outcome) => said.and(outcome), joinOutcomes());
  return { from, to, ...verdict, sides };
}
