import type { Endpoint } from '../cluster/endpoint.ts';
import type { Decision } from '../connectivity/decision.ts';
import type { PodBox } from '../possible/pod-box.ts';
import { possiblePod } from '../possible/possible-pod.ts';
import type { ConnectionSet } from '../sets/connection-set.ts';
import { equals, isEmpty } from '../sets/interval-set.ts';
import type { Cause } from './cause.ts';
import type { DoorChange } from './compare-doors.ts';
import type { ComparedTrees } from './compare-trees.ts';
import { causesOfClosing, causesOfDoubt, causesOfOpening, type DecisionPair } from './find-causes.ts';
import { type KnownEnd, nameOfEnd } from './match-ends.ts';
import { listed, othersAround, whatUnreadMayAskFor } from './others-around.ts';
import { type PairChange, unsureOf } from './pair-change.ts';
import { boxIn, type TreeName, type Trees } from './trees.ts';

/** A changed pair of which the causes are asked; an end is a known one, or the box of pods that could be created. */
export interface ChangedPair {
  readonly from: KnownEnd | PodBox;
  readonly to: KnownEnd | PodBox;
  readonly change: PairChange;
  /** Through which the traffic comes. */
  readonly door?: DoorChange;
}

/** Why a change treats traffic otherwise; never empty, the most useful first. */
export function causesOf({ trees, ends }: ComparedTrees, pair: ChangedPair): readonly Cause[] {
  const { change } = pair;
  const decisions =
    pair.door === undefined ? decide(trees, pair, change.mayOpen) : decideLeg(trees, ends, pair.door, pair);
  const causes = [
    ...comingAndGoing(trees, pair),
    ...(pair.door === undefined ? [] : doorsThatChanged(pair.door)),
    ...(isEmpty(change.opened) ? [] : causesOfOpening(trees, decisions, change.opened)),
    ...(isEmpty(change.closed) ? [] : causesOfClosing(trees, decisions, change.closed)),
  ];
  if (causes.length > 0) return unique(causes);
  const doubts = causesOfDoubt(decisions, unsureOf(change));
  const [door] = [...(pair.door?.doors.head ?? []), ...(pair.door?.doors.base ?? [])];
  if (doubts.length > 0) {
    const known = [pair.from, pair.to].filter(isKnown);
    return [...doubts, ...whatUnreadMayAskFor(trees, known, [decisions.base, decisions.head])];
  }
  const why =
    pair.door === undefined
      ? 'something could not be read'
      : `whether the same comes through ${pair.door.title} as before is not known: ${whatIsOtherAround(trees, pair.door)}`;
  return [
    { tree: 'head', text: why, ...(door && pair.door?.doors.head.includes(door) === true && { at: door.origin }) },
  ];
}

function whatIsOtherAround(trees: Trees, { doors }: DoorChange): string {
  const isFollowed = [...doors.base, ...doors.head].every(({ traffic }) => equals(traffic.min, traffic.max));
  const others = othersAround(trees, isFollowed ? 'fronts' : 'doors');
  if (others.length === 0) return 'it, or something on the way, is other than before';
  return `${listed(others)} not as before, and it may depend on that`;
}

function unique(causes: readonly Cause[]): readonly Cause[] {
  return [...new Map(causes.map((cause) => [`${cause.tree} ${cause.text}`, cause])).values()];
}

function isKnown(end: KnownEnd | PodBox): end is KnownEnd {
  return 'in' in end;
}

/** Ends that are new, or gone. */
function comingAndGoing(trees: Trees, { from, to }: ChangedPair): readonly Cause[] {
  return [from, to].filter(isKnown).flatMap((end): readonly Cause[] => {
    const { endpoint, in: indexes } = end;
    if (endpoint.kind !== 'pod') return [];
    const [tree, what] = indexes.base === undefined ? (['head', 'is new'] as const) : (['base', 'is gone'] as const);
    if (indexes.base !== undefined && indexes.head !== undefined) return [];
    const text = `${nameOfEnd(end, trees)} ${what}`;
    return [{ tree, text, ...(endpoint.origin && { at: endpoint.origin }) }];
  });
}

function doorsThatChanged({ title, doors }: DoorChange): readonly Cause[] {
  const [base, head] = [doors.base[0], doors.head[0]];
  if (base === undefined && head !== undefined)
    return [{ tree: 'head', text: `${title} leads to it now`, at: head.origin }];
  if (head === undefined && base !== undefined) {
    return [{ tree: 'base', text: `${title} no longer leads to it`, at: base.origin }];
  }
  return [];
}

function decide(trees: Trees, { from, to }: ChangedPair, traffic: ConnectionSet): DecisionPair {
  const endOf = (end: KnownEnd | PodBox, tree: TreeName): number | Endpoint | undefined => {
    if (isKnown(end)) return end.in[tree];
    return possiblePod(boxIn(trees, tree, end), { addresses: trees[tree].cluster.podAddresses, traffic });
  };
  return inBoth((tree) => {
    const [source, target] = [endOf(from, tree), endOf(to, tree)];
    return source === undefined || target === undefined ? undefined : trees[tree].engine.decide(source, target);
  });
}

/** The leg from whoever policy sees behind a door. */
function decideLeg(
  trees: Trees,
  ends: readonly KnownEnd[],
  { doors }: DoorChange,
  { from, to }: ChangedPair,
): DecisionPair {
  const [door] = [...doors.head, ...doors.base];
  const tree = doors.head.length > 0 ? 'head' : 'base';
  const front = door?.front.kind === 'controller' ? door.front.pods[0] : undefined;
  const id = front === undefined ? undefined : trees[tree].cluster.endpoints[front]?.id;
  const source = id === undefined ? from : ends.find((end) => end.id === id);
  if (source === undefined || !isKnown(source) || !isKnown(to)) return {};
  return inBoth((side) => {
    const [index, target] = [source.in[side], to.in[side]];
    return index === undefined || target === undefined ? undefined : trees[side].engine.decide(index, target);
  });
}

function inBoth(ask: (tree: TreeName) => Decision | undefined): DecisionPair {
  const [base, head] = [ask('base'), ask('head')];
  return { ...(base && { base }), ...(head && { head }) };
}
