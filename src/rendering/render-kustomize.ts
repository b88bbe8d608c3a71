import type { KustomizeRecipe } from '../manifests/recipe.ts';
import { isAddress } from '../manifests/recipe.ts';
import type { Rendering } from '../manifests/rendering.ts';
import { findTool } from './find-tool.ts';
import { type Command, type RenderContext, refused, renderWith } from './rendering-context.ts';
import { remoteProblem } from './walk.ts';
import { isComponent, walkKustomization } from './walk-kustomization.ts';

/** Renders with `kustomize`, else with the one that is built into `kubectl`. */
export async function renderKustomize({ folder }: KustomizeRecipe, context: RenderContext): Promise<Rendering> {
  // Whoever wants to judge the manifests of another repository checks it out.
  if (isAddress(folder)) {
    return refused(remoteProblem(`\`${folder}\` is not in the workspace`, undefined, 'check it out'), []);
  }
  const { problem, sources } = walkKustomization(folder, context.tree, context);
  if (problem !== undefined) return refused(problem, sources);
  const command = commandFor(context.tree.absolute(folder), context);
  if (command === undefined) {
    const help =
      'runners of GitHub with Ubuntu have both; elsewhere install `kubectl` (the action `azure/setup-kubectl`) or `kustomize`, or render in a step of its own and judge the output under `manifests:`';
    const why = 'neither `kustomize` nor `kubectl` is on the `PATH`';
    return refused({ code: 'tool-missing', why, help }, sources);
  }
  return forComponent(await renderWith(command, sources, context), folder, context);
}

/** A component changes what an overlay brings, and fails or means little without one. */
function forComponent(rendering: Rendering, folder: string, { tree }: RenderContext): Rendering {
  if (rendering.kind === 'rendered' || !isComponent(folder, tree)) return rendering;
  const help = `\`${folder}\` is a component: name the overlay that lists it under \`components\``;
  return { ...rendering, problem: { ...rendering.problem, help } };
}

function commandFor(folder: string, { searchPath, root }: RenderContext): Command | undefined {
  const kustomize = findTool('kustomize', searchPath, root);
  // Plugins, functions that are programs, and charts are off unless an option turns them on.
  if (kustomize !== undefined) return { name: 'kustomize build', program: kustomize, args: ['build', '--', folder] };
  const kubectl = findTool('kubectl', searchPath, root);
  if (kubectl === undefined) return undefined;
  return { name: 'kubectl kustomize', program: kubectl, args: ['kustomize', '--', folder] };
}
