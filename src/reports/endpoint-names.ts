import type { ReportedChange } from '../findings/change.ts';
import type { CheckReport, ConnectivityReport, ExplainReport, Report } from '../findings/report.ts';

/** How a report calls an endpoint id. */
export type EndpointNames = (id: string) => string;

/** Ranges of all addresses of a family, under the name that everybody knows. */
const WHOLE_FAMILIES: ReadonlyMap<string, string> = new Map([
  ['0.0.0.0-255.255.255.255', '0.0.0.0/0'],
  ['::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '::/0'],
]);

const WORKLOAD = /^([^/:]+)\/[A-Za-z][^/:]*:([^/:]+)$/;

/** `shop/web` for `shop/Deployment:web` where only one id of the report reads so, else the whole id. */
export function endpointNames(report: Report): EndpointNames {
  // Nobody is named where all is well.
  let names: EndpointNames | undefined;
  return (id) => {
    names ??= gatherNames(report);
    return names(id);
  };
}

function gatherNames(report: Report): EndpointNames {
  const idsByName = new Map<string, Set<string>>();
  for (const id of new Set(idsOf(report))) {
    const name = shortName(id);
    const ids = idsByName.get(name);
    if (ids) ids.add(id);
    else idsByName.set(name, new Set([id]));
  }
  const inWords = wordsOf(report);
  return (id) => inWords.get(id) ?? ((idsByName.get(shortName(id))?.size ?? 0) > 1 ? id : shortName(id));
}

/** Pods that could be created are told in words; names stand in code, where backticks would not do. */
function wordsOf(report: Report): ReadonlyMap<string, string> {
  const claims = report.kind === 'check' ? report.claims : report.kind === 'explain' ? [report.claim] : [];
  const words = [...claims.map(({ witness }) => witness), ...changesOf(report)].flatMap((each) =>
    Object.entries(each?.inWords ?? {}),
  );
  return new Map(words.map(([id, text]) => [id, text.replaceAll('`', '')]));
}

function changesOf(report: Report): readonly ReportedChange[] {
  const change = 'change' in report ? report.change : undefined;
  return change?.kind === 'compared' ? change.worlds.flatMap(({ changes }) => changes) : [];
}

function shortName(id: string): string {
  const [, namespace, name] = WORKLOAD.exec(id) ?? [];
  return namespace === undefined || name === undefined ? (WHOLE_FAMILIES.get(id) ?? id) : `${namespace}/${name}`;
}

function idsOf(report: Report): readonly string[] {
  switch (report.kind) {
    case 'check':
      return [
        ...idsOfClaims(report.claims),
        ...report.suites.flatMap((suite) => idsOfMap(suite.connectivity)),
        ...idsOfChange(report.change),
      ];
    case 'explain':
      return [...idsOfClaims([report.claim]), ...report.pairs.flatMap(({ from, to }) => [from, to])];
    case 'connectivity':
      return idsOfMap(report);
    case 'diff':
      return idsOfChange(report.change);
  }
}

function idsOfClaims(claims: CheckReport['claims'] | readonly ExplainReport['claim'][]): readonly string[] {
  return claims.flatMap(({ witness, groups }) => [
    ...(witness ? [witness.from, witness.to] : []),
    ...groups.flatMap((group) => group.members),
  ]);
}

function idsOfChange(change: CheckReport['change']): readonly string[] {
  if (change?.kind !== 'compared') return [];
  return change.worlds.flatMap(({ changes }) => changes.flatMap(({ from, to }) => [from, to]));
}

/** Connections are between endpoints of the map, and may be a hundred times as many. */
function idsOfMap(map: Pick<ConnectivityReport, 'endpoints'> | undefined): readonly string[] {
  return map?.endpoints.map(({ id }) => id) ?? [];
}
