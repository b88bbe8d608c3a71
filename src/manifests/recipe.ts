/** How one program makes manifests out of files of the workspace. Paths start from its root, forward slashes, no `..`. */
export type Recipe = KustomizeRecipe | HelmRecipe;

/** `kustomize build FOLDER`. */
export interface KustomizeRecipe {
  readonly kind: 'kustomize';
  readonly folder: string;
}

/** `helm template RELEASE CHART …`. */
export interface HelmRecipe {
  readonly kind: 'helm';
  /** The folder of the chart, or an address like `oci://…`. */
  readonly chart: string;
  /** Which version of a chart from elsewhere. */
  readonly version?: string;
  /** Files of values; later ones win. */
  readonly values: readonly string[];
  /** Single values, which win over files; the names are paths as `--set` takes them. */
  readonly set: readonly { readonly name: string; readonly value: unknown }[];
  readonly release: string;
  /** Absent: the one that objects without a namespace land in. */
  readonly namespace?: string;
  readonly kubeVersion?: string;
  readonly apiVersions: readonly string[];
}

/** Whether a path is an address of another machine, or what a program may take for one. */
export function isAddress(path: string): boolean {
  return path.includes(':');
}

/** The recipe with the namespace that the suite and the command leave to the other. */
export function inNamespace(recipe: Recipe, namespace: string | undefined): Recipe {
  return recipe.kind === 'helm' ? { ...recipe, namespace: recipe.namespace ?? namespace ?? 'default' } : recipe;
}

/** Equal for recipes that make the same of the same files. */
export function recipeKey(recipe: Recipe): string {
  return JSON.stringify(Object.entries(recipe).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The folder that a recipe starts from; `.` for the root of the workspace. */
export function folderOfRecipe(recipe: Recipe): string {
  return (recipe.kind === 'kustomize' ? recipe.folder : recipe.chart) || '.';
}
