import type { CheckReport, ConnectivityReport, ReportedConnection, ReportedDoor } from '../findings/report.ts';
import { doorState } from './door-state.ts';
import type { EndpointNames } from './endpoint-names.ts';
import { codeCell, fencedBlock, proseCell } from './escape-markdown.ts';
import { shortTraffic } from './format-traffic.ts';
import type { Section } from './markdown-budget.ts';
import { DROP, details, titled } from './markdown-details.ts';
import { connectivityMatrix, MATRIX_LEGEND, type Matrix } from './matrix.ts';
import { connectivityGraph, failingPathsGraph } from './mermaid.ts';
import { countOf } from './verdict.ts';
import { clip } from './visible-text.ts';

type WorldMap = Pick<ConnectivityReport, 'endpoints' | 'connections' | 'world'>;

/** Longest list of ports in a cell of the grid. */
const LONGEST_CELL = 60;

/** Connections listed where there are too many endpoints for a grid. */
const MOST_CONNECTIONS = 100;

/** The graph of the failing paths, folded. */
export function failingPathsSection(report: CheckReport, names: EndpointNames): Section {
  const graph = failingPathsGraph(report, names);
  if (graph === undefined) return { text: '' };
  const { fails, undecided } = report.summary;
  const title = fails === 0 ? 'Undecided paths' : undecided === 0 ? 'Failing paths' : 'Failing and undecided paths';
  return { text: details(title, mermaidBlock(graph)), dropFirst: DROP.graph, name: 'graphs' };
}

/** The grid and the graph of what can reach what, one of each for maps that are alike. */
export function connectivitySections(maps: readonly WorldMap[], names: EndpointNames): readonly Section[] {
  const different = new Map(maps.map((map) => [JSON.stringify([map.world, map.connections]), map]));
  const shownWorlds = different.size > 1;
  return [...different.values()].flatMap((map) => mapSections(map, shownWorlds ? map.world : '', names));
}

/** The doors from outside, one row each. */
export function doorSection(doors: readonly ReportedDoor[], names: EndpointNames): Section {
  if (doors.length === 0) return { text: '' };
  const more = doors.length - MOST_CONNECTIONS;
  const rows = doors
    .slice(0, MOST_CONNECTIONS)
    .map(
      (door) =>
        `| ${proseCell(door.name)} | ${codeCell(names(door.to))} | ${doorState(door)} | ${proseCell(door.why ?? '')} |`,
    );
  const rest = more > 0 ? ['', `and ${countOf(more, 'more door')}, all in the JSON report`] : [];
  const table = ['| Door | To | Ports of the pod | Why |', '|---|---|---|---|', ...rows, ...rest].join('\n');
  return { text: details('Doors from outside', table), dropFirst: DROP.connectivity, name: 'doors' };
}

/** What pods that could be created may do, one row for each kind of them. */
export function possibleSection(possible: ConnectivityReport['possible'], names: EndpointNames): Section {
  if (possible === undefined || possible.length === 0) return { text: '' };
  const more = possible.length - MOST_CONNECTIONS;
  const rows = possible.slice(0, MOST_CONNECTIONS).map((connection) => {
    const nameOf = (id: string): string =>
      id.startsWith('possible:') ? proseCell(connection.who) : codeCell(names(id));
    return `| ${nameOf(connection.from)} | ${nameOf(connection.to)} | ${portsCell(connection)} |`;
  });
  const rest = more > 0 ? ['', `and ${countOf(more, 'more connection')}, all in the JSON report`] : [];
  const table = ['| From | To | Ports |', '|---|---|---|', ...rows, ...rest].join('\n');
  return { text: details('Pods that could be created', table), dropFirst: DROP.connectivity, name: 'possible pods' };
}

function mapSections(map: WorldMap, world: string, names: EndpointNames): readonly Section[] {
  if (map.connections.length === 0) return [];
  const matrix = connectivityMatrix(map, names);
  const table = matrix ? matrixTable(matrix) : connectionTable(map.connections, names);
  const graph = connectivityGraph(map, names);
  return [
    {
      text: details(titled('What can reach what', world), table),
      dropFirst: DROP.connectivity,
      name: 'connectivity',
    },
    {
      text: graph === undefined ? '' : details(titled('What can reach what, as a graph', world), mermaidBlock(graph)),
      dropFirst: DROP.graph,
      name: 'graphs',
    },
  ];
}

// The lines are our own but for labels, which are Mermaid's entities by now.
const mermaidBlock = (graph: string): string => fencedBlock(graph.split('\n'), 'mermaid');

function matrixTable({ columns, rows }: Matrix): string {
  return [
    `| from ↓ to → | ${columns.map(codeCell).join(' | ')} |`,
    `|---|${columns.map(() => ':---:|').join('')}`,
    ...rows.map(
      ({ name, cells }) => `| ${codeCell(name)} | ${cells.map((cell) => clip(cell, LONGEST_CELL)).join(' | ')} |`,
    ),
    '',
    `<sub>${MATRIX_LEGEND}</sub>`,
  ].join('\n');
}

function connectionTable(connections: readonly ReportedConnection[], names: EndpointNames): string {
  const more = connections.length - MOST_CONNECTIONS;
  return [
    '| From | To | Ports |',
    '|---|---|---|',
    ...connections.slice(0, MOST_CONNECTIONS).map((connection) => connectionRow(connection, names)),
    ...(more > 0 ? ['', `and ${countOf(more, 'more connection')}, all in the JSON report`] : []),
  ].join('\n');
}

function connectionRow(connection: ReportedConnection, names: EndpointNames): string {
  return `| ${codeCell(names(connection.from))} | ${codeCell(names(connection.to))} | ${portsCell(connection)} |`;
}

function portsCell({ allowed, undecided }: ReportedConnection): string {
  const ports = [
    ...(allowed.length > 0 ? [shortTraffic(allowed)] : []),
    ...(undecided.length > 0 ? [`? ${shortTraffic(undecided)}`] : []),
  ];
  return clip(ports.join(', '), LONGEST_CELL * 2);
}
