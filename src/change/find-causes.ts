import type { Policy, Rule } from '../cluster/cluster.ts';
import { nameOf } from '../cluster/name-endpoint.ts';
import type { Decision, SideDecision, Step } from '../connectivity/decision.ts';
import type { ConnectionSet } from '../sets/connection-set.ts';
import { difference, intersection, isEmpty } from '../sets/interval-set.ts';
import { below, type SourceRef } from '../source/source-ref.ts';
import type { Cause } from './cause.ts';
import { contentKey } from './content-key.ts';
import { whatIsOther } from './find-other-labels.ts';
import { placeOf, placeOfChange } from './place-of-rule.ts';
import { isKnownRule, isSamePolicy, policyIn } from './same-policy.ts';
import { stepsTaking, takes } from './steps-taking.ts';
import type { TreeName, Trees } from './trees.ts';

/** The decisions on a pair in both trees; absent: an end is not there. */
export type DecisionPair = Readonly<Partial<Record<TreeName, Decision>>>;

/** Why traffic is allowed now that was refused before; the most useful first. */
export function causesOfOpening(trees: Trees, { base, head }: DecisionPair, traffic: ConnectionSet): readonly Cause[] {
  if (head === undefined) return [];
  if (base === undefined) return admitted(head, traffic);
  return sidesOf(base, head).flatMap(({ was, is }) => {
    const turned = difference(intersection(traffic, difference(traffic, is.mayDeny)), difference(traffic, was.mayDeny));
    return isEmpty(turned) ? [] : openedBy(was, is, turned, trees);
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
    return isEmpty(turned) ? [] : closedBy(was, is, turned, trees);
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
    const { causes } = causesByStep(stepsTaking(side, 'allow', traffic), traffic, (step) => {
      if (step.kind !== 'rule') return undefined;
      const text = `${ruleInWords(step.policy, step.rule)} admits it`;
      return { tree: 'head', text, at: placeOf(step.rule, side.peer) };
    });
    return causes;
  });
}

/** Each rule that admits a part and did not before; then whatever lets the rest through. */
function openedBy(was: SideDecision, is: SideDecision, traffic: ConnectionSet, trees: Trees): readonly Cause[] {
  const admitting = rulesThatChanged(is, 'allow', traffic, trees);
  const lifting = causesByStep(stepsTaking(was, 'deny', admitting.rest), admitting.rest, (then) =>
    whatWent(then, is, 'refused', trees),
  );
  const known = [...admitting.causes, ...lifting.causes];
  if (isEmpty(lifting.rest)) return known;
  const labels = whatIsOther(was, is, trees);
  if (labels !== undefined) return [...known, labels];
  const now = takes(is, 'allow', lifting.rest);
  if (now?.kind === 'rule') {
    const text = `${ruleInWords(now.policy, now.rule)} admits it, as it did not before`;
    return [...known, { tree: 'head', text, at: placeOf(now.rule, is.peer) }];
  }
  const subject = nameOf(is.subject, trees.head.cluster);
  return [...known, { tree: 'head', text: `no policy refuses ${is.direction} of ${subject} now` }];
}

/** Each rule that refuses a part and did not before, or admitted one and is gone; then whatever refuses the rest. */
function closedBy(was: SideDecision, is: SideDecision, traffic: ConnectionSet, trees: Trees): readonly Cause[] {
  const refusing = rulesThatChanged(is, 'deny', traffic, trees);
  const leaving = causesByStep(stepsTaking(was, 'allow', refusing.rest), refusing.rest, (then) =>
    whatWent(then, is, 'admitted', trees),
  );
  const known = [...refusing.causes, ...leaving.causes];
  if (isEmpty(leaving.rest)) return known;
  const now = takes(is, 'deny', leaving.rest);
  const then = takes(was, 'allow', leaving.rest);
  const isolated = now?.kind === 'isolation' ? isolatedBy(now, then, was, is, trees) : undefined;
  const other = isolated ?? whatIsOther(was, is, trees);
  if (other !== undefined) return [...known, other];
  const text = `nothing admits it any more for ${is.direction} of ${nameOf(is.subject, trees.head.cluster)}`;
  const isolating = now?.kind === 'isolation' ? now.policies[0]?.isolatesOrigin : undefined;
  const at = now?.kind === 'rule' ? now.rule.origin : isolating;
  return [...known, { tree: 'head', text, ...(at && { at }) }];
}

interface PartOfCauses {
  readonly causes: readonly Cause[];
  /** What none of them accounts for. */
  readonly rest: ConnectionSet;
}

/** The causes that steps are, and the traffic that is left; those that account for most come first. */
function causesByStep(
  steps: readonly Step[],
  traffic: ConnectionSet,
  causeOf: (step: Step) => Cause | undefined,
): PartOfCauses {
  const found = steps.flatMap((step) => {
    const cause = causeOf(step);
    return cause === undefined ? [] : [{ cause, part: intersection(step.traffic, traffic) }];
  });
  return {
    causes: found.sort((a, b) => sizeOf(b.part) - sizeOf(a.part)).map(({ cause }) => cause),
    rest: found.reduce((rest, { part }) => difference(rest, part), traffic),
  };
}

/** The rules that decide a part of the traffic and did not say so before. */
function rulesThatChanged(
  is: SideDecision,
  action: 'allow' | 'deny',
  traffic: ConnectionSet,
  trees: Trees,
): PartOfCauses {
  const does = action === 'allow' ? 'admits' : 'refuses';
  return causesByStep(stepsTaking(is, action, traffic), traffic, (step) => {
    if (step.kind !== 'rule' || isKnownRule(step.policy, step.rule, is.direction, 'base', trees)) return undefined;
    const text = `${ruleInWords(step.policy, step.rule)} ${does} it now`;
    return { tree: 'head', text, at: placeOfChange(step.policy, step.rule, { is, traffic, trees }) };
  });
}

/** How many ports a set holds, of all protocols. */
function sizeOf(traffic: ConnectionSet): number {
  let size = 0;
  for (let index = 0; index + 1 < traffic.length; index += 2) size += (traffic[index + 1] ?? 0) - (traffic[index] ?? 0);
  return size;
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
  const before = policyIn('base', isolating, trees);
  const isNew = before === undefined;
  const whom = `${nameOf(is.subject, trees.head.cluster)} for ${is.direction}`;
  const text = isNew ? `${named(isolating)} is new, and isolates ${whom}` : `${named(isolating)} isolates ${whom} now`;
  return { tree: 'head', text, at: placeOfBearing(before, isolating) };
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
  return { tree: 'head', text, at: placeOfBearing(changed.policy, changed.now) };
}

/** What of a policy says otherwise whom it governs: its selector, or for what. */
function placeOfBearing(was: Policy | undefined, now: Policy): SourceRef {
  if (was === undefined) return now.origin;
  if (contentKey([was.subject]) === contentKey([now.subject])) return below(now.origin, 'spec', 'policyTypes');
  return below(now.origin, 'spec', now.kind === 'NetworkPolicy' ? 'podSelector' : 'subject');
}

/** Whom a policy governs, and for what. */
function bearing({ subject, isolates }: Policy): string {
  return contentKey([subject, isolates]);
}

function named({ kind, name }: Policy): string {
  return `${kind} \`${name}\``;
}

function ruleInWords(policy: Policy, rule: Rule): string {
  return `${rule.label} of ${named(policy)}`;
}
