import type { PossibleAnswer, PossibleEnds, QuestionEnd } from '../connectivity/possible-question.ts';
import { OutOfWork, type Work } from '../connectivity/work.ts';
import type { Bounds } from '../exposure/bounds.ts';
import { opposite } from '../resources/opposite.ts';
import type { Direction } from '../resources/resources.ts';
import { ALL_CONNECTIONS } from '../sets/connection-set.ts';
import { difference, isEmpty } from '../sets/interval-set.ts';
import { questionKeys } from './alike-ends.ts';
import { type ChangeEnd, isBoxes } from './change-end.ts';
import { type NarrowQuestion, narrowQuestions } from './narrow-question.ts';
import { comparePair, isUnchanged, NOTHING_FLOWS, narrowTo, type PairChange } from './pair-change.ts';
import type { Sameness } from './sameness.ts';
import { boxIn, type TreeName, type Trees } from './trees.ts';

/** Ends between which a change does the same to traffic. */
export interface PossibleChange {
  readonly change: PairChange;
  /** The boxes of those ends that are not known, as the head sees them; never empty. */
  readonly ends: readonly PossibleEnds[];
}

/** What a change does to some traffic with pods that could be created; parts without a change are left out. */
export interface PossibleChanges {
  readonly changes: readonly PossibleChange[];
  /** Whether all of it was compared. Where that is too much work, nothing is known of the rest. */
  readonly isWhole: boolean;
}

/** What a change does to traffic with pods that could be created, at one end or both. */
export type ComparePossible = (from: ChangeEnd, to: ChangeEnd) => PossibleChanges;

/**
 * Compares traffic with pods that could be created: the boxes into which the one tree's policies split them are split
 * again by the other's, so that both give one answer for each part. `workFor` says what a question may cost.
 */
export function comparePossible(trees: Trees, sameness: Sameness, workFor: () => Work): ComparePossible {
  const narrow = narrowQuestions(trees, sameness);
  const split = splitOnce(trees);
  return (from, to) => {
    const work = workFor();
    const parts = function* (): Generator<PossibleChange> {
      for (const asked of narrow(from, to, work)) yield* split(asked, work);
    };
    const { changes, isWhole } = untilOutOfWork(parts());
    const groups = new Map<string, { readonly change: PairChange; readonly ends: PossibleEnds[] }>();
    for (const { change, ends } of changes) {
      const key = JSON.stringify(change);
      const group = groups.get(key) ?? { change, ends: [] };
      groups.set(key, group);
      for (const one of ends) group.ends.push(one);
    }
    return { changes: [...groups.values()], isWhole };
  };
}

/** The same where nothing of it was there before: all that may flow now is new. */
export function possibleNow(trees: Trees, from: ChangeEnd, to: ChangeEnd, work: Work): PossibleChanges {
  const parts = function* (): Generator<PossibleChange> {
    for (const { bounds, ends } of ask(trees, 'head', from, to, work)) {
      yield { change: comparePair(NOTHING_FLOWS, bounds), ends };
    }
  };
  return untilOutOfWork(parts());
}

/** What comes before there is too much work; each part of it is right by itself. */
function untilOutOfWork(parts: Iterable<PossibleChange>): PossibleChanges {
  const changes: PossibleChange[] = [];
  try {
    for (const part of parts) if (!isUnchanged(part.change)) changes.push(part);
  } catch (error) {
    if (!(error instanceof OutOfWork)) throw error;
    return { changes, isWhole: false };
  }
  return { changes, isWhole: true };
}

interface Answer {
  readonly bounds: Bounds;
  readonly ends: readonly PossibleEnds[];
}

/** Answers are shared by known ends that are alike to all that bears on them: of a thousand pods most are. */
function splitOnce(trees: Trees): (question: NarrowQuestion, work: Work) => Generator<PossibleChange> {
  const keyOf = questionKeys(trees);
  const known = new Map<string, PossibleChanges>();
  return function* (question, work) {
    const ends = keyOf(question.from, question.to);
    const key = ends && `${question.otherwise} ${ends}`;
    const found = key === undefined ? undefined : known.get(key);
    const answer = found ?? untilOutOfWork(splitByBoth(trees, question, work));
    if (key !== undefined) known.set(key, answer);
    yield* answer.changes;
    if (!answer.isWhole) throw new OutOfWork('a part of this question was too much');
  };
}

