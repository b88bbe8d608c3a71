import type { Comparison, WorldChange } from '../findings/change.ts';
import type { DiffReport } from '../findings/report.ts';
import { changesInWords } from './change-headline.ts';
import { endsInWords, trafficInWords } from './change-words.ts';
import { placeLabel } from './claim-places.ts';
import { endpointNames } from './endpoint-names.ts';
import { escapeTerminal } from './escape-terminal.ts';
import { CHANGE_SIGNS, type ChangeGroup, groupChanges } from './group-changes.ts';
import type { Paint } from './paint.ts';
import {
  type Block,
  factLine,
  findingBlocks,
  frameLines,
  ledgerLine,
  noteLines,
  type TextOptions,
  type View,
} from './text-blocks.ts';
import { countBySubject, countOf } from './verdict.ts';

/** Groups that are shown with the lines of their causes; the others name the places. */
const MOST_FRAMES = 20;

/** What changes from one tree to another. */
export function diffText(report: DiffReport, { quiet, links = {} }: TextOptions, paint: Paint): readonly Block[] {
  const view = { names: endpointNames(report), paint, links, showsWorlds: false };
  const closing = [changesInWords(report.change.worlds), countBySubject(report.findings)];
  return [
    ...changeBlocks(report.change, view, quiet),
    ...findingBlocks(report.findings, quiet, view),
    ...(quiet ? [] : [noteLines(report.notes, paint), [paint.dim(ledgerLine(report.inputs))]]),
    [closing.filter((fact) => fact !== '').join(' · ')],
  ];
}

/** The change as blocks of lines, one for each group of connections. */
export function changeBlocks(change: Comparison, view: View, quiet = false): readonly Block[] {
  const { paint } = view;
  if (change.kind === 'unavailable') {
    return [notJudged(change, paint), ...claimBlocks(change, paint)];
  }
  const shownWorlds = change.worlds.length > 1;
  return [
    ...(quiet ? [] : [[`${paint.bold('What changes')}${paint.dim(` · since ${escapeTerminal(change.base)}`)}`]]),
    ...change.worlds.flatMap((world) => worldBlocks(world, shownWorlds, view)),
    ...claimBlocks(change, paint),
  ];
}

/** What bears on all that is said of the change, and is told even where nothing else is. */
export function changeWarnings(change: Comparison, { paint }: View): readonly Block[] {
  const unknown = change.kind === 'unavailable' ? [change] : change.worlds.flatMap((world) => world.unknown ?? []);
  const notes = change.kind === 'unavailable' ? [] : change.worlds.flatMap((world) => world.notes);
  return [
    ...unknown.map((one) => notJudged(one, paint)),
    warningLines([...new Set(notes)], paint),
    ...claimBlocks(change, paint),
  ];
}

function warningLines(notes: readonly string[], paint: Paint): Block {
  return notes.map((note) => `${paint.bold(paint.yellow('warning'))}: ${escapeTerminal(note)}`);
}

function notJudged({ why, help }: { readonly why: string; readonly help: string }, paint: Paint): Block {
  return [paint.yellow(`The change was not judged: ${escapeTerminal(why)}`), factLine('help', help, paint)];
}

function worldBlocks(world: WorldChange, isNamed: boolean, view: View): readonly Block[] {
  const { paint } = view;
  const title = isNamed ? [[paint.bold(escapeTerminal(world.world))]] : [];
  if (world.unknown !== undefined) return [...title, notJudged(world.unknown, paint)];
  const groups = groupChanges(world.changes);
  return [
    ...title,
    ...(groups.length === 0 ? [[`  ${changesInWords([world])}`]] : []),
    ...groups.map((group, index) => groupLines(group, index < MOST_FRAMES, view)),
    ...(world.omitted > 0 ? [[`  and ${countOf(world.omitted, 'more connection')}, too many to list`]] : []),
    warningLines(world.notes, paint),
  ];
}

function groupLines(group: ChangeGroup, isFramed: boolean, { names, paint }: View): readonly string[] {
  const show = { name: escapeTerminal, words: escapeTerminal };
  const ends = `${endsInWords(group.from, group, names, show)} → ${endsInWords(group.to, group, names, show)}`;
  const door = group.door === undefined ? '' : ` through ${escapeTerminal(group.door)}`;
  const internet = group.internet ? ` ${paint.yellow('(internet)')}` : '';
  const strong = { opened: paint.red, changed: paint.yellow, unsure: paint.yellow, closed: paint.green }[group.kind];
  const [first, ...more] = group.causes;
  return [
    `${strong(`${CHANGE_SIGNS[group.kind]} ${ends}`)}${door}  ${trafficInWords(group)}${internet}`,
    ...(first === undefined ? [] : causeLines(first, isFramed, paint)),
    ...more.flatMap((cause) => causeLines(cause, false, paint)),
  ];
}

function causeLines(
  { tree, text, at }: ChangeGroup['causes'][number],
  isFramed: boolean,
  paint: Paint,
): readonly string[] {
  const where = tree === 'base' ? 'before: ' : '';
  if (at?.excerpt !== undefined && isFramed) {
    return [`    ${escapeTerminal(text)}`, ...frameLines(at, tree === 'base' ? 'as it was' : '', 'other', paint)];
  }
  const place = at === undefined ? '' : ` ${paint.dim(`(${where}${escapeTerminal(placeLabel(at))})`)}`;
  return [`    ${escapeTerminal(text)}${place}`];
}

function claimBlocks({ claimsRemoved: claims = [] }: Comparison, paint: Paint): readonly Block[] {
  if (claims.length === 0) return [];
  return [
    [
      paint.bold('Claims that are no longer made as they were'),
      ...claims.map(
        ({ sentence, suite, how }) =>
          `  - ${escapeTerminal(sentence)} ${paint.dim(`(${escapeTerminal(suite)}: ${escapeTerminal(how)})`)}`,
      ),
    ],
  ];
}
