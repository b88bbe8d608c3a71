import type { ConnectivityReport, ReportedConnection, ReportedEndpoint } from '../findings/report.ts';
import type { EndpointNames } from './endpoint-names.ts';
import { shortTraffic } from './format-traffic.ts';

/** What can reach what as a grid: rows from, columns to. Texts are not escaped. */
export interface Matrix {
  readonly columns: readonly string[];
  readonly rows: readonly { readonly name: string; readonly cells: readonly string[] }[];
}

/** What the cells mean, to be shown beside the grid. */
export const MATRIX_LEGEND = '`·` refused · `all` every port · `?` undecided · `–` not judged';

/** Cells of a grid that is still a picture; larger ones are better read as a list. */
const MOST_ENDPOINTS = 24;

/** The grid, or nothing where it would be empty or too large to read. */
export function connectivityMatrix(
  { endpoints, connections }: Pick<ConnectivityReport, 'endpoints' | 'connections'>,
  names: EndpointNames,
): Matrix | undefined {
  const seen = new Set(connections.flatMap(({ from, to }) => [from, to]));
  // Every workload has its row, for that it reaches nothing is worth seeing; addresses only where traffic goes.
  const shown = endpoints.filter(({ id, kind }) => kind === 'workload' || seen.has(id));
  if (shown.length === 0 || shown.length > MOST_ENDPOINTS) return undefined;
  const byPair = new Map(connections.map((connection) => [pairKey(connection.from, connection.to), connection]));
  return {
    columns: shown.map(({ id }) => names(id)),
    rows: shown.map((from) => ({
      name: names(from.id),
      cells: shown.map((to) => cell(from, to, byPair.get(pairKey(from.id, to.id)))),
    })),
  };
}

const pairKey = (from: string, to: string): string => JSON.stringify([from, to]);

function cell(from: ReportedEndpoint, to: ReportedEndpoint, connection: ReportedConnection | undefined): string {
  if (!connection) return isJudged(from, to) ? '·' : '–';
  const allowed = connection.allowed.length > 0 ? [shortTraffic(connection.allowed)] : [];
  const undecided = connection.undecided.length > 0 ? [`? ${shortTraffic(connection.undecided)}`] : [];
  return [...allowed, ...undecided].join(', ');
}

/** Between addresses no policy of the cluster stands, and a bare pod has no replica. */
export function isJudged(from: ReportedEndpoint, to: ReportedEndpoint): boolean {
  if (from.id === to.id && from.id.includes('/Pod:')) return false;
  return from.kind === 'workload' || to.kind === 'workload';
}
