import type { EndpointPredicate } from '../cluster/predicate.ts';
import { possible } from '../cluster/truth.ts';
import type { PossibleEnds } from '../connectivity/possible-question.ts';
import { partsOf } from '../connectivity/split-cells.ts';
import type { PodBox } from '../possible/pod-box.ts';
import { possiblePod } from '../possible/possible-pod.ts';
import { splitBox } from '../possible/split-box.ts';
import type { Direction } from '../resources/resources.ts';
import { NO_CONNECTIONS } from '../sets/connection-set.ts';
import { type ChangeEnd, isBoxes } from './change-end.ts';
import { type Difference, mayMeanPeer } from './find-differences.ts';
import type { KnownEnd } from './match-ends.ts';
import { remember } from './remember.ts';
import { isSameBetween, type Sameness } from './sameness.ts';
import type { TreeName, Trees } from './trees.ts';

/** A part of a question about pods that could be created. */
interface NarrowQuestion {
  readonly from: ChangeEnd;
  readonly to: ChangeEnd;
  /** Whether something may be other than before between two of its ends; no is never said in error. */
  readonly mayDiffer: (ends: PossibleEnds) => boolean;
}

/** The parts of a question of which the answer may be another than before; all others have the same answer in both trees. */
export type NarrowQuestions = (from: ChangeEnd, to: ChangeEnd) => readonly NarrowQuestion[];

/** Whom something is about that a tree says. */
interface Meant {
  readonly tree: TreeName;
  readonly predicate: EndpointPredicate;
}

/** Leaves out of questions whatever no difference bears on. */
export function narrowQuestions(trees: Trees, sameness: Sameness): NarrowQuestions {
  const { differences } = sameness;
  const split = splitAtMeant(trees);

  const boxesBeside = (end: KnownEnd, boxes: readonly PodBox[], direction: Direction): readonly PodBox[] => {
    const own = sameness.ofEnd(end, direction);
    const meant = [
      ...differences.governing(end, direction).flatMap(peersOf),
      ...differences
        .in(opposite(direction))
        .filter((one) => mayMeanPeer(one, end, trees))
        .map(subjectOf),
    ];
    return boxes.flatMap((box) => (isSameBetween(own, sameness.ofBox(box)) ? split(box, meant) : [box]));
  };

  const betweenBoxes = (from: readonly PodBox[], to: readonly PodBox[]): readonly NarrowQuestion[] => {
    const [egress, ingress] = [differences.in('egress'), differences.in('ingress')];
    const isSame = (box: PodBox): boolean => isSameBetween(sameness.ofBox(box), sameness.ofBox(box));
    const mayDiffer = ({ from: source, to: target }: PossibleEnds): boolean => {
      const means = (box: PodBox | undefined, some: readonly Meant[]): boolean =>
        box !== undefined && split(box, some).length > 0;
      return (
        egress.some((one) => means(source, [subjectOf(one)]) && means(target, peersOf(one))) ||
        ingress.some((one) => means(target, [subjectOf(one)]) && means(source, peersOf(one)))
      );
    };
    const sources = from
      .filter(isSame)
      .flatMap((box) => split(box, [...egress.map(subjectOf), ...ingress.flatMap(peersOf)]));
    const targets = to
      .filter(isSame)
      .flatMap((box) => split(box, [...ingress.map(subjectOf), ...egress.flatMap(peersOf)]));
    return [
      { from: from.filter((box) => !isSame(box)), to, mayDiffer: () => true },
      { from: from.filter(isSame), to: to.filter((box) => !isSame(box)), mayDiffer: () => true },
      { from: sources, to: targets, mayDiffer },
    ];
  };

  const ask = (from: ChangeEnd, to: ChangeEnd): readonly NarrowQuestion[] => {
    if (isBoxes(from)) {
      if (isBoxes(to)) return betweenBoxes(from, to);
      return [{ from: boxesBeside(to, from, 'ingress'), to, mayDiffer: () => true }];
    }
    return [{ from, to: isBoxes(to) ? boxesBeside(from, to, 'egress') : to, mayDiffer: () => true }];
  };
  return (from, to) => ask(from, to).filter((one) => !isNobody(one.from) && !isNobody(one.to));
}

/** Splits a box, and keeps the parts that any of the predicates may mean. */
function splitAtMeant(trees: Trees): (box: PodBox, meant: readonly Meant[]) => readonly PodBox[] {
  // What is no label is the same for all pods that could be created.
  const likeIn = remember((box: PodBox) => ({
    base: possiblePod(box, { addresses: trees.base.cluster.podAddresses, traffic: NO_CONNECTIONS }),
    head: possiblePod(box, { addresses: trees.head.cluster.podAddresses, traffic: NO_CONNECTIONS }),
  }));
  return (box, meant) => {
    const found: PodBox[] = [];
    let rest: readonly PodBox[] = [box];
    for (const { tree, predicate } of meant) {
      for (const part of partsOf(predicate)) {
        const inside = rest.flatMap((one) => splitBox(one, part, likeIn(box)[tree]));
        found.push(...inside.flatMap((one) => (possible(one.truth) ? [one.box] : [])));
        rest = inside.flatMap((one) => (possible(one.truth) ? [] : [one.box]));
      }
    }
    return found;
  };
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
