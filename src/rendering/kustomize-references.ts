import type { KeyPath } from '../source/source-ref.ts';

/**
 * Something that a kustomization loads: `resources` are files or folders, `plugins` the same for settings of generators and
 * transformers, a `patch` is a file or stands in the text itself.
 */
export interface Reference {
  readonly kind: 'resources' | 'plugins' | 'patch' | 'file' | 'chart';
  readonly written: string;
  readonly path: KeyPath;
}

type Fields = Readonly<Record<string, unknown>>;

const LISTS: Readonly<Record<string, Reference['kind']>> = {
  resources: 'resources',
  bases: 'resources',
  components: 'resources',
  generators: 'plugins',
  transformers: 'plugins',
  validators: 'plugins',
  crds: 'file',
  configurations: 'file',
  patchesstrategicmerge: 'patch',
  // Before `patches` became a list of mappings, it named files.
  patches: 'patch',
};

/** Lists of mappings, with the keys of each that name files. */
const MAPPINGS: Readonly<Record<string, readonly string[]>> = {
  patches: ['path'],
  patchesjson6902: ['path'],
  replacements: ['path'],
  configmapgenerator: ['files', 'envs', 'env'],
  secretgenerator: ['files', 'envs', 'env'],
};

/** All that a kustomization loads, in the order of its text. */
export function kustomizeReferences(value: unknown): readonly Reference[] {
  return fieldsOf(value).flatMap(([key, field]) => {
    const name = folded(key);
    if (name === 'helmcharts' || name === 'helmchartinflationgenerator') {
      return [{ kind: 'chart', written: key, path: [key] } as const];
    }
    if (name === 'openapi') return filesIn(field, ['path'], [key]);
    const kind = LISTS[name];
    const keys = MAPPINGS[name];
    return listOf(field).flatMap((item, index): readonly Reference[] => {
      if (typeof item === 'string') return kind === undefined ? [] : [{ kind, written: item, path: [key, index] }];
      return keys === undefined ? [] : filesIn(item, keys, [key, index]);
    });
  });
}

function filesIn(value: unknown, names: readonly string[], path: KeyPath): readonly Reference[] {
  return fieldsOf(value).flatMap(([key, field]) => {
    if (!names.includes(folded(key))) return [];
    if (typeof field === 'string') return field === '' ? [] : [fileReference(field, key, [...path, key])];
    return listOf(field).flatMap((item, index) =>
      typeof item === 'string' ? [fileReference(item, key, [...path, key, index])] : [],
    );
  });
}

/** `files` of a generator may give a key in front: `name=path`. */
function fileReference(written: string, key: string, path: KeyPath): Reference {
  const isKeyed = folded(key) === 'files' && written.includes('=');
  return { kind: 'file', written: isKeyed ? written.slice(written.indexOf('=') + 1) : written, path };
}

/** kustomize decodes by way of Go's JSON, which heeds no upper and lower case in keys, and takes `ſ` for an `s`. */
export function folded(key: string): string {
  return key.toUpperCase().toLowerCase();
}

function fieldsOf(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value as Fields) : [];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
