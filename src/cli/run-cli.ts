import type { CheckReport, ConnectivityReport, ExplainReport, Report } from '../findings/report.ts';
import { diff } from '../gate/diff.ts';
import { type LoadedSuites, NO_SUITES, suitesOf } from '../gate/load-suites.ts';
import type { Complaint } from '../gate/read-setting.ts';
import { recipesOf } from '../gate/recipes-of.ts';
import type { CheckRequest, GateRequest } from '../gate/request.ts';
import { check, connectivity, explain } from '../gate/run-gate.ts';
import { VERSION } from '../gate/version.ts';
import { switchScanner } from '../manifests/parse-document.ts';
import type { Recipe } from '../manifests/recipe.ts';
import { withRenderings } from '../manifests/with-renderings.ts';
import type { Workspace } from '../manifests/workspace.ts';
import { refuseUnknown } from '../rendering/refuse-unknown.ts';
import type { renderAll } from '../rendering/render-all.ts';
import { deliver } from './deliver.ts';
import { findingText, helpText } from './help.ts';
import { initSuite } from './init-suite.ts';
import { type Inputs, openInputs } from './open-inputs.ts';
import type { BaseReading } from './open-tree.ts';
import { watchReading } from './progress.ts';
import type { Command, Settings } from './read-command.ts';
import { readCommand } from './read-command.ts';
import { requestOf, settingsOf } from './request-of.ts';
import type { Surroundings } from './surroundings.ts';
import { tellBug, tellComplaints } from './tell-trouble.ts';

// What starts programs needs parts of Node that most runs do without. "eager": the bundle stays one file.
const loadTrees = () => import(/* webpackMode: "eager" */ './open-tree.ts');

type GateCommand = Extract<Command, { readonly kind: 'check' | 'connectivity' | 'explain' }>;

/** Runs one command line and gives its exit code; `argv` is without the runtime and the program. Never throws. */
export async function runCli(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  try {
    switchScanner(surroundings.env['NETPOL_GATE_YAML'] !== 'full');
    return await run(readCommand(argv), surroundings);
  } catch (error) {
    tellBug(error, surroundings.stderr);
    return 70;
  }
}

async function run(command: Command, surroundings: Surroundings): Promise<number> {
  switch (command.kind) {
    case 'help':
      surroundings.stdout.write(helpText(command.about));
      return 0;
    case 'finding':
      surroundings.stdout.write(findingText(command.code));
      return 0;
    case 'version':
      surroundings.stdout.write(`${VERSION}\n`);
      return 0;
    case 'refused':
      return refuse(command.complaints, surroundings);
    case 'init':
      return initSuite(command, surroundings);
    case 'diff':
      return compare(command, surroundings);
    default:
      return judge(command, surroundings);
  }
}

async function judge(command: GateCommand, surroundings: Surroundings): Promise<number> {
  const { settings } = command;
  const { manifests } = settings;
  const suites = command.kind === 'check' ? command.suites : [];
  const usesDefaultSuites = command.kind === 'check' && suites.length === 0 && command.sentences.length === 0;
  const defaults = usesDefaultSuites || (suites.length === 0 && manifests.length === 0);
  const reading = await openInputs({ suites, manifests, defaults }, surroundings);
  if (reading.kind === 'invalid') return refuse(reading.complaints, surroundings);

  const { inputs } = reading;
  const watched = watchReading(inputs.workspace, surroundings.stderr, settings.quiet);
  const request = requestOf(settings, { ...inputs, workspace: watched.workspace });
  const loaded = suitesIn(command, request, inputs);
  const recipes = recipesOf(loaded, request.namespace);
  const before = command.kind === 'check' ? await openBase(command.base, inputs, surroundings) : undefined;
  if (before?.kind === 'invalid') return refuse(before.complaints, surroundings);
  try {
    const head = await render(command, recipes, inputs, surroundings);
    const workspace = withRenderings(request.workspace, head);
    const base = before && {
      ...before.before,
      workspace: await renderBefore(command, before, { request, inputs, recipes, head }, surroundings),
    };
    const result = ask(
      command,
      { ...request, workspace },
      { suites: inputs.suites, loaded, ...(base && { before: base }) },
    );
    watched.finish();
    return report(result, settings, surroundings);
  } finally {
    before?.close();
  }
}

