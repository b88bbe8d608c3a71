import { type Cursor, finishLine, skipSpaces, toContent } from './cursor.ts';
import { scanBlockScalar } from './scan-block-scalar.ts';
import { scanFlow } from './scan-flow.ts';
import { isAtColon, mayBeKey } from './scan-key.ts';
import { scanScalar } from './scan-scalar.ts';
import type { ListNode, MapNode, PairOfNodes, ScalarNode, YamlNode } from './yaml-node.ts';

/** Deeper than manifests are: the parser may tell what is wrong with more. */
const DEEPEST = 100;

// Blanks and line breaks other than spaces and line feeds (tabs, carriage returns, those of Unicode, byte order marks)
// and control characters need care, or a finding.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const DOUBTFUL = /[^\S\n ]|[\0-\x08\x0E-\x1F\x7F-\x9F\uFFFE\uFFFF]/;

/**
 * The nodes of one document that keeps to the plain part of YAML, as manifests mostly do: block mappings and lists,
 * scalars and flow collections of one line, block scalars, comments. `undefined` for everything else, sound or not. What
 * is accepted has no mistake but, possibly, keys that stand twice.
 */
export function scanYaml(text: string): { readonly root: YamlNode | undefined } | undefined {
  if (DOUBTFUL.test(text) || text.startsWith('...') || text.includes('\n...')) return undefined;
  const cursor: Cursor = { text, at: 0, lineStart: 0, column: -1, contentEnd: 0 };
  toContent(cursor);
  if (cursor.column === 0 && text.startsWith('---', cursor.at)) {
    cursor.at += 3;
    if (!finishLine(cursor)) return undefined;
  }
  if (text.includes('\n---', cursor.lineStart - 1)) return undefined;
  if (isAtEnd(cursor)) return { root: undefined };
  if (cursor.column !== 0) return undefined;
  const root = scanCollection(cursor, DEEPEST);
  return root === undefined || !isAtEnd(cursor) ? undefined : { root };
}

/** A mapping or list that starts at the cursor, in its column. `depth` is how many more levels may lie in it. */
function scanCollection(cursor: Cursor, depth: number): ListNode | MapNode | undefined {
  if (isAtDash(cursor)) return scanList(cursor, depth);
  const key = scanScalar(cursor, 'block');
  return key && isAtColon(cursor) ? scanMap(cursor, key, depth) : undefined;
}

function scanList(cursor: Cursor, depth: number): ListNode | undefined {
  const { at: start, column } = cursor;
  const items: YamlNode[] = [];
  while (cursor.column === column && isAtDash(cursor)) {
    cursor.at += 1;
    const item = scanItem(cursor, column, depth - 1);
    if (item === undefined) return undefined;
    items.push(item);
  }
  return { kind: 'list', items, start, end: cursor.contentEnd };
}

/** What follows a dash that stands in `column`. An item without a value is left to the parser. */
function scanItem(cursor: Cursor, column: number, depth: number): YamlNode | undefined {
  if (depth === 0) return undefined;
  skipSpaces(cursor);
  if (isAtRest(cursor)) return finishLine(cursor) && cursor.column > column ? scanCollection(cursor, depth) : undefined;
  if (isAtBlockScalar(cursor)) return scanBlockScalar(cursor, column);
  cursor.column = cursor.at - cursor.lineStart;
  if (isAtDash(cursor)) return scanList(cursor, depth);
  const value = scanFlow(cursor, 'block', depth);
  if (value?.kind === 'scalar' && isAtColon(cursor)) return scanMap(cursor, value, depth);
  return value && finishLine(cursor) ? value : undefined;
}

/** A mapping in the column of the cursor, which has read its first key. */
function scanMap(cursor: Cursor, firstKey: ScalarNode, depth: number): MapNode | undefined {
  const { column } = cursor;
  const pairs: PairOfNodes[] = [];
  for (let key: ScalarNode | undefined = firstKey; ; key = scanScalar(cursor, 'block')) {
    if (key === undefined || !mayBeKey(key) || !isAtColon(cursor)) return undefined;
    cursor.at += 1;
    const value = scanValue(cursor, column, depth - 1);
    if (value === undefined) return undefined;
    pairs.push({ key, value });
    if (cursor.column < column) return { kind: 'map', pairs, start: firstKey.start, end: cursor.contentEnd };
    if (cursor.column > column) return undefined;
  }
}

/** What follows the colon of a key that stands in `column`. */
function scanValue(cursor: Cursor, column: number, depth: number): YamlNode | undefined {
  if (depth === 0) return undefined;
  skipSpaces(cursor);
  if (isAtBlockScalar(cursor)) return scanBlockScalar(cursor, column);
  if (!isAtRest(cursor)) {
    const value = scanFlow(cursor, 'block', depth);
    return value && finishLine(cursor) ? value : undefined;
  }
  const { at } = cursor;
  if (!finishLine(cursor)) return undefined;
  if (cursor.column > column) return scanCollection(cursor, depth);
  // A list may stand in the column of the key that it belongs to.
  if (cursor.column === column && isAtDash(cursor)) return scanList(cursor, depth);
  return { kind: 'scalar', style: 'plain', text: '', start: at, end: at };
}

function isAtEnd({ column }: Cursor): boolean {
  return column === -1;
}

function isAtDash({ text, at }: Cursor): boolean {
  return text[at] === '-' && (text[at + 1] === ' ' || text[at + 1] === '\n' || at + 1 === text.length);
}

function isAtBlockScalar({ text, at }: Cursor): boolean {
  return text[at] === '|' || text[at] === '>';
}

/** Whether nothing but a comment may follow on the line. */
function isAtRest({ text, at }: Cursor): boolean {
  return at >= text.length || text[at] === '\n' || text[at] === '#';
}
