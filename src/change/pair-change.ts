import type { Bounds } from '../exposure/bounds.ts';
import { type ConnectionSet, NO_CONNECTIONS } from '../sets/connection-set.ts';
import { difference, intersection, isEmpty, union } from '../sets/interval-set.ts';
import type { Trees } from './trees.ts';

/** What a change does to the traffic from one end to another. */
export interface PairChange {
  /** Surely allowed now, and surely not before. */
  readonly opened: ConnectionSet;
  /** Surely not allowed now, and surely allowed before. */
  readonly closed: ConnectionSet;
  /** All that may be opened, and all that may be closed, however the doubts turn out. */
  readonly mayOpen: ConnectionSet;
  readonly mayClose: ConnectionSet;
  /** Whether anything may have flowed before, and may flow now. */
  readonly flowed: boolean;
  readonly flows: boolean;
}

/** Where an end is not there, nothing flows. */
export const NOTHING_FLOWS: Bounds = { sure: NO_CONNECTIONS, may: NO_CONNECTIONS };

/** Whether nothing changes for sure. */
export function isUnchanged({ mayOpen, mayClose }: PairChange): boolean {
  return isEmpty(mayOpen) && isEmpty(mayClose);
}

/** Nothing that bears on a pair is other than before. */
export const NO_CHANGE: PairChange = {
  opened: NO_CONNECTIONS,
  closed: NO_CONNECTIONS,
  mayOpen: NO_CONNECTIONS,
  mayClose: NO_CONNECTIONS,
  flowed: false,
  flows: false,
};

/** The change of a pair of which something is other than before, so that what is not known may be, too. */
export function comparePair(before: Bounds, after: Bounds): PairChange {
  return {
    opened: difference(after.sure, before.may),
    closed: difference(before.sure, after.may),
    mayOpen: difference(after.may, before.sure),
    mayClose: difference(before.may, after.sure),
    flowed: !isEmpty(before.may),
    flows: !isEmpty(after.may),
  };
}

/**
 * The change of a pair of which the policies of one end alone may say something else, from what those said before and say
 * now. What they leave as it was is no change, however the doubts of the other end turn out.
 */
export function narrowTo(change: PairChange, before: Bounds, after: Bounds): PairChange {
  return {
    ...change,
    mayOpen: intersection(change.mayOpen, difference(after.may, before.sure)),
    mayClose: intersection(change.mayClose, difference(before.may, after.sure)),
  };
}

/** What may be opened or closed, and is neither for sure. */
export function unsureOf({ opened, closed, mayOpen, mayClose }: PairChange): ConnectionSet {
  return difference(union(mayOpen, mayClose), union(opened, closed));
}

/** Where something is not known, nothing is sure. */
export function asFarAsKnown(change: PairChange, { base, head }: Trees): PairChange {
  if (base.gap === undefined && head.gap === undefined) return change;
  return { ...change, opened: NO_CONNECTIONS, closed: NO_CONNECTIONS };
}

/** What happens to a connection as a whole; `unsure`: whether anything is opened or closed is not known. */
export type ChangeKind = 'opened' | 'changed' | 'unsure' | 'closed';

/** The kind of a change. */
export function kindOf({ opened, closed, flowed, flows }: PairChange): ChangeKind {
  if (isEmpty(opened) && isEmpty(closed)) return 'unsure';
  if (!flowed) return 'opened';
  return flows ? 'changed' : 'closed';
}
