import type { PodEndpoint } from '../cluster/endpoint.ts';
import { contentKey } from './content-key.ts';
import { labelKeysOf } from './label-keys.ts';
import type { KnownEnd } from './match-ends.ts';
import { isUnread } from './policy-keys.ts';
import { isSurelySame } from './same-content.ts';
import { policiesOf, type Tree, type TreeName, type Trees } from './trees.ts';

/** Texts that are equal where policies cannot tell an end of one tree from that of the other. */
export interface EndKeys {
  /** Undefined: the end is not in that tree. */
  readonly toEvaluated: (end: KnownEnd, tree: TreeName) => string | undefined;
  /** The same to policies that are not evaluated, which may ask for anything. */
  readonly toAny: (end: KnownEnd, tree: TreeName) => string | undefined;
  /** Whether both texts are surely equal in both trees, which costs less to know than the texts. */
  readonly areSurelySame: (end: KnownEnd) => boolean;
}

/** What policies may look at in the ends of both trees. */
export function endKeys(trees: Trees): EndKeys {
  const looked = labelKeysOf(trees);
  const unread = [trees.base, trees.head].map(textOfUnread).join('\n');
  const ofPod = (
    { in: indexes }: KnownEnd,
    tree: TreeName,
    keyOf: (pod: PodEndpoint, tree: Tree) => string,
  ): string | undefined => {
    const endpoint = trees[tree].cluster.endpoints[indexes[tree] ?? -1];
    return endpoint?.kind === 'pod' ? keyOf(endpoint, trees[tree]) : endpoint && contentKey(endpoint);
  };
  return {
    toEvaluated: (end, tree) => ofPod(end, tree, (pod, own) => podKey(pod, (key) => looked.has(key), own)),
    toAny: (end, tree) => ofPod(end, tree, (pod, own) => wholeKey(pod, (key) => unread.includes(key), own)),
    areSurelySame: ({ in: { base, head } }) =>
      base !== undefined &&
      head !== undefined &&
      areSurelySame(trees, { base, head }, (key) => looked.has(key) || unread.includes(key)),
  };
}

function areSurelySame(
  { base, head }: Trees,
  indexes: Readonly<Record<TreeName, number>>,
  isLookedAt: (key: string) => boolean,
): boolean {
  const [was, is] = [base.cluster.endpoints[indexes.base], head.cluster.endpoints[indexes.head]];
  if (was?.kind !== 'pod' || is?.kind !== 'pod') return isSurelySame(was, is);
  const annotationsOf = ({ origin }: PodEndpoint, tree: Tree): string => (origin ? tree.meshAnnotationsOf(origin) : '');
  // What is known at run time alone may depend on all that the document says.
  const isWritten = ![...is.runtimeLabelKeys].some(isLookedAt);
  return isWritten && isSurelySame(was, is) && annotationsOf(was, base) === annotationsOf(is, head);
}

function textOfUnread(tree: Tree): string {
  const unread = policiesOf(tree).filter(isUnread);
  return unread.map(({ origin }) => tree.contentOf(origin)).join('\n');
}

function podKey(pod: PodEndpoint, isLookedAt: (key: string) => boolean, tree: Tree): string {
  const { id, namespace, labels, namedPorts, hostNetwork, addresses, single } = pod;
  return contentKey([
    id,
    namespace,
    [...labels].filter(([key]) => isLookedAt(key)).sort(([a], [b]) => (a < b ? -1 : 1)),
    atRunTime(pod, isLookedAt, tree),
    namedPorts,
    hostNetwork,
    addresses,
    single,
  ]);
}

/** All that a policy of any dialect may ask for: identities are made of service accounts, and enforced by sidecars. */
function wholeKey(pod: PodEndpoint, isNamed: (key: string) => boolean, tree: Tree): string {
  const { labels, serviceAccount, workloadKind, declaredPorts, origin } = pod;
  const annotations = origin === undefined ? '' : tree.meshAnnotationsOf(origin);
  return contentKey([labels, serviceAccount, workloadKind, declaredPorts, annotations, atRunTime(pod, isNamed, tree)]);
}

function atRunTime(
  { runtimeLabelKeys, origin }: PodEndpoint,
  isLookedAt: (key: string) => boolean,
  { contentOf }: Tree,
): readonly string[] {
  const keys = [...runtimeLabelKeys].filter(isLookedAt).sort();
  // A hash of the template is another as soon as anything in the template is.
  return keys.length > 0 && origin !== undefined ? [...keys, contentOf(origin)] : keys;
}
