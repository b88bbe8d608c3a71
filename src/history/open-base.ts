import { copyFileSync, existsSync, mkdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import type { FileEntry, Workspace } from '../manifests/workspace.ts';
import { type BaseWish, type Unavailable, unavailable } from './base-wish.ts';
import { addedBy, droppedFromCheckout, joinSurroundings, treeWorkspace } from './base-workspace.ts';
import { AS_IF_NOTHING_WERE_THERE, fetchCommit, type Remote } from './fetch-commit.ts';
import { commitOf, findBase } from './find-base.ts';
import { type Repository, repositoryAround } from './find-repository.ts';
import { isAltered } from './is-altered.ts';
import { meantRepository } from './meant-repository.ts';
import { checkedOutIn, type History, openHistory, openScratch, type Scratch } from './open-history.ts';
import { MISSING } from './read-objects.ts';
import { readIndex, readTree, type TreeEntry } from './read-tree.ts';
import type { GitSetting } from './run-git.ts';
import type { Surroundings } from './sort-present.ts';

/** The tree that a run starts from, or why there is none; `name` is for readers. */
type BaseTree = { readonly kind: 'tree'; readonly workspace: Workspace; readonly name: string } | Unavailable;

/** The base of a run. */
export interface OpenedBase {
  readonly before: BaseTree;
  /** The full hash of the commit that was read. */
  readonly commit?: string;
  /** The folder that the tree was written to, laid out like the workspace; absent where it is the working tree itself. */
  readonly folder?: string;
  /** Removes what was written; nothing of the tree can be read afterwards. */
  readonly close: () => void;
}

/** What a workflow's run is to be compared with. */
export interface BaseRequest {
  readonly wish: BaseWish;
  /** The folder of the run's workspace, absolute. */
  readonly folder: string;
  readonly workspace: Workspace;
  /** The folder in it that paths start from. */
  readonly base: string;
  /** The commits that the event is about, by which the right one of several repositories is known. */
  readonly eventCommits: readonly string[];
  /** Absent: nothing is fetched. */
  readonly remote?: Remote;
  /** Whether every file is needed and not only those that may hold manifests or suites: to render, for example. */
  readonly everything: boolean;
  readonly temporary: string;
  readonly env: GitSetting['env'];
}

/** All that this may take. */
const BUDGET_MILLISECONDS = 90_000;

/** Opens the tree that a workflow's run is to be compared with. Never throws. */
export function openBase(request: BaseRequest): OpenedBase {
  return withScratch(request, (scratch) => {
    const found = meantRepository(request, scratch);
    if (found === undefined) {
      return refuse('the workspace holds no git repository', 'check the repository out with `actions/checkout`');
    }
    // Another repository than the event's has other commits, and those of the event's are nothing to compare it with.
    const { remote, ...local } = request;
    const allowed = found.isMeant && remote ? { ...local, remote } : local;
    return onHistory(found.repository, scratch, (history) => baseFrom(history, allowed, scratch));
  });
}

/** A revision that a user of the command line names. */
export interface RevisionRequest extends Pick<BaseRequest, 'temporary' | 'env' | 'everything'> {
  readonly revision: string;
  /** The folder to see as it was then, absolute; it need not be the whole repository. */
  readonly folder: string;
  /** That folder as it is now, where it is what the revision is compared with; absent: another revision is. */
  readonly workspace?: Workspace;
}

/** Opens a folder as it was in a revision of the repository that it lies in. Never throws, and fetches nothing. */
export function openRevision(request: RevisionRequest): OpenedBase {
  return withScratch(request, (scratch) => {
    const folder = realpathSync(request.folder);
    const repository = repositoryAround(folder);
    if (repository === undefined) {
      return refuse(`\`${request.folder}\` is in no git repository`, 'name two folders instead');
    }
    return onHistory(repository, scratch, (history) => {
      const found = findBase({ kind: 'revision', revision: request.revision }, history, undefined);
      if (found.kind === 'unavailable') return { before: found };
      const inside = path.relative(realpathSync(repository.root), folder).split(path.sep).join('/');
      const tree = openTree(history, found.sha, scratch, {
        inside,
        prefix: '',
        everything: request.everything,
        dropped: new Set(),
      });
      if (typeof tree === 'string') return refuseTree(found.name, tree);
      const { workspace } = request;
      const joined = workspace
        ? joinAround(
            tree,
            scratch,
            { ...request, folder },
            {
              workspace,
              prefix: '',
              // What the base has is known from there, and what is edited or added is the change itself.
              checkedOut: [...tree.entries.filter(({ kind }) => kind !== 'submodule'), ...readIndex(history, inside)],
              isAltered: () => false,
            },
          )
        : tree.workspace;
      const before = { kind: 'tree', workspace: joined, name: found.name } as const;
      return { before, commit: found.sha, folder: tree.folder };
    });
  });
}

type Opening = Omit<OpenedBase, 'close'>;

function withScratch(
  { temporary, env, folder }: Pick<BaseRequest, 'temporary' | 'env' | 'folder'>,
  open: (scratch: Scratch) => Opening,
): OpenedBase {
  let scratch: Scratch | undefined;
  try {
    scratch = openScratch(temporary, env, folder, Date.now() + BUDGET_MILLISECONDS);
    const opening = open(scratch);
    if (opening.before.kind === 'tree') return { ...opening, close: scratch.remove };
    scratch.remove();
    return { ...opening, close: () => undefined };
  } catch (error) {
    // The file system said no: that is no verdict on anybody's manifests.
    scratch?.remove();
    const { code, message } = error as NodeJS.ErrnoException;
    return { ...refuse(`the base cannot be read: ${code ?? message}`, 'run it again'), close: () => undefined };
  }
}

function onHistory(repository: Repository, scratch: Scratch, then: (history: History) => Opening): Opening {
  const opened = openHistory(repository, scratch);
  if (opened.kind === 'history') return then(opened.history);
  return refuse(opened.says, 'install git on the runner, and check the repository out with `actions/checkout`');
}

function baseFrom(history: History, request: BaseRequest, scratch: Scratch): Opening {
  const { workspace } = request;
  const found = findBase(request.wish, history, request.remote);
  if (found.kind === 'unavailable') return { before: found };
  if (found.kind === 'itself') {
    return { before: { kind: 'tree', workspace, name: `${found.name}, the commit itself` }, commit: found.sha };
  }
  const way = path.relative(realpathSync(request.folder), realpathSync(history.repository.root));
  const prefix = way === '' ? '' : `${way.split(path.sep).join('/')}/`;
  const checkedOut = readTree(history, commitOf(history, 'HEAD') ?? found.sha, '');
  if (typeof checkedOut === 'string') return refuseTree('HEAD', checkedOut);
  const dropped = droppedFromCheckout(workspace.list(), prefix, checkedOut);
  const part = { inside: '', prefix, everything: request.everything, dropped };
  const tree = openTree(history, found.sha, scratch, part, request.remote);
  if (typeof tree === 'string') return refuseTree(found.name, tree);
  const root = history.repository.root;
  const joined = joinAround(tree, scratch, request, {
    workspace,
    prefix,
    checkedOut,
    isAltered: (entry) => isAltered(path.join(root, entry.file), entry),
  });
  return { before: { kind: 'tree', workspace: joined, name: found.name }, commit: found.sha, folder: tree.folder };
}

/** The tree of the base with what lies around it; where all is needed, that lies in the tree's folder as well. */
function joinAround(
  { workspace: tree, entries: base, folder: place }: OpenedTree,
  scratch: Scratch,
  { folder, everything }: Pick<BaseRequest, 'folder' | 'everything'>,
  facts: Pick<Surroundings, 'workspace' | 'prefix' | 'checkedOut' | 'isAltered'>,
): Workspace {
  const realName = (name: string): string | undefined => realNameIn(folder, name);
  const around: Surroundings = {
    ...facts,
    base,
    realName,
    isRepository: (name) => existsSync(path.join(folder, name, '.git')),
    commitIn: (submodule) => {
      const root = path.join(folder, facts.prefix, submodule);
      const repository = existsSync(root) ? repositoryAround(root, root) : undefined;
      return repository && checkedOutIn(repository, scratch);
    },
  };
  const added = addedBy(around, tree);
  // What is reached by a link lies where the link leads.
  const copied = everything ? added.same.filter(({ file }) => realName(file) === file) : [];
  copySame(copied, folder, place);
  return joinSurroundings(tree, around, added);
}

function realNameIn(folder: string, name: string): string | undefined {
  try {
    const way = path.relative(realpathSync(folder), realpathSync(path.join(folder, name)));
    return way.split(path.sep).join('/');
  } catch {
    return undefined;
  }
}

/** Programs that render read files, and not a workspace. */
function copySame(same: readonly FileEntry[], from: string, to: string): void {
  for (const { file } of same.filter(({ problem }) => problem === undefined)) {
    mkdirSync(path.dirname(path.join(to, file)), { recursive: true });
    copyFileSync(path.join(from, file), path.join(to, file));
  }
}

/** Which part of a commit is wanted, and where in the workspace it stands. */
interface Part {
  readonly inside: string;
  readonly prefix: string;
  readonly everything: boolean;
  /** Files to leave out. */
  readonly dropped: ReadonlySet<string>;
}

/** A commit's tree in a folder. */
interface OpenedTree {
  readonly workspace: Workspace;
  readonly entries: readonly TreeEntry[];
  readonly folder: string;
}

function openTree(
  history: History,
  commit: string,
  scratch: Scratch,
  part: Part,
  remote?: Remote,
): OpenedTree | string {
  const all = readTree(history, commit, part.inside);
  if (typeof all === 'string') return all;
  const entries = all.filter(({ file }) => !part.dropped.has(file));
  const folder = path.join(scratch.folder, 'tree');
  const place = path.join(folder, part.prefix);
  mkdirSync(place, { recursive: true });
  const wants = part.everything ? () => true : mayMatter;
  let workspace = treeWorkspace(history, entries, place, wants);
  if (workspace === MISSING && remote !== undefined) {
    const fetched = fetchCommit(history, commit, remote, AS_IF_NOTHING_WERE_THERE);
    if (typeof fetched !== 'string') return fetched.why;
    workspace = treeWorkspace(history, entries, place, wants);
  }
  return typeof workspace === 'string' ? workspace : { workspace, entries, folder };
}

// What else a pattern names is written when it is read.
const mayMatter = (file: string): boolean =>
  /\.(ya?ml|json)$|(^|\/)Kustomization$/i.test(file) && !file.split('/').includes('node_modules');

const refuse = (why: string, help: string): Opening => ({ before: unavailable(why, help) });

const refuseTree = (name: string, says: string): Opening =>
  refuse(
    `\`${name}\` cannot be read: ${says}`,
    'check out without `filter`, so that the files of both commits are there',
  );
