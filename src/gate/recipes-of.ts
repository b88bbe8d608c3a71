import { inNamespace, type Recipe } from '../manifests/recipe.ts';
import { loadSuites } from './load-suites.ts';
import { openFiles } from './open-files.ts';
import type { CheckRequest } from './request.ts';

/** What must be rendered before suites can be judged; the shells do that, and hand the result over with the workspace. */
export function recipesOf({
  workspace,
  base,
  suites,
  sentences,
  namespace,
}: Pick<CheckRequest, 'workspace' | 'base' | 'suites' | 'sentences' | 'namespace'>): readonly Recipe[] {
  if (suites.length === 0 && sentences.length > 0) return [];
  const loaded = loadSuites(openFiles(workspace, new Map()), suites, base);
  return loaded.suites.flatMap(({ environments = [] }) =>
    environments.flatMap(({ source }) => (source.kind === 'recipe' ? [inNamespace(source.recipe, namespace)] : [])),
  );
}
