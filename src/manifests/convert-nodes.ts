import { isAlias, isMap, isScalar, isSeq, type Node, Scalar } from 'yaml';
import { shareText } from './share-text.ts';
import type { PairOfNodes, ScalarStyle, YamlNode } from './yaml-node.ts';

type Anchors = Map<string, YamlNode>;

/** The nodes of the library as ours. */
export function convertNodes(root: unknown): YamlNode | undefined {
  return convert(root, new Map());
}

function convert(node: unknown, anchors: Anchors): YamlNode | undefined {
  if (isAlias(node)) {
    const target = anchors.get(node.source);
    return { kind: 'alias', name: node.source, ...whereOf(node), ...(target && { target }) };
  }
  if (isScalar(node)) {
    const style = STYLES.get(node.type ?? '') ?? 'plain';
    const value = String(node.value);
    const text = shareText(value, 0, value.length);
    return remember({ kind: 'scalar', style, text, ...whereOf(node), ...propertiesOf(node) }, anchors);
  }
  if (isSeq(node)) {
    const items: (YamlNode | undefined)[] = [];
    const list = remember({ kind: 'list', items, ...whereOf(node), ...propertiesOf(node) }, anchors);
    for (const item of node.items) items.push(convert(item, anchors));
    return list;
  }
  if (!isMap(node)) return undefined;
  const pairs: PairOfNodes[] = [];
  const map = remember({ kind: 'map', pairs, ...whereOf(node), ...propertiesOf(node) }, anchors);
  for (const { key, value } of node.items) pairs.push({ key: convert(key, anchors), value: convert(value, anchors) });
  return map;
}

/** Before what is inside it is converted: an alias in there means the node itself. */
function remember(node: YamlNode, anchors: Anchors): YamlNode {
  if (node.anchor !== undefined) anchors.set(node.anchor, node);
  return node;
}

const STYLES: ReadonlyMap<string, ScalarStyle> = new Map([
  [Scalar.PLAIN, 'plain'],
  [Scalar.QUOTE_SINGLE, 'single-quoted'],
  [Scalar.QUOTE_DOUBLE, 'double-quoted'],
  [Scalar.BLOCK_LITERAL, 'block'],
  [Scalar.BLOCK_FOLDED, 'block'],
]);

function whereOf({ range }: Node): { readonly start: number; readonly end: number } {
  return { start: range?.[0] ?? 0, end: range?.[1] ?? 0 };
}

function propertiesOf({ anchor, tag }: { anchor?: string; tag?: string }): { anchor?: string; tag?: string } {
  return { ...(anchor !== undefined && { anchor }), ...(tag !== undefined && { tag }) };
}
