import type { PossibleAnswer, PossibleEnds, QuestionEnd } from '../connectivity/possible-question.ts';
import type { Bounds } from '../exposure/bounds.ts';
import type { PodBox } from '../possible/pod-box.ts';
import { ALL_CONNECTIONS } from '../sets/connection-set.ts';
import { difference } from '../sets/interval-set.ts';
import { type ChangeEnd, isBoxes } from './change-end.ts';
import { narrowQuestions } from './narrow-question.ts';
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
  return (from, to) => {
    const groups = new Map<string, { readonly change: PairChange; readonly ends: PossibleEnds[] }>();
    for (const asked of narrow(from, to)) {
      for (const { change, ends: all } of splitByBoth(trees, asked.from, asked.to)) {
        const ends = isUnchanged(change) ? [] : all.filter(asked.mayDiffer);
        if (ends.length === 0) continue;
        const key = JSON.stringify(change);
        const group = groups.get(key);
        if (group === undefined) groups.set(key, { change, ends });
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

function* splitByBoth(trees: Trees, from: ChangeEnd, to: ChangeEnd): Generator<PossibleChange> {
  for (const before of ask(trees, 'base', from, to)) {
    for (const part of regroup(before.ends, from, to)) {
      for (const after of ask(trees, 'head', part.from, part.to)) {
        yield { change: comparePair(before.bounds, after.bounds), ends: after.ends };
      }
    }
  }
}

/** Ends that were told apart as a question again; where both are boxes each pair is one, for they are no product. */
function regroup(
  ends: readonly PossibleEnds[],
  from: ChangeEnd,
  to: ChangeEnd,
): readonly { readonly from: ChangeEnd; readonly to: ChangeEnd }[] {
  const boxes = (end: keyof PossibleEnds): readonly PodBox[] => ends.flatMap((one) => one[end] ?? []);
  if (!isBoxes(to)) return [{ from: boxes('from'), to }];
  if (!isBoxes(from)) return [{ from, to: boxes('to') }];
  return ends.flatMap((one) => (one.from && one.to ? [{ from: [one.from], to: [one.to] }] : []));
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
