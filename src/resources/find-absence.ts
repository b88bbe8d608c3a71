import type { Finding } from '../findings/finding.ts';
import { below } from '../source/source-ref.ts';
import { findingAt } from './finding-at.ts';
import { fieldOf, type ManifestObject } from './manifest-object.ts';

/** A mark by which a tool makes an object for a while only, or not at all; `means` completes "so it …". */
interface Mark {
  readonly key: string;
  /** In lower case; absent: any value but `false`. */
  readonly values?: readonly string[];
  readonly means: string;
}

const HOOKS: readonly Mark[] = [
  { key: 'helm.sh/hook', means: 'is made by a Helm hook, and may be there for a while only' },
  { key: 'argocd.argoproj.io/hook', means: 'is made by an Argo CD hook, and may be there for a while only' },
  { key: 'config.kubernetes.io/local-config', means: 'is configuration of kustomize, which does not apply it' },
];

// https://fluxcd.io/flux/components/kustomize/kustomizations/#controlling-the-apply-behavior-of-resources; Flux takes
// labels for these, too, and upper case for lower.
const FLUX: readonly Mark[] = [
  { key: 'kustomize.toolkit.fluxcd.io/reconcile', values: ['disabled'], means: 'is left alone by Flux' },
  { key: 'kustomize.toolkit.fluxcd.io/ssa', values: ['ignore'], means: 'is not applied by Flux' },
  {
    key: 'kustomize.toolkit.fluxcd.io/ssa',
    values: ['ifnotpresent'],
    means: 'is applied by Flux only where it is not there yet, and may be an older one',
  },
];

const PLACES = [
  { field: 'annotations', marks: [...HOOKS, ...FLUX] },
  { field: 'labels', marks: FLUX },
] as const;

/** Why an object may not be in the running cluster although its manifest is fine, with the finding that says so. */
export function findAbsence(
  object: ManifestObject,
  title: string,
): { readonly why: string; readonly finding: Finding } | undefined {
  const found = markOn(object) ?? (object.isOfCrds === true ? OF_CRDS : undefined);
  if (found === undefined) return undefined;
  return {
    why: `it ${found.means}`,
    finding: findingAt(
      'not-always-there',
      `${title} ${found.means}, so what it governs is undecided`,
      below(object.origin, ...found.path),
      { help: found.help },
    ),
  };
}

interface FoundMark {
  readonly means: string;
  readonly path: readonly string[];
  readonly help: string;
}

// https://helm.sh/docs/chart_best_practices/custom_resource_definitions/
const OF_CRDS: FoundMark = {
  means: 'stands in `crds/` of a chart, which helm installs once and never brings up to date',
  path: ['kind'],
  help: 'move it to `templates/`',
};

function markOn(object: ManifestObject): FoundMark | undefined {
  const metadata = fieldOf(object.written, 'metadata');
  for (const { field, marks } of PLACES) {
    const found = marks.find(({ key, values }) => {
      const value = fieldOf(fieldOf(metadata, field), key);
      if (typeof value !== 'string') return false;
      return values === undefined ? value !== 'false' : values.includes(value.toLowerCase());
    });
    if (found === undefined) continue;
    const help = `leave the ${field.slice(0, -1)} out of a policy that is meant to last`;
    return { means: found.means, path: ['metadata', field, found.key], help };
  }
  return undefined;
}
