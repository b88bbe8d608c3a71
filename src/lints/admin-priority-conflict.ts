import type { Policy } from '../cluster/cluster.ts';
import { findingAt } from '../resources/finding-at.ts';
import type { Direction } from '../resources/resources.ts';
import { intersection, isEmpty } from '../sets/interval-set.ts';
import { below } from '../source/source-ref.ts';
import { namedTraffic, numberedTraffic, orderedTiers } from './admin-rules.ts';
import { DIRECTIONS } from './linted-rules.ts';
import type { Lint } from './linted-world.ts';
import { mayOverlap } from './selector-logic.ts';

/** Two policies with the same priority of which one takes traffic that the other treats otherwise. */
export const adminPriorityConflict: Lint = (world) =>
  orderedTiers(world).flatMap(({ policies }) =>
    policies.flatMap((policy, index) => {
      const rival = policies.slice(0, index).find((other) => isConflict(other, policy));
      if (rival === undefined) return [];
      const message = `${policy.kind} \`${policy.name}\` and \`${rival.name}\` have the same priority ${policy.precedence?.priority} and treat the same traffic differently`;
      return [
        findingAt('admin-priority-conflict', message, below(policy.origin, 'spec', 'priority'), {
          help: 'the API does not say which of the two counts: give them different priorities, lower first',
          related: [{ at: below(rival.origin, 'spec', 'priority'), message: `the same priority in \`${rival.name}\`` }],
        }),
      ];
    }),
  );

function isConflict(a: Policy, b: Policy): boolean {
  if (a.precedence === undefined || a.precedence.chain !== b.precedence?.chain) return false;
  if (a.precedence.priority !== b.precedence.priority || !mayOverlap(a.subject, b.subject)) return false;
  return DIRECTIONS.some((direction) => disagree(a, b, direction));
}

function disagree(a: Policy, b: Policy, direction: Direction): boolean {
  return a.rules[direction].some((one) =>
    b.rules[direction].some(
      (other) =>
        one.action !== other.action &&
        mayOverlap(one.peer, other.peer) &&
        (!isEmpty(intersection(numberedTraffic(one.traffic), numberedTraffic(other.traffic))) ||
          [...namedTraffic(one.traffic)].some((name) => namedTraffic(other.traffic).has(name))),
    ),
  );
}
