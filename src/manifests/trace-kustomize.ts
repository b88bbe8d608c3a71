import type { KeyPath, PathRef } from '../source/source-ref.ts';
import type { ManifestDocument } from './document.ts';
import { equalData, fieldOf, valueAt } from './plain-value.ts';
import { patchesOf, patchFiles, type WrittenPatch } from './written-patches.ts';

/** Where something rendered was written. `isExact`: the very value stands there; else only the object does. */
export interface Trace {
  readonly ref: PathRef;
  readonly isExact: boolean;
}

/**
 * Finds where a value of an object that kustomize rendered was written: in the resource itself or in a patch of it, and only
 * where the same value stands there, since a patch may have put another in its place. Else the object, where it is known.
 */
export function traceKustomize(
  rendered: ManifestDocument,
  ref: PathRef,
  sources: readonly ManifestDocument[],
): Trace | undefined {
  const names = namesIn(sources);
  const found = sources.filter((source) => isSameObject(source.value, rendered.value, names));
  const isPatch = patchFiles(sources);
  const resources = found.filter(({ file }) => !isPatch.has(file));
  const value = valueAt(rendered.value, ref.path);
  const isHeldBy = (source: ManifestDocument): boolean => equalData(valueAt(source.value, ref.path), value);
  const [resource, another] = resources;
  const only = another === undefined ? resource : undefined;
  if (only !== undefined && isHeldBy(only)) return { ref: moved(ref, only, ref.path), isExact: true };
  const patched: readonly PatchPlace[] = [
    ...found
      .filter((source) => isPatch.has(source.file) && value !== undefined && isHeldBy(source))
      .map((document) => ({ document, path: ref.path, isInline: false })),
    ...patchesOf(sources).flatMap((patch) => placeInPatch(patch, rendered.value, ref.path, value) ?? []),
  ];
  const [place] = patched;
  if (place !== undefined && patched.length === 1) {
    const at = moved(ref, place.document, place.path);
    // No path leads into the text of a patch, so the patch is shown beside what it makes.
    return place.isInline ? { ref: { ...at, part: 'key' }, isExact: false } : { ref: at, isExact: true };
  }
  return only && { ref: { ...moved(ref, only, ['metadata', 'name']), part: 'value' }, isExact: false };
}

function moved({ part, within }: PathRef, { file, document }: ManifestDocument, path: KeyPath): PathRef {
  return { kind: 'path', file, document, path, ...(part && { part }), ...(within && { within }) };
}

/** What kustomizations put around names, and whether one sets the namespace. */
interface NameChanges {
  readonly prefixes: readonly string[];
  readonly suffixes: readonly string[];
  readonly setsNamespace: boolean;
}

function namesIn(sources: readonly ManifestDocument[]): NameChanges {
  const texts = (key: string): readonly string[] =>
    sources.flatMap(({ value }) => {
      const text = fieldOf(value, key);
      return typeof text === 'string' && text !== '' && fieldOf(value, 'metadata') === undefined ? [text] : [];
    });
  return {
    prefixes: texts('namePrefix'),
    suffixes: texts('nameSuffix'),
    setsNamespace: texts('namespace').length > 0,
  };
}

function isSameObject(source: unknown, rendered: unknown, changes: NameChanges): boolean {
  const names = [source, rendered].map((value) => fieldOf(fieldOf(value, 'metadata'), 'name'));
  const [own, made] = names;
  if (typeof own !== 'string' || typeof made !== 'string' || own === '') return false;
  if (fieldOf(source, 'kind') !== fieldOf(rendered, 'kind')) return false;
  if (groupOf(source) !== groupOf(rendered)) return false;
  const namespace = fieldOf(fieldOf(source, 'metadata'), 'namespace');
  const isNear = namespace === undefined || namespace === fieldOf(fieldOf(rendered, 'metadata'), 'namespace');
  return (isNear || changes.setsNamespace) && isNameFrom(own, made, changes);
}

function isNameFrom(own: string, made: string, { prefixes, suffixes }: NameChanges): boolean {
  for (let at = made.indexOf(own); at !== -1; at = made.indexOf(own, at + 1)) {
    if (isMadeOf(made.slice(0, at), prefixes) && isMadeOf(made.slice(at + own.length), suffixes)) return true;
  }
  return false;
}

function isMadeOf(text: string, parts: readonly string[]): boolean {
  return text === '' || parts.some((part) => text.startsWith(part) && isMadeOf(text.slice(part.length), parts));
}

function groupOf(value: unknown): string {
  const apiVersion = String(fieldOf(value, 'apiVersion') ?? '');
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.lastIndexOf('/')) : '';
}

/** Where a patch says something; `isInline`: in a text inside a value. */
interface PatchPlace {
  readonly document: ManifestDocument;
  readonly path: KeyPath;
  readonly isInline: boolean;
}

function placeInPatch(
  { document, target, path: at, content }: WrittenPatch,
  rendered: unknown,
  path: KeyPath,
  value: unknown,
): PatchPlace | undefined {
  const renderedName = fieldOf(fieldOf(rendered, 'metadata'), 'name');
  if (target.kind !== fieldOf(rendered, 'kind') || !String(renderedName).includes(target.name)) return undefined;
  if (content.kind === 'merge') {
    if (value === undefined || !equalData(valueAt(content.value, path), value)) return undefined;
    return { document, path: content.isInline ? at : [...at, ...path], isInline: content.isInline };
  }
  const { pointer } = content;
  // `-` stands for the place behind the last item.
  const isPrefix = pointer.every(
    (key, index) => String(path[index]) === key || (key === '-' && Number(path[index]) >= 0),
  );
  if (!isPrefix || value === undefined) return undefined;
  const rest = path.slice(pointer.length);
  if (!equalData(valueAt(content.value, rest), value)) return undefined;
  return { document, path: content.isInline ? at : [...at, 'value', ...rest], isInline: content.isInline };
}
