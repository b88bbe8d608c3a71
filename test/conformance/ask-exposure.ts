import { createEngine } from '../../src/connectivity/create-engine.ts';
import type { Decision, Engine } from '../../src/connectivity/decision.ts';
import { everyPossiblePod } from '../../src/possible/pod-box.ts';
import type { Direction } from '../../src/resources/resources.ts';
import { familyOf } from '../../src/sets/address-set.ts';
import { ALL_CONNECTIONS, type ConnectionSet, NO_CONNECTIONS } from '../../src/sets/connection-set.ts';
import { difference, equals, intersection, isEmpty, union } from '../../src/sets/interval-set.ts';
import { compareRows } from './ask-connlist.ts';
import { isNamedBy } from './compared-pairs.ts';
import { endsOf } from './connection-rows.ts';
import { differFromWalk, type Walk } from './differ-from-walk.ts';
import { type Answers, collectAnswers, type Tally, wordsFor } from './disagreement.ts';
import { listPossiblePods, type PossiblePod } from './list-possible-pods.ts';
import { isAmong } from './make-pods.ts';
import type { CaseWorld } from './open-case.ts';
import { type Fields, fieldsOf } from './read-corpora.ts';
import { type Exposure, type ExposureRow, readExposure } from './read-exposure.ts';

/** One workload in one direction, with the rows that speak of it. */
interface Side {
  readonly workload: number;
  readonly direction: Direction;
  readonly rows: readonly ExposureRow[];
  readonly isUnprotected: boolean;
  /** Whether a row speaks of the workload in either direction. */
  readonly isListed: boolean;
}

/** The world together with pods that could be created in it. */
interface PossibleWorld {
  readonly opened: CaseWorld;
  readonly engine: Engine;
  /** Each with its index for the engine. */
  readonly pods: readonly (PossiblePod & { readonly index: number })[];
}

/**
 * Compares the connectivity map with its rows, and what the policies of each workload say of pods that could be created
 * and of addresses with the rows about exposure. The other end's policies have no part in that. What both say of such a
 * pod must be what is answered for all pods that could be created.
 */
export function askExposure(written: Fields, opened: CaseWorld): Tally {
  const answers = collectAnswers(opened);
  compareRows(written, opened, answers);
  const exposure = readExposure(written);
  const world = possibleWorld(exposure, opened);
  const compared = new Set<ExposureRow>();
  for (const side of sidesOf(exposure, written, opened)) {
    const used = [...comparePods(side, world, answers), ...compareAddresses(side, opened, answers)];
    for (const row of used) compared.add(row);
    compareProtection(side, opened, answers);
    compareWalks(side, world, answers);
  }
  for (const row of exposure.rows) {
    if (!compared.has(row)) answers.differ(`${row.direction} of ${row.workload}: a row is compared with nothing`);
  }
  return answers.tally();
}

function possibleWorld(exposure: Exposure, opened: CaseWorld): PossibleWorld {
  const { cluster } = opened.world;
  const possible = listPossiblePods(exposure.rows, cluster);
  const engine = createEngine({ ...cluster, endpoints: [...cluster.endpoints, ...possible.map(({ pod }) => pod)] });
  const pods = possible.map((one, offset) => ({ ...one, index: cluster.endpoints.length + offset }));
  return { opened, engine, pods };
}

function sidesOf({ rows, unprotected }: Exposure, written: Fields, opened: CaseWorld): readonly Side[] {
  const { focus_workloads: focus, focus_direction: only } = fieldsOf(written['options']);
  const workloads = opened.world.cluster.endpoints.flatMap((endpoint, index) =>
    endpoint.kind === 'pod' && (focus === undefined || isNamedBy(endpoint, focus)) ? [index] : [],
  );
  const directions = (['egress', 'ingress'] as const).filter((direction) => only === undefined || only === direction);
  return workloads.flatMap((workload) =>
    directions.map((direction): Side => {
      const isOfWorkload = (row: { readonly workload: string }): boolean =>
        endsOf(row.workload, opened).includes(workload);
      const isOwn = (row: Exposure['unprotected'][number]): boolean => row.direction === direction && isOfWorkload(row);
      return {
        workload,
        direction,
        rows: rows.filter((row) => isOwn(row)),
        isUnprotected: unprotected.some(isOwn),
        isListed: rows.some(isOfWorkload),
      };
    }),
  );
}

