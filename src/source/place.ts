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
  /** What was rendered from there, where the line of the source does not say it: a value of a template, a patch … */
  readonly rendered?: { readonly name: string; readonly span: Span; readonly excerpt: Excerpt };
}
