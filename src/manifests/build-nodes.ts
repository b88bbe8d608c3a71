import type { YamlBuilder } from './yaml-builder.ts';
import type { PairOfNodes, YamlNode } from './yaml-node.ts';

/** Nodes with their places, as the parser's are; keys that stand twice are left to whoever decodes them. */
export const buildNodes: YamlBuilder<YamlNode, PairOfNodes[]> = {
  scalar: (scalar) => scalar,
  list: (items, start, end) => ({ kind: 'list', items, start, end }),
  emptyMap: () => [],
  add: (pairs, key, value) => pairs.push({ key, value }) > 0,
  map: (pairs, start, end) => ({ kind: 'map', pairs, start, end }),
};
