import type { Judgement } from '../assertions/judgement.ts';
import type { Rule } from '../cluster/cluster.ts';
import type { Decision, SideDecision, Step } from '../connectivity/decision.ts';
import type { ExplainedPair, ExplainReport, WalkStep } from '../findings/report.ts';
import { trafficOf } from '../sets/connection-set.ts';
import type { Place } from '../source/place.ts';
import type { SourceRef } from '../source/source-ref.ts';
import type { World } from './read-world.ts';

type Locate = (ref: SourceRef) => Place;

/** More pairs than this no reader walks through. */
const SHOWN_PAIRS = 20;

/** The walk through the tiers for the pairs of a claim, those that contradict it first; a door's leg comes before. */
export function explainPairs(
  judgement: Pick<Judgement, 'judgedPairs' | 'pairs' | 'witness'>,
  { engine }: Pick<World, 'engine'>,
  locate: Locate,
): Pick<ExplainReport, 'pairs' | 'omitted'> {
  const shown = judgement.judgedPairs.slice(0, SHOWN_PAIRS);
  return {
    pairs: [...legsOf(judgement), ...shown.map(([from, to]) => engine.decide(from, to))].map((decision) =>
      explained(decision, locate),
    ),
    omitted: Math.max(0, judgement.pairs.judged - shown.length),
  };
}

/** Behind a door policy sees somebody else: the leg that decides is what there is to explain. */
function legsOf({ witness }: Pick<Judgement, 'witness'>): readonly Decision[] {
  const { door, decision, from } = witness ?? {};
  return door === undefined || decision === undefined || decision.from.id === from ? [] : [decision];
}

function explained(decision: Decision, locate: Locate): ExplainedPair {
  return {
    from: decision.from.id,
    to: decision.to.id,
    allowed: trafficOf(decision.allowed),
    denied: trafficOf(decision.denied),
    undecided: trafficOf(decision.undecided),
    sides: decision.sides.map((side) => ({
      layer: side.layer,
      direction: side.direction,
      subject: side.subject.id,
      steps: [...rulesWithoutPart(side, locate), ...side.steps.map((step) => walkStep(step, side, locate))],
    })),
  };
}

/** Rules of governing policies that have no part in the decision: they match neither the peer nor what is left. */
function rulesWithoutPart(side: SideDecision, locate: Locate): readonly WalkStep[] {
  const taking = new Set<Rule>(side.steps.flatMap((step) => (step.kind === 'rule' ? [step.rule] : [])));
  return side.governing.flatMap((policy) =>
    policy.rules[side.direction]
      .filter((rule) => !taking.has(rule))
      .map((rule) => ({
        tier: policy.kind,
        outcome: 'no match' as const,
        traffic: [],
        text: `${rule.label} of ${policy.kind} \`${policy.name}\` does not match \`${side.peer.id}\``,
        at: locate(rule.origin),
      })),
  );
}

function walkStep(step: Step, side: SideDecision, locate: Locate): WalkStep {
  const common = {
    tier: step.tier,
    outcome: step.action,
    traffic: trafficOf(step.traffic),
    ...(step.doubt && { doubt: step.doubt.why }),
  };
  switch (step.kind) {
    case 'rule':
      return {
        ...common,
        text: `${step.rule.label} of ${step.policy.kind} \`${step.policy.name}\` matches \`${side.peer.id}\``,
        at: locate(step.rule.origin),
      };
    case 'isolation': {
      const names = step.policies.map(({ kind, name }) => `${kind} \`${name}\``);
      const [first] = step.policies;
      return {
        ...common,
        text: `no rule takes the rest, and \`${side.subject.id}\` is isolated for ${side.direction} by ${names.join(', ')}`,
        ...(first && { at: locate(first.origin) }),
      };
    }
    case 'otherwise':
      return {
        ...common,
        text:
          side.governing.length === 0
            ? `no policy governs ${side.direction} of \`${side.subject.id}\``
            : `no policy decides the rest`,
      };
  }
}
