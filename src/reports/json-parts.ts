import type { Traffic } from '../sets/connection-set.ts';
import type { Place } from '../source/place.ts';

/** A place without its text. */
export function placeJson({ file, span }: Place): object {
  if (!span) return { file };
  return { file, line: span.line, column: span.column, endLine: span.endLine, endColumn: span.endColumn };
}

/** One run of ports. */
export function trafficJson({ protocol, first, last }: Traffic): object {
  return { protocol, first, last };
}
