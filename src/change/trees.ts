import type { Cluster, Policy } from '../cluster/cluster.ts';
import type { NamespaceFacts } from '../cluster/endpoint.ts';
import type { Engine } from '../connectivity/decision.ts';
import type { Exposure } from '../exposure/expose.ts';
import { everyPossiblePod, type PodBox } from '../possible/pod-box.ts';
import type { SourceRef } from '../source/source-ref.ts';

/** One of the two worlds that are compared. */
export interface Tree {
  readonly cluster: Cluster;
  readonly engine: Engine;
  readonly exposure: Exposure;
  /** Where namespaces are written, by name. */
  readonly namespaceOrigins: ReadonlyMap<string, SourceRef>;
  /** What is there besides, and is not evaluated. */
  readonly around: Surroundings;
  /** Why not all is known that may bear on traffic; absent: it is. */
  readonly gap?: Gap;
  /** All that the document says in which something is written, so that what changed is told from what did not. */
  readonly contentOf: (ref: SourceRef) => string;
  /** What is written in annotations of a workload for whatever enforces policies. */
  readonly meshAnnotationsOf: (ref: SourceRef) => string;
}

/** `why` completes "because …", and `help` says what settles it. */
export interface Gap {
  readonly why: string;
  readonly help: string;
}

/**
 * All that is written of objects which are not evaluated, by what may depend on them: texts by titles, which are equal
 * where nothing changed.
 */
export interface Surroundings {
  /** What policies of other dialects may look at: sets of addresses, service accounts, Services … */
  readonly policies: ReadonlyMap<string, string>;
  /** What says who fronts doors and whom that lets in: classes, their parameters, filters … */
  readonly fronts: ReadonlyMap<string, string>;
  /** The same, and whatever says where a door leads that is not followed. */
  readonly doors: ReadonlyMap<string, string>;
}

export type TreeName = 'base' | 'head';

/** The same world before and after a change. INVARIANT: both are cut at the same addresses. */
export type Trees = Readonly<Record<TreeName, Tree>>;

/**
 * A namespace as a tree knows it, else as the other does: in a tree that does not know it, it could be created, and with
 * the same labels (docs/decisions/0037).
 */
export function namespaceIn(trees: Trees, tree: TreeName, name: string): NamespaceFacts | undefined {
  const other = tree === 'base' ? 'head' : 'base';
  return trees[tree].cluster.namespaces.get(name) ?? trees[other].cluster.namespaces.get(name);
}

/** Every pod that could be created before and after, in boxes; each namespace of either tree has its own. */
export function everyPossiblePodOf({ base, head }: Trees): readonly PodBox[] {
  return everyPossiblePod({ namespaces: new Map([...base.cluster.namespaces, ...head.cluster.namespaces]) });
}

/** The same pods as another tree sees them: with the labels that their namespace has there. */
export function boxIn(trees: Trees, tree: TreeName, box: PodBox): PodBox {
  if (box.namespace.kind !== 'known') return box;
  const facts = namespaceIn(trees, tree, box.namespace.facts.name);
  return facts === undefined || facts === box.namespace.facts ? box : movedTo(box, facts);
}

const boxesByNamespace = new WeakMap<PodBox, Map<NamespaceFacts, PodBox>>();

/** The same object each time, so that what is known of its parts is not worked out again. */
function movedTo(box: PodBox, facts: NamespaceFacts): PodBox {
  const moved = boxesByNamespace.get(box) ?? new Map<NamespaceFacts, PodBox>();
  boxesByNamespace.set(box, moved);
  const known = moved.get(facts) ?? { ...box, namespace: { kind: 'known', facts } };
  moved.set(facts, known);
  return known;
}

/** Every policy of a tree, of whichever tier. */
export function policiesOf({ cluster }: Tree): readonly Policy[] {
  return cluster.layers.flatMap(({ tiers }) => tiers).flatMap(({ policies }) => policies);
}

/** In which tier of which layer each policy of a tree stands; equal texts are the same place in both trees. */
export function tiersOf({ cluster }: Tree): ReadonlyMap<Policy, string> {
  const places = cluster.layers.flatMap((layer) =>
    layer.tiers.flatMap(({ name, onNoMatch, policies }) =>
      policies.map((policy) => [policy, `${layer.name}/${name}/${onNoMatch}`] as const),
    ),
  );
  return new Map(places);
}
