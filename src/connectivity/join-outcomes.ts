import { ALL_CONNECTIONS, NO_CONNECTIONS } from '../sets/connection-set.ts';
import { difference, equals, intersection, isEmpty, union } from '../sets/interval-set.ts';
import type { SideDecision, Verdict } from './decision.ts';

/** What one layer lets through and refuses, without its reasons. */
export type Outcome = Pick<SideDecision, 'mayAllow' | 'mayDeny'>;

/** What the layers asked so far say together. */
export interface Joined {
  readonly verdict: Verdict;
  /** Whether everything is refused, whatever further layers say. */
  readonly isRefused: boolean;
  /** With one more layer. Worked out once for each object `outcome`, which callers share between equal outcomes. */
  readonly and: (outcome: Outcome) => Joined;
}

/** Where no layer was asked yet: everything is allowed. Equal verdicts that come from here are one object. */
export function joinOutcomes(): Joined {
  const byMeaning = new Map<string, Joined>();
  const joined = (said: Outcome): Joined => {
    const meaning = `${said.mayAllow.join(',')} ${said.mayDeny.join(',')}`;
    const known = byMeaning.get(meaning) ?? newJoined(said, joined);
    byMeaning.set(meaning, known);
    return known;
  };
  return joined({ mayAllow: ALL_CONNECTIONS, mayDeny: NO_CONNECTIONS });
}

function newJoined(said: Outcome, joined: (said: Outcome) => Joined): Joined {
  const next = new Map<Outcome, Joined>();
  return {
    verdict: {
      allowed: difference(ALL_CONNECTIONS, said.mayDeny),
      denied: difference(ALL_CONNECTIONS, said.mayAllow),
      undecided: intersection(said.mayAllow, said.mayDeny),
    },
    isRefused: isEmpty(said.mayAllow) && equals(said.mayDeny, ALL_CONNECTIONS),
    and: (outcome) => {
      const known = next.get(outcome) ?? joined(both(said, outcome));
      next.set(outcome, known);
      return known;
    },
  };
}

/** Traffic flows only if every layer on both sides lets it; one refusal is enough. */
function both(a: Outcome, b: Outcome): Outcome {
  return { mayAllow: intersection(a.mayAllow, b.mayAllow), mayDeny: union(a.mayDeny, b.mayDeny) };
}
