import type { HelmRecipe } from '../manifests/recipe.ts';
import { isAddress } from '../manifests/recipe.ts';
import type { Rendering } from '../manifests/rendering.ts';
import { buildDependencies } from './build-dependencies.ts';
import { findTool } from './find-tool.ts';
import { type RenderContext, refused, renderWith } from './rendering-context.ts';
import { walkChart } from './walk-chart.ts';

/** Renders with `helm template`; dependencies that are missing are fetched into a copy, where that is allowed. */
export async function renderHelm(recipe: HelmRecipe, context: RenderContext): Promise<Rendering> {
  const { problem, sources, needsDependencies } = walkChart(recipe, context.tree, context);
  if (problem !== undefined) return refused(problem, sources);
  const program = findTool('helm', context.searchPath, context.root);
  if (program === undefined) {
    const help =
      'runners of GitHub with Ubuntu have it; elsewhere install it (the action `azure/setup-helm`, or https://helm.sh), or render in a step of its own and judge the output under `manifests:`';
    return refused({ code: 'tool-missing', why: '`helm` is not on the `PATH`', help }, sources);
  }
  const chart = isAddress(recipe.chart) ? recipe.chart : context.tree.absolute(recipe.chart);
  const complete = needsDependencies
    ? await buildDependencies(program, recipe.chart, context)
    : ({ kind: 'built', chart } as const);
  if (complete.kind === 'refused') return refused(complete.problem, sources);
  return renderWith(
    { name: 'helm template', program, args: argumentsFor(recipe, complete.chart, context) },
    sources,
    context,
  );
}

/** Each value stands behind the `=` of its own option, so that none can be taken for another one. */
function argumentsFor(recipe: HelmRecipe, chart: string, { tree }: RenderContext): readonly string[] {
  const { values, set, release, namespace, kubeVersion, version, apiVersions } = recipe;
  return [
    'template',
    // What `helm install` creates: of `crds/`, too.
    '--include-crds',
    `--namespace=${namespace}`,
    ...values.map((file) => `--values=${commaSeparated(isAddress(file) ? file : tree.absolute(file))}`),
    // As JSON, so that text stays text and a comma stays a comma.
    ...set.map(({ name, value }) => `--set-json=${name}=${JSON.stringify(value)}`),
    ...(kubeVersion === undefined ? [] : [`--kube-version=${kubeVersion}`]),
    ...(version === undefined ? [] : [`--version=${version}`]),
    ...apiVersions.map((name) => `--api-versions=${commaSeparated(name)}`),
    '--',
    release,
    chart,
  ];
}

// helm reads these options as lines of comma-separated values.
function commaSeparated(value: string): string {
  return `"${value.replaceAll('"', '""')}"`;
}
