import { afterSpaces, type Cursor, endOfLine, toContent } from './cursor.ts';
import { shareText } from './share-text.ts';
import type { ScalarNode } from './yaml-node.ts';

/**
 * A `|` or `>` at the cursor with the lines below it, which stand further right than `parentColumn`. Left to the parser:
 * other chompings than `-`, given indentation, lines of blanks only that could count, an end of the text without a line
 * feed, and whatever may not be folded in a `>`.
 */
export function scanBlockScalar(cursor: Cursor, parentColumn: number): ScalarNode | undefined {
  const { text, at: start } = cursor;
  const header = text.slice(start, endOfLine(text, start));
  if (!/^[|>]-?$/.test(header)) return undefined;
  const lines = takeLines(cursor, start + header.length + 1, parentColumn);
  if (lines === undefined) return undefined;
  const value = header.startsWith('|') ? lines.join('\n') : fold(lines);
  if (value === undefined) return undefined;
  const end = Math.min(cursor.contentEnd + 1, text.length);
  toContent(cursor);
  return { kind: 'scalar', style: 'block', text: header.endsWith('-') ? value : `${value}\n`, start, end };
}

/** The lines of a block scalar without their indentation, empty ones at the end left out. */
function takeLines(cursor: Cursor, firstLine: number, parentColumn: number): readonly string[] | undefined {
  const { text } = cursor;
  const indentation = afterSpaces(text, firstLine) - firstLine;
  if (indentation <= parentColumn || firstLine + indentation >= text.length) return undefined;
  const lines: string[] = [];
  let count = 0;
  for (cursor.at = firstLine; cursor.at < text.length; ) {
    const end = text.indexOf('\n', cursor.at);
    const spaces = afterSpaces(text, cursor.at) - cursor.at;
    const isEmpty = cursor.at + spaces === end;
    if (end === -1 || (isEmpty && (spaces > indentation || lines.length === 0))) return undefined;
    if (!isEmpty && spaces < indentation) break;
    lines.push(shareText(text, Math.min(cursor.at + indentation, end), end));
    cursor.at = end + 1;
    if (isEmpty) continue;
    cursor.contentEnd = end;
    count = lines.length;
  }
  return lines.slice(0, count);
}

/** Line feeds between lines become spaces; each empty line is one line feed. Lines that begin or end in a blank differ. */
function fold(lines: readonly string[]): string | undefined {
  if (lines.some((line) => line.startsWith(' ') || line.endsWith(' '))) return undefined;
  return lines.join('\n').replace(/\n+/g, (feeds) => (feeds.length === 1 ? ' ' : feeds.slice(1)));
}
