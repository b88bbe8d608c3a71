import type { Comparison, WorldChange } from '../findings/change.ts';
import { endsInWords, trafficInWords } from './change-words.ts';
import type { EndpointNames } from './endpoint-names.ts';
import { codeCell, codeSpan, fencedBlock, prose, proseCell } from './escape-markdown.ts';
import { CHANGE_SIGNS, type ChangeGroup, countChanges, groupChanges } from './group-changes.ts';
import type { Links } from './links.ts';
import type { Section } from './markdown-budget.ts';
import { placeLink } from './markdown-claims.ts';
import { DROP, details, titled } from './markdown-details.ts';
import { changeGraph } from './mermaid.ts';
import { countOf } from './verdict.ts';

/** The change as sections: a table of at most so many rows for each world, then its graph, folded. */
export function changeSections(
  change: Comparison,
  names: EndpointNames,
  links: Links,
  rows: number,
): readonly Section[] {
  if (change.kind === 'unavailable') {
    return [{ text: `The change was not judged: ${prose(change.why)}. ${prose(change.help)}` }];
  }
  const isNamed = change.worlds.length > 1;
  return [
    ...change.worlds.flatMap((world) => worldSections(world, { isNamed, rows }, names, links)),
    ...(change.claimsRemoved.length === 0 ? [] : [claimSection(change.claimsRemoved)]),
  ];
}

function worldSections(
  world: WorldChange,
  { isNamed, rows: most }: { readonly isNamed: boolean; readonly rows: number },
  names: EndpointNames,
  links: Links,
): readonly Section[] {
  const groups = groupChanges(world.changes);
  const title = `**${countChanges(world.changes, world.omitted)}**${isNamed ? ` in ${codeSpan(world.world)}` : ''}`;
  const rows = groups.slice(0, most).map((group) => groupRow(group, names, links));
  const more = groups.length - rows.length;
  const table = ['| | From | To | What | Why |', '|---|---|---|---|---|', ...rows];
  const rest = more > 0 ? ['', `and ${countOf(more, 'more row')}, all in the JSON report`] : [];
  const notes = world.notes.map((note) => `\n<sub>${prose(note)}</sub>`);
  const graph = changeGraph(world.changes, names);
  return [
    { text: [title, ...(rows.length === 0 ? [] : ['', ...table, ...rest]), ...notes].join('\n') },
    {
      text:
        graph === undefined
          ? ''
          : details(
              titled('The change as a graph', isNamed ? world.world : ''),
              fencedBlock(graph.split('\n'), 'mermaid'),
            ),
      dropFirst: DROP.graph,
      name: 'graphs',
    },
  ];
}

function groupRow(group: ChangeGroup, names: EndpointNames, links: Links): string {
  const show = { name: codeCell, words: proseCell };
  const [cause, ...more] = group.causes;
  const place =
    cause?.at === undefined
      ? ''
      : ` (${cause.tree === 'head' ? placeLink(cause.at, links) : `before: ${codeCell(cause.at.file)}`})`;
  const why =
    cause === undefined
      ? ''
      : `${proseCell(cause.text)}${place}${more.map(({ text }) => `; ${proseCell(text)}`).join('')}`;
  const door = group.door === undefined ? '' : ` through ${proseCell(group.door)}`;
  const what = `${trafficInWords(group)}${door}${group.internet ? ', with the internet' : ''}`;
  const ends = [group.from, group.to].map((side) => endsInWords(side, group, names, show));
  return `| \`${CHANGE_SIGNS[group.kind]}\` | ${ends.join(' | ')} | ${what} | ${why} |`;
}

function claimSection(claims: Extract<Comparison, { kind: 'compared' }>['claimsRemoved']): Section {
  const lines = claims.map(({ sentence, suite, how }) => `- ${codeSpan(sentence)} (${codeSpan(suite)}: ${prose(how)})`);
  return { text: ['Claims that are no longer made as they were:', '', ...lines].join('\n') };
}
