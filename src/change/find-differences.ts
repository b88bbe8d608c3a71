import type { Policy, Rule } from '../cluster/cluster.ts';
import { matches } from '../cluster/matches.ts';
import type { EndpointPredicate } from '../cluster/predicate.ts';
import { possible } from '../cluster/truth.ts';
import { hasSay } from '../connectivity/index-policies.ts';
import { partsOf } from '../connectivity/split-cells.ts';
import { once } from '../exposure/once.ts';
import type { Direction } from '../resources/resources.ts';
import { contentKey } from './content-key.ts';
import { governingIn, type KnownEnd } from './match-ends.ts';
import { policyKeys } from './policy-keys.ts';
import { remember } from './remember.ts';
import { policiesOf, type Tree, type TreeName, type Trees, tiersOf } from './trees.ts';

/** What a policy of one tree says in a direction, and no policy of the other does. */
export interface Difference {
  readonly tree: TreeName;
  /** Whose traffic the policy governs. */
  readonly subject: EndpointPredicate;
  /** With whom: of everybody else's traffic the other tree's policy of that name says the same. */
  readonly peers: readonly EndpointPredicate[];
}

/** What is said differently in two trees. */
export interface Differences {
  readonly in: (direction: Direction) => readonly Difference[];
  /** Those of policies that (may) govern an end. */
  readonly governing: (end: KnownEnd, direction: Direction) => readonly Difference[];
}

/** Finds what policies of the trees say differently. */
export function findDifferences(trees: Trees): Differences {
  const policies = { base: policiesWithKeys(trees.base), head: policiesWithKeys(trees.head) };
  const found = {
    egress: once(() => differencesIn('egress', policies)),
    ingress: once(() => differencesIn('ingress', policies)),
  };
  const governing = (end: KnownEnd, direction: Direction): readonly Difference[] => {
    const byPolicy = found[direction]();
    if (byPolicy.size === 0) return [];
    return governingIn(end, direction, trees).flatMap((policy) => byPolicy.get(policy) ?? []);
  };
  const known = {
    egress: remember((end: KnownEnd) => governing(end, 'egress')),
    ingress: remember((end: KnownEnd) => governing(end, 'ingress')),
  };
  return {
    in: (direction) => [...found[direction]().values()],
    governing: (end, direction) => known[direction](end),
  };
}

/** Whether a difference is about traffic with an end, if it governs the other one. */
export function mayMeanPeer({ tree, peers }: Difference, end: KnownEnd, trees: Trees): boolean {
  const endpoint = trees[tree].cluster.endpoints[end.in[tree] ?? -1];
  return endpoint !== undefined && peers.some((peer) => possible(matches(peer, endpoint)));
}

interface Policies {
  readonly all: readonly Policy[];
  readonly keyOf: ReturnType<typeof policyKeys>;
  readonly tiers: ReadonlyMap<Policy, string>;
}

function policiesWithKeys(tree: Tree): Policies {
  return { all: policiesOf(tree), keyOf: policyKeys(tree), tiers: tiersOf(tree) };
}

function differencesIn(
  direction: Direction,
  policies: Readonly<Record<TreeName, Policies>>,
): ReadonlyMap<Policy, Difference> {
  const differences = (['base', 'head'] as const).flatMap((tree) => {
    const [own, other] = [policies[tree], policies[tree === 'base' ? 'head' : 'base']];
    const counterparts = new Map(changedFrom(own, other, direction).map((one) => [frameOf(one, other), one]));
    return changedFrom(other, own, direction)
      .filter((policy) => hasSay(policy, direction))
      .map((policy) => {
        const peers = peersOfDifference(policy, counterparts.get(frameOf(policy, own)), direction);
        return [policy, { tree, subject: policy.subject, peers }] as const;
      });
  });
  return new Map(differences);
}

/** The policies that say what none of the tree before says. */
function changedFrom(before: Policies, now: Policies, direction: Direction): readonly Policy[] {
  const known = new Set(before.all.map(before.keyOf(direction)));
  return now.all.filter((policy) => !known.has(now.keyOf(direction)(policy)));
}

/** What policies have in common that differ in nothing but their rules. */
function frameOf(policy: Policy, { tiers }: Policies): string {
  const { kind, name, subject, isolates, precedence } = policy;
  return contentKey([
    kind,
    name,
    tiers.get(policy),
    subject,
    isolates,
    precedence && [precedence.chain, precedence.priority],
  ]);
}

const ANYBODY: readonly EndpointPredicate[] = [{ kind: 'everything' }];

/**
 * With whom policies of one frame treat traffic otherwise. Whom no rule means that is other than before is met by the
 * same rules in the same order. What a policy does whose effect is not known may depend on any line of it.
 */
function peersOfDifference(
  policy: Policy,
  other: Policy | undefined,
  direction: Direction,
): readonly EndpointPredicate[] {
  if (other === undefined || policy.doubt !== undefined || other.doubt !== undefined) return ANYBODY;
  return changedRules(rulesOf(policy, direction), rulesOf(other, direction)).map(({ peer }) => peer);
}

type SayingOfRule = Pick<Rule, 'action' | 'peer' | 'traffic' | 'doubt'>;

/** A rule for each part of its peer: together they say the same. */
function rulesOf({ rules }: Policy, direction: Direction): readonly SayingOfRule[] {
  return rules[direction].flatMap(({ action, peer, traffic, doubt }) =>
    partsOf(peer).map((part) => ({ action, peer: part, traffic, ...(doubt && { doubt }) })),
  );
}

/** The rules that are not in the other list; where order matters, all from the first that differs to the last. */
function changedRules(own: readonly SayingOfRule[], others: readonly SayingOfRule[]): readonly SayingOfRule[] {
  const [left, right] = [own.map(contentKey), others.map(contentKey)];
  if ([...own, ...others].every(({ action }) => action === 'allow')) {
    const known = new Set(right);
    return own.filter((_, index) => !known.has(left[index] ?? ''));
  }
  const most = Math.min(left.length, right.length);
  let start = 0;
  while (start < most && left[start] === right[start]) start++;
  let end = 0;
  while (end < most - start && left.at(-1 - end) === right.at(-1 - end)) end++;
  return own.slice(start, own.length - end);
}
