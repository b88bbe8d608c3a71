import { readDocuments } from '../manifests/read-documents.ts';

/** What in the settings of generators and transformers is not for the gate to run. */
export interface PluginReferences {
  /** Whether a Helm chart is inflated. */
  readonly chart: boolean;
  /** The first address of another machine. */
  readonly elsewhere?: string;
}

/** Looks through the settings of generators and transformers. What cannot be read is left to kustomize, which refuses it. */
export function pluginReferences(text: string): PluginReferences {
  const strings = readDocuments('', text).documents.flatMap(({ value }) => stringsIn(value));
  const elsewhere = strings.find((string) => /^\s*[a-z][a-z0-9+.-]*:\/\/|^\s*git(::|@)/i.test(string));
  return {
    chart: strings.some((string) => /^HelmChartInflationGenerator$/i.test(string)),
    ...(elsewhere !== undefined && { elsewhere }),
  };
}

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(stringsIn);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}
