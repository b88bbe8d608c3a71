import type { Measurement, Run } from './measure-process.ts';
import type { Phase } from './phases-run.ts';
import { median, minimum } from './statistics.ts';
import type { ProfileShare } from './summarise-profile.ts';

/** What several runs gave, in milliseconds. */
export interface Figures {
  readonly minimum: number;
  readonly median: number;
}

/** Something measured, or why it is not known; `why` is a clause. */
export type Outcome<T> =
  | { readonly kind: 'measured'; readonly value: T }
  | { readonly kind: 'failed'; readonly why: string };

/** Figures of the whole process `check`. */
export interface CheckFigures {
  readonly runs: number;
  readonly wall: Figures;
  /** Largest peak memory of all runs, in bytes. */
  readonly peak: number;
}

export interface PhaseFigures {
  readonly phases: Readonly<Record<Phase, Figures>>;
  /** Build and judge together, in proportion to read and parse of the same run; the smallest of all runs. */
  readonly engineToRead: number;
}

export interface Judged {
  readonly check: Outcome<CheckFigures>;
  readonly phases: Outcome<PhaseFigures>;
}

/** A realistic repository. */
export interface SizeResult extends Judged {
  readonly workloads: number;
  readonly claims: number;
  readonly files: number;
  /** Of text. */
  readonly bytes: number;
  /** Nothing but `yaml` over the same files. Absent, as the next two: not asked for. */
  readonly parse?: Outcome<Figures>;
  /** The engine's verdict on every pair of endpoints. */
  readonly allPairs?: Outcome<Figures>;
  /** The whole process `connectivity`. */
  readonly connectivity?: Outcome<Figures>;
}

export interface AdversarialResult extends Judged {
  readonly shape: string;
  readonly size: number;
}

/** A run, `what` it was, and the shares of its time. */
interface ProfiledRun {
  readonly what: string;
  readonly shares: Outcome<readonly ProfileShare[]>;
}

/** Where and when it was measured, in the words of the report. */
interface Circumstances {
  readonly command: string;
  readonly date: string;
  readonly commit: string;
  readonly machine: string;
  readonly node: string;
  readonly minutes: number;
}

/** `diff` of a base and what pull requests make of it, beside `check` of that base. */
interface ChangeResults {
  readonly check: Outcome<Figures>;
  readonly changes: readonly { readonly what: string; readonly diff: Outcome<Figures> }[];
}

export interface Results {
  readonly circumstances: Circumstances;
  readonly sizes: readonly SizeResult[];
  readonly adversarial: readonly AdversarialResult[];
  /** At the size of most targets. */
  readonly comparisons: ChangeResults;
  /** Where the runs spend their time on which a target bears. */
  readonly profiles: readonly ProfiledRun[];
  /** The phases of `check` at the size of most targets, a third time in one process: the code is compiled then. */
  readonly again: Outcome<Readonly<Record<Phase, number>>>;
  /** Bytes in use after each phase. */
  readonly held: readonly { readonly workloads: number; readonly bytes: Outcome<Readonly<Record<Phase, number>>> }[];
  /** `check` on a small example under Node 24; without `check` there is none, and `node` says so. */
  readonly coldStart: { readonly workloads: number; readonly node: string; readonly check?: Outcome<CheckFigures> };
}

export function figuresOf(values: readonly number[]): Figures {
  return { minimum: minimum(values), median: median(values) };
}

/** What the runs of a measurement give together; what cannot be told from them is thrown by `summary`. */
export function outcomeOf<T>(measurement: Measurement, summary: (runs: readonly Run[]) => T): Outcome<T> {
  if (measurement.kind === 'failed') return measurement;
  try {
    return { kind: 'measured', value: summary(measurement.runs) };
  } catch (error) {
    return { kind: 'failed', why: error instanceof Error ? error.message : String(error) };
  }
}

export function measuredIn<T>(outcome: Outcome<T> | undefined): T | undefined {
  return outcome?.kind === 'measured' ? outcome.value : undefined;
}

export function mapped<A, B>(outcome: Outcome<A>, change: (value: A) => B): Outcome<B> {
  return outcome.kind === 'measured' ? { kind: 'measured', value: change(outcome.value) } : outcome;
}

/** Two outcomes in one; the first that failed says why. */
export function both<A, B, C>(a: Outcome<A>, b: Outcome<B>, join: (a: A, b: B) => C): Outcome<C> {
  if (a.kind === 'failed') return a;
  return mapped(b, (value) => join(a.value, value));
}
