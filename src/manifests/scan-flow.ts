import { type Cursor, skipSpaces } from './cursor.ts';
import { isAtColon, mayBeKey } from './scan-key.ts';
import { type Context, scanScalar } from './scan-scalar.ts';
import type { ListNode, MapNode, PairOfNodes, YamlNode } from './yaml-node.ts';

/** A scalar or a flow collection, all on one line. `depth` is how many more levels may lie in it. */
export function scanFlow(cursor: Cursor, context: Context, depth: number): YamlNode | undefined {
  if (depth === 0) return undefined;
  switch (cursor.text[cursor.at]) {
    case '[':
      return scanFlowList(cursor, depth);
    case '{':
      return scanFlowMap(cursor, depth);
    default:
      return scanScalar(cursor, context);
  }
}

function scanFlowList(cursor: Cursor, depth: number): ListNode | undefined {
  const start = cursor.at;
  const items = scanEntries(cursor, ']', () => scanFlow(cursor, 'flow', depth - 1));
  return items && { kind: 'list', items, start, end: cursor.at };
}

function scanFlowMap(cursor: Cursor, depth: number): MapNode | undefined {
  const start = cursor.at;
  const pairs = scanEntries(cursor, '}', () => scanFlowPair(cursor, depth - 1));
  return pairs && { kind: 'map', pairs, start, end: cursor.at };
}

function scanFlowPair(cursor: Cursor, depth: number): PairOfNodes | undefined {
  const key = scanScalar(cursor, 'flow');
  if (key === undefined || !mayBeKey(key) || !isAtColon(cursor)) return undefined;
  cursor.at += 1;
  skipSpaces(cursor);
  const value = scanFlow(cursor, 'flow', depth);
  return value && { key, value };
}

/** What stands between brackets, divided by commas; a comma before the closing one is left to the parser. */
function scanEntries<T>(cursor: Cursor, close: string, scanEntry: () => T | undefined): readonly T[] | undefined {
  const entries: T[] = [];
  cursor.at += 1;
  skipSpaces(cursor);
  while (entries.length > 0 || cursor.text[cursor.at] !== close) {
    const entry = scanEntry();
    if (entry === undefined) return undefined;
    entries.push(entry);
    skipSpaces(cursor);
    const divider = cursor.text[cursor.at];
    if (divider === close) break;
    if (divider !== ',') return undefined;
    cursor.at += 1;
    skipSpaces(cursor);
  }
  cursor.at += 1;
  return entries;
}
