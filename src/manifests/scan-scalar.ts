import { type Cursor, LINE_FEED, SPACE } from './cursor.ts';
import { shareText } from './share-text.ts';
import type { ScalarNode } from './yaml-node.ts';

const HASH = 0x23;
const COLON = 0x3a;

/** Where a scalar stands: in brackets, more characters end it. */
export type Context = 'block' | 'flow';

/** A scalar in quotes or without, from the cursor on and all on one line; the cursor is then behind it. */
export function scanScalar(cursor: Cursor, context: Context): ScalarNode | undefined {
  const scalar = readScalar(cursor.text, cursor.at, context);
  if (scalar !== undefined) cursor.at = scalar.end;
  return scalar;
}

function readScalar(text: string, start: number, context: Context): ScalarNode | undefined {
  switch (text[start]) {
    case '"':
      return readDoubleQuoted(text, start);
    case "'":
      return readSingleQuoted(text, start);
    default:
      return readPlain(text, start, context);
  }
}

/** What means something else at the start of a scalar; `-` does so only before a blank. */
const INDICATORS = '?:,[]{}#&*!|>%@` \n';
const FLOW_INDICATORS = ',[]{}';

function readPlain(text: string, start: number, context: Context): ScalarNode | undefined {
  const first = text.charAt(start);
  if (INDICATORS.includes(first) || (first === '-' && endsWord(text.charAt(start + 1), 'flow'))) return undefined;
  const end = endOfPlain(text, start, context);
  return { kind: 'scalar', style: 'plain', text: shareText(text, start, end), start, end };
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

function readSingleQuoted(text: string, start: number): ScalarNode | undefined {
  let close = text.indexOf("'", start + 1);
  while (text[close + 1] === "'" && close !== -1) close = text.indexOf("'", close + 2);
  const inside = insideOf(text, start, close);
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

function readDoubleQuoted(text: string, start: number): ScalarNode | undefined {
  let close = start + 1;
  while (close < text.length && text[close] !== '"') close += text[close] === '\\' ? 2 : 1;
  const inside = insideOf(text, start, close < text.length ? close : -1);
  if (inside === undefined) return undefined;
  const escapes = inside.match(/\\./g) ?? [];
  if (!escapes.every((written) => ESCAPES.has(written))) return undefined;
  const value = escapes.length === 0 ? inside : inside.replace(/\\./g, (written) => ESCAPES.get(written) ?? written);
  return { kind: 'scalar', style: 'double-quoted', text: value, start, end: close + 1 };
}

/** What stands between quotes, if all of it does so on one line. */
function insideOf(text: string, start: number, close: number): string | undefined {
  const inside = close === -1 ? undefined : shareText(text, start + 1, close);
  return inside?.includes('\n') ? undefined : inside;
}
