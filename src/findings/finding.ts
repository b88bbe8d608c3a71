import type { SourceRef } from '../source/source-ref.ts';
import type { FindingCode, Severity } from './catalogue.ts';

/** A second place that helps to understand a finding, with what is to be seen there. */
interface Related {
  readonly at: SourceRef;
  readonly message: string;
}

/**
 * Something a user should know about what they wrote. Nothing throws for that: it is one of these.
 * `message` is one sentence, lower case first, no full stop, names in backticks; `help` says what to do.
 */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly message: string;
  readonly help?: string;
  /** Text as it should stand in the file, shown as a block below the help. */
  readonly example?: string;
  /** What the reader must change. Absent only where no text is at fault (e.g. nothing to check). */
  readonly at?: SourceRef;
  readonly related?: readonly Related[];
  /** The worlds in which it is the case, where there are several; absent: wherever it is seen. */
  readonly worlds?: readonly string[];
}
