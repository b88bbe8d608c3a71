import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Complaint } from '../gate/read-setting.ts';
import type { Environment } from './read-event.ts';
import type { Inputs, ReportFile } from './read-inputs.ts';
import { readReportFile, readWorkingDirectory } from './workspace-path.ts';

/** Where a step reads and writes; all paths but `base` are absolute. */
export interface Layout {
  readonly kind: 'layout';
  readonly workspace: string;
  /** The working directory relative to the workspace, `''` for the workspace itself. */
  readonly base: string;
  /** The reports that the workflow asks for. */
  readonly reportFiles: readonly ReportFile[];
  readonly reportFile: string;
  readonly commentFile: string;
}

/** Finds the places that the inputs name, or says which of them cannot be. */
export function readLayout(
  env: Environment,
  inputs: Inputs,
): Layout | { readonly kind: 'invalid'; readonly complaints: readonly Complaint[] } {
  const workspace = env['GITHUB_WORKSPACE'] || process.cwd();
  const directory = readWorkingDirectory(workspace, inputs.workingDirectory);
  if (directory.kind === 'invalid') return { kind: 'invalid', complaints: [directory.complaint] };
  const base = directory.value;
  const files = inputs.reportFiles.map(({ format, file }) => ({
    format,
    place: readReportFile(`${format}-file`, workspace, base, file),
  }));
  const complaints = [
    ...complaintsAbout('tests', inputs.tests, base),
    ...complaintsAbout('manifests', inputs.manifests, base),
    ...files.flatMap(({ place }) => (place.kind === 'invalid' ? [place.complaint] : [])),
  ];
  if (complaints.length > 0) return { kind: 'invalid', complaints };
  // Steps of one job share the folder, and each has its own report.
  const own = path.join(env['RUNNER_TEMP'] || tmpdir(), `netpol-gate-${randomUUID()}`);
  return {
    kind: 'layout',
    workspace,
    base,
    reportFiles: files.flatMap(({ format, place }) => (place.kind === 'value' ? [{ format, file: place.value }] : [])),
    reportFile: `${own}.json`,
    commentFile: `${own}.md`,
  };
}

/** What is wrong with patterns: none may lead out of the workspace, and a step has no standard input. */
function complaintsAbout(input: string, patterns: readonly string[], base: string): readonly Complaint[] {
  return patterns.flatMap((pattern) => {
    const message = `\`${input}\` cannot hold \`${pattern}\``;
    if (pattern === '-') return [{ message, help: 'a step has no standard input; name a file, a folder or a glob' }];
    const whole = pattern.replace(/^!/, '');
    // A leading slash means the workspace.
    const way = path.posix.normalize(whole.startsWith('/') ? `.${whole}` : path.posix.join(base, whole));
    return way === '..' || way.startsWith('../') ? [{ message, help: 'it must lie inside the workspace' }] : [];
  });
}
