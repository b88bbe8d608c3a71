import type { CheckReport } from '../findings/report.ts';
import { suitesOf } from '../gate/load-suites.ts';
import { recipesOf } from '../gate/recipes-of.ts';
import { check } from '../gate/run-gate.ts';
import type { OpenedBase } from '../history/open-base.ts';
import { openToRender } from '../history/open-to-render.ts';
import { openWorkspace } from '../manifests/open-workspace.ts';
import type { Recipe } from '../manifests/recipe.ts';
import { withRenderings } from '../manifests/with-renderings.ts';
import type { Workspace } from '../manifests/workspace.ts';
import { refuseUnknown } from '../rendering/refuse-unknown.ts';
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
  const asked = { workspace, base: layout.base, suites, sentences: [] };
  const loaded = suitesOf(asked);
  const recipes = recipesOf(loaded, namespace);
  const open = (everything: boolean): OpenedBase | undefined =>
    openBefore(env, inputs, layout, { workspace, everything });
  const { opened, recipes: recipesThen } = openToRender(open, recipes.length > 0, (before) =>
    before.kind === 'unavailable'
      ? []
      : [...recipes, ...recipesOf(suitesOf({ ...asked, workspace: before.workspace }), namespace)],
  );
  try {
    const render = (wanted: readonly Recipe[], folder: string): Promise<Renderings> =>
      renderAll(wanted, folder, { allowRemote: inputs.allowRemote, env });
    const renderings = await render(recipes, layout.workspace);
    const head = { workspace: withRenderings(workspace, renderings), renderings };
    const before = opened && (await renderBefore(opened, recipesThen, render, head));
    const report = check({ ...requestOf(inputs, layout, head.workspace, before), loaded });
    return { report, ...(opened?.commit !== undefined && { baseSha: opened.commit }) };
  } finally {
    opened?.close();
  }
}

type Renderings = Awaited<ReturnType<typeof renderAll>>;

/** What the suites rendered then, and what those of today would have rendered. */
async function renderBefore(
  { before, folder }: OpenedBase,
  recipes: readonly Recipe[],
  render: (recipes: readonly Recipe[], folder: string) => Promise<Renderings>,
  head: { readonly workspace: Workspace; readonly renderings: Renderings },
): Promise<OpenedBase['before']> {
  if (before.kind === 'unavailable' || recipes.length === 0) return before;
  // Without a folder of its own, the checkout is compared with itself.
  if (folder === undefined) return { ...before, workspace: head.workspace };
  const made = { base: await render(recipes, folder), head: head.renderings };
  const known = refuseUnknown(recipes, made, before.workspace.list());
  return { ...before, workspace: withRenderings(before.workspace, known) };
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
