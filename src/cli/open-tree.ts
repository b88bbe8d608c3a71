import { existsSync, realpathSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Complaint } from '../gate/read-setting.ts';
import type { DiffSide } from '../gate/request.ts';
import { type OpenedBase, openRevision } from '../history/open-base.ts';
import { openWorkspace } from '../manifests/open-workspace.ts';
import { locateWorkspace } from './locate-workspace.ts';
import { openInputs } from './open-inputs.ts';
import type { Surroundings } from './surroundings.ts';

/** One of two trees to compare, or what is wrong with its name. `close` removes what was written to read it. */
export type TreeReading =
  | { readonly kind: 'tree'; readonly tree: DiffSide; readonly close: () => void }
  | { readonly kind: 'invalid'; readonly complaints: readonly Complaint[] };

/**
 * Opens a tree that a command line names: a folder, a file, or a revision of the repository of the working directory;
 * `manifests` are patterns in it, none: the default.
 */
export async function openTree(
  name: string,
  manifests: readonly string[],
  surroundings: Surroundings,
): Promise<TreeReading> {
  if (!existsSync(path.resolve(surroundings.cwd, name))) return openRevisionTree(name, manifests, surroundings);
  const reading = await openInputs({ suites: [], manifests: [name], defaults: false }, surroundings);
  if (reading.kind === 'invalid') return reading;
  const { workspace, base, manifests: renamed } = reading.inputs;
  const inRoot = path.posix.join('/', (renamed[0] ?? '').startsWith('/') ? '' : base, renamed[0] ?? '').slice(1);
  const isFile = workspace.list().some(({ file }) => file === inRoot);
  const tree = isFile
    ? { workspace, base: '', manifests: [`/${inRoot}`], name }
    : { workspace, base: inRoot, manifests, name };
  return { kind: 'tree', tree, close: () => undefined };
}

/** What the working directory was in a revision; patterns start from there, as they do today. */
function openRevisionTree(revision: string, manifests: readonly string[], surroundings: Surroundings): TreeReading {
  const { root, base } = locateWorkspace(surroundings.cwd, { suites: [], manifests: [], defaults: true });
  const opened = revisionOf(revision, root, false, surroundings);
  if (opened.before.kind === 'unavailable') return { kind: 'invalid', complaints: [noTree(revision, opened.before)] };
  const { workspace, name } = opened.before;
  return { kind: 'tree', tree: { workspace, base, manifests, name }, close: opened.close };
}

function revisionOf(revision: string, folder: string, everything: boolean, { env }: Surroundings): OpenedBase {
  return openRevision({ revision, folder, everything, temporary: tmpdir(), env });
}

function noTree(name: string, { why, help }: { readonly why: string; readonly help: string }): Complaint {
  return { message: `\`${name}\` is no file and no folder, and ${why}`, help };
}

/** What a check compares with, or what is wrong with its name. */
export type BaseReading =
  | { readonly kind: 'before'; readonly opened: OpenedBase }
  | { readonly kind: 'invalid'; readonly complaints: readonly Complaint[] };

/**
 * Opens the base of a check, in which the same patterns are looked up: another checkout of the same repository, or a
 * revision. `root` is the folder that the check reads; `everything`: whether it renders, and needs all files.
 */
export function openBaseTree(name: string, root: string, everything: boolean, surroundings: Surroundings): BaseReading {
  const place = path.resolve(surroundings.cwd, name);
  if (existsSync(place) && statSync(place).isDirectory()) {
    const folder = realpathSync(place);
    const before = { kind: 'tree', workspace: openWorkspace(folder), name } as const;
    return { kind: 'before', opened: { before, folder, close: () => undefined } };
  }
  const opened = revisionOf(name, root, everything, surroundings);
  if (opened.before.kind === 'tree') return { kind: 'before', opened };
  return { kind: 'invalid', complaints: [noTree(name, opened.before)] };
}
