/** Longer texts are hardly ever the same, and are kept as they are. */
const LONGEST = 64;
/** How many texts are remembered at most; a power of two. */
const SLOTS = 8192;
/** From this length on, V8 makes of a part of a text a view that keeps the whole text in memory. */
const SHORTEST_VIEW = 13;

const remembered: (string | undefined)[] = new Array(SLOTS).fill(undefined);

/**
 * The part [start, end) of a text, as `slice` gives it. Manifests repeat a few words over and over: of those, one copy is
 * kept in memory. No part keeps the text that it was cut from, which would be most of what a run holds.
 */
export function shareText(text: string, start: number, end: number): string {
  const length = end - start;
  if (length > LONGEST) return copyOf(text.slice(start, end));
  let hash = length;
  for (let at = start; at < end; at += 1) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
  const slot = (hash ^ (hash >>> 13)) & (SLOTS - 1);
  const known = remembered[slot];
  if (known !== undefined && known.length === length && text.startsWith(known, start)) return known;
  const copy = copyOf(text.slice(start, end));
  remembered[slot] = copy;
  return copy;
}

function copyOf(part: string): string {
  return part.length < SHORTEST_VIEW ? part : ` ${part}`.slice(1);
}
