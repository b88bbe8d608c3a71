import type { Policy } from '../cluster/cluster.ts';
import type { Direction } from '../resources/resources.ts';
import { contentKey } from './content-key.ts';
import { type Tree, tiersOf } from './trees.ts';

/**
 * Whether a policy is not evaluated at all, so that it may ask for anything. Of one that is evaluated, and may not be
 * enforced, no rule is in doubt by itself.
 */
export function isUnread({ doubt, rules }: Policy): boolean {
  return doubt !== undefined && [...rules.ingress, ...rules.egress].some((rule) => rule.doubt !== undefined);
}

/** All that a policy says about one direction; of one whose effect is not known, all that stands in its document. */
export function policyKeys(tree: Tree): (direction: Direction) => (policy: Policy) => string {
  const tiers = tiersOf(tree);
  const known = { ingress: new WeakMap<Policy, string>(), egress: new WeakMap<Policy, string>() };
  return (direction) => (policy) => {
    const found = known[direction].get(policy) ?? newKey(policy, direction, tree.contentOf, tiers.get(policy));
    known[direction].set(policy, found);
    return found;
  };
}

function newKey(policy: Policy, direction: Direction, contentOf: Tree['contentOf'], tier: string | undefined): string {
  const { kind, name, subject, doubt, isolates, precedence, rules } = policy;
  return contentKey([
    kind,
    name,
    tier,
    subject,
    doubt,
    // NetworkPolicy may have the last word for both directions by governing one.
    isolates,
    precedence && [precedence.chain, precedence.priority],
    rules[direction],
    // A rule in doubt of a policy that is in none is one that network plugins read differently.
    doubt === undefined ? '' : contentOf(policy.origin),
  ]);
}
