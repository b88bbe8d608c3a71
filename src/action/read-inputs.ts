import type { Complaint, Setting } from '../gate/read-setting.ts';
import { FAIL_ON, FAIL_ON_NEW, readChoice, readDataplane, readNamespace } from '../gate/read-setting.ts';
import type { FailOnNew, GateRequest } from '../gate/request.ts';

/** The inputs of `action.yml`, by name. */
export const INPUTS = [
  'tests',
  'manifests',
  'namespace',
  'dataplane',
  'allow-remote',
  'fail-on',
  'base',
  'fail-on-new',
  'working-directory',
  'comment',
  'comment-key',
  'summary',
  'sarif-file',
  'junit-file',
  'json-file',
  'html-file',
  'token',
] as const;

export type InputName = (typeof INPUTS)[number];

// The default of `action.yml`: the gate's own, which, unlike a pattern that somebody wrote, may match nothing.
const defaultTests = 'policies-tests/**/*.{yaml,yml}';

/** The input `base` of those who want no comparison. */
export const NO_BASE = 'none';

/** When the pull request gets a comment. */
const COMMENT_MODES = ['auto', 'always', 'failures', 'never'] as const;

export type CommentMode = (typeof COMMENT_MODES)[number];

/** A report that the workflow asks for as a file of the workspace. */
export interface ReportFile {
  readonly format: 'sarif' | 'junit' | 'json' | 'html';
  /** As the workflow names it, relative to the working directory. */
  readonly file: string;
}

/** What a workflow says, checked as far as that can be done without the file system. */
export interface Inputs extends Pick<GateRequest, 'dataplane'> {
  readonly tests: readonly string[];
  readonly manifests: readonly string[];
  readonly namespace?: string;
  readonly allowRemote: boolean;
  readonly failOn: (typeof FAIL_ON)[number];
  /** What to compare with, as written; empty: what the event says. */
  readonly base: string;
  readonly failOnNew: FailOnNew;
  readonly workingDirectory: string;
  readonly comment: CommentMode;
  readonly commentKey: string;
  readonly summary: boolean;
  readonly reportFiles: readonly ReportFile[];
  readonly token: string;
}

/** The inputs, or everything that is wrong with them. */
export type InputReading =
  | { readonly kind: 'inputs'; readonly inputs: Inputs }
  | { readonly kind: 'invalid'; readonly complaints: readonly Complaint[] };

/** Reads all inputs; `textOf` gives an input's trimmed text, `''` where it is not set. */
export function readInputs(textOf: (name: InputName) => string): InputReading {
  const complaints: Complaint[] = [];
  const taken = <T>(name: InputName, read: (name: string, text: string) => Setting<T>): T | undefined => {
    const text = textOf(name);
    // A workflow writes `${{ inputs.x }}`, which is empty where it is unset; that means the default.
    if (text === '') return undefined;
    const setting = read(name, text);
    if (setting.kind === 'value') return setting.value;
    complaints.push(setting.complaint);
    return undefined;
  };
  const namespace = taken('namespace', readNamespace);
  const dataplane = taken('dataplane', readDataplane);
  const allowRemote = taken('allow-remote', readSwitch);
  const failOn = taken('fail-on', (name, text) => readChoice(name, text, FAIL_ON));
  const failOnNew = taken('fail-on-new', (name, text) => readChoice(name, text, FAIL_ON_NEW));
  if (textOf('base') === NO_BASE && failOnNew !== undefined && failOnNew !== 'never') {
    complaints.push({
      message: `\`fail-on-new\` cannot be \`${failOnNew}\` where \`base\` is \`${NO_BASE}\``,
      help: 'leave `base` out: what is new is told by comparing',
    });
  }
  const comment = taken('comment', (name, text) => readChoice(name, text, COMMENT_MODES));
  const summary = taken('summary', readSwitch);
  const inputs: Inputs = {
    tests: textOf('tests') === defaultTests ? [] : linesOf(textOf('tests')),
    manifests: linesOf(textOf('manifests')),
    ...(namespace !== undefined && { namespace }),
    ...(dataplane !== undefined && { dataplane }),
    allowRemote: allowRemote ?? false,
    failOn: failOn ?? 'error',
    base: textOf('base'),
    failOnNew: failOnNew ?? 'never',
    workingDirectory: textOf('working-directory') || '.',
    comment: comment ?? 'auto',
    commentKey: textOf('comment-key'),
    summary: summary ?? true,
    reportFiles: (['sarif', 'junit', 'json', 'html'] as const).flatMap((format) => {
      const file = textOf(`${format}-file`);
      return file === '' ? [] : [{ format, file }];
    }),
    token: textOf('token'),
  };
  return complaints.length === 0 ? { kind: 'inputs', inputs } : { kind: 'invalid', complaints };
}

/** The lines that say something. */
function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** A boolean of the YAML 1.2 core schema, the only ones that the actions toolkit knows. */
function readSwitch(name: string, text: string): Setting<boolean> {
  const known = /^(True|TRUE|False|FALSE)$/.test(text) ? text.toLowerCase() : text;
  const word = readChoice(name, known, ['true', 'false']);
  return word.kind === 'invalid' ? word : { kind: 'value', value: word.value === 'true' };
}
