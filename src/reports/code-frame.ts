import type { Place } from '../source/place.ts';
import type { Span } from '../source/source-ref.ts';
import { placeLabel } from './claim-places.ts';
import { escapeTerminal } from './escape-terminal.ts';
import { clip } from './visible-text.ts';

/** One line of a frame with what it is, so that a terminal can colour it. All texts are escaped. */
export interface FrameLine {
  readonly kind: 'place' | 'source' | 'mark';
  readonly gutter: string;
  readonly text: string;
}

/** Longest part of a line of source shown, in columns; the underlined part is kept in sight. */
const WIDEST = 160;

/** Lines of context before and after the line that is underlined. */
const BEFORE = 2;
const AFTER = 1;

/**
 * The place and the lines around it as rustc draws them: `mark` under what is meant (its first line, where it goes over
 * several) and a label beside it. Without the text of that line only the place and the label are left.
 */
export function codeFrame(place: Place, label: string, mark: string): readonly FrameLine[] {
  const { span } = place;
  const at = escapeTerminal(placeLabel(place));
  const lines = linesAround(place);
  if (!span || lines.length === 0) {
    const said: FrameLine = { kind: 'mark', gutter: '     =', text: escapeTerminal(label) };
    return [{ kind: 'place', gutter: '   -->', text: at }, ...(label === '' ? [] : [said])];
  }
  const width = Math.max(4, String(span.line + AFTER).length + 2);
  const blank = `${' '.repeat(width)} |`;
  const rows = lines.flatMap(({ line, source }): readonly FrameLine[] => {
    const window = windowOf(source, line === span.line ? span.column : 1);
    const row: FrameLine = { kind: 'source', gutter: `${String(line).padStart(width)} |`, text: window.text };
    if (line !== span.line) return [row];
    const text = `${underline(window, span, mark)} ${labelOf(span, label)}`.trimEnd();
    return [row, { kind: 'mark', gutter: blank, text }];
  });
  const head: FrameLine = { kind: 'place', gutter: `${' '.repeat(width - 1)}-->`, text: at };
  return [head, { kind: 'source', gutter: blank, text: '' }, ...rows];
}

function linesAround({ span, excerpt }: Place): readonly { readonly line: number; readonly source: string }[] {
  if (!span || !excerpt) return [];
  const lines = excerpt.lines.map((source, index) => ({ line: excerpt.firstLine + index, source }));
  if (!lines.some(({ line }) => line === span.line)) return [];
  return lines.filter(({ line }) => line >= span.line - BEFORE && line <= span.line + AFTER);
}

function labelOf(span: Span, label: string): string {
  const lastLine = span.endColumn <= 1 ? span.endLine - 1 : span.endLine;
  return escapeTerminal(lastLine > span.line ? `${label} (to line ${lastLine})` : label);
}

interface Window {
  /** Escaped, cut to the widest that is shown. */
  readonly text: string;
  readonly source: string;
  /** UTF-16 units of the source left out on the left, and the columns that stand for them. */
  readonly skipped: number;
  readonly lead: number;
}

function windowOf(source: string, column: number): Window {
  const skipped = column - 1 > WIDEST - 40 ? column - 1 - 20 : 0;
  const lead = skipped > 0 ? '… ' : '';
  return { text: clip(lead + shown(source.slice(skipped)), WIDEST), source, skipped, lead: lead.length };
}

function underline(window: Window, span: Span, mark: string): string {
  const from = span.column - 1;
  const to = span.line === span.endLine ? span.endColumn - 1 : window.source.trimEnd().length;
  const before = window.lead + displayWidth(window.source.slice(window.skipped, from));
  const room = displayWidth(window.text) - before;
  return ' '.repeat(before) + mark.repeat(Math.max(1, Math.min(displayWidth(window.source.slice(from, to)), room)));
}

// A tab is two columns wide, everywhere in the frame, so that what is below it lines up.
const shown = (source: string): string => escapeTerminal(source.replaceAll('\t', '  '));

// Ideographs, kana, hangul, full-width forms and emoji take two columns of a terminal.
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/gu;

/** Columns that the text takes once it is escaped. */
function displayWidth(source: string): number {
  const text = shown(source);
  return [...text].length + (text.match(WIDE)?.length ?? 0);
}
