import { cpSync, mkdtempSync } from 'node:fs';
import path from 'node:path';
import type { RenderingProblem } from '../manifests/rendering.ts';
import { dependenciesOf } from './chart-dependencies.ts';
import { cleanComplaint } from './clean-complaint.ts';
import type { RenderContext } from './rendering-context.ts';
import { runTool } from './run-tool.ts';

/** The folder of a copy of the chart with all its dependencies, or why there is none. */
type Built =
  | { readonly kind: 'built'; readonly chart: string }
  | { readonly kind: 'refused'; readonly problem: RenderingProblem };

/** Fetches the dependencies of a chart into a copy: the workspace is not ours to write to. */
export async function buildDependencies(program: string, chart: string, context: RenderContext): Promise<Built> {
  const { tree, surroundings, limits, root } = context;
  const dependencies = dependenciesOf(chart, tree);
  const copy = mkdtempSync(path.join(surroundings.folder, 'chart-'));
  const place = path.join(copy, 'chart');
  const env = {
    ...surroundings.env,
    HELM_REPOSITORY_CONFIG: path.join(copy, 'repositories.yaml'),
    HELM_REPOSITORY_CACHE: path.join(copy, 'repository-cache'),
  };
  const commands = [
    // With a `Chart.lock`, helm fetches from none but the repositories that it has been told of.
    ...[...new Set(dependencies.map(({ repository }) => repository))]
      .filter((repository) => /^https?:\/\//.test(repository))
      .map((repository, index) => ['repo', 'add', '--', `repository-${index}`, repository]),
    ['dependency', 'build', '--', place],
  ];
  try {
    cpSync(tree.absolute(chart), place, { recursive: true, dereference: true });
  } catch (error) {
    return refuse(`it cannot be copied (${(error as NodeJS.ErrnoException).code})`, chart);
  }
  for (const args of commands) {
    const result = await runTool({ program, args, cwd: copy, env, limits });
    if (result.kind === 'done') continue;
    const said = result.kind === 'failed' ? cleanComplaint(result.message, [copy, root]) : `it is ${result.kind}`;
    return refuse(`\`helm ${args[0]} ${args[1]}\` says: ${said}`, chart);
  }
  return { kind: 'built', chart: place };
}

function refuse(why: string, chart: string): Built {
  const help = `run \`helm dependency build ${chart || '.'}\` in a step before the gate`;
  return { kind: 'refused', problem: { code: 'render-failed', why, help } };
}
