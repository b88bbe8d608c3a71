/** Turns offsets into a text (UTF-16 units, from 0) into lines and columns from 1, and lines into text. */
export interface LineIndex {
  readonly position: (offset: number) => { readonly line: number; readonly column: number };
  /** The offset behind the last character of a line, its line break left out. */
  readonly endOfLine: (line: number) => number;
  /** The text of a line, its line break left out; lines count from 1. */
  readonly line: (line: number) => string;
  readonly count: number;
}

/** Finds the lines of a text once, so that many offsets can be located in it. */
export function createLineIndex(text: string): LineIndex {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const startOf = (line: number): number => starts[line - 1] ?? text.length;
  const endOfLine = (line: number): number => {
    const next = starts[line];
    const end = next === undefined ? text.length : next - 1;
    return text[end - 1] === '\r' && end > startOf(line) ? end - 1 : end;
  };
  return {
    position: (offset) => {
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle] ?? 0) <= offset) low = middle;
        else high = middle - 1;
      }
      return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
    },
    endOfLine,
    line: (line) => text.slice(startOf(line), endOfLine(line)),
    count: starts.length,
  };
}
