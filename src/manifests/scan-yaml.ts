import { type Cursor, finishLine, skipSpaces, toContent } from './cursor.ts';
import { scanBlockScalar } from './scan-block-scalar.ts';
import { isAtBracket, scanFlow } from './scan-flow.ts';
import { isAtColon, mayBeKey } from './scan-key.ts';
import { scanScalar } from './scan-scalar.ts';
import type { Scan, YamlBuilder } from './yaml-builder.ts';
import type { ScalarNode } from './yaml-node.ts';

/** Deeper than manifests are: the parser may tell what is wrong with more. */
const DEEPEST = 100;

// Blanks and line breaks other than spaces and line feeds (tabs, carriage returns, those of Unicode, byte order marks)
// and control characters need care, or a finding.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const DOUBTFUL = /[^\S\n ]|[\0-\x08\x0E-\x1F\x7F-\x9F\uFFFE\uFFFF]/;

/** Most documents hold nothing of the kind, and are seen to faster than to be without the doubtful ones among it. */
const NOT_ASCII = /[^\n -~]/;

/**
 * What a builder makes of one document that keeps to the plain part of YAML, as manifests mostly do: block mappings and
 * lists, scalars, flow collections of one line, block scalars, comments, and JSON. `undefined` for everything else, sound or
 * not. What is accepted has no mistake but, possibly, keys that stand twice.
 */
export function scanYaml<T, M>(text: string, build: YamlBuilder<T, M>): { readonly root: T | undefined } | undefined {
  if (NOT_ASCII.test(text) && DOUBTFUL.test(text)) return undefined;
  if (text.startsWith('...') || text.includes('\n...')) return undefined;
  const scan: Scan<T, M> = { text, at: 0, lineStart: 0, column: -1, contentEnd: 0, mayBreak: false, build };
  toContent(scan);
  if (scan.column === 0 && text.startsWith('---', scan.at)) {
    scan.at += 3;
    if (!finishLine(scan)) return undefined;
  }
  if (text.includes('\n---', scan.lineStart - 1)) return undefined;
  if (isAtEnd(scan)) return { root: undefined };
  if (scan.column !== 0) return undefined;
  scan.mayBreak = isAtBracket(scan);
  const root = scanCollection(scan, DEEPEST);
  return root === undefined || !isAtEnd(scan) ? undefined : { root };
}

/** A mapping or list that starts at the cursor, in its column. `depth` is how many more levels may lie in it. */
function scanCollection<T, M>(scan: Scan<T, M>, depth: number): T | undefined {
  if (isAtDash(scan)) return scanList(scan, depth);
  if (isAtBracket(scan)) return finishValue(scan, scanFlow(scan, depth));
  const key = scanScalar(scan, 'block');
  return key && isAtColon(scan) ? scanMap(scan, key, depth) : undefined;
}

function scanList<T, M>(scan: Scan<T, M>, depth: number): T | undefined {
  const { at: start, column } = scan;
  const items: T[] = [];
  while (scan.column === column && isAtDash(scan)) {
    scan.at += 1;
    const item = scanItem(scan, column, depth - 1);
    if (item === undefined) return undefined;
    items.push(item);
  }
  return scan.build.list(items, start, scan.contentEnd);
}

/** What follows a dash that stands in `column`. An item without a value is left to the parser. */
function scanItem<T, M>(scan: Scan<T, M>, column: number, depth: number): T | undefined {
  if (depth === 0) return undefined;
  skipSpaces(scan);
  if (isAtRest(scan)) return finishLine(scan) && scan.column > column ? scanCollection(scan, depth) : undefined;
  if (isAtBlockScalar(scan)) return build(scan, scanBlockScalar(scan, column));
  scan.column = scan.at - scan.lineStart;
  if (isAtDash(scan)) return scanList(scan, depth);
  if (isAtBracket(scan)) return finishValue(scan, scanFlow(scan, depth));
  const scalar = scanScalar(scan, 'block', column);
  if (scalar !== undefined && isAtColon(scan)) return scanMap(scan, scalar, depth);
  return finishValue(scan, build(scan, scalar));
}

/** A mapping in the column of the cursor, which has read its first key. */
function scanMap<T, M>(scan: Scan<T, M>, firstKey: ScalarNode, depth: number): T | undefined {
  const { column } = scan;
  const map = scan.build.emptyMap();
  for (let key: ScalarNode | undefined = firstKey; ; key = scanScalar(scan, 'block')) {
    if (key === undefined || !mayBeKey(key) || !isAtColon(scan)) return undefined;
    scan.at += 1;
    const value = scanValue(scan, column, depth - 1);
    if (value === undefined || !scan.build.add(map, key, value)) return undefined;
    if (scan.column < column) return scan.build.map(map, firstKey.start, scan.contentEnd);
    if (scan.column > column) return undefined;
  }
}

/** What follows the colon of a key that stands in `column`. */
function scanValue<T, M>(scan: Scan<T, M>, column: number, depth: number): T | undefined {
  if (depth === 0) return undefined;
  skipSpaces(scan);
  if (isAtBlockScalar(scan)) return build(scan, scanBlockScalar(scan, column));
  if (isAtBracket(scan)) return finishValue(scan, scanFlow(scan, depth));
  if (!isAtRest(scan)) return finishValue(scan, build(scan, scanScalar(scan, 'block', column)));
  const { at } = scan;
  if (!finishLine(scan)) return undefined;
  if (scan.column > column) return scanCollection(scan, depth);
  // A list may stand in the column of the key that it belongs to.
  if (scan.column === column && isAtDash(scan)) return scanList(scan, depth);
  return scan.build.scalar({ kind: 'scalar', style: 'plain', text: '', start: at, end: at });
}

function build<T, M>(scan: Scan<T, M>, scalar: ScalarNode | undefined): T | undefined {
  return scalar && scan.build.scalar(scalar);
}

/** A value that ends in the line of the cursor, if nothing else stands behind it. */
function finishValue<T, M>(scan: Scan<T, M>, value: T | undefined): T | undefined {
  return value !== undefined && finishLine(scan) ? value : undefined;
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
