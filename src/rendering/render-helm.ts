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
  const args = argumentsFor(recipe, complete.chart, context);
  return atTemplate(await renderWith({ name: 'helm template', program, args }, sources, context), recipe.chart);
}

/** A failure at the line of the template that helm names, like `shop/templates/db.yaml:3:5`. */
function atTemplate(rendering: Rendering, chart: string): Rendering {
  if (rendering.kind === 'rendered') return rendering;
  const { problem, sources } = rendering;
  // The first part is the name of the chart, whatever its folder is called.
  const found = /(?<![\w/])[\w.-]+\/((?:charts\/[\w.-]+\/)*templates\/[^\s:)]+?)(?::(\d+)(?::(\d+))?)?[):\s]/.exec(
    `${problem.why} `,
  );
  const file = chart === '' ? (found?.[1] ?? '') : `${chart}/${found?.[1] ?? ''}`;
  if (found === null || !sources.includes(file)) return rendering;
  if (found[2] === undefined) return { ...rendering, problem: { ...problem, at: { kind: 'span', file } } };
  const line = Number(found[2]);
  const column = Number(found[3] ?? 0) + 1;
  const span = { line, column, endLine: line, endColumn: column + 1 };
  return { ...rendering, problem: { ...problem, at: { kind: 'span', file, span } } };
}

/** Each value stands behind the `=` of its own option, so that none can be taken for another one. */
function argumentsFor(recipe: HelmRecipe, chart: string, { tree }: RenderContext): readonly string[] {
  const { values, set, release, namespace, kubeVersion, version, apiVersions } = recipe;
  return [
    'template',
    // What `helm install` creates: of `crds/`, too.
    '--include-crds',
    `--namespace=${namespace ?? 'default'}`,
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
