import type { KeyPath } from '../source/source-ref.ts';
import { besideFile } from './beside-file.ts';
import type { ManifestDocument } from './document.ts';
import { fieldOf } from './plain-value.ts';
import { readDocuments } from './read-documents.ts';

/** A patch that stands in a kustomization, or a list of operations in a file that one names with its target. */
export interface WrittenPatch {
  /** The document it stands in, and where in it. */
  readonly document: ManifestDocument;
  readonly path: KeyPath;
  readonly target: { readonly kind: string; readonly name: string };
  /** `isInline`: it is text inside a value, into which no path leads. */
  readonly content:
    | { readonly kind: 'merge'; readonly value: unknown; readonly isInline: boolean }
    | {
        readonly kind: 'operation';
        readonly pointer: readonly string[];
        readonly value: unknown;
        readonly isInline: boolean;
      };
}

/** The patches of kustomizations that are no objects of files of their own: those trace as resources do. */
export function patchesOf(sources: readonly ManifestDocument[]): readonly WrittenPatch[] {
  return sources.flatMap((kustomization) =>
    ['patches', 'patchesJson6902', 'patchesStrategicMerge'].flatMap((key) =>
      listOf(fieldOf(kustomization.value, key)).flatMap((entry, index) => {
        const inline = typeof entry === 'string' ? entry : fieldOf(entry, 'patch');
        const target = targetOf(fieldOf(entry, 'target'));
        const path = typeof entry === 'string' ? [key, index] : [key, index, 'patch'];
        if (typeof inline === 'string') return inlinePatches(inline, kustomization, path, target);
        const file = fieldOf(entry, 'path');
        return typeof file === 'string' && target !== undefined
          ? filePatches(file, kustomization.file, target, sources)
          : [];
      }),
    ),
  );
}

/** The files that kustomizations name as patches. */
export function patchFiles(sources: readonly ManifestDocument[]): ReadonlySet<string> {
  return new Set(
    sources.flatMap(({ file, value }) =>
      ['patches', 'patchesJson6902', 'patchesStrategicMerge'].flatMap((key) =>
        listOf(fieldOf(value, key)).flatMap((entry) => {
          const written = typeof entry === 'string' ? entry : fieldOf(entry, 'path');
          return (typeof written === 'string' ? besideFile(file, written) : undefined) ?? [];
        }),
      ),
    ),
  );
}

function inlinePatches(
  text: string,
  document: ManifestDocument,
  path: KeyPath,
  target: WrittenPatch['target'] | undefined,
): readonly WrittenPatch[] {
  return readDocuments('', text).documents.flatMap(({ value }): readonly WrittenPatch[] => {
    if (!Array.isArray(value)) {
      const own = targetOf({ kind: fieldOf(value, 'kind'), name: fieldOf(fieldOf(value, 'metadata'), 'name') });
      const meant = target ?? own;
      return meant === undefined
        ? []
        : [{ document, path, target: meant, content: { kind: 'merge', value, isInline: true } }];
    }
    return target === undefined ? [] : operations(value, document, () => path, target, true);
  });
}

function filePatches(
  written: string,
  kustomization: string,
  target: WrittenPatch['target'],
  sources: readonly ManifestDocument[],
): readonly WrittenPatch[] {
  const named = besideFile(kustomization, written);
  return sources
    .filter(({ file, value }) => file === named && Array.isArray(value))
    .flatMap((document) => operations(listOf(document.value), document, (index) => [index], target, false));
}

function operations(
  list: readonly unknown[],
  document: ManifestDocument,
  pathOf: (index: number) => KeyPath,
  target: WrittenPatch['target'],
  isInline: boolean,
): readonly WrittenPatch[] {
  return list.flatMap((operation, index): readonly WrittenPatch[] => {
    const pointer = fieldOf(operation, 'path');
    if (typeof pointer !== 'string' || !pointer.startsWith('/')) return [];
    const keys = pointer
      .slice(1)
      .split('/')
      .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
    const content = { kind: 'operation', pointer: keys, value: fieldOf(operation, 'value'), isInline } as const;
    return [{ document, path: pathOf(index), target, content }];
  });
}

function targetOf(value: unknown): WrittenPatch['target'] | undefined {
  const kind = fieldOf(value, 'kind');
  const name = fieldOf(value, 'name');
  return typeof kind === 'string' && typeof name === 'string' && name !== '' ? { kind, name } : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
