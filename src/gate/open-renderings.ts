import type { ManifestFile } from '../manifests/document.ts';
import type { RenderedFile } from '../manifests/locate-rendered.ts';
import { folderOfRecipe, type Recipe, recipeKey } from '../manifests/recipe.ts';
import type { Rendering } from '../manifests/rendering.ts';
import type { Workspace } from '../manifests/workspace.ts';
import type { SourceRef } from '../source/source-ref.ts';
import { once } from './once.ts';

/** The name of a rendered file, or why there is none. */
export type RenderedInput =
  | { readonly kind: 'file'; readonly file: string; readonly sources: readonly string[] }
  | Extract<Rendering, { kind: 'refused' }>;

/** What recipes made, as files; each recipe gives one, however many environments want it. */
interface Renderings {
  readonly files: ReadonlyMap<string, RenderedFile>;
  readonly input: (recipe: Recipe, origin: SourceRef) => RenderedInput;
}

/** Opens the renderings of a workspace; `parse` and `read` give its files, the rendered ones among them. */
export function openRenderings(
  workspace: Workspace,
  parse: (file: string) => ManifestFile,
  read: (file: string) => string | undefined,
): Renderings {
  const files = new Map<string, RenderedFile>();
  const inputs = new Map<string, RenderedInput>();
  const enter = (recipe: Recipe, origin: SourceRef): RenderedInput => {
    const rendering = workspace.rendered?.(recipe) ?? NOBODY_RENDERED;
    if (rendering.kind === 'refused') return rendering;
    const { text, sources } = rendering;
    const name = unusedName(`${folderOfRecipe(recipe)} (rendered`, (taken) => files.has(taken), workspace);
    const sourceDocuments = once(() => sources.filter(isYaml).flatMap((file) => parse(file).documents));
    files.set(name, {
      name,
      text,
      recipe,
      origin,
      documents: () => parse(name).documents,
      sourceDocuments,
      readSource: (file) => (sources.includes(file) ? read(file) : undefined),
    });
    return { kind: 'file', file: name, sources };
  };
  return {
    files,
    input: (recipe, origin) => {
      const key = recipeKey(recipe);
      const known = inputs.get(key) ?? enter(recipe, origin);
      inputs.set(key, known);
      return known;
    },
  };
}

const NOBODY_RENDERED: Extract<Rendering, { kind: 'refused' }> = {
  kind: 'refused',
  problem: {
    code: 'render-failed',
    why: 'nothing has rendered it',
    help: 'judge the rendered files under `manifests:`',
  },
  sources: [],
};

/** Whether a source of kustomize may hold documents. */
function isYaml(file: string): boolean {
  return /\.(?:ya?ml|json)$/i.test(file) || /(^|\/)Kustomization$/.test(file);
}

/** A name that no file has; charts that are rendered with different values are told apart by a number. */
function unusedName(start: string, isTaken: (name: string) => boolean, workspace: Workspace): string {
  const there = new Set(workspace.list().map(({ file }) => file));
  for (let number = 1; ; number += 1) {
    const name = `${start}${number === 1 ? '' : ` ${number}`})`;
    if (!isTaken(name) && !there.has(name)) return name;
  }
}
