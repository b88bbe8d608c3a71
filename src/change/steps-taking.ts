import { matches } from '../cluster/matches.ts';
import type { SideDecision, Step } from '../connectivity/decision.ts';
import { trafficOn } from '../connectivity/traffic-on.ts';
import type { ConnectionSet } from '../sets/connection-set.ts';
import { intersection, isEmpty, isSubset } from '../sets/interval-set.ts';

/**
 * The steps that take a part of the traffic, those without a doubt if there are any. Where policies add up, a rule that
 * another has forestalled takes its part as well: who deletes the other has closed nothing.
 */
export function stepsTaking(side: SideDecision, action: 'allow' | 'deny', traffic: ConnectionSet): readonly Step[] {
  const taking = [...side.steps, ...forestalled(side)].filter(
    (step) => step.action === action && !isEmpty(intersection(step.traffic, traffic)),
  );
  const sure = taking.filter(({ doubt }) => doubt === undefined);
  return sure.length > 0 ? sure : taking;
}

/** The steps that rules of NetworkPolicies would have been, had no other come before. */
function forestalled({ steps, governing, direction, subject, peer }: SideDecision): readonly Step[] {
  const first = steps.find((step) => step.kind === 'rule' && step.policy.precedence === undefined);
  if (first === undefined) return [];
  const taken = new Set(steps.map((step) => (step.kind === 'rule' ? step.rule : undefined)));
  const additive = governing.filter(({ precedence, doubt }) => precedence === undefined && doubt === undefined);
  return additive.flatMap((policy) =>
    policy.rules[direction].flatMap((rule): readonly Step[] => {
      if (taken.has(rule) || rule.doubt !== undefined || matches(rule.peer, peer) !== true) return [];
      const { action } = rule;
      const traffic = trafficOn(rule.traffic, direction === 'ingress' ? subject : peer).min;
      return [{ kind: 'rule', tier: first.tier, action, traffic, policy, rule }];
    }),
  );
}

/** The step that takes all of the traffic, else the first that takes some. */
export function takes(side: SideDecision, action: 'allow' | 'deny', traffic: ConnectionSet): Step | undefined {
  const best = stepsTaking(side, action, traffic);
  return best.find((step) => isSubset(traffic, step.traffic)) ?? best[0];
}
