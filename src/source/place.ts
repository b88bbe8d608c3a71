import type { Span } from './source-ref.ts';

/** The lines around a span as they stand in the file, for code frames; `firstLine` counts from 1. */
export interface Excerpt {
  readonly firstLine: number;
  readonly lines: readonly string[];
}

/** A located {@link SourceRef}: what a reader can open. */
export interface Place {
  /** Relative to the workspace root, forward slashes. */
  readonly file: string;
  readonly span?: Span;
  readonly excerpt?: Excerpt;
}
