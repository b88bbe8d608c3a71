import type { PodEndpoint } from '../cluster/endpoint.ts';
import type { PodBox } from '../possible/pod-box.ts';
import type { Direction } from '../resources/resources.ts';
import type { ConnectionSet } from '../sets/connection-set.ts';
import type { Work } from './work.ts';

/** Pods that could be created at one end or both; an end that is known is not in it. */
export interface PossibleEnds {
  readonly from?: PodBox;
  readonly to?: PodBox;
}

/**
 * Which pods that could be created count as known ones: those in the namespace of a known pod that agree with it on
 * every label which the admitting rule tests, if it tests one; for the traffic that is given.
 */
export interface Likeness {
  /** The end at which they are. */
  readonly end: keyof PossibleEnds;
  readonly pods: readonly { readonly pod: PodEndpoint; readonly traffic: ConnectionSet }[];
}

/** One end of a question: a known endpoint by its index, or pods that could be created. */
export type QuestionEnd = number | readonly PodBox[];

/** A question about traffic with pods that could be created. */
export interface PossibleQuestion {
  readonly from: QuestionEnd;
  readonly to: QuestionEnd;
  /** The ends that are asked about, where these are not all boxes of `from` with all of `to`. */
  readonly ends?: readonly PossibleEnds[];
  readonly traffic: ConnectionSet;
  /** Absent: what the policies of both ends say together; else those of the subject in this direction alone. */
  readonly side?: Direction;
  /** `open`: only where something may be allowed is of interest. */
  readonly wanted: 'open' | 'all';
  readonly likeness?: Likeness;
  /** Absent: the question is answered however long that takes. */
  readonly work?: Work;
}

/** Ends between which the same becomes of the traffic that was asked about. */
export interface PossibleAnswer {
  readonly mayAllow: ConnectionSet;
  readonly mayDeny: ConnectionSet;
  readonly ends: readonly PossibleEnds[];
  /** Traffic that is admitted for pods like known ones ({@link Likeness}). */
  readonly likened: ConnectionSet;
}
