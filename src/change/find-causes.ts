import type { Policy, Rule } from '../cluster/cluster.ts';
import type { Endpoint } from '../cluster/endpoint.ts';
import { matches } from '../cluster/matches.ts';
import { nameOf } from '../cluster/name-endpoint.ts';
import type { Decision, SideDecision, Step } from '../connectivity/decision.ts';
import type { ConnectionSet } from '../sets/connection-set.ts';
import { difference, intersection, isEmpty, isSubset } from '../sets/interval-set.ts';
import type { SourceRef } from '../source/source-ref.ts';
import type { Cause } from './cause.ts';
import { contentKey } from './content-key.ts';
import { whatIsOther } from './find-other-labels.ts';
import { policiesOf, type TreeName, type Trees } from './trees.ts';

/** The decisions on a pair in both trees; absent: an end is not there. */
export type DecisionPair = Readonly<Partial<Record<TreeName, Decision>>>;

/** Why traffic is allowed now that was refused before; the most useful first. */
export function causesOfOpening(trees: Trees, { base, head }: DecisionPair, traffic: ConnectionSet): readonly Cause[] {
  if (head === undefined) return [];
  if (base === undefined) return admitted(head, traffic);
  return sidesOf(base, head).flatMap(({ was, is }) => {
    const turned = difference(intersection(traffic, difference(traffic, is.mayDeny)), difference(traffic, was.mayDeny));
    return isEmpty(turned) ? [] : [openedBy(was, is, turned, trees)];
  });
}

/** Why traffic is refused now that was allowed before. */
export function causesOfClosing(trees: Trees, { base, head }: DecisionPair, traffic: ConnectionSet): readonly Cause[] {
  if (head === undefined || base === undefined) return [];
  return sidesOf(base, head).flatMap(({ was, is }) => {
    const turned = difference(
      intersection(traffic, difference(traffic, is.mayAllow)),
      difference(traffic, was.mayAllow),
    );
    return isEmpty(turned) ? [] : [closedBy(was, is, turned, trees)];
  });
}

/** Why it is not known whether traffic is treated otherwise. */
export function causesOfDoubt({ base, head }: DecisionPair, traffic: ConnectionSet): readonly Cause[] {
  for (const [tree, decision] of [['head', head] as const, ['base', base] as const]) {
    for (const side of decision?.sides ?? []) {
      const open = intersection(intersection(traffic, side.mayAllow), side.mayDeny);
      const step = side.steps.find(({ doubt, traffic: taken }) => doubt && !isEmpty(intersection(taken, open)));
      if (step?.doubt === undefined) continue;
      const { why, origin } = step.doubt;
      const at = origin ?? (step.kind === 'rule' ? step.rule.origin : undefined);
      const whether = tree === 'head' ? 'whether it is allowed now' : 'whether it was allowed before';
      return [{ tree, text: `${whether} is not known: ${why}`, ...(at && { at }) }];
    }
  }
  return [];
}

interface BothSides {
  readonly was: SideDecision;
  readonly is: SideDecision;
}

/** The sides of both decisions, side by side; ingress first, for the destination knows what it guards. */
function sidesOf(base: Decision, head: Decision): readonly BothSides[] {
  const keyOf = ({ layer, direction }: SideDecision): string => `${direction} ${layer}`;
  const wasBy = new Map(base.sides.map((side) => [keyOf(side), side]));
  const isBy = new Map(head.sides.map((side) => [keyOf(side), side]));
  const keys = [...new Set([...isBy.keys(), ...wasBy.keys()])].sort((a, b) => (a < b ? 1 : -1));
  return keys.flatMap((key) => {
    const [was, is] = [wasBy.get(key), isBy.get(key)];
    const like = is ?? was;
    if (like === undefined) return [];
    return [{ was: was ?? silent(like), is: is ?? silent(like) }];
  });
}

/** A layer that is not there has nothing against anything. */
function silent({ layer, direction, subject, peer }: SideDecision): SideDecision {
  const steps: readonly Step[] = [];
  return { layer, direction, subject, peer, governing: [], mayAllow: EVERYTHING, mayDeny: [], steps };
}

const EVERYTHING: ConnectionSet = [1, 65536, 65537, 131072, 131073, 196608];

/** A connection with an end that was not there: whatever admits it. */
function admitted({ sides }: Decision, traffic: ConnectionSet): readonly Cause[] {
  return [...sides].reverse().flatMap((side) => {
    const step = takes(side, 'allow', traffic);
    if (step?.kind !== 'rule') return [];
    const text = `${ruleInWords(step.policy, step.rule)} admits it`;
    return [{ tree: 'head' as const, text, at: placeOf(step.rule, side.peer) }];
  });
}

function openedBy(was: SideDecision, is: SideDecision, traffic: ConnectionSet, trees: Trees): Cause {
  const now = takes(is, 'allow', traffic);
  const then = takes(was, 'deny', traffic);
  if (now?.kind === 'rule' && !isKnownRule(now.policy, now.rule, was.direction, 'base', trees)) {
    const text = `${ruleInWords(now.policy, now.rule)} admits it now`;
    return { tree: 'head', text, at: placeOf(now.rule, is.peer) };
  }
  const lifted = then === undefined ? undefined : whatWent(then, is, 'refused', trees);
  if (lifted !== undefined) return lifted;
  const labels = whatIsOther(was, is, trees);
  if (labels !== undefined) return labels;
  if (now?.kind === 'rule') {
    const text = `${ruleInWords(now.policy, now.rule)} admits it, as it did not before`;
    return { tree: 'head', text, at: placeOf(now.rule, is.peer) };
  }
  return { tree: 'head', text: `no policy refuses ${is.direction} of ${nameOf(is.subject, trees.head.cluster)} now` };
}

