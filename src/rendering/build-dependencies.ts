import { cpSync, mkdtempSync } from 'node:fs';
import path from 'node:path';
import type { RenderingProblem } from '../manifests/rendering.ts';
import { dependenciesOf } from './chart-dependencies.ts';
import { cleanComplaint } from './clean-complaint.ts';
import type { RenderContext } from './rendering-context.ts';
import { runTool } from './run-tool.ts';
import { pathFrom } from './source-tree.ts';

/** The folder of a copy of the chart with all its dependencies, or why there is none. */
type Built =
  | { readonly kind: 'built'; readonly chart: string }
  | { readonly kind: 'refused'; readonly problem: RenderingProblem };

/** Runs `helm dependency build` in a copy: the workspace is not ours to write to. */
export async function buildDependencies(program: string, chart: string, context: RenderContext): Promise<Built> {
  const { tree, surroundings, limits, root } = context;
  const refuse = (why: string, help: string): Built => ({
    kind: 'refused',
    problem: { code: 'render-failed', why, help },
  });
  const neighbour = dependenciesOf(chart, tree).find(({ repository }) => repository.startsWith('file://'));
  if (neighbour !== undefined) {
    const place = pathFrom(chart, neighbour.repository.slice('file://'.length));
    const why = `the dependency \`${neighbour.name}\` lies beside the chart (\`${place ?? neighbour.repository}\`) and not in its \`charts/\``;
    return refuse(why, `run \`helm dependency build ${chart || '.'}\` in a step before the gate`);
  }
  const copy = mkdtempSync(path.join(surroundings.folder, 'chart-'));
  const args = ['dependency', 'build', '--', path.join(copy, 'chart')];
  cpSync(tree.absolute(chart), path.join(copy, 'chart'), { recursive: true, dereference: true });
  const result = await runTool({ program, args, cwd: copy, env: surroundings.env, limits });
  if (result.kind === 'done') return { kind: 'built', chart: path.join(copy, 'chart') };
  const said = result.kind === 'failed' ? cleanComplaint(result.message, [copy, root]) : `it is ${result.kind}`;
  return refuse(`\`helm dependency build\` says: ${said}`, 'run the same by hand and mend what it complains of');
}
