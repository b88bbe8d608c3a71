import { escapeTerminal, splitCommands } from './escape-terminal.ts';
import { clip, visibleText } from './visible-text.ts';

/** Longest value shown in a cell or sentence, in UTF-16 units. */
const LONGEST_VALUE = 400;

/** Longest line shown in a block, in UTF-16 units. */
const LONGEST_LINE = 240;

/** Text in a code span, where GitHub makes neither markup nor mentions nor links of it. Never in a table. */
export function codeSpan(text: string): string {
  const shown = shorten(text, LONGEST_VALUE);
  if (shown.trim() === '') return '`(empty)`';
  const fence = '`'.repeat(longestRun(shown, /`+/g) + 1);
  // CommonMark takes one space off each side where both sides have one.
  const pad = /^[` ]|[` ]$/.test(shown) ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/** Text in a code span that may stand in a table: no `|` of it ends a cell. */
export function codeCell(text: string): string {
  return escapePipes(codeSpan(text));
}

/**
 * A sentence of ours with the user's names in backticks: the names become code spans, and so does every word outside
 * them that could be markup, a mention, an issue number or a link.
 */
export function prose(sentence: string): string {
  const pieces = shorten(sentence, LONGEST_VALUE * 2)
    .split('`')
    .flatMap((part, index, parts) => piecesOf(part, index % 2 === 1 && index < parts.length - 1));
  return joinAdjacentCode(pieces)
    .map(({ text, code }) => (code ? codeSpan(text) : text))
    .join('');
}

/** {@link prose} that may stand in a table. */
export function proseCell(sentence: string): string {
  return escapePipes(prose(sentence));
}

/** Lines in a fenced block that nothing in them can close. */
export function fencedBlock(lines: readonly string[], language: string): string {
  const shown = lines.map((line) => clip(splitCommands(visibleText(clip(line, LONGEST_LINE))), LONGEST_LINE));
  const fence = '`'.repeat(Math.max(3, longestRun(shown.join('\n'), /`+/g) + 1));
  return [`${fence}${language}`, ...shown, fence].join('\n');
}

// Cut before escaping too, for a text may be a million characters long; escaping makes nothing shorter. Markdown may be
// printed to a job log, where the runner reads commands.
function shorten(text: string, length: number): string {
  return clip(escapeTerminal(clip(text, length)), length);
}

interface Piece {
  readonly text: string;
  readonly code: boolean;
}

function piecesOf(part: string, quoted: boolean): readonly Piece[] {
  if (quoted) return [{ text: part, code: true }];
  return part
    .split(/( +)/)
    .filter((word) => word !== '')
    .map((word) => ({ text: word, code: !isPlainWord(word) }));
}

// Two code spans without anything between them would read as one with other ends, and let out what is in them.
function joinAdjacentCode(pieces: readonly Piece[]): readonly Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const before = joined.at(-1);
    if (before?.code && piece.code) joined[joined.length - 1] = { text: before.text + piece.text, code: true };
    else joined.push(piece);
  }
  return joined;
}

// A list of what is known to be harmless, for nobody knows all that GitHub makes markup or a link of.
const PLAIN = /^[("“]*[\p{L}\p{N}]+(?:[-.,;:'’–—%][\p{L}\p{N}]+)*[)"”]*[.,;:!?…)]*$|^[()"“”,;.:!?…→·–—]+$|^ +$/u;
const PORTS_OR_ADDRESSES = /^[("“]*[0-9]+(?:[-./][a-z0-9]+)*[)"”]*[.,;:)]*$/u;
const LINKED = /www\.|GH-\d|:[\p{L}\p{N}_+-]+:|^\d+[.)]+$|[0-9a-f]{7,40}/iu;

function isPlainWord(word: string): boolean {
  return !LINKED.test(word) && (PLAIN.test(word) || PORTS_OR_ADDRESSES.test(word));
}

// In a table GitHub looks for `|` before anything else. A backslash before it would be taken for its escape, and a pair
// of them for an escaped backslash, so backslashes there are written out.
function escapePipes(markdown: string): string {
  return markdown.replace(/(\\*)\|/g, (_, slashes: string) => `${'\\u005c'.repeat(slashes.length)}\\|`);
}

function longestRun(text: string, pattern: RegExp): number {
  return Math.max(0, ...(text.match(pattern) ?? []).map((run) => run.length));
}
