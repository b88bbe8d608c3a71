import type { JudgingWorld } from '../assertions/judging-world.ts';
import type { ClaimEntry } from '../assertions/suite.ts';
import { weighPairs } from '../assertions/weigh-pairs.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { isJudged } from '../connectivity/map-connectivity.ts';
import type { Exposure } from '../exposure/expose.ts';
import type { ClaimMarks, ReportedMatrix, ReportedPair } from '../findings/report.ts';
import type { Place } from '../source/place.ts';
import type { SourceRef } from '../source/source-ref.ts';
import { type EndpointGroup, groupEndpoints } from './group-endpoints.ts';
import type { World } from './read-world.ts';
import { reportPossible } from './report-connectivity.ts';
import { reportDoors } from './report-doors.ts';
import { type SharedReasons, shareReasons } from './share-reasons.ts';

/**
 * What a page can show before it becomes a burden to its reader: pairs, lines of walks, marks of claims, and the pods
 * for which those that could be created are listed.
 */
const MATRIX_LIMITS = { pairs: 250_000, steps: 400_000, marks: 1_000_000, pods: 60 } as const;

/** A claim to be marked: its index among the claims of the report, and what it is judged in. */
export interface MarkedClaim {
  readonly claim: number;
  readonly entry: ClaimEntry;
  readonly context: JudgingWorld;
}

/** What a matrix is about. */
export interface MatrixSubject {
  readonly world: World;
  readonly exposure: Exposure;
  /** The suites that speak of the world. */
  readonly suites: readonly string[];
  readonly claims: readonly MarkedClaim[];
}

/** Every pair of a world with its reasons and the claims that speak of it, or why that is left out. */
export function reportMatrix(
  { world, exposure, suites, claims }: MatrixSubject,
  locate: (ref: SourceRef) => Place,
  limits: Readonly<Record<keyof typeof MATRIX_LIMITS, number>> = MATRIX_LIMITS,
): ReportedMatrix {
  const { cluster } = world;
  const nothing: ReportedMatrix = {
    world: world.name,
    suites,
    endpoints: [],
    verdicts: [],
    sides: [],
    rows: [],
    marks: [],
    unmarked: [],
    doors: reportDoors(world, exposure, locate),
    ...(countPods(cluster) <= limits.pods && { possible: reportPossible(world) }),
  };
  if (countPods(cluster) === 0) return nothing;
  const pairs = countPairs(cluster);
  if (pairs > limits.pairs) return { ...nothing, leftOut: tooMany(pairs, 'pairs', limits.pairs) };
  const shared = shareReasons(locate);
  const rows = decideAll(world, shared.pairOf, () => shared.steps() > limits.steps);
  if (rows === undefined) {
    return { ...nothing, leftOut: `the reasons of ${pairs} pairs are more than ${limits.steps} lines` };
  }
  const { marks, unmarked } = markPairs(claims, limits.marks);
  const groups = groupEndpoints(cluster, likenessOf(cluster, rows, marks));
  return {
    ...nothing,
    endpoints: groups.map(({ shown }) => shown),
    verdicts: shared.verdicts,
    sides: shared.sides,
    rows: groups.map(({ index }) => groups.map((to) => rows[index]?.[to.index])),
    marks: marks.map((mark) => onGroups(mark, groups)),
    unmarked,
  };
}

function countPods({ endpoints }: Cluster): number {
  return endpoints.filter(({ kind }) => kind === 'pod').length;
}

function countPairs(cluster: Cluster): number {
  const pods = countPods(cluster);
  return pods * pods + 2 * pods * (cluster.endpoints.length - pods);
}

function tooMany(count: number, what: string, most: number): string {
  return `there are ${count} ${what}, and a page shows at most ${most}`;
}

type Rows = readonly (readonly (ReportedPair | undefined)[])[];

/** A row for each endpoint of the cluster; nothing once there is too much to tell. */
function decideAll(
  { cluster, engine }: World,
  pairOf: SharedReasons['pairOf'],
  isTooMuch: () => boolean,
): Rows | undefined {
  const rows: Rows[number][] = [];
  for (const [from, source] of cluster.endpoints.entries()) {
    rows.push(
      cluster.endpoints.map((destination, to) =>
        isJudged(source, destination) ? pairOf(engine.decide(from, to)) : undefined,
      ),
    );
    if (isTooMuch()) return undefined;
  }
  return rows;
}

/** The pairs of each claim by index in the cluster, as long as there is room. */
function markPairs(
  claims: readonly MarkedClaim[],
  most: number,
): { readonly marks: readonly ClaimMarks[]; readonly unmarked: readonly number[] } {
  const marks: ClaimMarks[] = [];
  const unmarked: number[] = [];
  let room = most;
  for (const { claim, entry, context } of claims) {
    const pairs: ClaimMarks['pairs'][number][] = [];
    for (const { from, to, status } of weighPairs(entry, context)) {
      pairs.push([from, to, status]);
      if (pairs.length > room) break;
    }
    if (pairs.length > room) unmarked.push(claim);
    else if (pairs.length > 0) marks.push({ claim, pairs });
    room -= pairs.length > room ? 0 : pairs.length;
  }
  return { marks, unmarked };
}

/** What rules and claims make of an endpoint, so that addresses to which the same happens can be shown as one. */
function likenessOf({ endpoints }: Cluster, rows: Rows, marks: readonly ClaimMarks[]): (index: number) => string {
  const marked = new Map<number, string[]>();
  const note = (index: number, text: string): void => {
    if (endpoints[index]?.kind !== 'addresses') return;
    const noted = marked.get(index);
    if (noted === undefined) marked.set(index, [text]);
    else noted.push(text);
  };
  for (const { claim, pairs } of marks) {
    for (const [from, to, status] of pairs) {
      note(from, `${claim} to ${to} ${status}`);
      note(to, `${claim} from ${from} ${status}`);
    }
  }
  return (index) => {
    const column = rows.map((row) => row[index]);
    return `${rows[index]?.join(';')}|${column.join(';')}|${[...(marked.get(index) ?? [])].sort().join()}`;
  };
}

/** The marks of a claim by index among the endpoints that are shown; what was merged is marked alike. */
function onGroups({ claim, pairs }: ClaimMarks, groups: readonly EndpointGroup[]): ClaimMarks {
  const shown = new Map(groups.map(({ index }, place) => [index, place]));
  return {
    claim,
    pairs: pairs.flatMap(([from, to, status]): ClaimMarks['pairs'] => {
      const [row, column] = [shown.get(from), shown.get(to)];
      return row === undefined || column === undefined ? [] : [[row, column, status]];
    }),
  };
}
