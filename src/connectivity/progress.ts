import { certain, possible, type Truth } from '../cluster/truth.ts';
import { type ConnectionSet, NO_CONNECTIONS } from '../sets/connection-set.ts';
import { difference, intersection, isEmpty, union } from '../sets/interval-set.ts';
import type { TrafficBounds } from './traffic-on.ts';

/**
 * How far a walk through the tiers has come. Traffic stays undecided until something surely takes it.
 * INVARIANT: mayAllow ∪ mayDeny ∪ passed ∪ undecided is all that the walk began with.
 */
export interface Progress {
  readonly undecided: ConnectionSet;
  readonly mayAllow: ConnectionSet;
  readonly mayDeny: ConnectionSet;
  /** What is left to the next tier. */
  readonly passed: ConnectionSet;
}

/** The start of a walk: nothing of this traffic is decided. */
export function undecidedYet(undecided: ConnectionSet): Progress {
  return { undecided, mayAllow: NO_CONNECTIONS, mayDeny: NO_CONNECTIONS, passed: NO_CONNECTIONS };
}

/** Lets something that (maybe) applies take its part of the undecided traffic. */
export function take(
  progress: Progress,
  action: 'allow' | 'deny' | 'pass',
  applies: Truth,
  { min, max }: Pick<TrafficBounds, 'min' | 'max'>,
): Progress {
  const may = intersection(progress.undecided, max);
  if (!possible(applies) || isEmpty(may)) return progress;
  const taken = action === 'allow' ? 'mayAllow' : action === 'deny' ? 'mayDeny' : 'passed';
  return {
    ...progress,
    [taken]: union(progress[taken], may),
    undecided: certain(applies) ? difference(progress.undecided, min) : progress.undecided,
  };
}

/**
 * What becomes of a walk where several are asked of whom nobody knows the order, from what each does alone. Whoever comes
 * first takes what it matches, so that each is asked about all of the undecided traffic; what one of them surely takes is
 * no longer undecided. Where they differ, both may be.
 */
export function joinBranches(before: Progress, branches: readonly Progress[]): Progress {
  return branches.reduce(
    (joined, branch) => ({
      undecided: intersection(joined.undecided, branch.undecided),
      mayAllow: union(joined.mayAllow, branch.mayAllow),
      mayDeny: union(joined.mayDeny, branch.mayDeny),
      passed: union(joined.passed, branch.passed),
    }),
    before,
  );
}

/** What was passed, and what nothing took, goes on to the next tier. */
export function toNextTier(progress: Progress): Progress {
  return { ...progress, undecided: union(progress.passed, progress.undecided), passed: NO_CONNECTIONS };
}
