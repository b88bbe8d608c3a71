import type { ManifestFile } from '../../src/manifests/document.ts';
import { type Fields, fieldsOf, listOf } from './read-corpora.ts';

/** An object of the manifests as written, before pods are put under their controllers. */
export interface WrittenObject {
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
  readonly hash: string | undefined;
  readonly owner: { readonly kind: string | undefined; readonly name: string } | undefined;
}

/** Every object of the files, those of lists included. */
export function writtenObjects(files: readonly ManifestFile[]): readonly WrittenObject[] {
  return files.flatMap(({ documents }) => documents.flatMap(({ value }) => objectsIn(fieldsOf(value))));
}

function objectsIn(value: Fields): readonly WrittenObject[] {
  const items = listOf(value['items']).flatMap((item) => objectsIn(fieldsOf(item)));
  const metadata = fieldsOf(value['metadata']);
  const { kind } = value;
  const { name, namespace } = metadata;
  if (typeof kind !== 'string' || typeof name !== 'string') return items;
  const hash = fieldsOf(metadata['labels'])['pod-template-hash'];
  return [
    ...items,
    {
      namespace: typeof namespace === 'string' && namespace !== '' ? namespace : 'default',
      kind,
      name,
      hash: typeof hash === 'string' ? hash : undefined,
      owner: ownerOf(metadata),
    },
  ];
}

function ownerOf(metadata: Fields): WrittenObject['owner'] {
  const owner = listOf(metadata['ownerReferences'])
    .map(fieldsOf)
    .find(({ controller }) => controller === true);
  const { kind, name } = owner ?? {};
  if (typeof name !== 'string') return undefined;
  return { kind: typeof kind === 'string' ? kind : undefined, name };
}
