import type { SourceRef } from '../source/source-ref.ts';

/** Why an answer cannot be known, and what would settle it: both in words a user understands. */
export interface Doubt {
  /** Completes "because …": "it is not known whether …". */
  readonly why: string;
  /** What the reader can do: an imperative sentence. */
  readonly settle: string;
  /** What the doubt is about, where that is written. */
  readonly origin?: SourceRef;
}

/** Yes, no, or why neither can be said. */
export type Truth = boolean | Doubt;

/** Whether an answer may be yes. */
export function possible(truth: Truth): boolean {
  return truth !== false;
}

/** Whether an answer is surely yes. */
export function certain(truth: Truth): truth is true {
  return truth === true;
}

/** The doubt of an answer, if it is one. */
export function doubtOf(truth: Truth): Doubt | undefined {
  return typeof truth === 'boolean' ? undefined : truth;
}

/** Conjunction: one no settles it. Of two doubts the first is kept. */
export function and(a: Truth, b: Truth): Truth {
  if (a === false || b === false) return false;
  return a === true ? b : a;
}

/** Disjunction: one yes settles it. Of two doubts the first is kept. */
export function or(a: Truth, b: Truth): Truth {
  if (a === true || b === true) return true;
  return a === false ? b : a;
}

/** Negation; a doubt stays a doubt. */
export function not(truth: Truth): Truth {
  return typeof truth === 'boolean' ? !truth : truth;
}
