import type { CheckReport, ConnectivityReport, ExplainReport } from '../findings/report.ts';
import type { Complaint } from '../gate/read-setting.ts';
import { recipesOf } from '../gate/recipes-of.ts';
import type { GateRequest } from '../gate/request.ts';
import { check, connectivity, explain } from '../gate/run-gate.ts';
import { VERSION } from '../gate/version.ts';
import { withRenderings } from '../manifests/with-renderings.ts';
import type { Workspace } from '../manifests/workspace.ts';
import { renderAll } from '../rendering/render-all.ts';
import { deliver } from './deliver.ts';
import { helpText } from './help.ts';
import { initSuite } from './init-suite.ts';
import { type Inputs, openInputs } from './open-inputs.ts';
import { watchReading } from './progress.ts';
import type { Command, Settings } from './read-command.ts';
import { readCommand } from './read-command.ts';
import { requestOf } from './request-of.ts';
import type { Surroundings } from './surroundings.ts';
import { tellBug, tellComplaints } from './tell-trouble.ts';

type GateCommand = Exclude<Extract<Command, { readonly settings: Settings }>, { kind: 'init' }>;

/** Runs one command line and gives its exit code; `argv` is without the runtime and the program. Never throws. */
export async function runCli(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  try {
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
    case 'version':
      surroundings.stdout.write(`${VERSION}\n`);
      return 0;
    case 'refused':
      return refuse(command.complaints, surroundings);
    case 'init':
      return initSuite(command, surroundings);
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
  const prepared = { ...request, workspace: await render(command, request, inputs, surroundings) };
  const report = ask(command, prepared, inputs.suites);
  watched.finish();
  const complaints = deliver(report, settings, surroundings);
  if (complaints.length > 0) tellComplaints(complaints, surroundings.stderr);
  // A report that was asked for and is missing must not look like success.
  return report.exitCode === 0 && complaints.length > 0 ? 2 : report.exitCode;
}

/** The workspace with what the environments of suites render to; only `check` reads suites. */
async function render(
  command: GateCommand,
  { workspace, base, namespace }: GateRequest,
  { suites, root, trees }: Inputs,
  { env }: Surroundings,
): Promise<Workspace> {
  if (command.kind !== 'check') return workspace;
  const recipes = recipesOf({
    workspace,
    base,
    suites,
    sentences: command.sentences,
    ...(namespace !== undefined && { namespace }),
  });
  return withRenderings(workspace, await renderAll(recipes, root, { allowRemote: command.allowRemote, env, trees }));
}

function ask(
  command: GateCommand,
  request: GateRequest,
  suites: readonly string[],
): CheckReport | ConnectivityReport | ExplainReport {
  const matrix = command.settings.targets.some(({ format }) => format === 'html');
  switch (command.kind) {
    case 'check': {
      const { sentences, failOn } = command;
      return check({ ...request, suites, sentences, failOn, today: new Date().toISOString().slice(0, 10), matrix });
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
