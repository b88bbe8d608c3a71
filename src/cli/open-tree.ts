import { existsSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Complaint } from '../gate/read-setting.ts';
import type { CheckRequest, DiffSide } from '../gate/request.ts';
import { openWorkspace } from '../manifests/open-workspace.ts';
import { openInputs } from './open-inputs.ts';
import type { Surroundings } from './surroundings.ts';

/** One of two trees to compare, or what is wrong with its name. */
export type TreeReading =
  | { readonly kind: 'tree'; readonly tree: DiffSide }
  | { readonly kind: 'invalid'; readonly complaints: readonly Complaint[] };

/** Opens a tree that a command line names: a folder or a file; `manifests` are patterns in it, none: the default. */
export async function openTree(
  name: string,
  manifests: readonly string[],
  surroundings: Surroundings,
): Promise<TreeReading> {
  if (!existsSync(path.resolve(surroundings.cwd, name))) return { kind: 'invalid', complaints: [noTree(name)] };
  const reading = await openInputs({ suites: [], manifests: [name], defaults: false }, surroundings);
  if (reading.kind === 'invalid') return reading;
  const { workspace, base, manifests: renamed } = reading.inputs;
  const inRoot = path.posix.join('/', (renamed[0] ?? '').startsWith('/') ? '' : base, renamed[0] ?? '').slice(1);
  const isFile = workspace.list().some(({ file }) => file === inRoot);
  if (isFile) return { kind: 'tree', tree: { workspace, base: '', manifests: [`/${inRoot}`], name } };
  return { kind: 'tree', tree: { workspace, base: inRoot, manifests, name } };
}

function noTree(name: string): Complaint {
  return {
    message: `\`${name}\` is neither a file nor a folder`,
    help: 'name a folder or a file of manifests; git revisions are not read in this version: check the revision out beside it, with `git worktree add`',
  };
}

/** What a check compares with, or what is wrong with its name. */
export type BaseReading =
  | { readonly kind: 'before'; readonly before: NonNullable<CheckRequest['before']> }
  | { readonly kind: 'invalid'; readonly complaints: readonly Complaint[] };

/** Opens the base of a check: another checkout of the same repository, in which the same patterns are looked up. */
export function openBaseTree(name: string, { cwd }: Surroundings): BaseReading {
  const place = path.resolve(cwd, name);
  if (!existsSync(place) || !statSync(place).isDirectory()) return { kind: 'invalid', complaints: [noTree(name)] };
  return { kind: 'before', before: { kind: 'tree', workspace: openWorkspace(realpathSync(place)), name } };
}
