import type { PossibleEnds } from '../connectivity/possible-question.ts';
import type { Work } from '../connectivity/work.ts';
import type { PodBox } from '../possible/pod-box.ts';
import { opposite } from '../resources/opposite.ts';
import type { Direction } from '../resources/resources.ts';
import { type ChangeEnd, isBoxes } from './change-end.ts';
import { type Difference, mayMeanPeer } from './find-differences.ts';
import type { KnownEnd } from './match-ends.ts';
import { remember } from './remember.ts';
import { isSameBetween, type Otherwise, type Sameness } from './sameness.ts';
import { type Meant, splitAtMeant } from './split-at-meant.ts';
import type { Trees } from './trees.ts';

/** A part of a question about pods that could be created. */
export interface NarrowQuestion {
  readonly from: ChangeEnd;
  readonly to: ChangeEnd;
  /** Whether something may be other than before between two of its ends; no is never said in error. */
  readonly mayDiffer: (ends: PossibleEnds) => boolean;
  /** Whose policies may treat its traffic otherwise. */
  readonly otherwise: Otherwise;
}

/** The parts of a question of which the answer may be another than before; all others have the same answer in both trees. */
export type NarrowQuestions = (from: ChangeEnd, to: ChangeEnd, work: Work) => readonly NarrowQuestion[];

/** Whom a difference is about. */
interface MeantEnds {
  readonly subject: readonly Meant[];
  readonly peers: readonly Meant[];
}

const WHOEVER: readonly Otherwise[] = ['egress', 'ingress', 'both'];

/** Leaves out of questions whatever no difference bears on. */
export function narrowQuestions(trees: Trees, sameness: Sameness): NarrowQuestions {
  const { differences } = sameness;
  const split = splitAtMeant(trees);

  /** The boxes in parts, by whose policies may treat traffic with the end otherwise. */
  const boxesBeside = (
    end: KnownEnd,
    boxes: readonly PodBox[],
    direction: Direction,
    work: Work,
  ): Readonly<Record<Otherwise, readonly PodBox[]>> => {
    const likeness = sameness.ofEnd(end, direction);
    const peers = differences.governing(end, direction).flatMap(peersOf);
    const subjects = differences
      .in(opposite(direction))
      .filter((one) => mayMeanPeer(one, end, trees))
      .map(subjectOf);
    const parts: Record<Otherwise, PodBox[]> = { egress: [], ingress: [], both: [] };
    for (const box of boxes) {
      if (!isSameBetween(likeness, sameness.ofBox(box))) {
        parts.both.push(box);
        continue;
      }
      const governed = split(box, subjects, work);
      for (const one of governed.meant) {
        const { meant, others } = split(one, peers, work);
        parts.both.push(...meant);
        parts[opposite(direction)].push(...others);
      }
      for (const one of governed.others) parts[direction].push(...split(one, peers, work).meant);
    }
    return parts;
  };

  const betweenBoxes = (from: readonly PodBox[], to: readonly PodBox[], work: Work): readonly NarrowQuestion[] => {
    const isSame = (box: PodBox): boolean => isSameBetween(sameness.ofBox(box), sameness.ofBox(box));
    const inDirection = (direction: Direction): readonly MeantEnds[] =>
      differences.in(direction).map((one) => ({ subject: [subjectOf(one)], peers: peersOf(one) }));
    const [egress, ingress] = [inDirection('egress'), inDirection('ingress')];
    const [senders, receivers] = [egress.flatMap(({ subject }) => subject), ingress.flatMap(({ subject }) => subject)];
    const parts = (boxes: readonly PodBox[], some: readonly Meant[]): readonly PodBox[] =>
      boxes.filter(isSame).flatMap((box) => split(box, some, work).meant);
    const sources = parts(from, [...senders, ...ingress.flatMap(({ peers }) => peers)]);
    const targets = parts(to, [...receivers, ...egress.flatMap(({ peers }) => peers)]);
    const means = remember((box: PodBox) =>
      remember((some: readonly Meant[]) => split(box, some, work).meant.length > 0),
    );
    const mayDiffer = ({ from: source, to: target }: PossibleEnds): boolean =>
      source === undefined ||
      target === undefined ||
      egress.some(({ subject, peers }) => means(source)(subject) && means(target)(peers)) ||
      ingress.some(({ subject, peers }) => means(target)(subject) && means(source)(peers));
    const governed = {
      sources: sources.filter((box) => means(box)(senders)),
      targets: targets.filter((box) => means(box)(receivers)),
    };
    const free = {
      sources: sources.filter((box) => !means(box)(senders)),
      targets: targets.filter((box) => !means(box)(receivers)),
    };
    return [
      { from: from.filter((box) => !isSame(box)), to, mayDiffer: () => true, otherwise: 'both' },
      { from: from.filter(isSame), to: to.filter((box) => !isSame(box)), mayDiffer: () => true, otherwise: 'both' },
      { from: governed.sources, to: governed.targets, mayDiffer, otherwise: 'both' },
      { from: governed.sources, to: free.targets, mayDiffer, otherwise: 'egress' },
      { from: free.sources, to: governed.targets, mayDiffer, otherwise: 'ingress' },
    ];
  };

  const ask = (from: ChangeEnd, to: ChangeEnd, work: Work): readonly NarrowQuestion[] => {
    const mayDiffer = (): boolean => true;
    if (isBoxes(from)) {
      if (isBoxes(to)) return betweenBoxes(from, to, work);
      const parts = boxesBeside(to, from, 'ingress', work);
      return WHOEVER.map((otherwise) => ({ from: parts[otherwise], to, mayDiffer, otherwise }));
    }
    if (!isBoxes(to)) return [{ from, to, mayDiffer, otherwise: 'both' }];
    const parts = boxesBeside(from, to, 'egress', work);
    return WHOEVER.map((otherwise) => ({ from, to: parts[otherwise], mayDiffer, otherwise }));
  };
  return (from, to, work) => ask(from, to, work).filter((one) => !isNobody(one.from) && !isNobody(one.to));
}

function subjectOf({ tree, subject }: Difference): Meant {
  return { tree, predicate: subject };
}

function peersOf({ tree, peers }: Difference): readonly Meant[] {
  return peers.map((predicate) => ({ tree, predicate }));
}

function isNobody(end: ChangeEnd): boolean {
  return isBoxes(end) && end.length === 0;
}
