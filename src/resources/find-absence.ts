import type { Finding } from '../findings/finding.ts';
import { below } from '../source/source-ref.ts';
import { findingAt } from './finding-at.ts';
import { fieldOf, type ManifestObject } from './manifest-object.ts';

/** Annotations by which tools make an object for a while only, or not at all; `means` completes "so it …". */
const TEMPORARY: readonly { readonly key: string; readonly means: string }[] = [
  { key: 'helm.sh/hook', means: 'is made by a Helm hook, and may be there for a while only' },
  { key: 'argocd.argoproj.io/hook', means: 'is made by an Argo CD hook, and may be there for a while only' },
  { key: 'config.kubernetes.io/local-config', means: 'is configuration of kustomize, which does not apply it' },
];

/** Why an object may not be in the running cluster although its manifest is fine, with the finding that says so. */
export function findAbsence(
  object: ManifestObject,
  title: string,
): { readonly why: string; readonly finding: Finding } | undefined {
  const annotations = fieldOf(fieldOf(object.written, 'metadata'), 'annotations');
  const found = TEMPORARY.find(({ key }) => {
    const value = fieldOf(annotations, key);
    return typeof value === 'string' && value !== 'false';
  });
  if (found === undefined) return undefined;
  const at = below(object.origin, 'metadata', 'annotations', found.key);
  return {
    why: `it ${found.means}`,
    finding: findingAt('not-always-there', `${title} ${found.means}, so what it governs is undecided`, at, {
      help: 'leave the annotation out of a policy that is meant to last',
    }),
  };
}
