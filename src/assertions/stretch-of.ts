import type { SourceRef } from '../source/source-ref.ts';
import type { Stretch } from './claim.ts';

/** The reference to a stretch of the sentence that `origin` refers to. */
export function stretchOf(origin: SourceRef, stretch: Stretch): SourceRef {
  // An error at the very end underlines the place after the last character.
  const end = Math.max(stretch.end, stretch.start + 1);
  if (origin.kind === 'path') return { ...origin, within: { start: stretch.start, end } };
  if (origin.span === undefined) return origin;
  const { line, column } = origin.span;
  const span = { line, column: column + stretch.start, endLine: line, endColumn: column + end };
  return { ...origin, span };
}
