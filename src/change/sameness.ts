import type { Policy } from '../cluster/cluster.ts';
import type { NamespaceFacts } from '../cluster/endpoint.ts';
import type { PodBox } from '../possible/pod-box.ts';
import type { Direction } from '../resources/resources.ts';
import { contentKey } from './content-key.ts';
import { endKeys } from './end-keys.ts';
import type { KnownEnd } from './match-ends.ts';
import { othersAround } from './others-around.ts';
import { isUnread, policyKeys } from './policy-keys.ts';
import { namespaceIn, policiesOf, type TreeName, type Trees } from './trees.ts';

/** How far an end is evidently the same in both trees. */
export interface Likeness {
  /** To policies that are evaluated, and governed by the same ones in this direction. */
  readonly isSame: boolean;
  /** To every policy, whatever it may ask for. */
  readonly isWhollySame: boolean;
  /** Whether a policy that is not evaluated may govern it in this direction. */
  readonly isInDoubt: boolean;
}

/**
 * What is evidently the same in both trees. Where all that bears on a pair is the same, so is the answer, even one that
 * nobody can know from manifests.
 */
export interface Sameness {
  /** Whether the traffic between two known ends is the same whatever the doubts. */
  readonly ofPair: (from: KnownEnd, to: KnownEnd) => boolean;
  readonly ofEnd: (end: KnownEnd, direction: Direction) => Likeness;
  /** The same of pods that could be created. */
  readonly ofBox: (box: PodBox, direction: Direction) => Likeness;
}

/** Whether the traffic between two ends is the same: what is not evaluated may ask for anything about either of them. */
export function isSameBetween(from: Likeness, to: Likeness): boolean {
  if (!from.isSame || !to.isSame) return false;
  return !(from.isInDoubt || to.isInDoubt) || (from.isWhollySame && to.isWhollySame);
}

/** Finds out what is the same; what it works out is kept. */
export function findSameness(trees: Trees): Sameness {
  const ofKnown = knownEnds(trees);
  const likeness = {
    ingress: remember((end: KnownEnd) => ofKnown(end, 'ingress')),
    egress: remember((end: KnownEnd) => ofKnown(end, 'egress')),
  };
  const ofNamespace = possibleEnds(trees);
  const inNamespace = new Map<string, Likeness>();
  return {
    ofPair: (from, to) => isSameBetween(likeness.egress(from), likeness.ingress(to)),
    ofEnd: (end, direction) => likeness[direction](end),
    ofBox: (box, direction) => {
      const name = box.namespace.kind === 'known' ? box.namespace.facts.name : undefined;
      const key = `${direction} ${name ?? ''}`;
      const known = inNamespace.get(key) ?? ofNamespace(name, direction);
      inNamespace.set(key, known);
      return known;
    },
  };
}

function knownEnds(trees: Trees): (end: KnownEnd, direction: Direction) => Likeness {
  const keyOf = { base: policyKeys(trees.base), head: policyKeys(trees.head) };
  const keys = endKeys(trees);
  const isSameAround = othersAround(trees, 'policies').length === 0;
  const governing = (end: KnownEnd, direction: Direction, tree: TreeName): readonly Policy[] | undefined => {
    const index = end.in[tree];
    return index === undefined ? undefined : trees[tree].engine.governing(index, direction);
  };
  const facts = remember((end: KnownEnd) => both((tree) => keys.toEvaluated(end, tree)));
  const wholeFacts = remember((end: KnownEnd) => both((tree) => keys.toAny(end, tree)));
  return (end, direction) => {
    const policies = { base: governing(end, direction, 'base'), head: governing(end, direction, 'head') };
    const isGovernedAlike = both((tree) => policies[tree] && joined(policies[tree].map(keyOf[tree](direction))));
    const isSame = facts(end) && isGovernedAlike;
    return {
      isSame,
      isWhollySame: isSame && isSameAround && wholeFacts(end),
      isInDoubt: [policies.base, policies.head].some((some) => some?.some(isUnread) === true),
    };
  };
}

/** Of the pods of a namespace that could be created, which are the same in both trees themselves. */
function possibleEnds(trees: Trees): (namespace: string | undefined, direction: Direction) => Likeness {
  const keyOf = { base: policyKeys(trees.base), head: policyKeys(trees.head) };
  const isSameAround = othersAround(trees, 'policies').length === 0;
  return (name, direction) => {
    const governing = (tree: TreeName): readonly Policy[] =>
      policiesOf(trees[tree]).filter((policy) => mayGovernIn(policy, name));
    const factsIn = (tree: TreeName): NamespaceFacts | undefined =>
      name === undefined ? undefined : namespaceIn(trees, tree, name);
    const isSame = both((tree) =>
      contentKey([factsIn(tree) ?? '', joined(governing(tree).map(keyOf[tree](direction)))]),
    );
    const isInDoubt = [...governing('base'), ...governing('head')].some(isUnread);
    return { isSame, isWhollySame: isSame && isSameAround, isInDoubt };
  };
}

function both(key: (tree: TreeName) => string | undefined): boolean {
  const [base, head] = [key('base'), key('head')];
  return base !== undefined && base === head;
}

function remember<K extends object, V>(ask: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, { readonly value: V }>();
  return (key) => {
    const found = known.get(key) ?? { value: ask(key) };
    known.set(key, found);
    return found.value;
  };
}

/** Policies add up, and where their order matters their precedence is part of what they say. */
function joined(keys: readonly string[]): string {
  return [...keys].sort().join('\n');
}

function mayGovernIn({ subject }: Policy, namespace: NamespaceFacts['name'] | undefined): boolean {
  if (subject.kind !== 'pods' || subject.namespaces.kind !== 'named') return true;
  return namespace !== undefined && subject.namespaces.name === namespace;
}
