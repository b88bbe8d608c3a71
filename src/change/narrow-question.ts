import type { PossibleEnds } from '../connectivity/possible-question.ts';
import type { Work } from '../connectivity/work.ts';
import type { PodBox } from '../possible/pod-box.ts';
import type { Direction } from '../resources/resources.ts';
import { type ChangeEnd, isBoxes } from './change-end.ts';
import { type Difference, mayMeanPeer } from './find-differences.ts';
import type { KnownEnd } from './match-ends.ts';
import { remember } from './remember.ts';
import { isSameBetween, type Sameness } from './sameness.ts';
import { type Meant, splitAtMeant } from './split-at-meant.ts';
import type { Trees } from './trees.ts';

/** A part of a question about pods that could be created. */
export interface NarrowQuestion {
  readonly from: ChangeEnd;
  readonly to: ChangeEnd;
  /** Whether something may be other than before between two of its ends; no is never said in error. */
  readonly mayDiffer: (ends: PossibleEnds) => boolean;
}

/** The parts of a question of which the answer may be another than before; all others have the same answer in both trees. */
export type NarrowQuestions = (from: ChangeEnd, to: ChangeEnd, work: Work) => readonly NarrowQuestion[];

/** Whom a difference is about. */
interface MeantEnds {
  readonly subject: readonly Meant[];
  readonly peers: readonly Meant[];
}

/** Leaves out of questions whatever no difference bears on. */
export function narrowQuestions(trees: Trees, sameness: Sameness): NarrowQuestions {
  const { differences } = sameness;
  const split = splitAtMeant(trees);

  const boxesBeside = (
    end: KnownEnd,
    boxes: readonly PodBox[],
    direction: Direction,
    work: Work,
  ): readonly PodBox[] => {
    const own = sameness.ofEnd(end, direction);
    const meant = [
      ...differences.governing(end, direction).flatMap(peersOf),
      ...differences
        .in(opposite(direction))
        .filter((one) => mayMeanPeer(one, end, trees))
        .map(subjectOf),
    ];
    return boxes.flatMap((box) => (isSameBetween(own, sameness.ofBox(box)) ? split(box, meant, work) : [box]));
  };

  const betweenBoxes = (from: readonly PodBox[], to: readonly PodBox[], work: Work): readonly NarrowQuestion[] => {
    const isSame = (box: PodBox): boolean => isSameBetween(sameness.ofBox(box), sameness.ofBox(box));
    const inDirection = (direction: Direction): readonly MeantEnds[] =>
      differences.in(direction).map((one) => ({ subject: [subjectOf(one)], peers: peersOf(one) }));
    const [egress, ingress] = [inDirection('egress'), inDirection('ingress')];
    const [senders, receivers] = [egress.flatMap(({ subject }) => subject), ingress.flatMap(({ subject }) => subject)];
    const parts = (boxes: readonly PodBox[], some: readonly Meant[]): readonly PodBox[] =>
      boxes.filter(isSame).flatMap((box) => split(box, some, work));
    const sources = parts(from, [...senders, ...ingress.flatMap(({ peers }) => peers)]);
    const targets = parts(to, [...receivers, ...egress.flatMap(({ peers }) => peers)]);
    const means = remember((box: PodBox) => remember((some: readonly Meant[]) => split(box, some, work).length > 0));
    const mayDiffer = ({ from: source, to: target }: PossibleEnds): boolean =>
      source === undefined ||
      target === undefined ||
      egress.some(({ subject, peers }) => means(source)(subject) && means(target)(peers)) ||
      ingress.some(({ subject, peers }) => means(target)(subject) && means(source)(peers));
    return [
      { from: from.filter((box) => !isSame(box)), to, mayDiffer: () => true },
      { from: from.filter(isSame), to: to.filter((box) => !isSame(box)), mayDiffer: () => true },
      { from: sources.filter((box) => means(box)(senders)), to: targets, mayDiffer },
      {
        from: sources.filter((box) => !means(box)(senders)),
        to: targets.filter((box) => means(box)(receivers)),
        mayDiffer,
      },
    ];
  };

  const ask = (from: ChangeEnd, to: ChangeEnd, work: Work): readonly NarrowQuestion[] => {
    if (isBoxes(from)) {
      if (isBoxes(to)) return betweenBoxes(from, to, work);
      return [{ from: boxesBeside(to, from, 'ingress', work), to, mayDiffer: () => true }];
    }
    return [{ from, to: isBoxes(to) ? boxesBeside(from, to, 'egress', work) : to, mayDiffer: () => true }];
  };
  return (from, to, work) => ask(from, to, work).filter((one) => !isNobody(one.from) && !isNobody(one.to));
}

function subjectOf({ tree, subject }: Difference): Meant {
  return { tree, predicate: subject };
}

function peersOf({ tree, peers }: Difference): readonly Meant[] {
  return peers.map((predicate) => ({ tree, predicate }));
}

function opposite(direction: Direction): Direction {
  return direction === 'egress' ? 'ingress' : 'egress';
}

function isNobody(end: ChangeEnd): boolean {
  return isBoxes(end) && end.length === 0;
}
