import { type Recipe, recipeKey } from './recipe.ts';
import type { Rendering } from './rendering.ts';
import type { Workspace } from './workspace.ts';

/** The workspace with what was rendered from its files, by {@link recipeKey}. */
export function withRenderings(workspace: Workspace, renderings: ReadonlyMap<string, Rendering>): Workspace {
  return { ...workspace, rendered: (recipe: Recipe) => renderings.get(recipeKey(recipe)) };
}
