import type { Place } from '../source/place.ts';
import type { Span } from '../source/source-ref.ts';

/** A line of a template. `isExact`: the very line was rendered; else it only stands for what came of the template. */
export interface TemplateLine {
  readonly file: string;
  readonly span: Span;
  readonly isExact: boolean;
}

/**
 * Finds the line of a template that a line of Helm's output comes from: `# Source:` names the file, and of its lines the only
 * one that reads the same is meant. What templates compute has no such line, and then the template as a whole is given.
 */
export function traceHelm(
  rendered: string,
  span: Span,
  chart: string,
  read: (file: string) => string | undefined,
): TemplateLine | undefined {
  const lines = rendered.split('\n');
  const source = sourceOf(lines, span.line - 1);
  if (source === undefined) return undefined;
  // The first part of the path is the name of the chart, whatever its folder is called.
  const inChart = source.slice(source.indexOf('/') + 1);
  const file = chart === '' ? inChart : `${chart}/${inChart}`;
  const text = read(file);
  if (text === undefined) return undefined;
  const template = text.split('\n').map((line) => line.trimEnd());
  const line = (lines[span.line - 1] ?? '').trimEnd();
  const same = template.flatMap((own, index) => (own.trim() === line.trim() && line.trim() !== '' ? [index] : []));
  const [only] = same;
  if (only !== undefined && same.length === 1) {
    const own = template[only] ?? '';
    const shift = indentOf(own) - indentOf(line);
    const end = span.endLine === span.line ? span.endColumn + shift : own.length + 1;
    return {
      file,
      span: { line: only + 1, column: Math.max(1, span.column + shift), endLine: only + 1, endColumn: end },
      isExact: own === line,
    };
  }
  const kinds = template.flatMap((own, index) => (/^kind:/.test(own) ? [index] : []));
  const at = kinds.length === 1 ? (kinds[0] ?? 0) : 0;
  const whole = template[at] ?? '';
  return {
    file,
    span: { line: at + 1, column: 1, endLine: at + 1, endColumn: whole.length + 1 },
    isExact: false,
  };
}

function sourceOf(lines: readonly string[], from: number): string | undefined {
  for (let index = from; index >= 0; index -= 1) {
    const found = /^# Source: (.+)$/.exec((lines[index] ?? '').trimEnd())?.[1];
    if (found !== undefined) return found;
    // The comment stands directly below the separator.
    if ((lines[index] ?? '').startsWith('---') && index < from) return undefined;
  }
  return undefined;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** The place where nothing but the rendered text is known: the environment. */
export function besideRendered(place: Place, name: string, shown: Place): Place {
  if (shown.span === undefined || shown.excerpt === undefined) return place;
  return { ...place, rendered: { name, span: shown.span, excerpt: shown.excerpt } };
}
