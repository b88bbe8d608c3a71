import type { ReportedChange } from '../findings/change.ts';
import type { CheckReport, ClaimReport, ConnectivityReport, ExplainReport, Report } from '../findings/report.ts';
import { reasonsOf } from './claim-places.ts';
import { type EndpointNames, endpointNames } from './endpoint-names.ts';
import { escapeMermaid } from './escape-mermaid.ts';
import { formatTraffic, shortTraffic } from './format-traffic.ts';
import { type Edge, simplifyEdges } from './simplify-edges.ts';
import { claimsInQuestion, countOf } from './verdict.ts';

/** GitHub gives up on large graphs without telling its limits; these are far below Mermaid's own. */
const MOST_EDGES = 60;
const MOST_UNITS = 8000;

/** A graph by itself: of the failing paths of a check, else of what can reach what. */
export function renderMermaid(report: Report): string {
  const names = endpointNames(report);
  switch (report.kind) {
    case 'check':
      return `${failingPathsGraph(report, names) ?? checkGraph(report, names) ?? emptyGraph('no failing path')}\n`;
    case 'explain':
      return `${failingPathsGraph(report, names) ?? emptyGraph('no failing path')}\n`;
    case 'diff': {
      const changes = report.change.worlds.flatMap((world) => world.changes);
      return `${changeGraph(changes, names) ?? emptyGraph('no connection changes')}\n`;
    }
    case 'connectivity':
      return `${connectivityGraph(report, names) ?? emptyGraph('nothing reaches anything')}\n`;
  }
}

/** The pairs that show why claims fail or are undecided; nothing where there are none. */
export function failingPathsGraph(report: CheckReport | ExplainReport, names: EndpointNames): string | undefined {
  const edges = new Map(
    claimsInQuestion(report)
      .flatMap((claim) => failingEdge(claim))
      .map((edge) => [JSON.stringify(edge), edge]),
  );
  return graph([...edges.values()], names);
}

/** What can reach what; nothing where nothing does. */
export function connectivityGraph(
  { connections }: Pick<ConnectivityReport, 'connections'>,
  names: EndpointNames,
): string | undefined {
  const edges = connections.flatMap(({ from, to, allowed, undecided }): readonly Edge[] => [
    ...(allowed.length > 0 ? [{ from, to, label: shortTraffic(allowed), look: 'plain' } as const] : []),
    ...(undecided.length > 0 ? [{ from, to, label: `? ${shortTraffic(undecided)}`, look: 'undecided' } as const] : []),
  ]);
  return graph(simplifyEdges(edges, names), names);
}

/** The change as a graph, opened connections first; nothing where nothing changes. */
export function changeGraph(changes: readonly ReportedChange[], names: EndpointNames): string | undefined {
  const edges = changes.flatMap(({ from, to, door, opened, closed, unsure }): readonly Edge[] => {
    const through = door === undefined ? '' : ` through ${door.replaceAll('`', '')}`;
    const edge = (word: string, traffic: ReportedChange['opened'], look: Edge['look']): readonly Edge[] =>
      traffic.length === 0 ? [] : [{ from, to, label: `${word} ${formatTraffic(traffic)}${through}`, look }];
    return [
      ...edge('opens', opened, 'opened'),
      ...edge('closes', closed, 'closed'),
      ...edge('may change', unsure, 'unsure'),
    ];
  });
  return graph(simplifyEdges(edges, names), names);
}

function checkGraph(report: CheckReport, names: EndpointNames): string | undefined {
  const drawn = report.suites.flatMap(({ connectivity }) => (connectivity ? [connectivity] : []));
  return drawn[0] && connectivityGraph(drawn[0], names);
}

function failingEdge(claim: ClaimReport): readonly Edge[] {
  const { witness, status } = claim;
  if (!witness || witness.from === '' || witness.to === '') return [];
  const { from, to } = witness;
  const traffic = formatTraffic(witness.traffic);
  if (status === 'undecided') return [{ from, to, label: `? ${traffic}`, look: 'undecided' }];
  const refused = reasonsOf(claim).some(({ outcome }) => outcome === 'denied');
  return [{ from, to, label: `${traffic} ${refused ? 'is refused' : 'is open'}`, look: refused ? 'refused' : 'open' }];
}

function graph(edges: readonly Edge[], names: EndpointNames): string | undefined {
  if (edges.length === 0) return undefined;
  for (let count = Math.min(edges.length, MOST_EDGES); count > 0; count = Math.floor(count * 0.8)) {
    const text = draw(edges.slice(0, count), edges.length - count, names);
    if (text.length <= MOST_UNITS) return text;
  }
  return undefined;
}

function draw(edges: readonly Edge[], omitted: number, names: EndpointNames): string {
  const ids = [...new Set(edges.flatMap(({ from, to }) => [from, to]))];
  // Generated ids: a node called `end` is a syntax error.
  const nodeOf = new Map(ids.map((id, index) => [id, `n${index}`]));
  const namespaces = [...new Set(ids.map(namespaceOf))];
  const nodes = namespaces.flatMap((namespace, index) => {
    const inside = ids.filter((id) => namespaceOf(id) === namespace);
    const lines = inside.map((id) => `${nodeOf.get(id)}["${escapeMermaid(labelOf(names(id), namespace))}"]`);
    if (namespace === '') return lines.map((line) => `  ${line}`);
    return [`  subgraph s${index}["${escapeMermaid(namespace)}"]`, ...lines.map((line) => `    ${line}`), '  end'];
  });
  return [
    'flowchart LR',
    ...nodes,
    ...edges.map((edge) => `  ${nodeOf.get(edge.from)} ${arrow(edge)} ${nodeOf.get(edge.to)}`),
    ...linkStyles(edges),
    ...(omitted > 0 ? [`  more["${escapeMermaid(`and ${countOf(omitted, 'more path')}`)}"]`] : []),
  ].join('\n');
}

function arrow({ look, label, bothWays }: Edge): string {
  const text = `|"${escapeMermaid(label)}"|`;
  const start = bothWays ? '<' : '';
  switch (look) {
    case 'open':
    case 'opened':
    case 'plain':
      return `${start}-->${text}`;
    case 'refused':
    case 'undecided':
    case 'closed':
    case 'changed':
    case 'unsure':
      return `${start}-.->${text}`;
  }
}

const COLOURS = {
  open: '#d1242f',
  refused: '#d1242f',
  undecided: '#9a6700',
  plain: undefined,
  opened: '#d1242f',
  changed: '#9a6700',
  unsure: '#9a6700',
  closed: '#1a7f37',
} as const;

function linkStyles(edges: readonly Edge[]): readonly string[] {
  return edges.flatMap(({ look }, index) => {
    const colour = COLOURS[look];
    return colour === undefined ? [] : [`  linkStyle ${index} stroke:${colour},stroke-width:2px`];
  });
}

const WORKLOAD = /^([^/:]+)\/[^/:]+:[^/:]+$/;

// Only workloads live in a namespace; addresses and possible pods stand by themselves.
const namespaceOf = (id: string): string => WORKLOAD.exec(id)?.[1] ?? '';

const labelOf = (name: string, namespace: string): string =>
  namespace !== '' && name.startsWith(`${namespace}/`) ? name.slice(namespace.length + 1) : name;

const emptyGraph = (text: string): string => ['flowchart LR', `  n0["${escapeMermaid(text)}"]`].join('\n');