/** Pods of which no row speaks are like any pod of the cluster. */
function comparePods(side: Side, { opened, engine, pods }: PossibleWorld, answers: Answers): readonly ExposureRow[] {
  return pods.flatMap(({ pod, index, isSpokenOf }) => {
    const own = side.rows.filter(({ peer }) => peer.kind === 'pods' && isAmong(peer, pod));
    if (own.length === 0 && !isSpokenOf) return [];
    const rows = own.length > 0 ? own : side.rows.filter(({ peer }) => peer.kind === 'cluster');
    compareSide(side, rows, { id: pod.id, index, engine }, opened, answers);
    return rows;
  });
}

/** A workload that is exposed to no pod is not listed; the list of connections has its addresses. */
function compareAddresses(side: Side, opened: CaseWorld, answers: Answers): readonly ExposureRow[] {
  if (!side.isListed) return [];
  const { cluster, engine } = opened.world;
  const ranges = side.rows.flatMap((row) =>
    row.peer.kind === 'range' ? [{ row, ends: endsOf(row.peer.text, opened) }] : [],
  );
  return cluster.endpoints.flatMap((endpoint, index) => {
    if (endpoint.kind !== 'addresses' || familyOf(endpoint.first) !== 4) return [];
    const rows = ranges.filter(({ ends }) => ends.includes(index)).map(({ row }) => row);
    compareSide(side, rows, { id: endpoint.id, index, engine }, opened, answers);
    return rows;
  });
}

function compareSide(
  side: Side,
  rows: readonly ExposureRow[],
  peer: { readonly id: string; readonly index: number; readonly engine: Engine },
  { world }: CaseWorld,
  answers: Answers,
): void {
  const { workload, direction } = side;
  const { allowed, undecided } = whatOwnPoliciesSay(peer.engine.decide(...pairOf(side, peer.index)), direction);
  const expected = rows.map(({ conn }) => conn).reduce(union, NO_CONNECTIONS);
  if (isEmpty(undecided) && equals(allowed, expected)) answers.agree();
  else {
    const question = `${direction} of ${world.cluster.endpoints[workload]?.id} with ${peer.id}`;
    const got = `${wordsFor(allowed)}; undecided ${wordsFor(undecided)}`;
    answers.differ(`${question}: expected ${wordsFor(expected)}, got ${got}`);
  }
}

function pairOf<Peer>({ workload, direction }: Side, peer: Peer): readonly [from: number | Peer, to: number | Peer] {
  return direction === 'egress' ? [workload, peer] : [peer, workload];
}

function whatOwnPoliciesSay(
  { sides }: Decision,
  direction: Direction,
): { readonly allowed: ConnectionSet; readonly undecided: ConnectionSet } {
  const own = sides.filter((side) => side.direction === direction);
  const mayAllow = own.map((side) => side.mayAllow).reduce(intersection, ALL_CONNECTIONS);
  const mayDeny = own.map((side) => side.mayDeny).reduce(union, NO_CONNECTIONS);
  return { allowed: difference(ALL_CONNECTIONS, mayDeny), undecided: intersection(mayAllow, mayDeny) };
}

function compareWalks(side: Side, { opened, engine, pods }: PossibleWorld, answers: Answers): void {
  const { cluster, engine: known } = opened.world;
  const [from, to] = pairOf(side, everyPossiblePod(cluster));
  const end = side.direction === 'egress' ? 'to' : 'from';
  const walks = (['all', 'open'] as const).map((wanted): Walk => {
    const walked = known.ask({ from, to, traffic: ALL_CONNECTIONS, wanted });
    return { end, wanted, answers: [...walked].flat() };
  });
  for (const { pod, index } of pods) {
    const alone = engine.verdict(...pairOf(side, index));
    for (const walk of walks) {
      const difference = differFromWalk(pod, alone, walk);
      if (difference === undefined) answers.agree();
      else {
        const question = `${side.direction} of ${cluster.endpoints[side.workload]?.id} with ${pod.id}`;
        answers.differ(`${question}, among possible pods asked for \`${walk.wanted}\`: ${difference}`);
      }
    }
  }
}

function compareProtection({ workload, direction, isUnprotected }: Side, { world }: CaseWorld, answers: Answers): void {
  const isGoverned = world.engine.governing(workload, direction).length > 0;
  if (isGoverned !== isUnprotected) answers.agree();
  else {
    const expected = isUnprotected ? 'no policy' : 'some policy';
    answers.differ(`${direction} of ${world.cluster.endpoints[workload]?.id}: expected ${expected} to govern it`);
  }
}
