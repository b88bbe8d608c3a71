import type { Doubt } from '../cluster/truth.ts';
import type { Verdict } from '../connectivity/decision.ts';
import type { TrafficBounds } from '../connectivity/traffic-on.ts';
import { ALL_CONNECTIONS, type ConnectionSet, NO_CONNECTIONS } from '../sets/connection-set.ts';
import { difference, intersection, isEmpty, isSubset } from '../sets/interval-set.ts';

/** What a claim demands of one pair. */
export interface Obligation {
  /** `refuse`: all of the traffic is denied, `admit`: all of it is allowed, `reach`: something is allowed. */
  readonly kind: 'refuse' | 'admit' | 'reach';
  /** Surely at least `min` and at most `max`; of `reach` everything. */
  readonly traffic: TrafficBounds;
  /** Which part of the sentence demands it, for messages. */
  readonly part: 'arrow' | 'nobody-else' | 'nothing-else' | 'no-other-port';
  /** Why the pair may not be meant at all. */
  readonly doubt?: Doubt;
}

/** How an obligation ends, with the traffic that shows it. */
export type Weight =
  | { readonly kind: 'holds' }
  | { readonly kind: 'fails'; readonly traffic: ConnectionSet }
  | { readonly kind: 'undecided'; readonly traffic: ConnectionSet; readonly doubt?: Doubt };

const weights = new WeakMap<Obligation, WeakMap<Verdict, Weight>>();

/** What `weighObligation` says, once for pairs that share both objects: many sources are refused in the same way. */
export function weighOnce(obligation: Obligation, verdict: Verdict): Weight {
  const byVerdict = weights.get(obligation) ?? new WeakMap<Verdict, Weight>();
  weights.set(obligation, byVerdict);
  const weight = byVerdict.get(verdict) ?? weighObligation(obligation, verdict);
  byVerdict.set(verdict, weight);
  return weight;
}

/** Weighs an obligation against the verdict on its pair. An obligation that may not apply can hold, but never fails. */
export function weighObligation(obligation: Obligation, verdict: Verdict): Weight {
  const weight = weighSurely(obligation, verdict);
  if (weight.kind === 'holds' || obligation.doubt === undefined) return weight;
  return { kind: 'undecided', traffic: weight.traffic, doubt: obligation.doubt };
}

function weighSurely({ kind, traffic, part }: Obligation, { allowed, denied, undecided }: Verdict): Weight {
  if (kind === 'reach') {
    if (!isEmpty(allowed)) return { kind: 'holds' };
    return isEmpty(undecided) ? { kind: 'fails', traffic: ALL_CONNECTIONS } : { kind: 'undecided', traffic: undecided };
  }
  const [wanted, unwanted] = kind === 'refuse' ? [denied, allowed] : [allowed, denied];
  const open = difference(traffic.max, wanted);
  if (isEmpty(open)) return { kind: 'holds' };
  const contradicted = intersection(traffic.min, unwanted);
  if (!isEmpty(contradicted)) return { kind: 'fails', traffic: contradicted };
  // A port whose number is not known is one of these, whichever it is.
  const isOnePort = part === 'arrow' || part === 'nobody-else';
  if (isOnePort && isSubset(traffic.max, unwanted)) return { kind: 'fails', traffic: traffic.max };
  const undecidedPart = intersection(open, undecided);
  // Where the verdict is clear for every connection, only the port's number is not known.
  if (isEmpty(undecidedPart))
    return { kind: 'undecided', traffic: open, ...(traffic.doubt && { doubt: traffic.doubt }) };
  return { kind: 'undecided', traffic: undecidedPart };
}

/** Everything but some traffic. */
export function everythingBut({ min, max, doubt }: TrafficBounds): TrafficBounds {
  return {
    min: difference(ALL_CONNECTIONS, max),
    max: difference(ALL_CONNECTIONS, min),
    ...(doubt && { doubt }),
  };
}

export const EVERYTHING: TrafficBounds = { min: ALL_CONNECTIONS, max: ALL_CONNECTIONS };
export const NOTHING: TrafficBounds = { min: NO_CONNECTIONS, max: NO_CONNECTIONS };
