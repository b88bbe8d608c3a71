import type { Comparison, ReportedChange, WorldChange } from '../findings/change.ts';
import { changeHeadline, isSilentChange } from './change-headline.ts';
import type { EndpointNames } from './endpoint-names.ts';
import { codeCell, codeSpan, fencedBlock, prose, proseCell } from './escape-markdown.ts';
import { formatTraffic } from './format-traffic.ts';
import { type ChangeGroup, groupChanges } from './group-changes.ts';
import type { Links } from './links.ts';
import type { Section } from './markdown-budget.ts';
import { placeLink } from './markdown-claims.ts';
import { DROP, details } from './markdown-details.ts';
import { changeGraph } from './mermaid.ts';
import { isAddressRange, rangeNames } from './range-name.ts';
import { countOf } from './verdict.ts';

/** What the sections need beside the comparison. */
export interface ChangeView {
  readonly names: EndpointNames;
  readonly links: Links;
  /** Most rows of a table. */
  readonly rows: number;
  readonly elsewhere: string;
}

type Compared = Extract<Comparison, { readonly kind: 'compared' }>;

/** What the change does: a sentence and tables that stand open, the graph folded; one small line where that is not known. */
export function changeSections(comparison: Comparison | undefined, view: ChangeView): readonly Section[] {
  if (comparison === undefined) return [];
  if (comparison.kind === 'unavailable') {
    const { why, help } = comparison;
    return [
      { text: weakenedClaims(comparison, view) },
      { text: `<sub>The change was not judged: ${prose(why)}. To have it judged, ${prose(help)}.</sub>` },
    ];
  }
  return [
    // First, for a gate is green the more easily the less is claimed.
    { text: weakenedClaims(comparison, view) },
    { text: isSilentChange(comparison) ? `${nothingChanges(comparison)}.` : headline(comparison) },
    ...worldsAlike(comparison.worlds).flatMap((alike) => worldSections(alike, comparison.worlds.length > 1, view)),
  ];
}