/**
 * Where one end's policies alone may treat traffic otherwise, these are asked first: what they surely treat as before is
 * left out, whatever the other end's say.
 */
function* splitByBoth(trees: Trees, question: NarrowQuestion, work: Work): Generator<PossibleChange> {
  const { otherwise } = question;
  if (otherwise === 'both') {
    for (const [before, after] of askBoth(trees, question, work)) {
      yield { change: comparePair(before.bounds, after.bounds), ends: after.ends };
    }
    return;
  }
  const some = notRefused(trees, question, otherwise, work);
  for (const [one, other] of askBoth(trees, question, work, { side: otherwise, ...(some && { some }) })) {
    if (isUnchanged(comparePair(one.bounds, other.bounds))) continue;
    for (const [before, after] of askBoth(trees, question, work, { some: other.ends })) {
      const change = comparePair(before.bounds, after.bounds);
      yield { change: narrowTo(change, one.bounds, other.bounds), ends: after.ends };
    }
  }
}

/** The ends to which a known end whose policies say the same as before lets something through; absent: it is not known. */
function notRefused(
  trees: Trees,
  { from, to }: NarrowQuestion,
  otherwise: Direction,
  work: Work,
): readonly PossibleEnds[] | undefined {
  const side = opposite(otherwise);
  if (isBoxes(side === 'egress' ? from : to)) return undefined;
  const open = [...ask(trees, 'head', from, to, work, { side })].filter(({ bounds }) => !isEmpty(bounds.may));
  return open.flatMap(({ ends }) => ends);
}

/** What a question asks about. */
interface Asked {
  /** The ends, if not all. */
  readonly some?: readonly PossibleEnds[];
  /** Whose policies, if not those of both ends. */
  readonly side?: Direction;
}

/** The answers of both trees, in parts that have one answer in each. */
function* askBoth(
  trees: Trees,
  { from, to, mayDiffer }: NarrowQuestion,
  work: Work,
  asked: Asked = {},
): Generator<readonly [before: Answer, after: Answer]> {
  if (asked.some?.length === 0) return;
  for (const before of ask(trees, 'base', from, to, work, asked)) {
    const some = before.ends.filter(mayDiffer);
    if (some.length === 0) continue;
    for (const after of ask(trees, 'head', from, to, work, { ...asked, some })) yield [before, after];
  }
}

function* ask(
  trees: Trees,
  tree: TreeName,
  from: ChangeEnd,
  to: ChangeEnd,
  work: Work,
  { some, side }: Asked = {},
): Generator<Answer> {
  work.spend(some?.length ?? sizeOf(from) * sizeOf(to));
  const ends = some ?? allEnds(from, to);
  const [source, target] = [endIn(trees, tree, from), endIn(trees, tree, to)];
  if (source === undefined || target === undefined) {
    yield { bounds: NOTHING_FLOWS, ends };
    return;
  }
  const there = ends.map(({ from: one, to: other }) => ({
    ...(one && { from: boxIn(trees, tree, one) }),
    ...(other && { to: boxIn(trees, tree, other) }),
  }));
  const question = {
    from: source,
    to: target,
    ends: there,
    traffic: ALL_CONNECTIONS,
    ...(side && { side }),
    wanted: 'all',
    work,
  } as const;
  for (const answers of trees[tree].engine.ask(question)) {
    for (const answer of answers) yield { bounds: boundsOf(answer), ends: answer.ends };
  }
}

function boundsOf({ mayAllow, mayDeny }: PossibleAnswer): Bounds {
  return { sure: difference(mayAllow, mayDeny), may: mayAllow };
}

/** Undefined: a known end that is not in this tree. */
function endIn(trees: Trees, tree: TreeName, end: ChangeEnd): QuestionEnd | undefined {
  return isBoxes(end) ? end.map((box) => boxIn(trees, tree, box)) : end.in[tree];
}

function sizeOf(end: ChangeEnd): number {
  return isBoxes(end) ? end.length : 1;
}

function allEnds(from: ChangeEnd, to: ChangeEnd): readonly PossibleEnds[] {
  if (!isBoxes(from)) return isBoxes(to) ? to.map((box) => ({ to: box })) : [];
  if (!isBoxes(to)) return from.map((box) => ({ from: box }));
  return from.flatMap((source) => to.map((target) => ({ from: source, to: target })));
}
