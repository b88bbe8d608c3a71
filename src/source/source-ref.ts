/** Keys and list indexes that lead from the root of a document to a value, e.g. `['spec', 'ingress', 0, 'from']`. */
export type KeyPath = readonly (string | number)[];

/** A value inside a document of a YAML or JSON file, named by its path; turned into a {@link Span} only when reported. */
export interface PathRef {
  readonly kind: 'path';
  /** Relative to the workspace root, forward slashes. */
  readonly file: string;
  /** Index of the document in its file, from 0. */
  readonly document: number;
  readonly path: KeyPath;
  /** What to underline: the key alone, the value alone (default), or both. */
  readonly part?: 'key' | 'value' | 'pair';
  /** Characters [start, end) of the scalar's value, to underline one word of a sentence. */
  readonly within?: { readonly start: number; readonly end: number };
}

/** A stretch of text of a file, where no path leads: a syntax error, or a sentence given on the command line. */
export interface SpanRef {
  readonly kind: 'span';
  readonly file: string;
  /** Absent: the file as a whole (it could not be read). */
  readonly span?: Span;
}

/** Where a fact was written. */
export type SourceRef = PathRef | SpanRef;

/** A stretch of text: lines and columns from 1, columns in UTF-16 units, the end exclusive. */
export interface Span {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** The reference to a value below `ref`; a span stays what it is. */
export function below(ref: SourceRef, ...keys: KeyPath): SourceRef {
  if (ref.kind === 'span') return ref;
  let path = ref.path.length === 0 ? ROOT : ref.path;
  for (const key of keys) path = pathBelow(path, key);
  return { kind: 'path', file: ref.file, document: ref.document, path };
}

const ROOT: KeyPath = [];

/** The paths one key longer than a path. */
const pathsBelow = new WeakMap<KeyPath, Map<string | number, KeyPath>>();

/** References are most of what is kept of manifests, and these are written alike: equal paths are one list. */
function pathBelow(path: KeyPath, key: string | number): KeyPath {
  const known = pathsBelow.get(path) ?? new Map<string | number, KeyPath>();
  if (known.size === 0) pathsBelow.set(path, known);
  const found = known.get(key) ?? path.concat(key);
  known.set(key, found);
  return found;
}

/** The same reference, underlining only the key (or key and value) instead of the value. */
export function underlining(ref: SourceRef, part: 'key' | 'value' | 'pair'): SourceRef {
  return ref.kind === 'span' ? ref : { ...ref, part };
}
