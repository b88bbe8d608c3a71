import { lstatSync, type Stats } from 'node:fs';
import path from 'node:path';
import { type DraftReport, draftSuite } from '../gate/draft-suite.ts';
import type { Complaint } from '../gate/read-setting.ts';
import { escapeTerminal } from '../reports/escape-terminal.ts';
import { REPORTERS } from '../reports/registry.ts';
import { openInputs } from './open-inputs.ts';
import { watchReading } from './progress.ts';
import type { Command, Settings } from './read-command.ts';
import { requestOf } from './request-of.ts';
import type { Surroundings } from './surroundings.ts';
import { tellComplaints } from './tell-trouble.ts';
import { wantsColor } from './wants-color.ts';
import { writeFile } from './write-file.ts';

type InitCommand = Extract<Command, { kind: 'init' }>;

/** Where the first suite goes if nobody says: a place where `check` finds it. */
const DEFAULT_OUTPUT = 'policies-tests/network-policies.yaml';

/** Drafts a first suite and writes it; gives the exit code. */
export async function initSuite(command: InitCommand, surroundings: Surroundings): Promise<number> {
  const { settings, force } = command;
  const isPrinted = command.output === '-';
  const output = isPrinted ? DEFAULT_OUTPUT : (command.output ?? DEFAULT_OUTPUT);
  const inTheWay = isPrinted ? undefined : obstacle(surroundings.cwd, output, force);
  if (inTheWay !== undefined) return refuse([inTheWay], surroundings);
  const { manifests } = settings;
  const reading = await openInputs({ suites: [], manifests, defaults: true }, surroundings);
  if (reading.kind === 'invalid') return refuse(reading.complaints, surroundings);
  const { inputs } = reading;
  const suite = placeInWorkspace(inputs.rename(output), inputs.base);
  if (suite === undefined) return refuse([outside(output)], surroundings);

  const watched = watchReading(inputs.workspace, surroundings.stderr, settings.quiet);
  const checking = commandFor(output, manifests);
  const request = requestOf(settings, { ...inputs, workspace: watched.workspace });
  const drafted = draftSuite({ ...request, suite, command: checking });
  watched.finish();
  if (drafted.kind === 'nothing' || drafted.report.exitCode > 1) return tellNothing(drafted, settings, surroundings);
  if (drafted.report.exitCode === 1) tellFindings(drafted, settings, surroundings);
  if (isPrinted) surroundings.stdout.write(drafted.text);
  else {
    const complaint = writeFile(surroundings.cwd, output, drafted.text, force ? 'replace' : 'new');
    if (complaint !== undefined) return refuse([complaint], surroundings);
  }
  const isPiped = manifests.includes('-');
  if (!settings.quiet) tellNext(drafted, { output, command: checking, isPrinted, isPiped }, surroundings);
  return drafted.report.exitCode;
}

/** What is where the suite is to be written. */
function obstacle(cwd: string, file: string, force: boolean): Complaint | undefined {
  const there = statsOf(path.resolve(cwd, file));
  if (there?.isDirectory() === true) return isAFolder(file);
  return there !== undefined && !force ? alreadyThere(file) : undefined;
}

function statsOf(place: string): Stats | undefined {
  try {
    // Not of what a link leads to: one that leads nowhere is in the way, too.
    return lstatSync(place);
  } catch {
    // What else keeps a file from being written is told by the attempt.
    return undefined;
  }
}

/** A path as the gate understands it, from the root of the workspace on; absent where it leads out. */
function placeInWorkspace(renamed: string, base: string): string | undefined {
  const place = path.posix.normalize(renamed.startsWith('/') ? renamed.slice(1) : path.posix.join(base, renamed));
  return place === '..' || place.startsWith('../') ? undefined : place;
}

/** Whether `check` and the action find the suite by themselves. */
function isFound(output: string): boolean {
  return /^(?:\.\/)*policies-tests\/.*\.ya?ml$/.test(output);
}

/** How to check the suite: without its name where `check` finds it by itself. */
function commandFor(output: string, manifests: readonly string[]): string {
  const command = `netpol-gate check${isFound(output) ? '' : ` ${output}`}`;
  return manifests.includes('-') ? `… | ${command} -m -` : command;
}

