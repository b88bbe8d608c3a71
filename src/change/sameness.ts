import type { Policy } from '../cluster/cluster.ts';
import type { PodBox } from '../possible/pod-box.ts';
import type { Direction } from '../resources/resources.ts';
import { contentKey } from './content-key.ts';
import { endKeys } from './end-keys.ts';
import { type Differences, findDifferences, mayMeanPeer } from './find-differences.ts';
import { governingIn, type KnownEnd } from './match-ends.ts';
import { othersAround } from './others-around.ts';
import { isUnread } from './policy-keys.ts';
import { remember } from './remember.ts';
import { namespaceIn, policiesOf, type TreeName, type Trees } from './trees.ts';

/** How far an end itself is evidently the same in both trees, whatever policies say of it. */
export interface Likeness {
  /** In all that policies look at which are evaluated. */
  readonly isSame: boolean;
  /** In all that any policy may ask for. */
  readonly isWhollySame: boolean;
  /** Whether a policy that is not evaluated may govern it. */
  readonly isInDoubt: boolean;
}

/** Whose policies may treat some traffic otherwise than before: the source's, the destination's, or those of both. */
export type Otherwise = Direction | 'both';

/**
 * What is evidently the same in both trees. Where all that bears on a pair is the same, so is the answer, even one that
 * nobody can know from manifests.
 */
export interface Sameness {
  /** Which policies may treat the traffic between two known ends otherwise; all others say the same, whatever the doubts. */
  readonly ofPair: (from: KnownEnd, to: KnownEnd) => 'none' | Otherwise;
  /** Whether nothing bears on an end that is other than before: between two of these, traffic is the same. */
  readonly isUntouched: (end: KnownEnd, direction: Direction) => boolean;
  readonly ofEnd: (end: KnownEnd, direction: Direction) => Likeness;
  /** Whether an end is the same in all that any policy may ask for. */
  readonly isWhollySame: (end: KnownEnd) => boolean;
  /** The same of pods that could be created. */
  readonly ofBox: (box: PodBox) => Likeness;
  readonly differences: Differences;
}

/** Whether the traffic between two ends is the same if policies say the same of it: others may ask for anything. */
export function isSameBetween(from: Likeness, to: Likeness): boolean {
  if (!from.isSame || !to.isSame) return false;
  return !(from.isInDoubt || to.isInDoubt) || (from.isWhollySame && to.isWhollySame);
}

/** Finds out what is the same; what it works out is kept. */
export function findSameness(trees: Trees): Sameness {
  const differences = findDifferences(trees);
  const { ofEnd, isWhollySame } = knownEnds(trees);
  const ofBox = possibleEnds(trees);
  return {
    isUntouched: (end, direction) => isWhollySame(end) && differences.governing(end, direction).length === 0,
    ofPair: (from, to) => {
      if (!isSameBetween(ofEnd(from, 'egress'), ofEnd(to, 'ingress'))) return 'both';
      const egress = differences.governing(from, 'egress').some((one) => mayMeanPeer(one, to, trees));
      const ingress = differences.governing(to, 'ingress').some((one) => mayMeanPeer(one, from, trees));
      if (egress && ingress) return 'both';
      return egress ? 'egress' : ingress ? 'ingress' : 'none';
    },
    ofEnd,
    isWhollySame,
    ofBox,
    differences,
  };
}

function knownEnds(trees: Trees): Pick<Sameness, 'ofEnd' | 'isWhollySame'> {
  const keys = endKeys(trees);
  const isSameAround = othersAround(trees, 'policies').length === 0;
  const isSurelySame = remember(keys.areSurelySame);
  const isSame = remember((end: KnownEnd) => isSurelySame(end) || both((tree) => keys.toEvaluated(end, tree)));
  const isWhollySame = remember(
    (end: KnownEnd) => isSame(end) && isSameAround && (isSurelySame(end) || both((tree) => keys.toAny(end, tree))),
  );
  const likeness = (end: KnownEnd, direction: Direction): Likeness => ({
    isSame: isSame(end),
    isWhollySame: isWhollySame(end),
    isInDoubt: governingIn(end, direction, trees).some(isUnread),
  });
  const known = {
    ingress: remember((end: KnownEnd) => likeness(end, 'ingress')),
    egress: remember((end: KnownEnd) => likeness(end, 'egress')),
  };
  return { ofEnd: (end, direction) => known[direction](end), isWhollySame };
}

/** Of the pods that could be created in a namespace. */
function possibleEnds(trees: Trees): Sameness['ofBox'] {
  const isSameAround = othersAround(trees, 'policies').length === 0;
  const unread = [...policiesOf(trees.base), ...policiesOf(trees.head)].filter(isUnread);
  const inNamespace = (name: string | undefined): Likeness => {
    const isSame = both((tree) =>
      contentKey([name === undefined ? '' : (namespaceIn(trees, tree, name) ?? ''), trees[tree].cluster.podAddresses]),
    );
    const isInDoubt = unread.some((policy) => mayGovernIn(policy, name));
    return { isSame, isWhollySame: isSame && isSameAround, isInDoubt };
  };
  const known = new Map<string, Likeness>();
  return ({ namespace }) => {
    const name = namespace.kind === 'known' ? namespace.facts.name : undefined;
    const found = known.get(name ?? '') ?? inNamespace(name);
    known.set(name ?? '', found);
    return found;
  };
}

function both(key: (tree: TreeName) => string | undefined): boolean {
  const [base, head] = [key('base'), key('head')];
  return base !== undefined && base === head;
}

function mayGovernIn({ subject }: Policy, namespace: string | undefined): boolean {
  if (subject.kind !== 'pods' || subject.namespaces.kind !== 'named') return true;
  return namespace !== undefined && subject.namespaces.name === namespace;
}
