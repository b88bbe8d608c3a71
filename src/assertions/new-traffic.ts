import type { ChangedPair } from '../change/causes-of-change.ts';
import type { ChangeEnd } from '../change/change-end.ts';
import type { ComparePossible, PossibleChange } from '../change/compare-possible.ts';
import { asNew, type KnownEnd } from '../change/match-ends.ts';
import { boxIn, everyPossiblePodOf, type TreeName } from '../change/trees.ts';
import { possible, type Truth } from '../cluster/truth.ts';
import type { PodBox } from '../possible/pod-box.ts';
import { ALL_CONNECTIONS, type ConnectionSet, NO_CONNECTIONS } from '../sets/connection-set.ts';
import { isEmpty } from '../sets/interval-set.ts';
import type { SourceRef } from '../source/source-ref.ts';
import type { Claim } from './claim.ts';
import type { Before, JudgingWorld } from './judging-world.ts';
import { splitAtGroup } from './possible-members.ts';
import type { Resolution, ResolveContext } from './resolution.ts';
import { resolveGroup } from './resolve-group.ts';

type NoNew = Extract<Claim, { kind: 'no-new' }>;
type Compared = Extract<Before, { kind: 'compared' }>;

/** A member of the group now, and whether it was one before. */
interface ChangeMember {
  readonly end: KnownEnd;
  readonly truth: Truth;
  readonly isNew: boolean;
}

interface PossibleMembers {
  readonly boxes: readonly PodBox[];
  readonly truth: Truth;
  readonly isNew: boolean;
}

/** The group of a claim about a change, looked up in both trees. */
export interface ChangeGroup {
  readonly resolution: Resolution;
  readonly members: readonly ChangeMember[];
  /** Pods that could be created which are (maybe) members now, apart by whether they were before. */
  readonly boxes: readonly PossibleMembers[];
}

/** Traffic with a member that is new, or may be. */
export interface NewTraffic extends ChangedPair {
  /** Empty: it is not known whether anything is new. */
  readonly opened: ConnectionSet;
  readonly mayOpen: ConnectionSet;
  /** Whether the member is one only now. */
  readonly isNewMember: boolean;
  /** An object through which it may come, of which no more is known. */
  readonly opening?: { readonly title: string; readonly origin: SourceRef };
}

/** Looks the group up in the head, and tells which of its members it had in the base. */
export function resolveChangeGroup(
  { group }: NoNew,
  { compared, services }: Compared,
  world: JudgingWorld,
  origin: SourceRef,
): ChangeGroup {
  const { trees, ends } = compared;
  const contextOf = (tree: TreeName): ResolveContext => ({
    cluster: trees[tree].cluster,
    services: services[tree],
    suite: world.suite,
    refusing: true,
    origin,
  });
  const resolution = resolveGroup(group, contextOf('head'));
  const before = resolveGroup(group, contextOf('base')).members;
  const byIndex = new Map(ends.flatMap((end) => (end.in.head === undefined ? [] : [[end.in.head, end] as const])));
  const members = [...resolution.members].flatMap(([index, { truth }]): readonly ChangeMember[] => {
    const end = byIndex.get(index);
    if (end === undefined) return [];
    const was = end.in.base === undefined ? undefined : before.get(end.in.base);
    return [{ end, truth, isNew: was?.truth !== true }];
  });
  return { resolution, members, boxes: possibleMembers(group, compared, contextOf) };
}

function possibleMembers(
  group: NoNew['group'],
  { trees }: Compared['compared'],
  contextOf: (tree: TreeName) => ResolveContext,
): readonly PossibleMembers[] {
  const parts = everyPossiblePodOf(trees)
    .flatMap((box) => splitAtGroup(boxIn(trees, 'head', box), group, 'meant', contextOf('head')))
    .filter(({ truth }) => possible(truth))
    .flatMap(({ box, truth }) =>
      splitAtGroup(boxIn(trees, 'base', box), group, 'meant', contextOf('base')).map((was) => ({
        boxes: [boxIn(trees, 'head', was.box)],
        truth,
        isNew: was.truth !== true,
      })),
    );
  const alike = (isSure: boolean, isNew: boolean): readonly PossibleMembers[] => {
    const some = parts.filter((part) => (part.truth === true) === isSure && part.isNew === isNew);
    const [first] = some;
    return first === undefined ? [] : [{ ...first, boxes: some.flatMap(({ boxes }) => boxes) }];
  };
  return [...alike(true, true), ...alike(true, false), ...alike(false, true), ...alike(false, false)];
}

