import { type ComparedTrees, compareTrees } from '../change/compare-trees.ts';
import type { Gap, Tree } from '../change/trees.ts';
import { buildCluster } from '../cluster/build-cluster.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { createEngine } from '../connectivity/create-engine.ts';
import type { Exposure } from '../exposure/expose.ts';
import type { Finding } from '../findings/finding.ts';
import { fieldOf } from '../resources/manifest-object.ts';
import type { AddressSet } from '../sets/address-set.ts';
import type { SourceRef } from '../source/source-ref.ts';
import { exposeWorld } from './expose-world.ts';
import { unreadIn, uprooted } from './gaps-of-change.ts';
import type { Files } from './open-files.ts';
import type { World, WorldRequest } from './read-world.ts';
import { meshAnnotations, plainText, surroundingsOf } from './surroundings.ts';

/** A world of one tree, with what it was read from. */
export interface ReadWorld {
  readonly world: World;
  readonly request: WorldRequest;
  readonly files: Files;
  /** What is wrong with the files that were picked, e.g. one that is too large. */
  readonly selected: readonly Finding[];
  /** What fronts routes, as a suite states. */
  readonly front?: readonly number[];
}

/** Compares a world with what it was; both are cut anew, at the addresses that either tells apart. */
export function compareWorlds(base: ReadWorld, head: ReadWorld): ComparedTrees {
  const [wasUnread] = unreadIn(base);
  const isUnread = unreadIn(head).length > 0;
  const gap = isUnread ? UNREAD_NOW : uprooted(base.world, head.world);
  return compareTrees({
    base: { ...cutAlike(base, rangesOf(head)), ...(wasUnread && { gap: unreadBefore(wasUnread) }) },
    head: { ...cutAlike(head, rangesOf(base)), ...(gap && { gap }) },
  });
}

function unreadBefore({ message, help }: Finding): Gap {
  const settle = help === undefined ? 'mend the manifests of the base first' : `${message}; ${help}`;
  return {
    why: 'not everything could be read in the base',
    help: `${settle}, or judge this change without such a claim`,
  };
}

const UNREAD_NOW = {
  why: 'not everything could be read now',
  help: 'mend what cannot be read: the findings say where',
};

/** The same world with nodes, which doors and reviewers ask about, and cut at further addresses. */
function cutAlike({ world, request, files, front }: ReadWorld, cuts: readonly AddressSet[]): Tree {
  const { resources } = world;
  const { layers, profile } = world.cluster;
  const cluster = buildCluster({
    resources,
    assumptions: request.assumptions,
    layers,
    profile,
    addressCuts: [...cuts, ...rangesOf({ world })],
    wants: { ...request.wants, nodes: true },
  });
  const engine = createEngine(cluster);
  const exposure = exposeWorld({ ...world, cluster, engine }, front);
  const { namespace } = request;
  return {
    cluster,
    engine,
    exposure,
    namespaceOrigins: new Map(resources.namespaces.map(({ name, origin }) => [name, origin])),
    around: surroundingsOf(files.manifests(request.files), { namespace, fronts: frontsOf(exposure, cluster) }),
    contentOf: (ref) => plainText(documentAt(ref, files)),
    meshAnnotationsOf: (ref) => meshAnnotations(objectAt(ref, files)),
  };
}

/** The workloads that front doors, as `namespace/name`. */
function frontsOf(exposure: Exposure, { endpoints }: Cluster): ReadonlySet<string> {
  const fronts = exposure.doors().flatMap(({ front }) => (front.kind === 'controller' ? front.pods : []));
  return new Set(
    fronts.flatMap((index) => {
      const pod = endpoints[index];
      return pod?.kind === 'pod' ? [`${pod.namespace.name}/${pod.name}`] : [];
    }),
  );
}

function rangesOf({ world }: Pick<ReadWorld, 'world'>): readonly AddressSet[] {
  return world.cluster.endpoints.flatMap((endpoint) =>
    endpoint.kind === 'addresses' ? [[endpoint.first, endpoint.last + 1n]] : [],
  );
}

function documentAt(ref: SourceRef, files: Files): unknown {
  if (ref.kind !== 'path') return undefined;
  const documents = files.manifests([ref.file]).flatMap((file) => file.documents);
  return documents.find(({ document }) => document === ref.document)?.value;
}

/** What a reference points to: an object may be an item of a list. */
function objectAt(ref: SourceRef, files: Files): unknown {
  const keys = ref.kind === 'path' ? ref.path : [];
  return keys.reduce<unknown>(
    (value, key) => (Array.isArray(value) ? value[Number(key)] : fieldOf(value, String(key))),
    documentAt(ref, files),
  );
}