/** "no connection changes, compared with `main@9d0e77a`", for a line that says more. */
export function nothingChanges({ base }: Compared): string {
  return `No connection changes, compared with ${prose(`\`${base}\``)}`;
}

function headline(comparison: Compared): string {
  return `**${changeHeadline(comparison)}** <sub>compared with ${prose(`\`${comparison.base}\``)}</sub>`;
}

/** Claims that nobody makes any more, or not as strictly: a green gate may be green for want of them. */
function weakenedClaims({ claimsRemoved = [] }: Comparison, { rows, elsewhere }: ChangeView): string {
  const count = claimsRemoved.length;
  if (count === 0) return '';
  const more = count > rows ? [`- and ${count - rows} more. ${elsewhere}`] : [];
  return [
    `⚠️ **${countOf(count, 'claim')} ${count === 1 ? 'is' : 'are'} no longer made, or not as strictly:**`,
    '',
    ...claimsRemoved
      .slice(0, rows)
      .map(({ sentence, suite, how }) => `- ${codeSpan(sentence)} ${prose(how)} (${codeSpan(suite)})`),
    ...more,
  ].join('\n');
}

/** Worlds that change in the same way are told of once. */
function worldsAlike(worlds: readonly WorldChange[]): readonly (readonly [WorldChange, ...WorldChange[]])[] {
  const groups = new Map<string, [WorldChange, ...WorldChange[]]>();
  for (const world of worlds) {
    const key = JSON.stringify({ ...world, world: '' });
    const group = groups.get(key);
    if (group) group.push(world);
    else groups.set(key, [world]);
  }
  return [...groups.values()];
}

function worldSections(
  alike: readonly [WorldChange, ...WorldChange[]],
  several: boolean,
  view: ChangeView,
): readonly Section[] {
  const [world] = alike;
  const table = changeTable(world, view);
  const unknown = world.unknown === undefined ? [] : [`the change was not judged: ${world.unknown.why}`];
  const notes = [...unknown, ...world.notes].map((note) => `> ${prose(note)}`).join('\n>\n');
  const names = alike.map((each) => codeSpan(each.world)).join(', ');
  const title = several ? `In ${names}${table === '' && notes === '' ? ', no connection changes.' : ':'}` : '';
  const graph = changeGraph(world.changes, view.names);
  return [
    { text: [title, table, notes].filter((text) => text !== '').join('\n\n') },
    {
      // One or two arrows say less than the table above.
      text:
        graph === undefined || world.changes.length < 3
          ? ''
          : details('The change as a graph', fencedBlock(graph.split('\n'), 'mermaid')),
      dropFirst: DROP.graph,
      name: 'graphs',
    },
  ];
}

const KINDS: Readonly<Record<ReportedChange['kind'], string>> = {
  opened: '➕&nbsp;opened',
  changed: '✏️&nbsp;altered',
  unsure: '❓&nbsp;may&nbsp;change',
  closed: '➖&nbsp;closed',
};

function changeTable({ changes, omitted }: WorldChange, view: ChangeView): string {
  if (changes.length === 0 && omitted === 0) return '';
  const groups = groupChanges(changes);
  const marks = marksOf(changes);
  const rows = groups.slice(0, view.rows).map((group) => `| ${changeCells(group, marks, view).join(' | ')} |`);
  const left = omitted + groups.slice(view.rows).reduce((sum, { from, to }) => sum + from.length * to.length, 0);
  const more =
    left > 0
      ? ['', `${countOf(left, 'more change')} ${left === 1 ? 'is' : 'are'} not shown here. ${view.elsewhere}`]
      : [];
  return ['|  | From | To | Ports | Because |', '|---|---|---|---|---|', ...rows, ...more].join('\n');
}

/** What is said beside the name of an end that only one of the trees has. */
type Marks = ReadonlyMap<string, string>;

function marksOf(changes: readonly ReportedChange[]): Marks {
  return new Map([
    ...changes.flatMap(({ added }) => added.map((id) => [id, ' (new)'] as const)),
    ...changes.flatMap(({ removed }) => removed.map((id) => [id, ' (removed)'] as const)),
  ]);
}

function changeCells(group: ChangeGroup, marks: Marks, view: ChangeView): readonly string[] {
  const door = group.door === undefined ? '' : `<br><sub>through ${proseCell(group.door)}</sub>`;
  return [
    KINDS[group.kind],
    `${endsCell(group.from, group, marks, view)}${door}`,
    endsCell(group.to, group, marks, view),
    portsCell(group),
    causesCell(group.causes, view),
  ];
}

/** Ends that a cell names. */
const MOST_ENDS = 12;

function endsCell(
  ids: readonly string[],
  { words: wordsById }: ChangeGroup,
  marks: Marks,
  { names }: ChangeView,
): string {
  const nameOf = (id: string): string => {
    const words = wordsById.get(id);
    return `${words === undefined ? codeCell(names(id)) : proseCell(words)}${marks.get(id) ?? ''}`;
  };
  const others = ids.filter((id) => !isAddressRange(id));
  return [
    ...others.slice(0, MOST_ENDS).map(nameOf),
    ...(others.length > MOST_ENDS ? [`and ${others.length - MOST_ENDS} more`] : []),
    ...rangeNames(ids.filter(isAddressRange), names, codeCell),
  ].join('<br>');
}

function portsCell({ kind, opened, closed, unsure }: ChangeGroup): string {
  const parts = [
    { word: 'opened', traffic: opened },
    { word: 'closed', traffic: closed },
    { word: 'may change', traffic: unsure },
  ].filter(({ traffic }) => traffic.length > 0);
  const [only] = parts;
  if (parts.length === 1 && only !== undefined && kind !== 'changed') return formatTraffic(only.traffic);
  return parts.map(({ word, traffic }) => `${word}: ${formatTraffic(traffic)}`).join('<br>');
}

/** Causes that a cell has room for. */
const MOST_CAUSES = 3;

function causesCell(causes: ReportedChange['causes'], { links }: ChangeView): string {
  const shown = causes.slice(0, MOST_CAUSES).map(({ tree, text, at }) => {
    if (at === undefined) return proseCell(text);
    return `${proseCell(text)} ${placeLink(at, tree === 'head' ? links : atBase(links))}`;
  });
  const more = causes.length > MOST_CAUSES ? [`and ${causes.length - MOST_CAUSES} more`] : [];
  return [...shown, ...more].join('<br>');
}

/** Links into the tree that the change starts from; without its commit there is nothing to link to. */
function atBase({ sha, baseSha, ...rest }: Links): Links {
  return { ...rest, ...(baseSha !== undefined && { sha: baseSha }) };
}
