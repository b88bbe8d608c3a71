import type { Doubt } from '../cluster/truth.ts';
import type { Decision } from '../connectivity/decision.ts';
import type { Finding } from '../findings/finding.ts';
import type { ClaimStatus } from '../findings/report.ts';
import type { Direction } from '../resources/resources.ts';
import type { ConnectionSet } from '../sets/connection-set.ts';
import type { SourceRef } from '../source/source-ref.ts';
import type { ClaimEntry } from './suite.ts';

/** The words for one side of a decision, with the place that decides. */
export interface SideReason {
  readonly direction: Direction;
  readonly outcome: 'allowed' | 'denied' | 'undecided';
  readonly traffic: ConnectionSet;
  readonly reason: string;
  readonly at?: SourceRef;
}

/** The pair that shows why a claim ends as it does. */
export interface JudgedWitness {
  /** Endpoint ids. */
  readonly from: string;
  readonly to: string;
  /** The smallest traffic that shows it. */
  readonly traffic: ConnectionSet;
  readonly reasons: readonly SideReason[];
  readonly nearestMiss?: { readonly reason: string; readonly at?: SourceRef };
  /** Absent for isolation claims. */
  readonly decision?: Decision;
  readonly doubt?: Doubt;
  /** The door that traffic from outside takes, or should take. */
  readonly door?: { readonly title: string; readonly at: SourceRef };
}

/** A claim's verdict in one world; places are still references. */
export interface Judgement {
  readonly entry: ClaimEntry;
  readonly status: ClaimStatus;
  readonly message: string;
  readonly help?: string;
  readonly guilty: SourceRef;
  readonly related: readonly { readonly at: SourceRef; readonly message: string }[];
  readonly pairs: { readonly judged: number; readonly holding: number };
  readonly witness?: JudgedWitness;
  readonly groups: readonly { readonly text: string; readonly members: readonly string[] }[];
  readonly notes: readonly string[];
  /** Why it is invalid, and what else is to be said (an expired waiver …). */
  readonly findings: readonly Finding[];
  readonly waiverExpired: boolean;
  /** Indexes of pairs that were judged, those that contradict the claim first and at most 100 of each; for `explain`. */
  readonly judgedPairs: () => readonly (readonly [from: number, to: number])[];
}

/** A verdict before its waiver is looked at. */
export type Verdict = Omit<Judgement, 'waiverExpired'>;
