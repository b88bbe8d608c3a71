/**
 * What a schema of values refers to outside of itself, if anything: helm would fetch it. Text that is no JSON is left to
 * helm, which refuses it.
 */
export function findRemoteSchema(text: string): string | undefined {
  try {
    return referenceIn(JSON.parse(text));
  } catch {
    return undefined;
  }
}

const REFERENCES: ReadonlySet<string> = new Set(['$ref', '$dynamicRef', '$recursiveRef']);

function referenceIn(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, field] of Object.entries(value)) {
    if (typeof field === 'string' && REFERENCES.has(key) && !field.startsWith('#')) return field;
    // The drafts of JSON Schema itself are built in.
    if (typeof field === 'string' && key === '$schema' && !/^https?:\/\/json-schema\.org\//.test(field)) return field;
    const inner = referenceIn(field);
    if (inner !== undefined) return inner;
  }
  return undefined;
}
