/** Where a scan of a document stands. */
export interface Cursor {
  readonly text: string;
  at: number;
  /** Where the line of the cursor starts. */
  lineStart: number;
  /** Of the content at the cursor, from 0; -1 behind the last content. */
  column: number;
  /** Behind the last line that said something, its line feed left out. */
  contentEnd: number;
  /** Whether what stands in brackets may go over several lines: in a document that is one flow collection, as JSON is. */
  mayBreak: boolean;
}

export const LINE_FEED = 0x0a;
export const SPACE = 0x20;

export function skipSpaces(cursor: Cursor): void {
  cursor.at = afterSpaces(cursor.text, cursor.at);
}

/** Where the spaces end that may stand at an offset. */
export function afterSpaces(text: string, start: number): number {
  let at = start;
  while (text.charCodeAt(at) === SPACE) at += 1;
  return at;
}

/** Steps over spaces and a comment, if nothing else stands on the rest of the line, and on to the next content. */
export function finishLine(cursor: Cursor): boolean {
  const { text } = cursor;
  skipSpaces(cursor);
  if (text[cursor.at] === '#' && text[cursor.at - 1] === ' ') cursor.at = endOfLine(text, cursor.at);
  if (cursor.at < text.length && text[cursor.at] !== '\n') return false;
  const end = cursor.at;
  cursor.contentEnd = end;
  cursor.at += 1;
  toContent(cursor);
  // A collection that ends in blanks reaches over them or not, depending on the comments below.
  return text[end - 1] !== ' ' || !text.slice(end, cursor.at).includes('#');
}

/** Steps from the start of a line over empty lines and comments to the next content. */
export function toContent(cursor: Cursor): void {
  const { text } = cursor;
  while (cursor.at < text.length) {
    cursor.lineStart = cursor.at;
    skipSpaces(cursor);
    const char = text[cursor.at];
    if (char === '#') cursor.at = endOfLine(text, cursor.at);
    else if (char !== '\n' && char !== undefined) {
      cursor.column = cursor.at - cursor.lineStart;
      return;
    }
    cursor.at += 1;
  }
  cursor.column = -1;
}

export function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}
