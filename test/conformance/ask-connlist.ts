import { ALL_CONNECTIONS, type ConnectionSet, NO_CONNECTIONS } from '../../src/sets/connection-set.ts';
import { equals, intersection, isEmpty, union } from '../../src/sets/interval-set.ts';
import { comparedPairs } from './compared-pairs.ts';
import { readConn } from './conformance-traffic.ts';
import { type ConnectionRow, endsOf } from './connection-rows.ts';
import { type Answers, collectAnswers, type Tally, wordsFor } from './disagreement.ts';
import { nameOfEnd } from './front-of-case.ts';
import { indexConnections } from './index-connections.ts';
import type { CaseWorld } from './open-case.ts';
import { type Fields, fieldsOf, listOf } from './read-corpora.ts';

/** The rows of a list of connections. */
export function connlistRows(written: Fields): readonly ConnectionRow[] {
  return listOf(written['expected'])
    .map(fieldsOf)
    .map(({ src, dst, conn }) => ({ from: String(src), to: String(dst), conn: readConn(conn) }));
}

/** Compares the connectivity map with the rows, pair by pair; a pair without a row must have no connection. */
export function askConnlist(written: Fields, opened: CaseWorld): Tally {
  const answers = collectAnswers(opened);
  compareRows(written, opened, answers);
  return answers.tally();
}

/** The comparison alone, for a case that asks more. */
export function compareRows(written: Fields, opened: CaseWorld, answers: Answers): void {
  const rows = connlistRows(written).map((row) => ({
    ...row,
    sources: endsOf(row.from, opened),
    targets: endsOf(row.to, opened),
  }));
  const pairs = comparedPairs(written, opened);
  for (const row of rows) {
    const isCompared = pairs.some(([from, to]) => row.sources.includes(from) && row.targets.includes(to));
    if (!isCompared) answers.differ(`${row.from} to ${row.to}: the row is compared with nothing`);
  }
  const connectionBetween = indexConnections(opened);
  const focus = trafficInFocus(fieldsOf(written['options'])['focus_conn']);
  for (const [from, to] of pairs) {
    const expected = rows
      .filter(({ sources, targets }) => sources.includes(from) && targets.includes(to))
      .map(({ conn }) => conn)
      .reduce(union, NO_CONNECTIONS);
    const connection = connectionBetween(from, to);
    const allowed = intersection(connection.allowed, focus);
    const undecided = intersection(connection.undecided, focus);
    if (isEmpty(undecided) && equals(allowed, expected)) {
      answers.agree();
      continue;
    }
    const question = `${nameOfEnd(from, opened)} to ${nameOfEnd(to, opened)}`;
    const got = `${wordsFor(allowed)}; undecided ${wordsFor(undecided)}`;
    answers.differ(`${question}: expected ${wordsFor(expected)}, got ${got}`, [from, to]);
  }
}

/** An option may narrow the list to one port: `tcp-80`. */
function trafficInFocus(option: unknown): ConnectionSet {
  if (option === undefined) return ALL_CONNECTIONS;
  const [protocol = '', port = ''] = String(option).split('-');
  return readConn({ [protocol.toUpperCase()]: port });
}