/** How many pairs of a member and somebody else were looked at, and those of which something is or may be new. */
export interface NewTrafficTally {
  readonly judged: number;
  readonly found: readonly NewTraffic[];
  /** Whether everything was compared; else something may be new that was not found. */
  readonly isWhole: boolean;
}

/** Everything new with the members of a group: with whoever is known, could be created, is outside or comes by a door. */
export function findNewTraffic({ end: side }: NoNew, group: ChangeGroup, { compared }: Compared): NewTrafficTally {
  const found: NewTraffic[] = [];
  let judged = 0;
  let isWhole = true;
  const everyone = everyPossiblePodOf(compared.trees);
  const ask = (other: ChangeEnd, own: ChangeEnd, how: ComparePossible): readonly PossibleChange[] => {
    const { changes, isWhole: isAll } = side === 'to' ? how(other, own) : how(own, other);
    isWhole &&= isAll;
    return changes;
  };
  for (const member of group.members) {
    const own = member.isNew ? asNew(member.end) : member.end;
    for (const other of compared.ends) {
      const pair = side === 'to' ? { from: other, to: own } : { from: own, to: other };
      const ways = waysBetween(pair.from, pair.to, compared);
      if (ways.length > 0) judged++;
      found.push(...ways.flatMap((change) => newIn({ ...pair, change }, member)));
    }
    judged++;
    const changes = ask(everyone, own, compared.possible);
    found.push(...changes.flatMap((change) => newAmong(change, side, own, member)));
  }
  for (const members of group.boxes) {
    for (const other of [...compared.ends, everyone]) {
      judged++;
      const changes = ask(other, members.boxes, members.isNew ? compared.possibleNow : compared.possible);
      found.push(...newWithBoxes(changes, other, members));
      if (side === 'to') found.push(...throughOpenings(other, members.boxes, compared));
    }
  }
  return { judged, found, isWhole };
}

type Change = PossibleChange['change'];

/** What changes directly and through doors; none: the pair is not judged. */
function waysBetween(from: KnownEnd, to: KnownEnd, { known, doors }: Compared['compared']): readonly Change[] {
  const direct = known(from, to);
  const isEntrance = from.endpoint.kind === 'addresses' && to.endpoint.kind === 'pod';
  const through = isEntrance ? doors.together(from, to) : undefined;
  return [...(direct ? [direct] : []), ...(through ? [through] : [])];
}

function newIn(pair: ChangedPair, { truth, isNew }: Pick<ChangeMember, 'truth' | 'isNew'>): readonly NewTraffic[] {
  const { opened, mayOpen } = pair.change;
  if (isEmpty(mayOpen)) return [];
  // Of somebody who may not be meant, nothing is surely new.
  return [{ ...pair, opened: truth === true ? opened : NO_CONNECTIONS, mayOpen, isNewMember: isNew }];
}

function newAmong(
  { change, ends }: PossibleChange,
  side: NoNew['end'],
  own: KnownEnd,
  member: ChangeMember,
): readonly NewTraffic[] {
  const [example] = ends;
  const box = side === 'to' ? example?.from : example?.to;
  if (box === undefined) return [];
  return newIn(side === 'to' ? { from: box, to: own, change } : { from: own, to: box, change }, member);
}

function newWithBoxes(
  changes: readonly PossibleChange[],
  other: ChangeEnd,
  { truth, isNew }: PossibleMembers,
): readonly NewTraffic[] {
  return changes.flatMap(({ change, ends: [example] }) => {
    const pair = { from: example?.from ?? other, to: example?.to ?? other };
    return Array.isArray(pair.from) || Array.isArray(pair.to)
      ? []
      : newIn({ ...(pair as Pick<ChangedPair, 'from' | 'to'>), change }, { truth, isNew });
  });
}

/** Pods that could be created may be behind an object that lets the outside in; no more than that is known of it. */
function throughOpenings(
  other: ChangeEnd,
  to: readonly PodBox[],
  { trees: { head } }: Compared['compared'],
): readonly NewTraffic[] {
  const from = 'in' in other ? other.in.head : undefined;
  if (from === undefined || !('in' in other)) return [];
  const opened = head.exposure.opening({ from, to, traffic: ALL_CONNECTIONS, except: () => false });
  if (opened === undefined) return [];
  const { box, traffic, opening } = opened;
  const nothing = NO_CONNECTIONS;
  const change = { opened: nothing, closed: nothing, mayOpen: traffic, mayClose: nothing, flowed: false, flows: true };
  return [{ from: other, to: box, change, opened: nothing, mayOpen: traffic, isNewMember: false, opening }];
}
