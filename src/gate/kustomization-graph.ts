import type { ManifestFile } from '../manifests/document.ts';

/** The kustomizations of a world and what they build on. */
export interface KustomizationGraph {
  /** Those that no other one names and that can be built by themselves, sorted. */
  readonly roots: readonly string[];
  /** A kustomization and all that it builds on, itself first. */
  readonly reached: (file: string) => readonly string[];
  /** Whether it only adds to kustomizations that list it. */
  readonly isComponent: (file: string) => boolean;
}

type Fields = Readonly<Record<string, unknown>>;

/** Reads which kustomization names which, by `resources`, `bases` and `components`. */
export function graphKustomizations(files: readonly ManifestFile[]): KustomizationGraph {
  const fieldsByFile = new Map(
    files
      .filter(({ file }) => /(^|\/)kustomization\.ya?ml$/i.test(file))
      .map(({ file, documents }) => [file, fieldsOf(documents[0]?.value)] as const),
  );
  const byFolder = new Map([...fieldsByFile.keys()].map((file) => [folderOf(file), file]));
  const namedBy = (file: string): readonly string[] =>
    ['resources', 'bases', 'components']
      .flatMap((key) => listOf(fieldsByFile.get(file)?.[key]))
      .flatMap((entry) => byFolder.get(joined(folderOf(file), String(entry))) ?? [])
      .filter((named) => named !== file);
  const reached = (file: string): readonly string[] => {
    const seen = new Set([file]);
    for (const one of seen) for (const named of namedBy(one)) seen.add(named);
    return [...seen];
  };
  const isComponent = (file: string): boolean => fieldsByFile.get(file)?.['kind'] === 'Component';
  const all = [...fieldsByFile.keys()];
  const named = new Set(all.flatMap(namedBy));
  return { roots: all.filter((file) => !named.has(file) && !isComponent(file)).sort(), reached, isComponent };
}

/** The folder of a file; empty at the root of the workspace. */
export function folderOf(file: string): string {
  return file.slice(0, Math.max(0, file.lastIndexOf('/')));
}

function joined(folder: string, path: string): string {
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
