import type { PathRef } from '../source/source-ref.ts';

/** A YAML mapping. */
export type Fields = Readonly<Record<string, unknown>>;

/** A document, or an item of a list, that says which API it belongs to. */
export interface ManifestObject {
  readonly apiVersion: string;
  /** The empty string for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** As written. */
  readonly written: Fields;
  readonly origin: PathRef;
  /** Set where it stands in `crds/` of a chart. */
  readonly isOfCrds?: true;
}

/** True for a YAML mapping: neither a list nor null. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value of a key that the mapping itself has; undefined for an absent key or where there is no mapping. */
export function fieldOf(value: unknown, key: string): unknown {
  return isFields(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** The value as a mapping; an empty one if it is something else. */
export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

/** The value as a list; an empty one if it is something else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The value if it is a string. */
export function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Group and version of an `apiVersion`; the core group is the empty string. */
export function splitApiVersion(apiVersion: string): { readonly group: string; readonly version: string } {
  const slash = apiVersion.lastIndexOf('/');
  return { group: slash < 0 ? '' : apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
}

/** What a value is, in words: `a list`, `the number 1`. */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return `the text \`${value}\``;
  if (typeof value === 'number' || typeof value === 'bigint') return `the number ${value}`;
  if (typeof value === 'boolean') return `the boolean ${value}`;
  return 'a map';
}

/** Maps from name to text, where a null is a wrong value and not an absent one. */
const TEXT_MAPS: ReadonlySet<string> = new Set(['labels', 'matchLabels', 'selector']);
const TEXT_LISTS: ReadonlySet<string> = new Set(['policyTypes', 'values', 'except', 'networks', 'domainNames']);

/**
 * The value as the API server decodes it: a key with null is absent, and a null in a list of objects is an empty object
 * (Go's JSON decoder leaves the zero value). Nulls where text belongs stay, for they are mistakes.
 */
export function withoutNulls(value: unknown): unknown {
  return holdsNull(value) ? dropNulls(value) : value;
}

/** Hardly any manifest has one, and copying the others is most of the cost of reading them. */
function holdsNull(value: unknown): boolean {
  if (typeof value !== 'object') return value === undefined;
  if (value === null) return true;
  if (Array.isArray(value)) return value.some(holdsNull);
  for (const key in value) if (holdsNull((value as Fields)[key])) return true;
  return false;
}

function dropNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => (item === null ? {} : dropNulls(item)));
  if (!isFields(value)) return value;
  const kept = Object.entries(value).filter(([, field]) => field !== null && field !== undefined);
  return Object.fromEntries(
    kept.map(([key, field]) => {
      const isText = (TEXT_MAPS.has(key) && holdsText(field)) || (TEXT_LISTS.has(key) && Array.isArray(field));
      return [key, isText ? field : dropNulls(field)];
    }),
  );
}

// `selector` is a map of texts in a Service, but a label selector in a Deployment.
function holdsText(value: unknown): boolean {
  return isFields(value) && !Object.hasOwn(value, 'matchLabels') && !Object.hasOwn(value, 'matchExpressions');
}
