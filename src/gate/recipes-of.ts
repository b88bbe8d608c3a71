import { inNamespace, type Recipe } from '../manifests/recipe.ts';
import type { LoadedSuites } from './load-suites.ts';

/** What must be rendered before suites can be judged; the shells do that, and hand the result over with the workspace. */
export function recipesOf({ suites }: LoadedSuites, namespace?: string): readonly Recipe[] {
  return suites.flatMap(({ environments = [] }) =>
    environments.flatMap(({ source }) => (source.kind === 'recipe' ? [inNamespace(source.recipe, namespace)] : [])),
  );
}
