import type { Cause } from './cause.ts';
import type { ChangeKind, PairChange } from './pair-change.ts';

/** What a change does to the traffic from one end to another. */
export interface ConnectionChange {
  readonly kind: ChangeKind;
  readonly from: string;
  readonly to: string;
  /** The ends as sentences name them. */
  readonly named: { readonly from: string; readonly to: string };
  /** What ends that could be created are like, in words, by their id. */
  readonly inWords?: Readonly<Record<string, string>>;
  /** Ends that are in one of the trees only. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly door?: string;
  readonly change: PairChange;
  /** Whether an end is an address of the internet. */
  readonly internet: boolean;
  readonly causes: readonly Cause[];
}
