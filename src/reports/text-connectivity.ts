import type { ConnectivityReport, ReportedConnection, ReportedEndpoint } from '../findings/report.ts';
import { doorState } from './door-state.ts';
import { type EndpointNames, endpointNames } from './endpoint-names.ts';
import { escapeTerminal } from './escape-terminal.ts';
import { isEveryPort, shortTraffic } from './format-traffic.ts';
import { isJudged } from './matrix.ts';
import type { Paint } from './paint.ts';
import { type Block, findingBlocks, ledgerLine, noteLines, type TextOptions } from './text-blocks.ts';
import { countFindings, countOf } from './verdict.ts';

/** Names longer than this do not widen the column of all the others. */
const WIDEST_PAIR = 72;

/** What can reach what: one line a connection, one block a source. */
export function connectivityText(
  report: ConnectivityReport,
  { quiet, links = {} }: TextOptions,
  paint: Paint,
): readonly Block[] {
  const names = escaped(endpointNames(report));
  const everything = reachesEverything(report);
  const linesBySource = new Map<string, Line[]>();
  for (const connection of report.connections) {
    const lines = linesBySource.get(connection.from) ?? [];
    if (lines.length === 0) linesBySource.set(connection.from, lines);
    if (!everything.has(connection.from)) addLines(lines, connection, names);
  }
  const sources = [...linesBySource.keys()];
  const open = sources
    .filter((source) => everything.has(source))
    .map((from) => ({ pair: `${names(from)} → everything`, traffic: 'all', decided: true }));
  let width = 0;
  for (const lines of [open, ...linesBySource.values()]) {
    for (const { pair } of lines) if (pair.length <= WIDEST_PAIR) width = Math.max(width, pair.length);
  }
  const world = report.world === '' ? '' : paint.dim(` · ${escapeTerminal(report.world)}`);
  return [
    ...(quiet ? [] : [[`${paint.bold('What can reach what')}${world}`]]),
    open.map((line) => connectionLine(line, width, paint)),
    ...[...linesBySource.values()].map((lines) => lines.map((line) => connectionLine(line, width, paint))),
    ...doorBlocks(report, names, paint),
    ...possibleBlocks(report, names, paint),
    ...findingBlocks(report.findings, quiet, { paint, links }),
    ...(quiet ? [] : [noteLines(report.notes, paint), [paint.dim(ledgerLine(report.inputs)), closing(report)]]),
  ];
}

/** Fewer ends than this are listed one by one. */
const FEW_ENDS = 4;

/** Sources that reach every other end (and their own replicas) on every port: a line for each target would say nothing more. */
function reachesEverything({ endpoints, connections }: ConnectivityReport): ReadonlySet<string> {
  if (endpoints.length < FEW_ENDS) return new Set();
  const targets = new Map<string, number>();
  for (const { from, allowed } of connections) {
    if (isEveryPort(allowed)) targets.set(from, (targets.get(from) ?? 0) + 1);
  }
  const reachesAll = (from: ReportedEndpoint): boolean =>
    targets.has(from.id) && targets.get(from.id) === endpoints.filter((to) => isJudged(from, to)).length;
  return new Set(endpoints.filter(reachesAll).map(({ id }) => id));
}

/** Names as a terminal may show them; each is in many pairs. */
function escaped(names: EndpointNames): EndpointNames {
  const known = new Map<string, string>();
  return (id) => {
    const name = known.get(id) ?? escapeTerminal(names(id));
    known.set(id, name);
    return name;
  };
}

interface Line {
  readonly pair: string;
  readonly traffic: string;
  readonly decided: boolean;
}

function addLines(lines: Line[], { from, to, allowed, undecided }: ReportedConnection, names: EndpointNames): void {
  const pair = `${names(from)} → ${names(to)}`;
  if (allowed.length > 0) lines.push({ pair, traffic: shortTraffic(allowed), decided: true });
  if (undecided.length > 0) lines.push({ pair, traffic: shortTraffic(undecided), decided: false });
}

function connectionLine({ pair, traffic, decided }: Line, width: number, paint: Paint): string {
  const padded = pair.padEnd(width);
  return decided
    ? `  ${padded}  ${traffic}`
    : `${paint.yellow('?')} ${padded}  ${traffic} ${paint.yellow('undecided')}`;
}

/** The doors apart from what comes directly: what each leads to, and whether policy lets it in. */
function doorBlocks({ doors }: ConnectivityReport, names: EndpointNames, paint: Paint): readonly Block[] {
  if (doors.length === 0) return [];
  const rows = doors.map((door) => ({
    door,
    pair: `${escapeTerminal(door.name)} → ${names(door.to)}`,
  }));
  const width = Math.max(0, ...rows.map(({ pair }) => pair.length).filter((length) => length <= WIDEST_PAIR));
  return [
    [paint.bold('Doors from outside')],
    rows.map(({ door, pair }) => {
      const mark = door.undecided.length > 0 ? paint.yellow('?') : ' ';
      const why = door.why === undefined ? '' : paint.dim(` · ${escapeTerminal(door.why)}`);
      return `${mark} ${pair.padEnd(width)}  ${doorState(door)}${why}`;
    }),
  ];
}

const WITHOUT_WORKLOADS =
  'shown as far as they talk with workloads, of which there are none: claim about them, like `any shop/pods[app=db] isolated ingress`';

/** What pods that could be created may do, apart from those that exist: one line for each kind of them. */
function possibleBlocks(
  { possible, endpoints }: ConnectivityReport,
  names: EndpointNames,
  paint: Paint,
): readonly Block[] {
  if (possible === undefined) return [];
  const title = paint.bold('Pods that could be created');
  if (!endpoints.some(({ kind }) => kind === 'workload')) return [[title], [`  ${WITHOUT_WORKLOADS}`]];
  if (possible.length === 0) return [[title], ['  none of them can talk with these workloads']];
  const rows = possible.map((connection) => {
    const nameOf = (id: string): string => (id.startsWith('possible:') ? escapeTerminal(connection.who) : names(id));
    return { connection, pair: `${nameOf(connection.from)} → ${nameOf(connection.to)}` };
  });
  const width = Math.max(0, ...rows.map(({ pair }) => pair.length).filter((length) => length <= WIDEST_PAIR));
  const lines = rows.flatMap(({ connection: { allowed, undecided }, pair }): readonly Line[] => [
    ...(allowed.length > 0 ? [{ pair, traffic: shortTraffic(allowed), decided: true }] : []),
    ...(undecided.length > 0 ? [{ pair, traffic: shortTraffic(undecided), decided: false }] : []),
  ]);
  return [[title], lines.map((line) => connectionLine(line, width, paint))];
}

function closing({ connections, endpoints, findings }: ConnectivityReport): string {
  const open = connections.filter(({ allowed }) => allowed.length > 0).length;
  const undecided = connections.filter((connection) => connection.undecided.length > 0).length;
  const facts = [
    `${countOf(open, 'pair')} of ${countOf(endpoints.length, 'endpoint')} connected`,
    undecided === 0 ? '' : `${countOf(undecided, 'pair')} undecided in part or in whole`,
    countFindings(findings) === '' ? '' : `${countFindings(findings)} about the input`,
  ];
  return facts.filter((fact) => fact !== '').join(' · ');
}
