import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Complaint } from '../gate/read-setting.ts';
import type { Workspace } from '../manifests/workspace.ts';
import { joinTrees } from './join-trees.ts';
import type { Patterns } from './locate-workspace.ts';
import { isGlob, locateWorkspace } from './locate-workspace.ts';
import type { Surroundings } from './surroundings.ts';

/** What a command reads, under the names that the gate takes. */
export interface Inputs {
  readonly workspace: Workspace;
  /** The root of the workspace, and the folders of it that may be read; absolute. */
  readonly root: string;
  readonly trees: readonly string[];
  readonly base: string;
  readonly suites: readonly string[];
  readonly manifests: readonly string[];
  /** A path of the command line as the gate understands it. */
  readonly rename: (path: string) => string;
}

/** The inputs, or everything that is wrong with the paths. */
export type InputReading =
  | { readonly kind: 'inputs'; readonly inputs: Inputs }
  | { readonly kind: 'invalid'; readonly complaints: readonly Complaint[] };

/** Finds the workspace for the paths of a command line, and reads standard input where `-` asks for it. */
export async function openInputs(patterns: Patterns, { cwd, stdin }: Surroundings): Promise<InputReading> {
  const { suites, manifests } = patterns;
  const complaints = [...suites, ...manifests].flatMap((pattern) => complaintAbout(cwd, pattern) ?? []);
  if (suites.includes('-')) complaints.push(notASuite);
  if (complaints.length > 0) return { kind: 'invalid', complaints };
  const located = locateWorkspace(cwd, patterns);
  const workspace = joinTrees(located);
  const inputs: Inputs = {
    workspace,
    root: located.root,
    trees: located.trees.map(({ folder }) => folder),
    base: located.base.split(path.sep).join('/'),
    suites: suites.map(located.rename),
    manifests: manifests.map(located.rename),
    rename: located.rename,
  };
  if (!manifests.includes('-')) return { kind: 'inputs', inputs };
  const text = decode(await stdin());
  if (text === undefined) return { kind: 'invalid', complaints: [notText] };
  return { kind: 'inputs', inputs: { ...inputs, workspace: withStandardInput(workspace, text) } };
}

const notASuite: Complaint = {
  message: 'a suite cannot be read from standard input',
  help: '`-` stands for manifests: write `-m -`',
};

const notText: Complaint = { message: 'standard input is not UTF-8 text', help: 'save it as UTF-8' };

function complaintAbout(cwd: string, pattern: string): Complaint | undefined {
  if (pattern === '-' || isGlob(cwd, pattern)) return undefined;
  const place = path.resolve(cwd, pattern);
  if (!existsSync(place)) {
    return { message: `\`${pattern}\` does not exist`, help: 'name a file, a folder or a glob' };
  }
  const found = statSync(place);
  if (found.isFile() || found.isDirectory()) return undefined;
  return {
    message: `\`${pattern}\` is neither a file nor a folder`,
    help: 'pipe it to standard input and name it `-`',
  };
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function withStandardInput(workspace: Workspace, text: string): Workspace {
  return { list: workspace.list, read: (file) => (file === '-' ? { kind: 'text', text } : workspace.read(file)) };
}