async function openBase(
  base: string | undefined,
  inputs: Inputs,
  surroundings: Surroundings,
): Promise<BaseReading | undefined> {
  if (base === undefined) return undefined;
  const { openBaseTree } = await loadTrees();
  return openBaseTree(base, inputs, surroundings);
}

async function compare(
  { before, after, failOnNew, settings }: Extract<Command, { kind: 'diff' }>,
  surroundings: Surroundings,
): Promise<number> {
  const { openTree } = await loadTrees();
  const base = await openTree(before, after, settings.manifests, surroundings);
  const head = await openTree(after, before, settings.manifests, surroundings);
  try {
    if (base.kind === 'invalid' || head.kind === 'invalid') {
      return refuse(
        [base, head].flatMap((one) => (one.kind === 'invalid' ? one.complaints : [])),
        surroundings,
      );
    }
    const common = settingsOf(settings);
    return report(diff({ before: base.tree, after: head.tree, failOnNew, ...common }), settings, surroundings);
  } finally {
    for (const one of [base, head]) if (one.kind === 'tree') one.close();
  }
}

function report(result: Report, settings: Settings, surroundings: Surroundings): number {
  const complaints = deliver(result, settings, surroundings);
  if (complaints.length > 0) tellComplaints(complaints, surroundings.stderr);
  // A report that was asked for and is missing must not look like success.
  return result.exitCode === 0 && complaints.length > 0 ? 2 : result.exitCode;
}

/** The suites of a check; no other command reads any. */
function suitesIn(command: GateCommand, request: GateRequest, { suites }: Inputs): LoadedSuites {
  return command.kind === 'check' ? suitesOf({ ...request, suites, sentences: command.sentences }) : NO_SUITES;
}

type Renderings = Awaited<ReturnType<typeof renderAll>>;

/** What recipes make of the files of a tree, be it the check's own or the base's. */
async function render(
  command: GateCommand,
  recipes: readonly Recipe[],
  { root, trees }: Pick<Inputs, 'root'> & Partial<Pick<Inputs, 'trees'>>,
  { env }: Surroundings,
): Promise<Renderings> {
  if (command.kind !== 'check' || recipes.length === 0) return new Map();
  const { renderAll } = await import(/* webpackMode: "eager" */ '../rendering/render-all.ts');
  return renderAll(recipes, root, { allowRemote: command.allowRemote, env, ...(trees && { trees }) });
}

/** What a check is made of, as far as its base is concerned. */
interface Head {
  readonly request: GateRequest;
  readonly inputs: Inputs;
  readonly recipes: readonly Recipe[];
  readonly head: Renderings;
}

/** The base with what its suites rendered and what those of today would have, as far as its files are known. */
async function renderBefore(
  command: GateCommand,
  { before: { workspace }, folder }: Extract<BaseReading, { readonly kind: 'before' }>,
  { request, inputs, recipes, head }: Head,
  surroundings: Surroundings,
): Promise<Workspace> {
  const all = [...recipes, ...recipesOf(suitesIn(command, { ...request, workspace }, inputs), request.namespace)];
  if (all.length === 0) return workspace;
  const base = await render(command, all, { root: folder }, surroundings);
  return withRenderings(workspace, refuseUnknown(all, { base, head }, workspace.list()));
}

function ask(
  command: GateCommand,
  request: GateRequest,
  { before, ...suites }: Pick<CheckRequest, 'suites' | 'loaded' | 'before'>,
): CheckReport | ConnectivityReport | ExplainReport {
  const matrix = command.settings.targets.some(({ format }) => format === 'html');
  switch (command.kind) {
    case 'check': {
      const { sentences, failOn, failOnNew } = command;
      const today = new Date().toISOString().slice(0, 10);
      return check({ ...request, ...suites, sentences, failOn, failOnNew, today, matrix, ...(before && { before }) });
    }
    case 'connectivity':
      return connectivity({ ...request, possible: command.possible, matrix });
    case 'explain':
      return explain({ ...request, sentence: command.sentence });
  }
}

function refuse(complaints: readonly Complaint[], { stderr }: Surroundings): number {
  tellComplaints(complaints, stderr);
  return 2;
}
