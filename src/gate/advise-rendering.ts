import type { Finding } from '../findings/finding.ts';
import type { ManifestFile } from '../manifests/document.ts';
import { adviseHelm } from './advise-helm.ts';
import { adviseKustomize } from './advise-kustomize.ts';

/**
 * What was not rendered, told once for each chart and each kustomization that somebody would build, with what to write
 * into a suite (decision 8); the ledger has every file. Other findings stay as they are.
 */
export function adviseRendering(
  findings: readonly Finding[],
  files: readonly ManifestFile[],
  names: () => readonly string[],
): readonly Finding[] {
  const isMeant = ({ code, at }: Finding): boolean => code === 'unrendered-template' && at !== undefined;
  const unrendered = findings.filter(isMeant);
  const ofKustomize = unrendered.filter(isOfKustomization);
  const ofTemplates = unrendered.filter((finding) => !isOfKustomization(finding));
  return [
    ...findings.filter((finding) => !isMeant(finding)),
    ...(ofTemplates.length > 0 ? adviseHelm(ofTemplates, { files, names: names() }) : []),
    ...adviseKustomize(ofKustomize, files),
  ];
}

function isOfKustomization({ at }: Finding): boolean {
  return /(^|\/)kustomization\.ya?ml$/i.test(at?.file ?? '');
}
