import type { Traffic } from '../sets/connection-set.ts';
import type { Place } from '../source/place.ts';
import type { Span } from '../source/source-ref.ts';

/** A place without its text; of a rendered text the line too, which is in no file. */
export function placeJson({ file, span, rendered }: Place): object {
  if (!span) return { file };
  return { file, ...spanJson(span), ...(rendered && { rendered: renderedJson(rendered) }) };
}

function renderedJson({ name, span, excerpt }: NonNullable<Place['rendered']>): object {
  return { name, ...spanJson(span), text: excerpt.lines[span.line - excerpt.firstLine] ?? '' };
}

function spanJson({ line, column, endLine, endColumn }: Span): object {
  return { line, column, endLine, endColumn };
}

/** One run of ports. */
export function trafficJson({ protocol, first, last }: Traffic): object {
  return { protocol, first, last };
}
