/** A comment that speaks to the gate (`# netpol-gate: …`), and the line that it speaks of. */
export interface Remark {
  /** Relative to the workspace root, forward slashes. */
  readonly file: string;
  /** Index of the document in its file, from 0. */
  readonly document: number;
  /** From the `#` to the end of the line. */
  readonly text: string;
  /** Where the comment stands: lines and columns from 1. */
  readonly line: number;
  readonly column: number;
  /** Its own line, or, where it stands alone, the line directly below it. Absent: nothing stands there. */
  readonly subjectLine?: number;
  /** Whether it stands above everything else of its document, and so speaks of all of it. */
  readonly isAboveDocument: boolean;
}
