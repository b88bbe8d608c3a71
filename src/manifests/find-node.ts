import type { KeyPath } from '../source/source-ref.ts';
import { decodeKey, isMergeKey } from './decode-node.ts';
import type { MapNode, PairOfNodes, YamlNode } from './yaml-node.ts';

/** Where a path leads in a parsed document; aliases and merge keys are followed to what is really written. */
export interface FoundNode {
  /** The key of the pair; absent for list items and the root. */
  readonly key?: YamlNode;
  readonly value?: YamlNode;
  /** False where the path goes on but the document does not: this is the nearest ancestor. */
  readonly complete: boolean;
}

/** Follows a path through a document as far as it goes. */
export function findNode(root: YamlNode | undefined, path: KeyPath): FoundNode {
  let found: FoundNode = withValue(root);
  for (const step of path) {
    const next = descend(found.value, step);
    if (next === undefined) return { ...found, complete: false };
    found = next;
  }
  return found;
}

function descend(node: YamlNode | undefined, step: string | number): FoundNode | undefined {
  if (node?.kind === 'list') {
    const index = Number(step);
    return index in node.items ? withValue(node.items[index]) : undefined;
  }
  if (node?.kind !== 'map') return undefined;
  const pair = findPair(node, String(step));
  if (pair === undefined) return undefined;
  const value = withValue(pair.value);
  return pair.key?.kind === 'alias' || pair.key?.kind === 'scalar' ? { ...value, key: pair.key } : value;
}

function findPair(map: MapNode, key: string): PairOfNodes | undefined {
  const own = map.pairs.find((pair) => !isMergeKey(pair.key) && decodeKey(resolve(pair.key)) === key);
  if (own !== undefined) return own;
  for (const pair of map.pairs) {
    if (!isMergeKey(pair.key)) continue;
    const value = resolve(pair.value);
    for (const source of value?.kind === 'list' ? value.items : [value]) {
      const target = resolve(source);
      const merged = target?.kind === 'map' && target !== map ? findPair(target, key) : undefined;
      if (merged !== undefined) return merged;
    }
  }
  return undefined;
}

function withValue(node: YamlNode | undefined): FoundNode {
  const value = resolve(node);
  return value === undefined ? { complete: true } : { value, complete: true };
}

function resolve(node: YamlNode | undefined): YamlNode | undefined {
  return node?.kind === 'alias' ? (node.target ?? node) : node;
}