function closedBy(was: SideDecision, is: SideDecision, traffic: ConnectionSet, trees: Trees): Cause {
  const now = takes(is, 'deny', traffic);
  const then = takes(was, 'allow', traffic);
  if (now?.kind === 'rule' && !isKnownRule(now.policy, now.rule, was.direction, 'base', trees)) {
    const text = `${ruleInWords(now.policy, now.rule)} refuses it now`;
    return { tree: 'head', text, at: placeOf(now.rule, is.peer) };
  }
  const gone = then === undefined ? undefined : whatWent(then, is, 'admitted', trees);
  if (gone !== undefined) return gone;
  const isolated = now?.kind === 'isolation' ? isolatedBy(now, then, was, is, trees) : undefined;
  if (isolated !== undefined) return isolated;
  const labels = whatIsOther(was, is, trees);
  if (labels !== undefined) return labels;
  const text = `nothing admits it any more for ${is.direction} of ${nameOf(is.subject, trees.head.cluster)}`;
  const at = now?.kind === 'isolation' ? now.policies[0]?.origin : now?.kind === 'rule' ? now.rule.origin : undefined;
  return { tree: 'head', text, ...(at && { at }) };
}

/** The policy that isolates an end which it did not isolate before. */
function isolatedBy(
  now: Extract<Step, { kind: 'isolation' }>,
  then: Step | undefined,
  was: SideDecision,
  is: SideDecision,
  trees: Trees,
): Cause | undefined {
  const policy = now.policies.find((one) => !was.governing.some((other) => isSamePolicy(one, other)));
  const isolating = policy ?? now.policies[0];
  if (isolating === undefined || (policy === undefined && then?.kind !== 'otherwise')) return undefined;
  const isNew = policyIn('base', isolating, trees) === undefined;
  const whom = `${nameOf(is.subject, trees.head.cluster)} for ${is.direction}`;
  const text = isNew ? `${named(isolating)} is new, and isolates ${whom}` : `${named(isolating)} isolates ${whom} now`;
  return { tree: 'head', text, at: isolating.origin };
}

/** What decided before and is gone, or no longer says so. */
function whatWent(then: Step, is: SideDecision, did: 'refused' | 'admitted', trees: Trees): Cause | undefined {
  if (then.kind === 'otherwise') return undefined;
  if (then.kind === 'rule') {
    const { policy, rule } = then;
    if (isKnownRule(policy, rule, is.direction, 'head', trees)) return undefined;
    const now = policyIn('head', policy, trees);
    const which = `${ruleInWords(policy, rule)}, which ${did} it,`;
    const text = now === undefined ? `${which} is gone with its policy` : `${which} is gone or says something else`;
    return { tree: 'base', text, at: placeOf(rule, is.peer) };
  }
  const gone = then.policies.find((policy) => policyIn('head', policy, trees) === undefined);
  if (gone !== undefined && is.steps.every((step) => step.kind !== 'isolation')) {
    const subject = nameOf(is.subject, trees.head.cluster);
    const text = `${named(gone)}, which isolated ${subject} for ${is.direction}, is gone`;
    return { tree: 'base', text, at: gone.origin };
  }
  const changed = then.policies
    .map((policy) => ({ policy, now: policyIn('head', policy, trees) }))
    .find(({ policy, now }) => now !== undefined && bearing(policy) !== bearing(now));
  if (changed?.now === undefined || is.steps.some((step) => step.kind === 'isolation')) return undefined;
  const text = `${named(changed.now)} no longer isolates ${nameOf(is.subject, trees.head.cluster)} for ${is.direction}`;
  return { tree: 'head', text, at: changed.now.origin };
}

/** Whom a policy governs, and for what. */
function bearing({ subject, isolates }: Policy): string {
  return contentKey([subject, isolates]);
}

/** The step that takes all of the traffic, else the first that takes some. */
function takes(side: SideDecision, action: 'allow' | 'deny', traffic: ConnectionSet): Step | undefined {
  const taking = side.steps.filter((step) => step.action === action && !isEmpty(intersection(step.traffic, traffic)));
  const sure = taking.filter(({ doubt }) => doubt === undefined);
  const best = sure.length > 0 ? sure : taking;
  return best.find((step) => isSubset(traffic, step.traffic)) ?? best[0];
}

/** Whether a policy of that name says the same in a rule, wherever in the policy that stands. */
function isKnownRule(
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

function policyIn(tree: TreeName, policy: Policy, trees: Trees): Policy | undefined {
  return policiesOf(trees[tree]).find((one) => isSamePolicy(one, policy));
}

function isSamePolicy(a: Policy, b: Policy): boolean {
  return a.kind === b.kind && a.name === b.name;
}

function named({ kind, name }: Policy): string {
  return `${kind} \`${name}\``;
}

function ruleInWords(policy: Policy, rule: Rule): string {
  return `${rule.label} of ${named(policy)}`;
}

/** Of several peers of a rule, the one that means this end. */
function placeOf({ peer: predicate, origin }: Rule, peer: Endpoint): SourceRef {
  const parts = predicate.kind === 'union' ? predicate.of : [predicate];
  const meant =
    parts.find((part) => matches(part, peer) === true) ?? parts.find((part) => matches(part, peer) !== false);
  return meant !== undefined && 'origin' in meant && meant.origin !== undefined ? meant.origin : origin;
}
