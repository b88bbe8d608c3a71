import type { Endpoint } from '../cluster/endpoint.ts';
import type { Bounds } from '../exposure/bounds.ts';
import type { Door, Passage } from '../exposure/door.ts';
import { once } from '../exposure/once.ts';
import { ALL_CONNECTIONS, NO_CONNECTIONS } from '../sets/connection-set.ts';
import { equals, isEmpty, union } from '../sets/interval-set.ts';
import type { ChangeEnd } from './change-end.ts';
import type { CompareKnown } from './compare-known.ts';
import type { ComparePossible } from './compare-possible.ts';
import { contentKey } from './content-key.ts';
import type { KnownEnd } from './match-ends.ts';
import { othersAround } from './others-around.ts';
import { comparePair, type PairChange } from './pair-change.ts';
import type { Sameness } from './sameness.ts';
import { everyPossiblePodOf, type TreeName, type Trees } from './trees.ts';

/** What a change does to what comes through doors of one name to a pod. */
export interface DoorChange {
  /** ``Ingress `shop/web` ``. */
  readonly title: string;
  /** Those of the name that lead to the pod now, and those that did, whatever policies refuse on the way. */
  readonly doors: Readonly<Record<TreeName, readonly Door[]>>;
  readonly change: PairChange;
}

/** Compares what comes through doors. */
export interface CompareDoors {
  /** Door by door, from an address outside. */
  readonly each: (from: KnownEnd, to: KnownEnd) => readonly DoorChange[];
  /** Through all doors together; undefined: there is none. */
  readonly together: (from: KnownEnd, to: KnownEnd) => PairChange | undefined;
  /** Whether the doors to a pod are the same, and so is whatever bears on any leg of any way. */
  readonly isUntouched: (to: KnownEnd) => boolean;
}

interface Parts {
  readonly trees: Trees;
  readonly ends: readonly KnownEnd[];
  readonly sameness: Sameness;
  readonly known: CompareKnown;
  readonly possible: ComparePossible;
}

/** Compares the doors of both trees. */
export function compareDoors(parts: Parts): CompareDoors {
  const { trees } = parts;
  const passages = (from: KnownEnd, to: KnownEnd, tree: TreeName): readonly Passage[] => {
    const [source, target] = [from.in[tree], to.in[tree]];
    return source === undefined || target === undefined ? [] : trees[tree].exposure.passages(source, target);
  };
  const doorsTo = (to: KnownEnd, tree: TreeName, title: string): readonly Door[] => {
    const target = to.in[tree];
    const doors = target === undefined ? [] : trees[tree].exposure.doorsTo(target);
    return doors.filter((door) => door.title === title && door.shut === undefined);
  };
  const { isSettled, areSame } = settledBy(parts);
  const isAllElseSame = once(() => areEndsAndPoliciesSame(parts));
  const compare = (before: readonly Passage[], after: readonly Passage[], to: KnownEnd): PairChange => {
    const [was, is] = [boundsOf(before), boundsOf(after)];
    const open = comparePair(was, is);
    return {
      ...open,
      mayOpen: !isEmpty(open.mayOpen) && isSettled('mayOpen', to) ? open.opened : open.mayOpen,
      mayClose: !isEmpty(open.mayClose) && isSettled('mayClose', to) ? open.closed : open.mayClose,
    };
  };
  return {
    each: (from, to) => {
      const all = { base: passages(from, to, 'base'), head: passages(from, to, 'head') };
      if (all.base.length + all.head.length === 0) return [];
      const titles = new Set([...all.head, ...all.base].map(({ door }) => door.title));
      return [...titles].sort().map((title) => {
        const of = (tree: TreeName): readonly Passage[] => all[tree].filter(({ door }) => door.title === title);
        const doors = { base: doorsTo(to, 'base', title), head: doorsTo(to, 'head', title) };
        return { title, doors, change: compare(of('base'), of('head'), to) };
      });
    },
    together: (from, to) => {
      const [before, after] = [passages(from, to, 'base'), passages(from, to, 'head')];
      return before.length + after.length === 0 ? undefined : compare(before, after, to);
    },
    isUntouched: (to) => isAllElseSame() && areSame(to.id),
  };
}

function boundsOf(passages: readonly Passage[]): Bounds {
  return {
    sure: passages.map(({ sure }) => sure).reduce(union, NO_CONNECTIONS),
    may: passages.map(({ may }) => may).reduce(union, NO_CONNECTIONS),
  };
}

function areEndsAndPoliciesSame({ trees, ends, sameness }: Parts): boolean {
  const { differences, isWhollySame, ofBox } = sameness;
  return (
    (['egress', 'ingress'] as const).every((direction) => differences.in(direction).length === 0) &&
    everyPossiblePodOf(trees).every((box) => ofBox(box).isWhollySame) &&
    ends.every(isWhollySame)
  );
}

interface Settled {
  /** Whether the doors to a pod, named by its id, are those of before. */
  readonly areSame: (id: string) => boolean;
  readonly isSettled: (what: 'mayOpen' | 'mayClose', to: KnownEnd) => boolean;
}

/**
 * Whether what is not known of doors surely brings nothing new (or ends nothing): the doors are the same, and on no leg
 * that leads through them is there more (or less) allowed than before, whoever the fronts are that manifests do not show.
 */
