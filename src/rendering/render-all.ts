import { realpathSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { LARGEST_FILE, liesWithin } from '../manifests/input-problem.ts';
import { folderOfRecipe, isAddress, type Recipe, recipeKey } from '../manifests/recipe.ts';
import type { Rendering } from '../manifests/rendering.ts';
import { renderHelm } from './render-helm.ts';
import { renderKustomize } from './render-kustomize.ts';
import type { RenderContext } from './rendering-context.ts';
import type { ToolLimits } from './run-tool.ts';
import { openSourceTree } from './source-tree.ts';
import { makeSurroundings } from './tool-surroundings.ts';

/** What the caller of {@link renderAll} decides. */
export interface RenderOptions {
  /** Whether programs may fetch; the word of whoever runs the gate, never of a suite. */
  readonly allowRemote: boolean;
  /** The environment of this process: `PATH` to look for programs in, and what fetching needs. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folders that may be read, absolute; a recipe is confined to the one that it starts in. Absent: the root. */
  readonly trees?: readonly string[];
  readonly limits?: ToolLimits;
}

const LIMITS: ToolLimits = { milliseconds: 60_000, bytes: LARGEST_FILE };

/**
 * Renders recipes from the files below `root`, each distinct one once and several at a time; the result is by
 * {@link recipeKey}. Writes nothing below `root`. Never throws for what a user wrote.
 */
export async function renderAll(
  recipes: readonly Recipe[],
  root: string,
  options: RenderOptions,
): Promise<ReadonlyMap<string, Rendering>> {
  const distinct = [...new Map(recipes.map((recipe) => [recipeKey(recipe), recipe]))];
  if (distinct.length === 0) return new Map();
  const realRoot = realpathSync(root);
  const surroundings = makeSurroundings(options.env, options.allowRemote);
  try {
    const results = new Map<string, Rendering>();
    const queue = [...distinct];
    const work = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const [key, recipe] = next;
        const context = contextOf(recipe, realRoot, surroundings, options);
        results.set(
          key,
          recipe.kind === 'kustomize' ? await renderKustomize(recipe, context) : await renderHelm(recipe, context),
        );
      }
    };
    await Promise.all(Array.from({ length: Math.min(availableParallelism(), distinct.length) }, work));
    return results;
  } finally {
    surroundings.dispose();
  }
}

function contextOf(
  recipe: Recipe,
  root: string,
  surroundings: RenderContext['surroundings'],
  { allowRemote, env, trees = [root], limits = LIMITS }: RenderOptions,
): RenderContext {
  const folder = folderOfRecipe(recipe);
  const start = isAddress(folder) ? root : path.resolve(root, folder);
  const boundary = trees.find((tree) => liesWithin(tree, start, path.sep)) ?? trees[0] ?? root;
  return {
    tree: openSourceTree(root, boundary),
    root,
    allowRemote,
    searchPath: env['PATH'] ?? '',
    surroundings,
    limits,
  };
}
