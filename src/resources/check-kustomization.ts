import type { Finding } from '../findings/finding.ts';
import type { ManifestDocument } from '../manifests/document.ts';
import { type SourceRef, underlining } from '../source/source-ref.ts';
import { findingAt } from './finding-at.ts';
import { isFields, listOf } from './manifest-object.ts';

/** Keys of a kustomization that leave the objects of its `resources` as they are written. */
const HARMLESS = new Set([
  'apiVersion',
  'kind',
  'metadata',
  'resources',
  'bases',
  'configMapGenerator',
  'secretGenerator',
  'generatorOptions',
  'buildMetadata',
  'configurations',
  'sortOptions',
  'openapi',
  'crds',
  'images',
  'replicas',
]);

const GROUP = 'kustomize.config.k8s.io';

/** Whether a document is a kustomization, by its name or by what it says it is. */
export function isKustomization(file: string, value: Readonly<Record<string, unknown>>): boolean {
  const apiVersion = String(value['apiVersion'] ?? '');
  return apiVersion === GROUP || apiVersion.startsWith(`${GROUP}/`) || /(^|\/)kustomization(\.ya?ml)?$/i.test(file);
}

/**
 * A kustomization that changes objects, or brings others in, is what the cluster gets; the files beside it are not. Judged
 * as they are written they could make any claim wrongly green.
 */
export function checkKustomization(document: ManifestDocument): readonly Finding[] {
  const { file, value: fields } = document;
  if (!isFields(fields) || !isKustomization(file, fields)) return [];
  const changing = Object.keys(fields).find((key) => !HARMLESS.has(key) && fields[key] !== null);
  const remote = ['resources', 'bases'].flatMap((key) =>
    listOf(fields[key]).flatMap((entry, index) => (isRemote(entry) ? [[key, index] as const] : [])),
  )[0];
  if (changing === undefined && remote === undefined) return [];
  const root = { kind: 'path', file, document: document.document, path: [] } as const;
  const at: SourceRef =
    changing === undefined ? { ...root, path: remote ?? [] } : underlining({ ...root, path: [changing] }, 'key');
  const does = changing === undefined ? 'brings in objects from elsewhere' : `changes objects by \`${changing}\``;
  return [
    findingAt(
      'unrendered-template',
      `\`${file}\` ${does}, and it has not been rendered, so what is judged is not what the cluster gets`,
      at,
      {
        severity: 'error',
        help: `render it and judge the output (\`kubectl kustomize … | netpol-gate check -m -\`), or leave it out with \`!/${file}\` under \`manifests\` if it has no bearing`,
      },
    ),
  ];
}

/** kustomize takes URLs and `host.name/path` as places elsewhere. */
function isRemote(entry: unknown): boolean {
  return typeof entry === 'string' && /^[a-z+]+:\/\/|^git@|^(github|gitlab|bitbucket)\.[a-z]+\//.test(entry);
}
