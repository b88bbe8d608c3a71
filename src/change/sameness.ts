import type { Policy } from '../cluster/cluster.ts';
import type { NamespaceFacts, PodEndpoint } from '../cluster/endpoint.ts';
import type { PodBox } from '../possible/pod-box.ts';
import type { Direction } from '../resources/resources.ts';
import { contentKey } from './content-key.ts';
import { labelKeysOf } from './label-keys.ts';
import type { KnownEnd } from './match-ends.ts';
import { namespaceIn, policiesOf, type Tree, type TreeName, type Trees } from './trees.ts';

/**
 * What is evidently the same in both trees. Where all that bears on a pair is the same, so is the answer, even one that
 * nobody can know from manifests.
 */
export interface Sameness {
  /** Whether the traffic between two known ends is the same whatever the doubts. */
  readonly ofPair: (from: KnownEnd, to: KnownEnd) => boolean;
  /** Whether an end is the same to policies, and governed by the same ones in this direction. */
  readonly ofEnd: (end: KnownEnd, direction: Direction) => boolean;
  /** The same of pods that could be created. */
  readonly ofBox: (box: PodBox, direction: Direction) => boolean;
}

/** Finds out what is the same; what it works out is kept. */
export function findSameness(trees: Trees): Sameness {
  const looked = labelKeysOf(trees);
  const keyOf = { base: policyKeys(trees.base), head: policyKeys(trees.head) };
  const both = (key: (tree: TreeName) => string | undefined): boolean => {
    const [base, head] = [key('base'), key('head')];
    return base !== undefined && base === head;
  };
  const factsOf = (end: KnownEnd, tree: TreeName): string | undefined => {
    const endpoint = trees[tree].cluster.endpoints[end.in[tree] ?? -1];
    return endpoint?.kind === 'pod' ? podKey(endpoint, looked, trees[tree]) : endpoint && contentKey(endpoint);
  };
  const governingOf = (end: KnownEnd, direction: Direction, tree: TreeName): string | undefined => {
    const index = end.in[tree];
    if (index === undefined) return undefined;
    return joined(trees[tree].engine.governing(index, direction).map((policy) => keyOf[tree](policy, direction)));
  };
  const boxKey = (box: PodBox, direction: Direction, tree: TreeName): string => {
    const name = box.namespace.kind === 'known' ? box.namespace.facts.name : undefined;
    const facts = name === undefined ? undefined : namespaceIn(trees, tree, name);
    const policies = policiesOf(trees[tree]).filter((policy) => mayGovernIn(policy, name));
    return contentKey([facts ?? '', joined(policies.map((policy) => keyOf[tree](policy, direction)))]);
  };
  const facts = remember((end: KnownEnd) => both((tree) => factsOf(end, tree)));
  const governed = {
    ingress: remember((end: KnownEnd) => both((tree) => governingOf(end, 'ingress', tree))),
    egress: remember((end: KnownEnd) => both((tree) => governingOf(end, 'egress', tree))),
  };
  const inNamespace = new Map<string, boolean>();
  return {
    ofPair: (from, to) => facts(from) && facts(to) && governed.egress(from) && governed.ingress(to),
    ofEnd: (end, direction) => facts(end) && governed[direction](end),
    ofBox: (box, direction) => {
      const name = box.namespace.kind === 'known' ? box.namespace.facts.name : '';
      const key = `${direction} ${name}`;
      const known = inNamespace.get(key) ?? both((tree) => boxKey(box, direction, tree));
      inNamespace.set(key, known);
      return known;
    },
  };
}

function remember<K extends object>(ask: (key: K) => boolean): (key: K) => boolean {
  const known = new WeakMap<K, boolean>();
  return (key) => {
    const found = known.get(key) ?? ask(key);
    known.set(key, found);
    return found;
  };
}

/** Policies add up, and where their order matters their precedence is part of what they say. */
function joined(keys: readonly string[]): string {
  return [...keys].sort().join('\n');
}

/** All that a policy says about one direction; of one whose effect is not known, all that stands in its document. */
function policyKeys({ contentOf }: Tree): (policy: Policy, direction: Direction) => string {
  const known = { ingress: new WeakMap<Policy, string>(), egress: new WeakMap<Policy, string>() };
  return (policy, direction) => {
    const found = known[direction].get(policy) ?? newKey(policy, direction, contentOf);
    known[direction].set(policy, found);
    return found;
  };
}

function newKey(policy: Policy, direction: Direction, contentOf: Tree['contentOf']): string {
  const { kind, name, subject, doubt, isolates, precedence, rules } = policy;
  const isOpaque = doubt !== undefined || rules[direction].some((rule) => rule.doubt !== undefined);
  return contentKey([
    kind,
    name,
    subject,
    doubt,
    // NetworkPolicy may have the last word for both directions by governing one.
    isolates,
    precedence && [precedence.chain, precedence.priority],
    rules[direction],
    isOpaque ? contentOf(policy.origin) : '',
  ]);
}

function podKey(pod: PodEndpoint, looked: ReadonlySet<string>, { contentOf }: Tree): string {
  const { id, namespace, labels, runtimeLabelKeys, namedPorts, hostNetwork, addresses, single, origin } = pod;
  const atRunTime = [...runtimeLabelKeys].filter((key) => looked.has(key)).sort();
  return contentKey([
    id,
    namespace,
    [...labels].filter(([key]) => looked.has(key)).sort(([a], [b]) => (a < b ? -1 : 1)),
    atRunTime,
    namedPorts,
    hostNetwork,
    addresses,
    single,
    // A hash of the template is another as soon as anything in the template is.
    atRunTime.length > 0 && origin !== undefined ? contentOf(origin) : '',
  ]);
}

function mayGovernIn({ subject }: Policy, namespace: NamespaceFacts['name'] | undefined): boolean {
  if (subject.kind !== 'pods' || subject.namespaces.kind !== 'named') return true;
  return namespace !== undefined && subject.namespaces.name === namespace;
}
