import type { Policy, Rule } from '../cluster/cluster.ts';
import type { SideDecision } from '../connectivity/decision.ts';
import { contentKey } from './content-key.ts';
import { policiesOf, type TreeName, type Trees } from './trees.ts';

/** Whether a policy of that name says the same in a rule, wherever in the policy that stands. */
export function isKnownRule(
  policy: Policy,
  rule: Rule,
  direction: SideDecision['direction'],
  tree: TreeName,
  trees: Trees,
): boolean {
  const same = policyIn(tree, policy, trees);
  return same?.rules[direction].some((other) => saying(other) === saying(rule)) === true;
}

function saying({ action, peer, traffic }: Rule): string {
  return contentKey([action, peer, traffic]);
}

/** The policy of that kind and name in a tree. */
export function policyIn(tree: TreeName, policy: Policy, trees: Trees): Policy | undefined {
  return policiesOf(trees[tree]).find((one) => isSamePolicy(one, policy));
}

/** Whether two policies are of one kind and name. */
export function isSamePolicy(a: Policy, b: Policy): boolean {
  return a.kind === b.kind && a.name === b.name;
}
