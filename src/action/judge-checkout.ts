import type { CheckReport } from '../findings/report.ts';
import { recipesOf } from '../gate/recipes-of.ts';
import { check } from '../gate/run-gate.ts';
import type { OpenedBase } from '../history/open-base.ts';
import { openWorkspace } from '../manifests/open-workspace.ts';
import type { Recipe } from '../manifests/recipe.ts';
import { withRenderings } from '../manifests/with-renderings.ts';
import type { Workspace } from '../manifests/workspace.ts';
import { renderAll } from '../rendering/render-all.ts';
import { openBefore } from './open-before.ts';
import type { Environment } from './read-event.ts';
import type { Inputs } from './read-inputs.ts';
import type { Layout } from './read-layout.ts';

/** The verdict on what is checked out. */
interface Judged {
  readonly report: CheckReport;
  /** The commit that it was compared with. */
  readonly baseSha?: string;
}

/** Renders and judges the checkout, and compares it with what the run starts from. */
export async function judgeCheckout(env: Environment, inputs: Inputs, layout: Layout): Promise<Judged> {
  const workspace = openWorkspace(layout.workspace);
  const { tests: suites, namespace } = inputs;
  const asked = { workspace, base: layout.base, suites, sentences: [], ...(namespace !== undefined && { namespace }) };
  const recipes = recipesOf(asked);
  const opened = openBefore(env, inputs, layout, { workspace, everything: recipes.length > 0 });
  try {
    const render = async (tree: Workspace, folder: string, wanted: readonly Recipe[]): Promise<Workspace> =>
      withRenderings(tree, await renderAll(wanted, folder, { allowRemote: inputs.allowRemote, env }));
    const head = await render(workspace, layout.workspace, recipes);
    const recipesBefore = (tree: Workspace) => [...recipes, ...recipesOf({ ...asked, workspace: tree })];
    const before =
      opened &&
      (await renderBefore(opened, recipes, (tree, folder) => render(tree, folder, recipesBefore(tree)), head));
    const report = check(requestOf(inputs, layout, head, before));
    return { report, ...(opened?.commit !== undefined && { baseSha: opened.commit }) };
  } finally {
    opened?.close();
  }
}

/** What the suites render, those of the head and those of the base, as it was. */
async function renderBefore(
  { before, folder }: OpenedBase,
  recipes: readonly Recipe[],
  render: (tree: Workspace, folder: string) => Promise<Workspace>,
  head: Workspace,
): Promise<OpenedBase['before']> {
  if (before.kind === 'unavailable' || recipes.length === 0) return before;
  // Without a folder of its own, the checkout is compared with itself.
  return { ...before, workspace: folder === undefined ? head : await render(before.workspace, folder) };
}

function requestOf(
  { tests, manifests, namespace, dataplane, failOn, failOnNew, reportFiles }: Inputs,
  { base }: Layout,
  workspace: Workspace,
  before: OpenedBase['before'] | undefined,
): Parameters<typeof check>[0] {
  return {
    workspace,
    base,
    suites: tests,
    manifests,
    sentences: [],
    ...(namespace !== undefined && { namespace }),
    ...(dataplane !== undefined && { dataplane }),
    ...(before && { before }),
    failOnNew,
    failOn,
    today: new Date().toISOString().slice(0, 10),
    matrix: reportFiles.some(({ format }) => format === 'html'),
  };
}
