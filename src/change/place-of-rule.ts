import type { Policy, Rule } from '../cluster/cluster.ts';
import type { Endpoint } from '../cluster/endpoint.ts';
import { matches } from '../cluster/matches.ts';
import type { SideDecision } from '../connectivity/decision.ts';
import { trafficOn } from '../connectivity/traffic-on.ts';
import type { ConnectionSet } from '../sets/connection-set.ts';
import { intersection, isEmpty } from '../sets/interval-set.ts';
import { below, type SourceRef } from '../source/source-ref.ts';
import { contentKey } from './content-key.ts';
import { policyIn } from './same-policy.ts';
import type { Trees } from './trees.ts';

interface Changed {
  readonly is: SideDecision;
  readonly traffic: ConnectionSet;
  readonly trees: Trees;
}

/** What to change in a rule: the entry of `ports` where the rule meant the same peers before, else the peer. */
export function placeOfChange(policy: Policy, rule: Rule, { is, traffic, trees }: Changed): SourceRef {
  const peerOf = ({ action, peer }: Rule): string => contentKey([action, peer]);
  const was = policyIn('base', policy, trees)?.rules[is.direction].filter((other) => peerOf(other) === peerOf(rule));
  if (policy.kind !== 'NetworkPolicy' || was === undefined || was.length === 0) return placeOf(rule, is.peer);
  if (rule.traffic === 'everything') return rule.origin;
  const known = new Set(was.flatMap((other) => (other.traffic === 'everything' ? [] : other.traffic.map(contentKey))));
  const destination = is.direction === 'ingress' ? is.subject : is.peer;
  const index = rule.traffic.findIndex(
    (part) => !known.has(contentKey(part)) && !isEmpty(intersection(trafficOn([part], destination).max, traffic)),
  );
  return index < 0 ? below(rule.origin, 'ports') : below(rule.origin, 'ports', index);
}

/** Of several peers of a rule, the one that means this end. */
export function placeOf({ peer: predicate, origin }: Rule, peer: Endpoint): SourceRef {
  const parts = predicate.kind === 'union' ? predicate.of : [predicate];
  const meant =
    parts.find((part) => matches(part, peer) === true) ?? parts.find((part) => matches(part, peer) !== false);
  return meant !== undefined && 'origin' in meant && meant.origin !== undefined ? meant.origin : origin;
}
