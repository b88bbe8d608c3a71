import { folderOfRecipe, type Recipe, recipeKey } from '../manifests/recipe.ts';
import type { Rendering } from '../manifests/rendering.ts';
import type { FileEntry } from '../manifests/workspace.ts';

type Renderings = ReadonlyMap<string, Rendering>;

/**
 * What recipes made of the files of a base, refused where one of the files that they may read cannot be read in `listed`:
 * programs pass over what is missing (`.Files.Glob`, a template), so that they would make less than there was. `head` is
 * what they make now, which tells what else they read.
 */
export function refuseUnknown(
  recipes: readonly Recipe[],
  { base, head }: { readonly base: Renderings; readonly head: Renderings },
  listed: readonly FileEntry[],
): Renderings {
  const stuck = listed.filter(({ problem }) => problem !== undefined);
  if (stuck.length === 0) return base;
  const result = new Map(base);
  for (const recipe of recipes) {
    const key = recipeKey(recipe);
    const sources = [...new Set([base, head].flatMap((each) => each.get(key)?.sources ?? []))].sort();
    const unknown = stuck.find((entry) => mayRead(recipe, sources, entry))?.problem;
    if (unknown === undefined) continue;
    const problem = { code: 'file-unreadable', why: unknown.message, help: unknown.help ?? 'mend it' } as const;
    result.set(key, { kind: 'refused', problem, sources });
  }
  return result;
}

/** Every file of a chart counts, also one that is no longer there. */
function mayRead(recipe: Recipe, sources: readonly string[], { file, folder }: FileEntry): boolean {
  const start = folderOfRecipe(recipe);
  if (recipe.kind === 'helm' && (start === '.' || `${file}/`.startsWith(`${start}/`))) return true;
  if (sources.includes(file)) return true;
  return folder === true && [...sources, start].some((source) => `${source}/`.startsWith(`${file}/`));
}
