/** The same text for equal content; where something is written is no part of it. */
export function contentKey(value: unknown): string {
  return JSON.stringify(value, (key, part: unknown) => {
    if (key === 'origin') return undefined;
    if (typeof part === 'bigint') return String(part);
    if (part instanceof Map) return [...part].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
    return part instanceof Set ? [...part].sort() : part;
  });
}
