import { decodeKey, decodeScalarNode, isMergeKey } from './decode-node.ts';
import { setField } from './plain-value.ts';
import type { Problem } from './problem.ts';
import type { AliasNode, MapNode, PairOfNodes, ScalarNode, YamlNode } from './yaml-node.ts';

/** Deeper than any manifest is, and shallow enough for every later stage to recurse. */
const DEEPEST = 200;
/** How many values a document may hold once its aliases are written out. */
export const MOST_VALUES = 2_000_000;

interface Anchored {
  readonly value: unknown;
  readonly size: number;
  readonly height: number;
}

interface Decoding {
  readonly problems: Problem[];
  /** Anchors in the order of the text; `open` while the anchored node itself is being decoded. */
  readonly anchors: Map<string, Anchored | 'open'>;
  size: number;
  deepest: number;
}

/** What a parsed document says as plain data, and the mistakes for which kubectl (or a careful reader) refuses it. */
export function decodeDocument(root: YamlNode | undefined): {
  readonly value: unknown;
  readonly problems: readonly Problem[];
} {
  const decoding: Decoding = { problems: [], anchors: new Map(), size: 0, deepest: 0 };
  const value = decodeNode(root, 0, decoding);
  return { value, problems: decoding.problems };
}

function decodeNode(node: YamlNode | undefined, depth: number, decoding: Decoding): unknown {
  if (node?.kind === 'alias') return decodeAlias(node, depth, decoding);
  const anchor = node?.anchor;
  if (anchor === undefined) return decodeContent(node, depth, decoding);
  const before = { size: decoding.size, deepest: decoding.deepest };
  decoding.anchors.set(anchor, 'open');
  decoding.deepest = depth;
  const value = decodeContent(node, depth, decoding);
  decoding.anchors.set(anchor, { value, size: decoding.size - before.size, height: decoding.deepest - depth });
  decoding.deepest = Math.max(before.deepest, decoding.deepest);
  return value;
}

function decodeContent(node: YamlNode | undefined, depth: number, decoding: Decoding): unknown {
  if (!admit(node, depth, 1, decoding)) return null;
  switch (node?.kind) {
    case 'scalar':
      return decodeScalar(node, decoding);
    case 'map':
      return decodeMap(node, depth, decoding);
    case 'list':
      return node.items.map((item) => decodeNode(item, depth + 1, decoding));
    default:
      return null;
  }
}

/** Counts what is about to be decoded; false (with one finding) where it is too much. */
function admit(node: YamlNode | undefined, depth: number, size: number, decoding: Decoding): boolean {
  decoding.size += size;
  decoding.deepest = Math.max(decoding.deepest, depth);
  if (depth <= DEEPEST && decoding.size <= MOST_VALUES) return true;
  if (!decoding.problems.some((problem) => problem.code === 'nesting-too-deep')) {
    const message =
      depth > DEEPEST
        ? `the document is nested more than ${DEEPEST} levels deep`
        : `the aliases of the document expand to more than ${MOST_VALUES} values`;
    const help = 'no Kubernetes manifest needs this: leave the file out of `manifests`, or write it more plainly';
    decoding.problems.push({ code: 'nesting-too-deep', message, help, ...rangeOf(node) });
  }
  return false;
}

function decodeAlias(node: AliasNode, depth: number, decoding: Decoding): unknown {
  const { name } = node;
  const anchored = decoding.anchors.get(name);
  if (anchored === undefined || anchored === 'open') {
    const message =
      anchored === 'open'
        ? `the value of the anchor \`&${name}\` contains itself`
        : `no anchor \`&${name}\` stands above`;
    decoding.problems.push(
      syntaxError(message, rangeOf(node), 'an alias repeats a value that stands above it in the same document'),
    );
    return null;
  }
  if (!admit(node, depth + anchored.height, anchored.size, decoding)) return null;
  return anchored.value;
}

function decodeScalar(node: ScalarNode, decoding: Decoding): unknown {
  const value = decodeScalarNode(node);
  if (value === undefined) {
    const tag = String(node.tag).replace('tag:yaml.org,2002:', '!!');
    decoding.problems.push(syntaxError(`\`${excerptOf(node)}\` is no value of the tag \`${tag}\``, rangeOf(node)));
  } else if (typeof value === 'number' && !Number.isFinite(value)) {
    const help = 'put it in quotes if a text is meant';
    decoding.problems.push(
      syntaxError(`\`${excerptOf(node)}\` has no form in JSON, so kubectl refuses it`, rangeOf(node), help),
    );
  }
  return value ?? null;
}

