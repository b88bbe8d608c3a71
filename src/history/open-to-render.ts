import type { OpenedBase } from './open-base.ts';

/**
 * Opens a base with the files that are needed: all of them where something is rendered, which may be known only once it
 * is open. `recipesIn` gives what is rendered there.
 */
export function openToRender<Recipe>(
  open: (everything: boolean) => OpenedBase | undefined,
  isRendering: boolean,
  recipesIn: (before: OpenedBase['before']) => readonly Recipe[],
): { readonly opened: OpenedBase | undefined; readonly recipes: readonly Recipe[] } {
  const first = open(isRendering);
  if (first === undefined) return { opened: undefined, recipes: [] };
  const recipes = recipesIn(first.before);
  if (isRendering || recipes.length === 0) return { opened: first, recipes };
  first.close();
  return { opened: open(true), recipes };
}
