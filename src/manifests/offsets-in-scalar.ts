import type { ScalarNode } from './yaml-node.ts';

const ESCAPE = /\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[^xuU])|[^\\]/gy;

/**
 * Where the characters of a one-line scalar's value stand in its source: the offset of each UTF-16 unit, and the offset
 * behind the last. `undefined` where the two do not correspond one to one (block scalars, several lines).
 */
export function offsetsInScalar(source: string, node: ScalarNode): readonly number[] | undefined {
  if (/[\r\n]/.test(source)) return undefined;
  const offsets = unitsOf(source, node);
  return offsets !== undefined && offsets.length === node.text.length + 1 ? offsets : undefined;
}

function unitsOf(source: string, node: ScalarNode): readonly number[] | undefined {
  switch (node.style) {
    case 'plain':
      return piecesOf(source, 0, source.length, /./gsy);
    case 'single-quoted':
      return piecesOf(source, 1, source.length - 1, /''|[^']/gy);
    case 'double-quoted':
      return piecesOf(source, 1, source.length - 1, ESCAPE);
    case 'block':
      return undefined;
  }
}

function piecesOf(source: string, start: number, end: number, piece: RegExp): readonly number[] {
  const offsets: number[] = [];
  piece.lastIndex = start;
  while (piece.lastIndex < end) {
    const at = piece.lastIndex;
    const text = piece.exec(source)?.[0];
    if (text === undefined) return [];
    offsets.push(at);
    // An eight-digit escape above U+FFFF is two units of the value.
    if (text.startsWith('\\U') && Number.parseInt(text.slice(2), 16) > 0xffff) offsets.push(at);
  }
  return [...offsets, end];
}