function decodeMap(map: MapNode, depth: number, decoding: Decoding): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  let isSecondObject = false;
  for (const pair of map.pairs) {
    if (isMergeKey(pair.key)) {
      merge(result, map, pair, depth, decoding);
      continue;
    }
    const key = decodeKeyNode(pair.key, depth, decoding);
    const value = decodeNode(pair.value, depth + 1, decoding);
    if (key === undefined) continue;
    if (Object.hasOwn(result, key) && !isSecondObject) {
      isSecondObject = key === 'apiVersion';
      reportDuplicate(key, map, pair, decoding);
    }
    setField(result, key, value);
  }
  return result;
}

function decodeKeyNode(node: YamlNode | undefined, depth: number, decoding: Decoding): string | undefined {
  // Decoded for its anchor, which a value further down may repeat.
  const value = decodeNode(node, depth + 1, decoding);
  const key = node?.kind === 'alias' && typeof value === 'string' ? value : decodeKey(node);
  if (key === undefined) {
    const help = 'a key is a word; put text that holds `{`, `[` or `: ` in quotes';
    decoding.problems.push(syntaxError('a key is not a text, number or boolean', rangeOf(node), help));
  }
  return key;
}

function reportDuplicate(key: string, map: MapNode, second: PairOfNodes, decoding: Decoding): void {
  const first = map.pairs.find((pair) => !isMergeKey(pair.key) && decodeKey(pair.key) === key);
  // A key that only repeats a merged one overrides it, as it should.
  if (first === undefined || first === second) return;
  decoding.problems.push({
    code: 'duplicate-key',
    message: `the key \`${key}\` stands twice in one mapping`,
    help:
      key === 'apiVersion'
        ? 'if another object begins here, write a line `---` above it; else keep one of the two: tools disagree on which of them counts'
        : 'keep one of the two: tools disagree on which of them counts',
    ...rangeOf(second.key),
    related: { ...rangeOf(first.key), message: `\`${key}\` stands here first` },
  });
}

function merge(
  result: Record<string, unknown>,
  map: MapNode,
  pair: PairOfNodes,
  depth: number,
  decoding: Decoding,
): void {
  const value = decodeNode(pair.value, depth + 1, decoding);
  const sources = Array.isArray(value) ? value : [value];
  const merged: Record<string, unknown> = {};
  for (const source of sources) {
    if (typeof source !== 'object' || source === null || Array.isArray(source)) {
      const message = 'the merge key `<<` takes a mapping or a list of mappings';
      decoding.problems.push(syntaxError(message, rangeOf(pair.value ?? pair.key)));
      return;
    }
    // Earlier mappings of a list take precedence.
    for (const [key, item] of Object.entries(source)) if (!Object.hasOwn(merged, key)) setField(merged, key, item);
  }
  if (!admit(pair.key, depth, Object.keys(merged).length, decoding)) return;
  for (const [key, item] of Object.entries(merged)) {
    if (Object.hasOwn(result, key) && result[key] !== item) reportOverridden(key, map, pair, decoding);
    setField(result, key, item);
  }
}

// YAML lets the key of the mapping win wherever `<<` stands; goyaml v2, and so kubectl, lets the later of the two win.
function reportOverridden(key: string, map: MapNode, pair: PairOfNodes, decoding: Decoding): void {
  const first =
    map.pairs.find((other) => decodeKey(other.key) === key) ?? map.pairs.find((other) => isMergeKey(other.key));
  decoding.problems.push({
    code: 'duplicate-key',
    message: `the merge key \`<<\` brings another value for \`${key}\`, which already stands above it`,
    help: 'put `<<` before the keys that override it: kubectl lets the later one win, other tools do not',
    ...rangeOf(pair.key),
    related: { ...rangeOf(first?.key), message: `\`${key}\` stands here` },
  });
}

interface Range {
  readonly start: number;
  readonly end: number;
}

function syntaxError(message: string, range: Range, help?: string): Problem {
  return { code: 'syntax-error', message, ...range, ...(help === undefined ? {} : { help }) };
}

function rangeOf(node: YamlNode | undefined): Range {
  return { start: node?.start ?? 0, end: node?.end ?? 0 };
}

function excerptOf({ text }: ScalarNode): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
