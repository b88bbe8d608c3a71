import type { PossibleAnswer, PossibleEnds, QuestionEnd } from '../connectivity/possible-question.ts';
import type { Bounds } from '../exposure/bounds.ts';
import type { PodBox } from '../possible/pod-box.ts';
import { ALL_CONNECTIONS } from '../sets/connection-set.ts';
import { difference } from '../sets/interval-set.ts';
import { questionKeys } from './alike-ends.ts';
import { type ChangeEnd, isBoxes } from './change-end.ts';
import { type NarrowQuestion, narrowQuestions } from './narrow-question.ts';
import { comparePair, isUnchanged, NOTHING_FLOWS, type PairChange } from './pair-change.ts';
import type { Sameness } from './sameness.ts';
import { boxIn, type TreeName, type Trees } from './trees.ts';

/** Ends between which a change does the same to traffic. */
export interface PossibleChange {
  readonly change: PairChange;
  /** The boxes of those ends that are not known, as the head sees them; never empty. */
  readonly ends: readonly PossibleEnds[];
}

/** What a change does to traffic with pods that could be created, at one end or both; parts without a change are left out. */
export type ComparePossible = (from: ChangeEnd, to: ChangeEnd) => readonly PossibleChange[];

/**
 * Compares traffic with pods that could be created: the boxes into which the one tree's policies split them are split
 * again by the other's, so that both give one answer for each part.
 */
export function comparePossible(trees: Trees, sameness: Sameness): ComparePossible {
  const narrow = narrowQuestions(trees, sameness);
  const split = splitOnce(trees);
  return (from, to) => {
    const groups = new Map<string, { readonly change: PairChange; readonly ends: PossibleEnds[] }>();
    for (const asked of narrow(from, to)) {
      for (const { change, ends } of split(asked)) {
        if (isUnchanged(change)) continue;
        const key = JSON.stringify(change);
        const group = groups.get(key);
        if (group === undefined) groups.set(key, { change, ends: [...ends] });
        else group.ends.push(...ends);
      }
    }
    return [...groups.values()];
  };
}

/** The same where nothing of it was there before: all that may flow now is new. */
export function possibleNow(trees: Trees, from: ChangeEnd, to: ChangeEnd): readonly PossibleChange[] {
  return ask(trees, 'head', from, to)
    .map(({ bounds, ends }) => ({ change: comparePair(NOTHING_FLOWS, bounds), ends }))
    .filter(({ change }) => !isUnchanged(change));
}

interface Answer {
  readonly bounds: Bounds;
  readonly ends: readonly PossibleEnds[];
}

/** Answers are shared by known ends that are alike to all that bears on them: of a thousand pods most are. */
function splitOnce(trees: Trees): (question: NarrowQuestion) => Iterable<PossibleChange> {
  const keyOf = questionKeys(trees);
  const known = new Map<string, readonly PossibleChange[]>();
  return (question) => {
    const key = keyOf(question.from, question.to);
    if (key === undefined) return splitByBoth(trees, question);
    const found = known.get(key) ?? [...splitByBoth(trees, question)];
    known.set(key, found);
    return found;
  };
}

function* splitByBoth(trees: Trees, { from, to, mayDiffer }: NarrowQuestion): Generator<PossibleChange> {
  for (const before of ask(trees, 'base', from, to)) {
    for (const part of regroup(before.ends.filter(mayDiffer), from, to)) {
      for (const after of ask(trees, 'head', part.from, part.to)) {
        yield { change: comparePair(before.bounds, after.bounds), ends: after.ends };
      }
    }
  }
}

/** Ends that were told apart as questions again: where both are boxes one for each source, for they are no product. */
function regroup(
  ends: readonly PossibleEnds[],
  from: ChangeEnd,
  to: ChangeEnd,
): readonly { readonly from: ChangeEnd; readonly to: ChangeEnd }[] {
  if (ends.length === 0) return [];
  if (!isBoxes(to)) return [{ from: ends.flatMap((one) => one.from ?? []), to }];
  if (!isBoxes(from)) return [{ from, to: ends.flatMap((one) => one.to ?? []) }];
  const bySource = new Map<PodBox, PodBox[]>();
  for (const { from: source, to: target } of ends) {
    if (source === undefined || target === undefined) continue;
    const others = bySource.get(source);
    if (others === undefined) bySource.set(source, [target]);
    else others.push(target);
  }
  return [...bySource].map(([source, all]) => ({ from: [source], to: all }));
}

function ask(trees: Trees, tree: TreeName, from: ChangeEnd, to: ChangeEnd): readonly Answer[] {
  const [source, target] = [endIn(trees, tree, from), endIn(trees, tree, to)];
  if (source === undefined || target === undefined) return [{ bounds: NOTHING_FLOWS, ends: allEnds(from, to) }];
  const question = { from: source, to: target, traffic: ALL_CONNECTIONS, wanted: 'all' } as const;
  return [...trees[tree].engine.ask(question)]
    .flat()
    .map((answer) => ({ bounds: boundsOf(answer), ends: answer.ends }));
}

function boundsOf({ mayAllow, mayDeny }: PossibleAnswer): Bounds {
  return { sure: difference(mayAllow, mayDeny), may: mayAllow };
}

/** Undefined: a known end that is not in this tree. */
function endIn(trees: Trees, tree: TreeName, end: ChangeEnd): QuestionEnd | undefined {
  return isBoxes(end) ? end.map((box) => boxIn(trees, tree, box)) : end.in[tree];
}

function allEnds(from: ChangeEnd, to: ChangeEnd): readonly PossibleEnds[] {
  if (!isBoxes(from)) return isBoxes(to) ? to.map((box) => ({ to: box })) : [];
  if (!isBoxes(to)) return from.map((box) => ({ from: box }));
  return from.flatMap((source) => to.map((target) => ({ from: source, to: target })));
}
