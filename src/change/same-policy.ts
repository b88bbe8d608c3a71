import type { Policy, Rule } from '../cluster/cluster.ts';
import type { SideDecision } from '../connectivity/decision.ts';
import { contentKey } from './content-key.ts';
import { remember } from './remember.ts';
import { policiesOf, type Tree, type TreeName, type Trees } from './trees.ts';

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

const saying = remember(({ action, peer, traffic }: Rule) => contentKey([action, peer, traffic]));

/** The first policy of each kind and name: causes of thousands of changes ask for them. */
const policiesByTitle = remember(
  (tree: Tree): ReadonlyMap<string, Policy> =>
    new Map([...policiesOf(tree)].reverse().map((policy) => [titleOf(policy), policy])),
);

function titleOf({ kind, name }: Policy): string {
  return `${kind} ${name}`;
}

/** The policy of that kind and name in a tree. */
export function policyIn(tree: TreeName, policy: Policy, trees: Trees): Policy | undefined {
  return policiesByTitle(trees[tree]).get(titleOf(policy));
}

/** Whether two policies are of one kind and name. */
export function isSamePolicy(a: Policy, b: Policy): boolean {
  return titleOf(a) === titleOf(b);
}
