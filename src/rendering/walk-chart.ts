import type { HelmRecipe } from '../manifests/recipe.ts';
import { isAddress } from '../manifests/recipe.ts';
import type { RenderingProblem } from '../manifests/rendering.ts';
import { dependenciesOf } from './chart-dependencies.ts';
import { findRemoteSchema } from './find-remote-schema.ts';
import type { SourceTree } from './source-tree.ts';
import { remoteProblem, type Walk, type WalkOptions } from './walk.ts';

/** A walk that also tells whether dependencies are to be fetched, which is allowed then. */
export interface ChartWalk extends Walk {
  readonly needsDependencies: boolean;
}

/** Looks at a chart and its values before helm does: what is not in the workspace would be fetched, or is missing. */
export function walkChart(recipe: HelmRecipe, tree: SourceTree, options: WalkOptions): ChartWalk {
  const sources = new Set<string>();
  const problem = visitValues(recipe, tree, options, sources) ?? visitChart(recipe, tree, options, sources);
  const needsDependencies = !isAddress(recipe.chart) && missingDependencies(recipe.chart, tree).length > 0;
  return { sources: [...sources].sort(), ...(problem && { problem }), needsDependencies };
}

function visitValues(
  { values }: HelmRecipe,
  tree: SourceTree,
  { allowRemote }: WalkOptions,
  sources: Set<string>,
): RenderingProblem | undefined {
  for (const file of values) {
    if (isAddress(file)) {
      if (allowRemote) continue;
      return remoteProblem(
        `the values \`${file}\` are not in the workspace`,
        undefined,
        'put a copy into the workspace',
      );
    }
    const found = tree.look(file);
    if (found === 'outside') return leavesWorkspace(file);
    if (found !== 'file') {
      const help = 'name a file of values; a leading `/` stands for the root of the workspace';
      return { code: 'render-failed', why: `there is no file of values \`${file}\``, help };
    }
    sources.add(file);
  }
  return undefined;
}

function visitChart(
  { chart }: HelmRecipe,
  tree: SourceTree,
  { allowRemote }: WalkOptions,
  sources: Set<string>,
): RenderingProblem | undefined {
  if (isAddress(chart)) {
    if (allowRemote) return undefined;
    return remoteProblem(
      `the chart \`${chart}\` is not in the workspace`,
      undefined,
      'put it there with `helm pull --untar`',
    );
  }
  const found = tree.look(chart);
  if (found === 'outside') return leavesWorkspace(chart);
  if (found === 'file') {
    sources.add(chart);
    return undefined;
  }
  if (tree.look(below(chart, 'Chart.yaml')) !== 'file') {
    const help = 'name the folder that holds `Chart.yaml`; a leading `/` stands for the root of the workspace';
    return { code: 'render-failed', why: `\`${chart || '.'}\` has no \`Chart.yaml\``, help };
  }
  const problem = visitFolder(chart, tree, allowRemote, sources, 0);
  if (problem !== undefined) return problem;
  // Such a dependency is not fetched but packed, and helm writes it into the chart.
  const isLocal = (repository: string): boolean => repository === '' || repository.startsWith('file://');
  const absent = missingDependencies(chart, tree);
  const missing = absent.find(({ repository }) => isLocal(repository)) ?? absent[0];
  if (missing === undefined) return undefined;
  const what = `the dependency \`${missing.name}\` is not in \`${below(chart, 'charts')}\``;
  if (isLocal(missing.repository)) {
    const help = `run \`helm dependency build ${chart || '.'}\` in a step before the gate`;
    return { code: 'render-failed', why: what, help, at: missing.at };
  }
  if (allowRemote) return undefined;
  return remoteProblem(what, missing.at, `run \`helm dependency build ${chart || '.'}\` in a step before the gate`);
}

/** Links to folders that lead round in a circle would have no end. */
const DEEPEST = 40;

/** Every file of a chart counts: templates may read any of them. */
function visitFolder(
  folder: string,
  tree: SourceTree,
  allowRemote: boolean,
  sources: Set<string>,
  depth: number,
): RenderingProblem | undefined {
  for (const name of tree.names(folder).filter((each) => each !== '.git' && each !== 'node_modules')) {
    const file = below(folder, name);
    const found = tree.look(file);
    if (found === 'file') sources.add(file);
    const problem =
      found === 'folder' && depth <= DEEPEST
        ? visitFolder(file, tree, allowRemote, sources, depth + 1)
        : problemOf(file, found, tree, allowRemote);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function problemOf(
  file: string,
  found: ReturnType<SourceTree['look']>,
  tree: SourceTree,
  allowRemote: boolean,
): RenderingProblem | undefined {
  switch (found) {
    case 'outside':
      return leavesWorkspace(file);
    case 'folder':
      return tooDeep(file);
    case 'absent':
    case 'other':
      return { code: 'render-failed', why: `\`${file}\` is not a file`, help: 'remove it from the chart' };
    case 'file': {
      if (allowRemote || !/(^|\/)values\.schema\.json$/.test(file)) return undefined;
      const schema = findRemoteSchema(tree.text(file) ?? '');
      if (schema === undefined) return undefined;
      const at = { kind: 'span', file } as const;
      return remoteProblem(`\`${file}\` refers to \`${schema}\``, at, 'put that schema into the file');
    }
  }
}

function tooDeep(file: string): RenderingProblem {
  return { code: 'render-failed', why: `\`${file}\` lies too deep`, help: 'remove links that lead round in a circle' };
}

function missingDependencies(chart: string, tree: SourceTree): ReturnType<typeof dependenciesOf> {
  const present = tree.names(below(chart, 'charts'));
  return dependenciesOf(chart, tree).filter(
    ({ name }) => !present.some((entry) => entry === name || (entry.startsWith(`${name}-`) && entry.endsWith('.tgz'))),
  );
}

function leavesWorkspace(file: string): RenderingProblem {
  const help = 'put a copy of its target into the workspace; programs are given nothing beside it';
  return { code: 'link-leaves-workspace', why: `\`${file}\` leads out of the workspace`, help };
}

function below(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
