import { existsSync, realpathSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Complaint } from '../gate/read-setting.ts';
import type { CheckRequest, DiffSide } from '../gate/request.ts';
import { repositoryAround } from '../history/find-repository.ts';
import { openRevision } from '../history/open-base.ts';
import { openWorkspace } from '../manifests/open-workspace.ts';
import type { Workspace } from '../manifests/workspace.ts';
import { type Inputs, openInputs } from './open-inputs.ts';
import type { Surroundings } from './surroundings.ts';

/** One of two trees to compare, or what is wrong with its name; `close` when nothing of it is read any more. */
export type TreeReading =
  | { readonly kind: 'tree'; readonly tree: DiffSide; readonly close: () => void }
  | { readonly kind: 'invalid'; readonly complaints: readonly Complaint[] };

/**
 * Opens a tree that a command line names: a folder or a file, else a git revision. Of a revision, the folder or file of
 * the other tree is meant, or the working directory where that is a revision too. `manifests` are patterns in it, none:
 * the default.
 */
export async function openTree(
  name: string,
  other: string,
  manifests: readonly string[],
  surroundings: Surroundings,
): Promise<TreeReading> {
  const { cwd } = surroundings;
  if (!existsSync(path.resolve(cwd, name))) return openTreeOfRevision(name, other, manifests, surroundings);
  const reading = await openInputs({ suites: [], manifests: [name], defaults: false }, surroundings);
  if (reading.kind === 'invalid') return reading;
  const { workspace, base, manifests: renamed } = reading.inputs;
  const inRoot = path.posix.join('/', (renamed[0] ?? '').startsWith('/') ? '' : base, renamed[0] ?? '').slice(1);
  const close = (): void => undefined;
  const isFile = workspace.list().some(({ file }) => file === inRoot);
  if (isFile) return { kind: 'tree', tree: { workspace, base: '', manifests: [`/${inRoot}`], name }, close };
  return { kind: 'tree', tree: { workspace, base: inRoot, manifests, name }, close };
}

/** The folder that a name of the command line leads to, or into, with the file there; else where the command runs. */
function placeOf(cwd: string, name: string): { readonly folder: string; readonly file?: string } {
  const place = path.resolve(cwd, name);
  if (!existsSync(place)) return { folder: realpathSync(cwd) };
  if (statSync(place).isDirectory()) return { folder: realpathSync(place) };
  return { folder: realpathSync(path.dirname(place)), file: path.basename(place) };
}

function openTreeOfRevision(
  revision: string,
  other: string,
  manifests: readonly string[],
  surroundings: Surroundings,
): TreeReading {
  const { folder, file } = placeOf(surroundings.cwd, other);
  const isNow = existsSync(path.resolve(surroundings.cwd, other));
  const opened = openRevisionOf(revision, folder, isNow, surroundings);
  if (opened.kind === 'invalid') return opened;
  const { workspace, name, root, close } = opened;
  const base = path.relative(root, folder).split(path.sep).join('/');
  // One file is compared with what it was, and not with all that was beside it.
  const meant = file === undefined ? manifests : [`/${path.posix.join(base, file)}`];
  return { kind: 'tree', tree: { workspace, base, manifests: meant, name }, close };
}

type Opened = {
  readonly kind: 'opened';
  readonly workspace: Workspace;
  readonly name: string;
  /** The repository's folder, absolute. */
  readonly root: string;
  readonly close: () => void;
};

function openRevisionOf(
  revision: string,
  folder: string,
  isNow: boolean,
  { env }: Surroundings,
): Opened | Extract<TreeReading, { readonly kind: 'invalid' }> {
  const root = repositoryAround(folder)?.root;
  if (root === undefined) return { kind: 'invalid', complaints: [noTree(revision)] };
  const { before, close } = openRevision({
    revision,
    folder: root,
    ...(isNow && { workspace: openWorkspace(root) }),
    temporary: tmpdir(),
    env,
    everything: false,
  });
  if (before.kind === 'tree') return { kind: 'opened', workspace: before.workspace, name: before.name, root, close };
  const { why, help } = before;
  return { kind: 'invalid', complaints: [{ message: `\`${revision}\` is no folder, and ${why}`, help }] };
}

function noTree(name: string): Complaint {
  return {
    message: `\`${name}\` is neither a file nor a folder, and the working directory is in no git repository`,
    help: 'name a folder or a file of manifests, or a git revision',
  };
}

/** What a check compares with, or what is wrong with its name; `close` when nothing of it is read any more. */
export type BaseReading =
  | {
      readonly kind: 'before';
      readonly before: Extract<NonNullable<CheckRequest['before']>, { readonly kind: 'tree' }>;
      /** The folder that the tree is in, absolute. */
      readonly folder: string;
      readonly close: () => void;
    }
  | { readonly kind: 'invalid'; readonly complaints: readonly Complaint[] };

/**
 * Opens the base of a check: another checkout of the same repository, or a git revision of it, in which the same
 * patterns are looked up.
 */
export function openBaseTree(
  name: string,
  { root, workspace }: Pick<Inputs, 'root' | 'workspace'>,
  surroundings: Surroundings,
): BaseReading {
  const place = path.resolve(surroundings.cwd, name);
  if (existsSync(place) && statSync(place).isDirectory()) {
    const folder = realpathSync(place);
    const before = { kind: 'tree', workspace: openWorkspace(folder), name } as const;
    return { kind: 'before', before, folder, close: () => undefined };
  }
  const opened = openRevision({
    revision: name,
    folder: root,
    workspace,
    temporary: tmpdir(),
    env: surroundings.env,
    // Environments are rendered from files of any kind, and only the suites in it say which.
    everything: true,
  });
  const { before, folder = root, close } = opened;
  if (before.kind === 'tree') return { kind: 'before', before, folder, close };
  const message = `\`--base\` cannot be \`${name}\`: ${before.why}`;
  return { kind: 'invalid', complaints: [{ message, help: before.help }] };
}
