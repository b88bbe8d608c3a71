import { afterSpaces, type Cursor, LINE_FEED, SPACE } from './cursor.ts';
import { shareText } from './share-text.ts';
import type { ScalarNode } from './yaml-node.ts';

const HASH = 0x23;
const COLON = 0x3a;

/** Where a scalar stands: in brackets, more characters end it. */
export type Context = 'block' | 'flow';

/** Where no further line of a scalar can stand: it is all on one. */
const NO_COLUMN = Number.POSITIVE_INFINITY;

/**
 * A scalar in quotes or without, from the cursor on; the cursor is then behind it. Its further lines, if it may have
 * any, stand further right than `parentColumn`; then it cannot be a key.
 */
export function scanScalar(cursor: Cursor, context: Context, parentColumn = NO_COLUMN): ScalarNode | undefined {
  const scalar = readScalar(cursor.text, cursor.at, context, parentColumn);
  if (scalar !== undefined) cursor.at = scalar.end;
  return scalar;
}

function readScalar(text: string, start: number, context: Context, parentColumn: number): ScalarNode | undefined {
  switch (text[start]) {
    case '"':
      return readDoubleQuoted(text, start, parentColumn);
    case "'":
      return readSingleQuoted(text, start, parentColumn);
    default:
      return readPlain(text, start, context, parentColumn);
  }
}

/** What means something else at the start of a scalar; `-` does so only before a blank. */
const INDICATORS = '?:,[]{}#&*!|>%@` \n';
const FLOW_INDICATORS = ',[]{}';

function readPlain(text: string, start: number, context: Context, parentColumn: number): ScalarNode | undefined {
  const first = text.charAt(start);
  if (INDICATORS.includes(first) || (first === '-' && endsWord(text.charAt(start + 1), 'flow'))) return undefined;
  let end = endOfPlain(text, start, context);
  let value = shareText(text, start, end);
  for (let next = nextOfPlain(text, end, parentColumn); next !== -1; next = nextOfPlain(text, end, parentColumn)) {
    end = endOfPlain(text, next, context);
    if (text[end] === ':') return undefined;
    value += ` ${shareText(text, next, end)}`;
  }
  return { kind: 'scalar', style: 'plain', text: value, start, end };
}

/** Where a plain scalar goes on that reached `end`: right of `parentColumn` in the line below. -1: it does not. */
function nextOfPlain(text: string, end: number, parentColumn: number): number {
  if (parentColumn === NO_COLUMN) return -1;
  const line = afterSpaces(text, end) + 1;
  if (text.charCodeAt(line - 1) !== LINE_FEED) return -1;
  const next = afterSpaces(text, line);
  const char = text.charCodeAt(next);
  return next - line > parentColumn && char !== LINE_FEED && char !== HASH && next < text.length ? next : -1;
}

/** Behind the last character before a comment, the colon of a key, the end of the line or, in brackets, what divides. */
function endOfPlain(text: string, start: number, context: Context): number {
  let end = start;
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === SPACE) continue;
    if (code === LINE_FEED || (code === HASH && text.charCodeAt(at - 1) === SPACE)) break;
    if (code === COLON && endsWord(text.charAt(at + 1), context)) break;
    if (context === 'flow' && FLOW_INDICATORS.includes(text.charAt(at))) break;
    end = at + 1;
  }
  return end;
}

/** Whether a character, or the end of the text (then it is empty), ends a word. */
function endsWord(char: string, context: Context): boolean {
  return char === '' || char === ' ' || char === '\n' || (context === 'flow' && FLOW_INDICATORS.includes(char));
}

function readSingleQuoted(text: string, start: number, parentColumn: number): ScalarNode | undefined {
  let close = text.indexOf("'", start + 1);
  while (text[close + 1] === "'" && close !== -1) close = text.indexOf("'", close + 2);
  const inside = insideOf(text, start, close, parentColumn);
  if (inside === undefined) return undefined;
  return { kind: 'scalar', style: 'single-quoted', text: inside.replaceAll("''", "'"), start, end: close + 1 };
}

/** The escapes that manifests use; the parser knows the others. */
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\\\\', '\\'],
  ['\\"', '"'],
  ['\\n', '\n'],
  ['\\t', '\t'],
]);

function readDoubleQuoted(text: string, start: number, parentColumn: number): ScalarNode | undefined {
  let close = start + 1;
  while (close < text.length && text[close] !== '"') close += text[close] === '\\' ? 2 : 1;
  const inside = insideOf(text, start, close < text.length ? close : -1, parentColumn);
  if (inside === undefined) return undefined;
  const escapes = inside.match(/\\./g) ?? [];
  if (!escapes.every((written) => ESCAPES.has(written))) return undefined;
  const value = escapes.length === 0 ? inside : inside.replace(/\\./g, (written) => ESCAPES.get(written) ?? written);
  return { kind: 'scalar', style: 'double-quoted', text: value, start, end: close + 1 };
}

/**
 * What stands between quotes, its lines put together. `undefined` where one of them is empty, ends in a blank or in a
 * backslash, or stands too far left, and where all of them are a key.
 */
function insideOf(text: string, start: number, close: number, parentColumn: number): string | undefined {
  if (close === -1) return undefined;
  const inside = shareText(text, start + 1, close);
  if (!inside.includes('\n')) return inside;
  const [, ...further] = inside.split('\n');
  const isSound = further.every((line) => line.search(/[^ ]/) > parentColumn);
  return isSound && !/[ \\]\n/.test(inside) && text[close + 1] !== ':' ? inside.replace(/\n */g, ' ') : undefined;
}