function settledBy(parts: Parts): Settled {
  const { trees, ends } = parts;
  const doorsOf = { base: keysByPod(trees, 'base'), head: keysByPod(trees, 'head') };
  const legs = legsOf(trees, ends);
  const areSameAt = remember((id: string) => doorsOf.base.get(id)?.join('\n') === doorsOf.head.get(id)?.join('\n'));
  const areAllSame = once(() => [...doorsOf.base.keys(), ...doorsOf.head.keys()].every(areSameAt));
  // A proxy is itself reached through doors, and those may be any.
  const areSame = legs.hasProxy ? areAllSame : areSameAt;
  const isQuiet = remember((what: 'mayOpen' | 'mayClose') =>
    legs.middle.every(({ from, to }) => from.every((source) => isEmpty(mostOf(source, to, what, parts)))),
  );
  const quietAt = { mayOpen: new WeakMap<KnownEnd, boolean>(), mayClose: new WeakMap<KnownEnd, boolean>() };
  const isQuietAt = (what: 'mayOpen' | 'mayClose', to: KnownEnd): boolean => {
    const known = quietAt[what].get(to) ?? legs.sources.every((source) => isEmpty(mostOf(source, to, what, parts)));
    quietAt[what].set(to, known);
    return known;
  };
  return { areSame, isSettled: (what, to) => areSame(to.id) && isQuietAt(what, to) && isQuiet(what) };
}

interface LegEnds {
  /** Whoever traffic through doors may come from on its last leg. */
  readonly sources: readonly ChangeEnd[];
  /** Whoever it may come by, and from whom. */
  readonly middle: readonly { readonly from: readonly ChangeEnd[]; readonly to: ChangeEnd }[];
  /** Whether it comes by a pod that is known. */
  readonly hasProxy: boolean;
}

function legsOf(trees: Trees, ends: readonly KnownEnd[]): LegEnds {
  const doors = [...trees.base.exposure.doors(), ...trees.head.exposure.doors()];
  const behind = new Set<string>();
  for (const tree of ['base', 'head'] as const) {
    const { cluster, exposure } = trees[tree];
    for (const { to, front } of exposure.doors()) {
      const pods = front.kind === 'controller' ? [to, ...front.pods] : [to];
      for (const index of pods) behind.add(cluster.endpoints[index]?.id ?? '');
    }
  }
  const hasProxy = doors.some(({ front }) => front.kind === 'controller' && front.pods.length > 0);
  const hasUnknown = doors.some(({ front }) => front.kind === 'controller' && front.orUnknown);
  const outside = ends.filter(({ endpoint }) => endpoint.kind !== 'pod');
  const pods = ends.filter(({ id }) => behind.has(id));
  const anybody = hasUnknown ? [everyPossiblePodOf(trees)] : [];
  const sources = [...outside, ...pods, ...anybody];
  return {
    sources,
    middle: [
      ...(hasProxy ? pods : []).map((to) => ({ from: sources, to })),
      // Fronts that nobody shows take what comes from outside; no pod behind a door hands anything on to them.
      ...anybody.map((to) => ({ from: outside, to })),
    ],
    hasProxy,
  };
}

/** What may be opened (or closed) on one leg. */
function mostOf(
  from: ChangeEnd,
  to: ChangeEnd,
  what: 'mayOpen' | 'mayClose',
  { known, possible }: Parts,
): PairChange['mayOpen'] {
  if ('in' in from && 'in' in to)
    return from.id === to.id ? NO_CONNECTIONS : (known(from, to)?.[what] ?? NO_CONNECTIONS);
  const { changes, isWhole } = possible(from, to);
  if (!isWhole) return ALL_CONNECTIONS;
  return changes.map(({ change }) => change[what]).reduce(union, NO_CONNECTIONS);
}

/** All that doors to each pod depend on, with names for indexes; what is not known is other where things around it are. */
function keysByPod(trees: Trees, tree: TreeName): ReadonlyMap<string, readonly string[]> {
  const { cluster, exposure, contentOf } = trees[tree];
  const idOf = (index: number): string => cluster.endpoints[index]?.id ?? '';
  const isOther = {
    fronts: othersAround(trees, 'fronts').length > 0,
    doors: othersAround(trees, 'doors').length > 0,
  };
  const keys = new Map<string, string[]>();
  for (const { title, to, traffic, front, sources, shut, origin } of exposure.doors()) {
    const fronts = front.kind === 'controller' ? { ...front, pods: front.pods.map(idOf).sort() } : front;
    const isFollowed = equals(traffic.min, traffic.max);
    // Who comes to a front, and whom it lets through, may depend on any line: an internal class that becomes a public one.
    const isFronted = front.kind === 'controller' && front.isStated !== true;
    const written = isFronted || !isFollowed ? contentOf(origin) : '';
    const isOtherAround = (isFronted && isOther.fronts) || (!isFollowed && isOther.doors);
    const around = isOtherAround ? tree : '';
    // Services tell pods by any label.
    const target = isFollowed ? '' : labelsOf(cluster.endpoints[to]);
    const key = contentKey([title, traffic, fronts, sources, shut, written, around, target]);
    keys.set(idOf(to), [...(keys.get(idOf(to)) ?? []), key].sort());
  }
  return keys;
}

function labelsOf(endpoint: Endpoint | undefined): unknown {
  return endpoint?.kind === 'pod' ? endpoint.labels : '';
}

function remember<K>(ask: (key: K) => boolean): (key: K) => boolean {
  const known = new Map<K, boolean>();
  return (key) => {
    const found = known.get(key) ?? ask(key);
    known.set(key, found);
    return found;
  };
}
