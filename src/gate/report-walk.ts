import type { Rule } from '../cluster/cluster.ts';
import type { SideDecision, Step } from '../connectivity/decision.ts';
import type { WalkStep } from '../findings/report.ts';
import { trafficOf } from '../sets/connection-set.ts';
import type { Place } from '../source/place.ts';
import type { SourceRef } from '../source/source-ref.ts';

type Locate = (ref: SourceRef) => Place;

/** What the two ends of a side are called in its steps. */
interface EndNames {
  readonly subject: string;
  readonly peer: string;
}

/** The walk through the tiers on one side: the rules without a part first, then what decided something, in order. */
export function reportWalk(side: SideDecision, names: EndNames, locate: Locate): readonly WalkStep[] {
  return [...rulesWithoutPart(side, names, locate), ...side.steps.map((step) => walkStep(step, side, names, locate))];
}

/** Rules of governing policies that have no part in the decision: they match neither the peer nor what is left. */
function rulesWithoutPart(side: SideDecision, { peer }: EndNames, locate: Locate): readonly WalkStep[] {
  const taking = new Set<Rule>(side.steps.flatMap((step) => (step.kind === 'rule' ? [step.rule] : [])));
  return side.governing.flatMap((policy) =>
    policy.rules[side.direction]
      .filter((rule) => !taking.has(rule))
      .map((rule) => ({
        tier: policy.kind,
        outcome: 'no match' as const,
        traffic: [],
        text: `${rule.label} of ${policy.kind} \`${policy.name}\` does not match ${peer}`,
        at: locate(rule.origin),
      })),
  );
}

function walkStep(step: Step, side: SideDecision, { subject, peer }: EndNames, locate: Locate): WalkStep {
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
        text: `${step.rule.label} of ${step.policy.kind} \`${step.policy.name}\` matches ${peer}`,
        at: locate(step.rule.origin),
      };
    case 'isolation': {
      const names = step.policies.map(({ kind, name }) => `${kind} \`${name}\``);
      const [first] = step.policies;
      return {
        ...common,
        text: `no rule takes the rest, and ${subject} is isolated for ${side.direction} by ${names.join(', ')}`,
        ...(first && { at: locate(first.isolatesOrigin) }),
      };
    }
    case 'otherwise':
      return {
        ...common,
        text:
          side.governing.length === 0
            ? `no policy governs ${side.direction} of ${subject}`
            : `no policy decides the rest`,
      };
  }
}
