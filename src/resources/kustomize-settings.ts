import { besideFile } from '../manifests/beside-file.ts';
import type { ManifestDocument, ManifestFile } from '../manifests/document.ts';
import { isKustomization } from './check-kustomization.ts';
import { type Fields, fieldOf, isFields, listOf } from './manifest-object.ts';

/**
 * What a kustomization does with the files that it names under these keys. Each of the keys changes objects, so that the
 * kustomization is a finding of its own wherever a file is left out here.
 */
const PARTS: Readonly<Record<string, string>> = {
  patches: 'a patch',
  patchesStrategicMerge: 'a patch',
  patchesJson6902: 'a patch',
  replacements: 'replacements',
  transformers: 'a transformer',
  generators: 'a generator',
  validators: 'a validator',
};

/**
 * Files that a kustomization names as its own settings, with the reason why they are no objects of the cluster. A file
 * that one names as a resource, too, stays one.
 */
export function kustomizeSettings(files: readonly ManifestFile[]): ReadonlyMap<string, string> {
  const settings = new Map<string, string>();
  const resources = new Set<string>();
  const readDocument = ({ file, value }: ManifestDocument): void => {
    if (!isFields(value) || !isKustomization(file, value)) return;
    for (const [key, part] of Object.entries(PARTS)) {
      for (const named of filesUnder(key, file, value)) settings.set(named, `${part} of \`${file}\``);
    }
    for (const key of ['resources', 'bases']) for (const named of filesUnder(key, file, value)) resources.add(named);
  };
  for (const { documents } of files) documents.forEach(readDocument);
  return new Map([...settings].filter(([file]) => !resources.has(file)));
}

function filesUnder(key: string, file: string, fields: Fields): readonly string[] {
  return listOf(fieldOf(fields, key)).flatMap((entry) => {
    const written = typeof entry === 'string' ? entry : fieldOf(entry, 'path');
    return (typeof written === 'string' ? besideFile(file, written) : undefined) ?? [];
  });
}
