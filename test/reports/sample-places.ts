import type { Place } from '../../src/source/place.ts';

/** The `text` on one line of a file, with the lines around it; `lines` are the whole excerpt. */
export function placeOf(file: string, firstLine: number, lines: readonly string[], text: string): Place {
  const index = lines.findIndex((line) => line.includes(text));
  if (index < 0) throw new Error(`no line of the excerpt has ${text}`);
  const column = (lines[index] ?? '').indexOf(text) + 1;
  const line = firstLine + index;
  return {
    file,
    span: { line, column, endLine: line, endColumn: column + text.length },
    excerpt: { firstLine, lines },
  };
}
