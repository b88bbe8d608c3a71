import { decodeKey, decodeScalarNode } from './decode-node.ts';
import { setField } from './plain-value.ts';
import type { YamlBuilder } from './yaml-builder.ts';

/** What the plain keys are called that are numbers without a form in JSON. */
const NOT_FINITE: ReadonlySet<string> = new Set(['.inf', '-.inf', '.nan']);

/**
 * Plain data, as the decoder makes it of nodes. What it has a finding for is refused: a number that JSON has no form
 * for, a key that kubectl does not take or that stands twice.
 */
export const buildValues: YamlBuilder<unknown, Record<string, unknown>> = {
  scalar: (scalar) => {
    const value = decodeScalarNode(scalar);
    return typeof value === 'number' && !Number.isFinite(value) ? undefined : value;
  },
  // A list that grew keeps room for more.
  list: (items) => items.slice(),
  emptyMap: () => ({}),
  add: (map, keyNode, value) => {
    const key = decodeKey(keyNode);
    if (key === undefined || Object.hasOwn(map, key)) return false;
    if (keyNode.style === 'plain' && NOT_FINITE.has(key)) return false;
    setField(map, key, value);
    return true;
  },
  map: (map) => map,
};
