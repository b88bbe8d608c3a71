import type { Cluster } from '../cluster/cluster.ts';
import type { Truth } from '../cluster/truth.ts';
import type { Finding } from '../findings/finding.ts';
import type { Service } from '../resources/resources.ts';
import { type IntervalSet, integers } from '../sets/interval-set.ts';
import type { SourceRef } from '../source/source-ref.ts';
import type { Suite } from './suite.ts';

/** An endpoint that a group (maybe) means. */
export interface Member {
  /** Yes, or why it is not known. */
  readonly truth: Truth;
  /** Whether it is meant as itself, not only through a Service. */
  readonly direct: boolean;
  /** Whether it is meant by an address: then its replicas are told apart. */
  readonly byAddress?: true;
  /** The Services through which it is meant. */
  readonly services: readonly Service[];
}

/** The members of a group by their index among the endpoints of the cluster, in that order. */
export type Members = ReadonlyMap<number, Member>;

const indexes = new WeakMap<Members, { readonly all: IntervalSet; readonly surely: IntervalSet }>();

/** The indexes of members, and of those that are surely meant. Worked out once, since many claims share a group. */
export function indexesOf(members: Members): { readonly all: IntervalSet; readonly surely: IntervalSet } {
  const known = indexes.get(members) ?? {
    all: integers(members.keys()),
    surely: integers([...members].flatMap(([index, { truth }]) => (truth === true ? [index] : []))),
  };
  indexes.set(members, known);
  return known;
}

/** What a group or term means, with everything that is wrong or worth knowing about it. */
export interface Resolution {
  readonly members: Members;
  /** Why it cannot be judged at all. */
  readonly problems: readonly Finding[];
  /** Names that match nothing: `allow-empty` accepts these. */
  readonly missing: readonly Finding[];
  /** What is judged, but perhaps not what was meant. */
  readonly warnings: readonly Finding[];
  readonly notes: readonly string[];
}

/** What terms are looked up in. */
export interface ResolveContext {
  readonly cluster: Cluster;
  readonly services: readonly Service[];
  readonly suite: Pick<Suite, 'define' | 'namespace'>;
  /** Whether the sentence refuses traffic, so that whoever may be meant counts as meant. */
  readonly refusing: boolean;
  /** The sentence that the terms stand in. */
  readonly origin: SourceRef;
}

/** Puts members that were found out of order into the order of the cluster. */
export function inOrder(members: Iterable<readonly [number, Member]>): Members {
  return new Map([...members].sort(([a], [b]) => a - b));
}

export const NOTHING: Resolution = { members: new Map(), problems: [], missing: [], warnings: [], notes: [] };
