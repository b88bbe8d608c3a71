import type { Policy } from '../cluster/cluster.ts';
import type { Endpoint } from '../cluster/endpoint.ts';
import { nameOf } from '../cluster/name-endpoint.ts';
import type { Direction } from '../resources/resources.ts';
import type { TreeName, Trees } from './trees.ts';

/** An end that is in one of the trees or in both, with its index among the endpoints of each. */
export interface KnownEnd {
  readonly id: string;
  /** As it is now, else as it was. */
  readonly endpoint: Endpoint;
  readonly in: Readonly<Partial<Record<TreeName, number>>>;
}

/** All ends of both trees: pods and nodes by name, then addresses from the lowest. */
export function matchEnds({ base, head }: Trees): readonly KnownEnd[] {
  const ends = new Map<string, KnownEnd>();
  for (const [tree, { cluster }] of [['base', base] as const, ['head', head] as const]) {
    for (const [index, endpoint] of cluster.endpoints.entries()) {
      const { id } = endpoint;
      ends.set(id, { id, endpoint, in: { ...ends.get(id)?.in, [tree]: index } });
    }
  }
  return [...ends.values()].sort(byPlace);
}

function byPlace({ endpoint: a }: KnownEnd, { endpoint: b }: KnownEnd): number {
  if (a.kind === 'addresses' && b.kind === 'addresses') return a.first < b.first ? -1 : 1;
  if (a.kind === 'addresses' || b.kind === 'addresses') return a.kind === 'addresses' ? 1 : -1;
  return a.id < b.id ? -1 : 1;
}

/** The same end as one that was not there before, so that all of its traffic is new. */
export function asNew({ id, endpoint, in: { head } }: KnownEnd): KnownEnd {
  return { id, endpoint, in: head === undefined ? {} : { head } };
}

/** The name of an end in sentences. */
export function nameOfEnd({ endpoint, in: indexes }: KnownEnd, trees: Trees): string {
  return nameOf(endpoint, trees[indexes.head === undefined ? 'base' : 'head'].cluster);
}

/** The policies of both trees that (may) govern an end and have a say in a direction. */
export function governingIn({ in: indexes }: KnownEnd, direction: Direction, trees: Trees): readonly Policy[] {
  return (['base', 'head'] as const).flatMap((tree) => {
    const index = indexes[tree];
    return index === undefined ? [] : trees[tree].engine.governing(index, direction);
  });
}
