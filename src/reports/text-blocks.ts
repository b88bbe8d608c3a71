import type { LedgerEntry } from '../findings/ledger.ts';
import type { ReportedFinding } from '../findings/report.ts';
import type { Place } from '../source/place.ts';
import { placeLabel } from './claim-places.ts';
import { codeFrame, type FrameLine } from './code-frame.ts';
import type { EndpointNames } from './endpoint-names.ts';
import { escapeTerminal } from './escape-terminal.ts';
import { docsPage, type Links } from './links.ts';
import type { Paint } from './paint.ts';
import { countOf } from './verdict.ts';

/** How the text report is shown. `quiet` leaves out what is in order: claims that hold, notices, notes, the ledger. */
export interface TextOptions {
  readonly color: boolean;
  readonly quiet: boolean;
  /** Absent: pages are named by their paths. */
  readonly links?: Links;
}

/** What all lines of one report are drawn with. */
export interface View {
  readonly names: EndpointNames;
  readonly paint: Paint;
  readonly links: Links;
  /** Whether claims are about several worlds, so that each says which. */
  readonly showsWorlds: boolean;
}

/** Lines that belong together; a blank line stands between blocks. */
export type Block = readonly string[];

/** A code frame as lines of a terminal; `main` frames show what to change, the others what it goes against. */
export function frameLines(place: Place, label: string, role: 'main' | 'other', paint: Paint): readonly string[] {
  const strong = role === 'main' ? paint.red : paint.blue;
  const { rendered } = place;
  const frames = rendered
    ? [codeFrame(place, '', '-'), codeFrame({ ...rendered, file: rendered.name }, label, role === 'main' ? '^' : '-')]
    : [codeFrame(place, label, role === 'main' ? '^' : '-')];
  return frames.flat().map((line) => paintFrameLine(line, strong, paint));
}

function paintFrameLine({ kind, gutter, text }: FrameLine, strong: (text: string) => string, paint: Paint): string {
  const shown = kind === 'mark' ? strong(text) : kind === 'place' ? paint.bold(text) : text;
  return text === '' ? paint.dim(gutter) : `${paint.dim(gutter)} ${shown}`;
}

/** The empty line of the gutter that parts frames from facts. */
export function gutterLine(paint: Paint): string {
  return paint.dim('     |');
}

/** One `= help: …` line below a frame. */
export function factLine(word: string, text: string, paint: Paint): string {
  return `     ${paint.dim('=')} ${paint.bold(`${word}:`)} ${escapeTerminal(text)}`;
}

/** A finding in full: what is wrong, where, what to do, and how it should read. */
export function findingLines(
  finding: ReportedFinding,
  { paint, links }: Pick<View, 'paint' | 'links'>,
): readonly string[] {
  const { code, severity, message, help, example, at, related, worlds } = finding;
  const strong = severity === 'error' ? paint.red : severity === 'warning' ? paint.yellow : paint.blue;
  return [
    `${paint.bold(strong(`${severity}[${code}]`))}: ${paint.bold(escapeTerminal(message))}`,
    ...(at ? frameLines(at, '', 'main', paint) : []),
    ...related.flatMap((place) => frameLines(place.at, place.message, 'other', paint)),
    ...(at || related.length > 0 ? [gutterLine(paint)] : []),
    ...(worlds === undefined ? [] : [factLine('in', worlds.join(', '), paint)]),
    ...(help === undefined ? [] : [factLine('help', help, paint)]),
    ...(example === undefined ? [] : exampleLines(example, paint)),
    factLine('docs', docsPage(code, links), paint),
  ];
}

function exampleLines(example: string, paint: Paint): readonly string[] {
  const lines = example.replace(/\n+$/, '').split('\n');
  return [
    factLine('example', '', paint).trimEnd(),
    ...lines.map((line) => `     ${paint.dim('|')}   ${paint.green(escapeTerminal(line))}`.trimEnd()),
  ];
}

/** One line that says what became of the files, so that nothing is left out in silence. */
export function ledgerLine(inputs: readonly LedgerEntry[]): string {
  const used = inputs.filter((entry) => entry.used.length > 0);
  const sources = inputs.filter((entry) => entry.renderedInto !== undefined);
  const ignored = inputs.filter((entry) => entry.used.length === 0 && entry.renderedInto === undefined);
  const parts = used.reduce((sum, entry) => sum + entry.ignored.length, 0);
  return [
    `${countOf(inputs.length, 'file')} read: ${used.length} used`,
    sources.length === 0
      ? ''
      : `, ${sources.length} rendered into ${new Set(sources.map(({ renderedInto }) => renderedInto)).size} of them`,
    `, ${ignored.length} ignored${reasonList(ignored)}`,
    parts === 0 ? '' : `; ${countOf(parts, 'object')} ignored in the used ones${reasonList(used)}`,
  ].join('');
}

/** Reasons that the line has room for. */
const MOST_REASONS = 3;

function reasonList(entries: readonly LedgerEntry[]): string {
  const countByReason = new Map<string, number>();
  for (const { why } of entries.flatMap(({ ignored }) => ignored)) {
    countByReason.set(why, (countByReason.get(why) ?? 0) + 1);
  }
  if (countByReason.size === 0) return '';
  const most = [...countByReason].sort(([, a], [, b]) => b - a).slice(0, MOST_REASONS);
  const listed = most.map(([reason, count]) => escapeTerminal(count > 1 ? `${count} × ${reason}` : reason));
  // A reason may hold commas.
  return ` (${listed.join(' · ')}${countByReason.size > MOST_REASONS ? ' · …' : ''})`;
}

/** ` (k8s/db.yaml:14:5)`, or nothing. */
export function placeSuffix(place: Place | undefined, paint: Paint): string {
  return place ? ` ${paint.dim(`(${escapeTerminal(placeLabel(place))})`)}` : '';
}

/** Findings in full, with `quiet` without the notices. */
export function findingBlocks(
  findings: readonly ReportedFinding[],
  quiet: boolean,
  view: Pick<View, 'paint' | 'links'>,
): readonly Block[] {
  return findings
    .filter(({ severity }) => !quiet || severity !== 'notice')
    .map((finding) => findingLines(finding, view));
}

/** What is to be known about all verdicts, once. */
export function noteLines(notes: readonly string[], paint: Paint): Block {
  return notes.map((note) => paint.dim(`note: ${escapeTerminal(note)}`));
}
