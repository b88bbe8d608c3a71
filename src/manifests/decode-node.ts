import { isScalar, Scalar } from 'yaml';
import { decodePlain, decodePlainKey, decodeTagged } from './decode-scalar.ts';

/** The value kubectl reads from a scalar, or `undefined` where its tag and its text contradict each other. */
export function decodeScalarNode(node: Scalar): string | number | boolean | null | undefined {
  const text = String(node.value);
  if (node.tag !== undefined) return decodeTagged(node.tag, text);
  return node.type === Scalar.PLAIN ? decodePlain(text) : text;
}

/** The text of a mapping's key, or `undefined` where kubectl takes no such key. */
export function decodeKey(node: unknown): string | undefined {
  if (!isScalar(node)) return undefined;
  const text = String(node.value);
  if (node.tag !== undefined) {
    const value = decodeTagged(node.tag, text);
    return value === undefined || value === null ? undefined : String(value);
  }
  return node.type === Scalar.PLAIN ? decodePlainKey(text) : text;
}

/** Whether a key merges the mapping behind it: a plain `<<`; quoted it is an ordinary key. */
export function isMergeKey(node: unknown): boolean {
  return isScalar(node) && node.value === '<<' && node.type === Scalar.PLAIN && (node.tag ?? MERGE_TAG) === MERGE_TAG;
}

const MERGE_TAG = 'tag:yaml.org,2002:merge';
