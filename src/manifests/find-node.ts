import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml';
import type { KeyPath } from '../source/source-ref.ts';
import { decodeKey, isMergeKey } from './decode-node.ts';

/** Where a path leads in a parsed document; aliases and merge keys are followed to what is really written. */
export interface FoundNode {
  /** The key of the pair; absent for list items and the root. */
  readonly key?: Node;
  readonly value?: Node;
  /** False where the path goes on but the document does not: this is the nearest ancestor. */
  readonly complete: boolean;
}

/** Follows a path through a document as far as it goes. */
export function findNode(document: Document.Parsed, path: KeyPath): FoundNode {
  let found: FoundNode = withValue(document.contents, document);
  for (const step of path) {
    const next = descend(found.value, step, document);
    if (next === undefined) return { ...found, complete: false };
    found = next;
  }
  return found;
}

function descend(node: Node | undefined, step: string | number, document: Document.Parsed): FoundNode | undefined {
  if (isSeq(node)) {
    const index = Number(step);
    return index in node.items ? withValue(node.items[index], document) : undefined;
  }
  if (!isMap(node)) return undefined;
  const pair = findPair(node, String(step), document);
  if (pair === undefined) return undefined;
  const value = withValue(pair.value, document);
  return isAlias(pair.key) || isScalar(pair.key) ? { ...value, key: pair.key } : value;
}

function findPair(map: YAMLMap, key: string, document: Document.Parsed): Pair | undefined {
  const own = map.items.find((pair) => !isMergeKey(pair.key) && decodeKey(resolve(pair.key, document)) === key);
  if (own !== undefined) return own;
  for (const pair of map.items) {
    if (!isMergeKey(pair.key)) continue;
    const value = resolve(pair.value, document);
    for (const source of isSeq(value) ? value.items : [value]) {
      const target = resolve(source, document);
      const merged = isMap(target) && target !== map ? findPair(target, key, document) : undefined;
      if (merged !== undefined) return merged;
    }
  }
  return undefined;
}

function withValue(value: unknown, document: Document.Parsed): FoundNode {
  const node = resolve(value, document);
  return node === undefined ? { complete: true } : { value: node, complete: true };
}

function resolve(node: unknown, document: Document.Parsed): Node | undefined {
  if (isAlias(node)) return node.resolve(document) ?? node;
  return isMap(node) || isSeq(node) || isScalar(node) ? node : undefined;
}
