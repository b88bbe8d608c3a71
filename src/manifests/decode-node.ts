import { decodePlain, decodePlainKey, decodeTagged } from './decode-scalar.ts';
import type { ScalarNode, YamlNode } from './yaml-node.ts';

/** The value kubectl reads from a scalar, or `undefined` where its tag and its text contradict each other. */
export function decodeScalarNode(node: ScalarNode): string | number | boolean | null | undefined {
  if (node.tag !== undefined) return decodeTagged(node.tag, node.text);
  return node.style === 'plain' ? decodePlain(node.text) : node.text;
}

/** The text of a mapping's key, or `undefined` where kubectl takes no such key. */
export function decodeKey(node: YamlNode | undefined): string | undefined {
  if (node?.kind !== 'scalar') return undefined;
  if (node.tag !== undefined) {
    const value = decodeTagged(node.tag, node.text);
    return value === undefined || value === null ? undefined : String(value);
  }
  return node.style === 'plain' ? decodePlainKey(node.text) : node.text;
}

/** Whether a key merges the mapping behind it: a plain `<<`; quoted it is an ordinary key. */
export function isMergeKey(node: YamlNode | undefined): boolean {
  return (
    node?.kind === 'scalar' &&
    node.text === '<<' &&
    node.style === 'plain' &&
    (node.tag === undefined || node.tag === MERGE_TAG)
  );
}

const MERGE_TAG = 'tag:yaml.org,2002:merge';
