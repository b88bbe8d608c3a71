import type { Rule } from '../cluster/cluster.ts';
import type { Finding } from '../findings/finding.ts';
import { findingAt } from '../resources/finding-at.ts';
import { ALL_CONNECTIONS, NO_CONNECTIONS } from '../sets/connection-set.ts';
import { equals, intersection, isEmpty, isSubset, union } from '../sets/interval-set.ts';
import { namedTraffic, numberedTraffic, type OrderedRule, orderedRules, orderedTiers } from './admin-rules.ts';
import type { Lint, LintedWorld } from './linted-world.ts';
import { covers } from './selector-logic.ts';

/**
 * A rule of an admin policy that is never asked, whatever pods are created: rules before it take all of its traffic,
 * and one of them does something else with it. And a `Pass` that nothing comes after.
 */
export const ruleShadowed: Lint = (world) =>
  orderedRules(world).flatMap((ordered) => {
    const shadowed = lintRule(ordered);
    return shadowed.length > 0 ? shadowed : lintPass(world, ordered);
  });

function lintRule({ policy, rule, direction, earlier }: OrderedRule): readonly Finding[] {
  if (policy.doubt !== undefined || rule.doubt !== undefined) return [];
  const taking = earlier.filter(
    (before) =>
      before.policy.doubt === undefined &&
      before.rule.doubt === undefined &&
      covers(before.policy.subject, policy.subject) &&
      covers(before.rule.peer, rule.peer) &&
      takesSome(before.rule, rule),
  );
  const other = taking.find((before) => before.rule.action !== rule.action);
  if (
    other === undefined ||
    isNobody(rule) ||
    !takeAll(
      taking.map((before) => before.rule),
      rule,
    )
  )
    return [];
  const owner = other.policy === policy ? '' : ` of ${other.policy.kind} \`${other.policy.name}\``;
  const message = `${rule.label} of ${policy.kind} \`${policy.name}\` is never asked: ${other.rule.label}${owner} takes its ${direction} traffic before it`;
  return [
    findingAt('rule-shadowed', message, rule.origin, {
      help: 'put the more special rule first (or into a policy with a lower `priority`), or remove it',
      related: [{ at: other.rule.origin, message: 'this rule comes first' }],
    }),
  ];
}

function isNobody({ peer }: Rule): boolean {
  return peer.kind === 'union' && peer.of.length === 0;
}

function takesSome(before: Rule, rule: Rule): boolean {
  const shared = [...namedTraffic(rule.traffic)].some((name) => namedTraffic(before.traffic).has(name));
  return (
    shared ||
    !isEmpty(intersection(numberedTraffic(before.traffic), numberedTraffic(rule.traffic))) ||
    (namedTraffic(rule.traffic).size > 0 && equals(numberedTraffic(before.traffic), ALL_CONNECTIONS))
  );
}

/** Whether rules take all traffic of another; a port by name counts where it is named, or where everything is taken. */
function takeAll(taking: readonly Rule[], rule: Rule): boolean {
  const taken = taking.map(({ traffic }) => numberedTraffic(traffic)).reduce(union, NO_CONNECTIONS);
  if (equals(taken, ALL_CONNECTIONS)) return true;
  const names = new Set(taking.flatMap(({ traffic }) => [...namedTraffic(traffic)]));
  return (
    isSubset(numberedTraffic(rule.traffic), taken) && [...namedTraffic(rule.traffic)].every((name) => names.has(name))
  );
}

/** "Pass" leaves the rest of the tier out; at the end of the tier there is no rest. */
function lintPass(world: LintedWorld, { policy, rule, direction }: OrderedRule): readonly Finding[] {
  const rules = policy.rules[direction];
  if (rule.action !== 'pass' || rules.at(-1) !== rule || policy.doubt !== undefined) return [];
  const tier = orderedTiers(world).find(({ policies }) => policies.includes(policy));
  const later = tier?.policies.some(
    (other) =>
      other !== policy &&
      other.rules[direction].length > 0 &&
      !(
        other.precedence?.chain === policy.precedence?.chain &&
        (other.precedence?.priority ?? 0) < (policy.precedence?.priority ?? 0)
      ),
  );
  if (later !== false) return [];
  const message = `${rule.label} of ${policy.kind} \`${policy.name}\` passes to what comes next anyway: nothing in the tier stands after it`;
  return [
    findingAt('rule-shadowed', message, rule.origin, {
      help: 'remove it, or put it before the rules that it should keep this traffic from',
    }),
  ];
}