function tellNothing(drafted: DraftReport, settings: Settings, surroundings: Surroundings): number {
  const { exitCode } = drafted.report;
  tellFindings(drafted, settings, surroundings);
  if (exitCode > 1) return exitCode;
  const why = drafted.kind === 'nothing' ? drafted.why : '';
  surroundings.stderr.write(`there is nothing to claim: ${why}; no file was written\n  = help: ${HELP_FOR_NOTHING}\n`);
  return 3;
}

const HELP_FOR_NOTHING =
  'write a policy first, a default deny for one namespace for a start; `netpol-gate connectivity` shows what is open';

/** More errors than this push what was written out of sight. */
const MOST_ERRORS = 5;

/** What is wrong with the manifests, as `check` would say it. */
function tellFindings({ report }: DraftReport, { color }: Settings, { env, stderr }: Surroundings): void {
  const wrong = report.findings.filter(({ severity }) => severity === 'error');
  if (wrong.length === 0) return;
  const shown = { ...report, findings: wrong.slice(0, MOST_ERRORS) };
  const options = { color: wantsColor(color, { env, stdout: stderr }), quiet: true, links: {} };
  stderr.write(REPORTERS.text(shown, options));
  const more = wrong.length - shown.findings.length;
  const errors = more === 1 ? 'error' : 'errors';
  if (more > 0)
    stderr.write(`and ${more} more ${errors} about the input, which \`netpol-gate ${report.kind}\` shows\n`);
}

const INSTEAD_OF_A_PIPE = [
  '  say in the suite what the manifests are made of, because a workflow has no pipe, in words like one of these:',
  '      environments: {production: {kustomize: /deploy/overlays/production}}',
  '      environments: {production: {helm: {chart: /charts/shop, release: shop, namespace: shop}}}',
];

interface Written {
  readonly output: string;
  readonly command: string;
  readonly isPrinted: boolean;
  /** Whether the manifests came through a pipe, where no later run finds them. */
  readonly isPiped: boolean;
}

function tellNext({ report }: DraftReport, written: Written, { stdout, stderr }: Surroundings): void {
  const { output, command, isPrinted, isPiped } = written;
  const claims = report.kind === 'check' ? report.summary.claims : 0;
  const count = claims === 1 ? '1 claim, which holds' : `${claims} claims, all of which hold`;
  const wrote = isPrinted ? `a suite for \`${output}\`` : `wrote \`${output}\``;
  const red = report.exitCode === 0 ? '' : ', red until the manifests are mended as told above';
  const lines = [
    `${wrote}: ${count}`,
    'next:',
    '  read it, and delete what you do not mean',
    `  run \`${command}\`${isPiped ? ', with the same manifests in the pipe' : ''}${red}`,
    ...(isPiped ? INSTEAD_OF_A_PIPE : []),
    '  have it judged on every pull request, in a workflow after `actions/checkout` (see the README):',
    '      - uses: OWNER/netpol-gate@v1',
    ...(isFound(output) ? [] : [`        with: {tests: ${JSON.stringify(output)}}`]),
  ];
  (isPrinted ? stderr : stdout).write(lines.map((line) => `${escapeTerminal(line)}\n`).join(''));
}

function isAFolder(output: string): Complaint {
  const folder = output.replace(/\/+$/, '');
  return {
    message: `\`${output}\` is a folder`,
    help: `name the file that is to be written, like \`--output ${folder}/network-policies.yaml\`; folders of manifests are named without an option: \`netpol-gate init ${folder}\``,
  };
}

function alreadyThere(output: string): Complaint {
  return {
    message: `\`${output}\` is there already`,
    help: 'write to another file with `--output FILE`, or over this one with `--force`',
  };
}

function outside(output: string): Complaint {
  return {
    message: `\`${output}\` is outside of the repository, from where the suite would not find its manifests`,
    help: `write it below the working directory, like \`${DEFAULT_OUTPUT}\`, or print it with \`--output -\``,
  };
}

function refuse(complaints: readonly Complaint[], { stderr }: Surroundings): number {
  tellComplaints(complaints, stderr);
  return 2;
}
