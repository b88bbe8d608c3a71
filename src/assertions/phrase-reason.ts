import type { Cluster, Policy, Rule } from '../cluster/cluster.ts';
import type { Endpoint } from '../cluster/endpoint.ts';
import { matches } from '../cluster/matches.ts';
import { nameOf } from '../cluster/name-endpoint.ts';
import type { Doubt } from '../cluster/truth.ts';
import type { Decision, SideDecision, Step } from '../connectivity/decision.ts';
import type { ConnectionSet } from '../sets/connection-set.ts';
import { difference, intersection, isEmpty, isSubset } from '../sets/interval-set.ts';
import type { SourceRef } from '../source/source-ref.ts';
import type { SideReason } from './judgement.ts';

/** The doubt that an answer is owed to, where a decision gives none. */
const NO_DOUBT: Doubt = {
  why: 'the manifests do not say',
  settle: 'state what is known of the cluster under `assume`',
};

/** Why each side lets some traffic through, refuses it, or may do either. */
export function phraseReasons(decision: Decision, traffic: ConnectionSet, cluster: Cluster): readonly SideReason[] {
  return decision.sides.flatMap((side) => phraseSide(side, traffic, cluster));
}

function phraseSide(side: SideDecision, traffic: ConnectionSet, cluster: Cluster): readonly SideReason[] {
  const allowed = difference(traffic, side.mayDeny);
  const denied = difference(traffic, side.mayAllow);
  const undecided = difference(difference(traffic, allowed), denied);
  const parts = [
    { outcome: 'denied', part: denied },
    { outcome: 'undecided', part: undecided },
    { outcome: 'allowed', part: allowed },
  ] as const;
  return parts.flatMap(({ outcome, part }) => {
    if (isEmpty(part)) return [];
    const step = decidingStep(side, outcome, part);
    if (step === undefined) return [];
    const at = placeOfStep(step, side);
    const reason = phraseStep(step, side, cluster);
    return [{ direction: side.direction, outcome, traffic: part, reason, ...(at !== undefined && { at }) }];
  });
}

/** The step that takes all of the traffic, else the first that takes a part of it. */
function decidingStep(side: SideDecision, outcome: SideReason['outcome'], traffic: ConnectionSet): Step | undefined {
  const candidates = side.steps.filter((step) => {
    if (isEmpty(intersection(step.traffic, traffic))) return false;
    // Traffic that a rule passes on is decided elsewhere, but whether it does may be what is not known.
    if (outcome === 'undecided') return step.doubt !== undefined;
    return step.action === (outcome === 'allowed' ? 'allow' : 'deny');
  });
  const sure = candidates.filter(({ doubt }) => doubt === undefined);
  const best = sure.length > 0 ? sure : candidates;
  return best.find((step) => isSubset(traffic, step.traffic)) ?? best[0];
}

function phraseStep(step: Step, side: SideDecision, cluster: Cluster): string {
  const subject = nameOf(side.subject, cluster);
  const because = step.doubt === undefined ? '' : `, but ${step.doubt.why}`;
  switch (step.kind) {
    case 'rule':
      return phraseRule(step, side, because);
    case 'isolation': {
      const isolates = step.doubt === undefined ? (step.policies.length > 1 ? 'isolate' : 'isolates') : 'may isolate';
      const end = step.doubt === undefined ? ' and no rule admits it' : because;
      return `${namePolicies(step.policies)} ${isolates} ${subject} for ${side.direction}${end}`;
    }
    case 'otherwise':
      return side.governing.length === 0
        ? `no policy governs ${side.direction} of ${subject}`
        : `no policy that governs ${side.direction} of ${subject} decides it`;
  }
}

function phraseRule(step: Extract<Step, { kind: 'rule' }>, side: SideDecision, because: string): string {
  if (step.rule.peer.kind === 'everything' && step.action === 'allow' && step.doubt === undefined) {
    const key = side.direction === 'ingress' ? 'from' : 'to';
    return `${step.rule.label} of ${namePolicy(step.policy)} names nobody under \`${key}\`, so it admits everyone`;
  }
  const [does, may] = VERBS[step.action];
  // Of a policy whose rules are not known there is nothing more to say than the doubt.
  if (step.rule.doubt !== undefined) return step.rule.doubt.why;
  return `${step.rule.label} of ${namePolicy(step.policy)} ${step.doubt === undefined ? does : may}${because}`;
}

const VERBS: Readonly<Record<Rule['action'], readonly [surely: string, perhaps: string]>> = {
  allow: ['admits it', 'may admit it'],
  deny: ['refuses it', 'may refuse it'],
  pass: ['passes it on', 'may pass it on'],
};

function placeOfStep(step: Step, { peer }: SideDecision): SourceRef | undefined {
  if (step.kind === 'rule') return placeOfPeer(step.rule, peer) ?? step.rule.origin;
  return step.kind === 'isolation' ? step.policies[0]?.isolatesOrigin : undefined;
}

/** Of several peers of a rule, the one that means this endpoint: that is the line to change. */
function placeOfPeer({ peer: predicate }: Rule, peer: Endpoint): SourceRef | undefined {
  const parts = predicate.kind === 'union' ? predicate.of : [predicate];
  const sure = parts.find((part) => matches(part, peer) === true);
  const meant = sure ?? parts.find((part) => matches(part, peer) !== false);
  return meant !== undefined && 'origin' in meant ? meant.origin : undefined;
}

function namePolicy({ kind, name }: Policy): string {
  return `${kind} \`${name}\``;
}

function namePolicies(policies: readonly Policy[]): string {
  const [first, second, ...more] = policies;
  if (first === undefined) return 'a policy';
  if (second === undefined) return namePolicy(first);
  const rest = more.length === 0 ? '' : ` and ${more.length} more`;
  return `${namePolicy(first)}${rest === '' ? ' and' : ','} ${namePolicy(second)}${rest}`;
}

/** The first doubt, in the order of the walk, that some traffic is undecided for. */
export function doubtOfDecision(decision: Decision, traffic: ConnectionSet): Doubt {
  for (const side of decision.sides) {
    const open = intersection(intersection(traffic, side.mayAllow), side.mayDeny);
    for (const step of side.steps) {
      if (step.doubt !== undefined && !isEmpty(intersection(step.traffic, open))) return step.doubt;
    }
  }
  return NO_DOUBT;
}
