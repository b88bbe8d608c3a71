import { readDocuments } from '../manifests/read-documents.ts';
import { folded } from './kustomize-references.ts';

/** What in the settings of generators and transformers is not for the gate to run. */
export interface PluginReferences {
  /** Whether a Helm chart is inflated. */
  readonly chart: boolean;
  /** The first address of another machine. */
  readonly elsewhere?: string;
}

/** The keys whose values the built-in generators and transformers load. */
const LOADED: ReadonlySet<string> = new Set(['path', 'paths', 'files', 'envs', 'env']);

/** Looks through the settings of generators and transformers. What cannot be read is left to kustomize, which refuses it. */
export function pluginReferences(text: string): PluginReferences {
  const entries = readDocuments('', text).documents.flatMap(({ value }) => textsIn(value, ''));
  // `files` may give a key in front: `name=address`.
  const elsewhere = entries.find(({ key, text: value }) => LOADED.has(key) && /:\/\/|^\s*git(::|@)/i.test(value));
  return {
    chart: entries.some(({ key, text: value }) => key === 'kind' && /^HelmChartInflationGenerator$/i.test(value)),
    ...(elsewhere !== undefined && { elsewhere: elsewhere.text.replace(/^[^:/]*=/, '') }),
  };
}

/** Every text with the key that it stands under, lists passed through. */
function textsIn(value: unknown, key: string): readonly { readonly key: string; readonly text: string }[] {
  if (typeof value === 'string') return [{ key, text: value }];
  if (Array.isArray(value)) return value.flatMap((item) => textsIn(item, key));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, field]) => textsIn(field, folded(name)));
}
