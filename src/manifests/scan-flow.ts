import { type Cursor, LINE_FEED, skipSpaces } from './cursor.ts';
import { isAtColon, mayBeKey } from './scan-key.ts';
import { scanScalar } from './scan-scalar.ts';
import type { Scan } from './yaml-builder.ts';
import type { ScalarNode } from './yaml-node.ts';

/** Whether a flow collection starts at the cursor. */
export function isAtBracket({ text, at }: Cursor): boolean {
  return text[at] === '[' || text[at] === '{';
}

/** A flow collection or, within one, a scalar. `depth` is how many more levels may lie in it. */
export function scanFlow<T, M>(scan: Scan<T, M>, depth: number): T | undefined {
  if (depth === 0) return undefined;
  switch (scan.text[scan.at]) {
    case '[':
      return scanFlowList(scan, depth);
    case '{':
      return scanFlowMap(scan, depth);
    default: {
      const scalar = scanScalar(scan, 'flow');
      return scalar && scan.build.scalar(scalar);
    }
  }
}

function scanFlowList<T, M>(scan: Scan<T, M>, depth: number): T | undefined {
  const { at: start, build } = scan;
  const items: T[] = [];
  const isSound = scanEntries(scan, ']', () => {
    const item = scanFlow(scan, depth - 1);
    return item !== undefined && items.push(item) > 0;
  });
  return isSound ? build.list(items, start, scan.at) : undefined;
}

function scanFlowMap<T, M>(scan: Scan<T, M>, depth: number): T | undefined {
  const { at: start, build } = scan;
  const map = build.emptyMap();
  const isSound = scanEntries(scan, '}', () => scanFlowPair(scan, map, depth - 1));
  return isSound ? build.map(map, start, scan.at) : undefined;
}

function scanFlowPair<T, M>(scan: Scan<T, M>, map: M, depth: number): boolean {
  const key = scanScalar(scan, 'flow');
  if (key === undefined || !mayBeKey(key) || !isAtColonOf(scan, key)) return false;
  scan.at += 1;
  skipSpaces(scan);
  const value = scanFlow(scan, depth);
  return value !== undefined && scan.build.add(map, key, value);
}

/** As JSON does, a key in quotes may have its colon and its value attached to it. */
function isAtColonOf(cursor: Cursor, { style }: ScalarNode): boolean {
  return isAtColon(cursor) || (style !== 'plain' && cursor.text[cursor.at] === ':');
}

/**
 * What stands between brackets, divided by commas; a comma before the closing one is left to the parser. False where an
 * entry or what divides them does not fit.
 */
function scanEntries(cursor: Cursor, close: string, scanEntry: () => boolean): boolean {
  cursor.at += 1;
  skipBlanks(cursor);
  if (cursor.text[cursor.at] === close) {
    cursor.at += 1;
    return true;
  }
  while (scanEntry()) {
    skipBlanks(cursor);
    const divider = cursor.text[cursor.at];
    if (divider !== ',' && divider !== close) return false;
    cursor.at += 1;
    if (divider === close) return true;
    skipBlanks(cursor);
  }
  return false;
}

/** Steps over spaces and, in a document that is one flow collection, over line feeds. */
function skipBlanks(cursor: Cursor): void {
  skipSpaces(cursor);
  while (cursor.mayBreak && cursor.text.charCodeAt(cursor.at) === LINE_FEED) {
    cursor.at += 1;
    skipSpaces(cursor);
  }
}
