/** The value as a mapping, if it is one. */
export function asMap(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}

/** The value as a list, if it is one. */
export function asList(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

/** The value as text, if it is one. */
export function asString(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** One text, or the texts of a list, each with the key that leads to it; other members are left to the schema. */
export function asStrings(
  value: unknown,
): readonly { readonly text: string; readonly key: readonly number[] }[] | undefined {
  if (typeof value === 'string') return [{ text: value, key: [] }];
  return asList(value)?.flatMap((text, index) => (typeof text === 'string' ? [{ text, key: [index] }] : []));
}

/** The members of a mapping of texts; other members are left to the schema. */
export function asLabels(value: unknown): ReadonlyMap<string, string> | undefined {
  const map = asMap(value);
  if (map === undefined) return undefined;
  return new Map(Object.entries(map).flatMap(([key, text]) => (typeof text === 'string' ? [[key, text]] : [])));
}
