import type { AddressSet } from '../../src/sets/address-set.ts';
import { type ConnectionSet, NO_CONNECTIONS } from '../../src/sets/connection-set.ts';
import { equals, isEmpty } from '../../src/sets/interval-set.ts';
import { comparedPairs } from './compared-pairs.ts';
import { readConn } from './conformance-traffic.ts';
import { type ConnectionRow, endsOf } from './connection-rows.ts';
import { type Answers, collectAnswers, type Tally, wordsFor } from './disagreement.ts';
import { findEndpoints } from './find-endpoints.ts';
import { nameOfEnd } from './front-of-case.ts';
import { indexConnections } from './index-connections.ts';
import type { CaseWorld } from './open-case.ts';
import { type Fields, fieldsOf, listOf } from './read-corpora.ts';

/** What is allowed in the first world and in the second, where the two differ. */
interface DiffRow extends Pick<ConnectionRow, 'from' | 'to'> {
  readonly type: string;
  readonly before: ConnectionSet;
  readonly after: ConnectionSet;
  /** Workloads that are in one of the two worlds only: `workload default/unicorn[Deployment] added`. */
  readonly workloads: string;
}

/** The rows of a comparison. */
export function diffRows(written: Fields): readonly DiffRow[] {
  return listOf(written['expected_diff'])
    .map(fieldsOf)
    .map(({ type, src, dst, conn1, conn2, workloads_info: workloads }) => ({
      type: String(type),
      from: String(src),
      to: String(dst),
      before: readConn(conn1),
      after: readConn(conn2),
      workloads: String(workloads),
    }));
}

/** The address ranges that a world tells apart, so that another can be cut at the same places. */
export function rangesOfWorld({ world }: CaseWorld): readonly AddressSet[] {
  return world.cluster.endpoints.flatMap((endpoint) =>
    endpoint.kind === 'addresses' ? [[endpoint.first, endpoint.last + 1n]] : [],
  );
}

/**
 * Compares what changes from one connectivity map to another with the rows: where there is a row both sides must be the
 * row's, and without a row nothing may change. Both worlds must be cut at the same addresses.
 */
export function askDiff(written: Fields, before: CaseWorld, after: CaseWorld): Tally {
  const answers = collectAnswers(after);
  const rows = diffRows(written);
  for (const row of rows) checkWords(row, before, after, answers);
  const expectedBefore = indexRows(rows, before);
  const expectedAfter = indexRows(rows, after);
  const pairsBefore = pairsById(written, before);
  const pairsAfter = pairsById(written, after);
  const compared = new Set<DiffRow>();
  for (const ends of new Set([...pairsBefore.keys(), ...pairsAfter.keys()])) {
    const was = pairsBefore.get(ends) ?? ABSENT;
    const is = pairsAfter.get(ends) ?? ABSENT;
    const row = expectedBefore(was.pair) ?? expectedAfter(is.pair);
    if (row !== undefined) compared.add(row);
    const expected = row ?? { before: was.allowed, after: was.allowed };
    const isDecided = isEmpty(was.undecided) && isEmpty(is.undecided);
    if (isDecided && equals(was.allowed, expected.before) && equals(is.allowed, expected.after)) answers.agree();
    else {
      const got = wordsForChange({ before: was.allowed, after: is.allowed });
      const open = isDecided ? '' : ', not all decided';
      answers.differ(`${ends}: expected ${wordsForChange(expected)}, got ${got}${open}`, is.pair);
    }
  }
  for (const row of rows) {
    if (!compared.has(row)) answers.differ(`${row.from} to ${row.to}: the row is compared with nothing`);
  }
  return answers.tally();
}

function wordsForChange({ before, after }: Pick<DiffRow, 'before' | 'after'>): string {
  return `${wordsFor(before)} before and ${wordsFor(after)} after`;
}

interface Pair {
  /** Absent: one of the two ends is not in this world. */
  readonly pair?: readonly [from: number, to: number];
  readonly allowed: ConnectionSet;
  readonly undecided: ConnectionSet;
}

const ABSENT: Pair = { allowed: NO_CONNECTIONS, undecided: NO_CONNECTIONS };

/** Both worlds name the same workload, the same addresses and the ingress controller alike. */
function pairsById(written: Fields, opened: CaseWorld): ReadonlyMap<string, Pair> {
  const connectionBetween = indexConnections(opened);
  return new Map(
    comparedPairs(written, opened).map((pair) => [
      `${nameOfEnd(pair[0], opened)} to ${nameOfEnd(pair[1], opened)}`,
      { pair, ...connectionBetween(...pair) },
    ]),
  );
}

function indexRows(rows: readonly DiffRow[], opened: CaseWorld): (pair: Pair['pair']) => DiffRow | undefined {
  const found = rows.map((row) => ({ row, sources: endsOf(row.from, opened), targets: endsOf(row.to, opened) }));
  return (pair) =>
    pair && found.find(({ sources, targets }) => sources.includes(pair[0]) && targets.includes(pair[1]))?.row;
}

/** What a row says in words must be true of its connections and of the two worlds. */
function checkWords(row: DiffRow, before: CaseWorld, after: CaseWorld, answers: Answers): void {
  const kind = isEmpty(row.before) ? 'added' : isEmpty(row.after) ? 'removed' : 'changed';
  if (kind !== row.type) answers.differ(`${row.from} to ${row.to}: a row of type ${row.type} is ${kind}`);
  for (const [, name = '', change] of row.workloads.matchAll(/(\S+\/\S+) (added|removed)/g)) {
    const [was, is] = [before, after].map((opened) => findEndpoints(name, opened).length > 0);
    const agrees = change === 'added' ? !was && is : was && !is;
    if (agrees) answers.agree();
    else answers.differ(`${name}: expected to be ${change}`);
  }
}
