import type { Verdict } from '../connectivity/decision.ts';
import { ALL_CONNECTIONS, type ConnectionSet, NO_CONNECTIONS } from '../sets/connection-set.ts';
import { difference, intersection, union } from '../sets/interval-set.ts';

/** Traffic that surely gets through, and traffic that may. */
export interface Bounds {
  readonly sure: ConnectionSet;
  readonly may: ConnectionSet;
}

const boundsByVerdict = new WeakMap<Verdict, Bounds>();

/** The bounds of one verdict; worked out once for each, because most pairs share theirs with others. */
export function boundsOf(verdict: Verdict): Bounds {
  const { allowed, denied } = verdict;
  const bounds = boundsByVerdict.get(verdict) ?? { sure: allowed, may: difference(ALL_CONNECTIONS, denied) };
  boundsByVerdict.set(verdict, bounds);
  return bounds;
}

/** Of several, one of whom it is: sure is what all get through, and any of them may be the one. */
export function joinBounds(all: readonly Bounds[]): Bounds {
  return {
    sure: all.map(({ sure }) => sure).reduce(intersection, ALL_CONNECTIONS),
    may: all.map(({ may }) => may).reduce(union, NO_CONNECTIONS),
  };
}
