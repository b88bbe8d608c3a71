import { readDocuments } from '../manifests/read-documents.ts';
import type { RenderingProblem } from '../manifests/rendering.ts';
import type { KeyPath, PathRef } from '../source/source-ref.ts';
import { kustomizeReferences, type Reference } from './kustomize-references.ts';
import { pluginReferences } from './plugin-references.ts';
import { pathFrom, type SourceTree } from './source-tree.ts';
import { remoteProblem, type Walk, type WalkOptions } from './walk.ts';

/** kustomize takes one of these, and refuses a folder with two. */
const NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

interface Walking extends WalkOptions {
  readonly tree: SourceTree;
  readonly sources: Set<string>;
  readonly visited: Set<string>;
}

/** Whether the objects of a folder are manifests, or the settings of generators and transformers, which load files in turn. */
type Role = 'manifests' | 'plugins';

/**
 * Follows a kustomization to everything that it loads, before kustomize does: what is not in the workspace would be
 * fetched, or read from elsewhere on the machine.
 */
export function walkKustomization(folder: string, tree: SourceTree, options: WalkOptions): Walk {
  const walking = { ...options, tree, sources: new Set<string>(), visited: new Set<string>() };
  const problem = visitFolder(folder, 'manifests', undefined, walking);
  return { sources: [...walking.sources].sort(), ...(problem && { problem }) };
}

/** Whether the kustomization of a folder is a component. */
export function isComponent(folder: string, tree: SourceTree): boolean {
  return kustomizationsIn(folder, tree).some((file) =>
    readDocuments(file, tree.text(file) ?? '').documents.some(
      ({ value }) => (value as { readonly kind?: unknown } | null)?.kind === 'Component',
    ),
  );
}

function kustomizationsIn(folder: string, tree: SourceTree): readonly string[] {
  return NAMES.map((name) => (folder === '' ? name : `${folder}/${name}`)).filter(
    (file) => tree.look(file) !== 'absent',
  );
}

function visitFolder(
  folder: string,
  role: Role,
  at: PathRef | undefined,
  walking: Walking,
): RenderingProblem | undefined {
  const { tree, visited } = walking;
  if (visited.has(`${role} ${folder}`)) return undefined;
  visited.add(`${role} ${folder}`);
  const files = kustomizationsIn(folder, tree);
  if (files.length === 0) {
    return {
      code: 'render-failed',
      why: `\`${folder || '.'}\` has no \`kustomization.yaml\``,
      help: NAME_FOLDER,
      ...(at && { at }),
    };
  }
  return firstOf(files, (file) => visitKustomization(folder, file, role, walking));
}

const NAME_FOLDER = 'name a folder with a kustomization; what needs no rendering goes under `manifests:`';

function visitKustomization(folder: string, file: string, role: Role, walking: Walking): RenderingProblem | undefined {
  const text = walking.tree.text(file);
  if (text === undefined) return unreadable(file, walking);
  walking.sources.add(file);
  const { documents, findings } = readDocuments(file, text);
  const [fault] = findings;
  if (fault !== undefined) {
    const why = `\`${file}\` cannot be read: ${fault.message}`;
    return { code: 'render-failed', why, help: fault.help ?? 'mend it', ...(fault.at && { at: fault.at }) };
  }
  return firstOf(documents, ({ document, value }) => {
    const ref = (path: KeyPath): PathRef => ({ kind: 'path', file, document, path });
    return firstOf(kustomizeReferences(value), (reference) =>
      visitReference(reference, folder, role, ref(reference.path), walking),
    );
  });
}

function visitReference(
  reference: Reference,
  folder: string,
  role: Role,
  at: PathRef,
  walking: Walking,
): RenderingProblem | undefined {
  const { kind, written } = reference;
  if (kind === 'chart') return chartProblem(at);
  const inner: Role = kind === 'plugins' ? 'plugins' : role;
  if (kind === 'patch' && isInline(written)) return undefined;
  if (kind === 'plugins' && isInline(written)) return visitPlugins(written, at, walking);
  if (isElsewhere(written)) {
    if (walking.allowRemote) return undefined;
    return remoteProblem(`\`${written}\` is not in the workspace`, at, 'put a copy into the workspace');
  }
  const target = pathFrom(folder, written);
  const found = target === undefined ? 'outside' : walking.tree.look(target);
  if (target === undefined || found === 'outside') return leavesWorkspace(written, at);
  const mayBeFolder = kind === 'resources' || kind === 'plugins';
  if (found === 'folder' && mayBeFolder) return visitFolder(target, inner, at, walking);
  if (found === 'absent') return absentProblem(written, at, walking);
  if (found !== 'file') return { code: 'render-failed', why: `\`${written}\` is not a file`, help: 'name a file', at };
  walking.sources.add(target);
  // Only YAML can be the settings of a plugin; the text of a resource loads nothing.
  return inner === 'plugins' && mayBeFolder ? visitPlugins(walking.tree.text(target) ?? '', at, walking) : undefined;
}

/** The settings of built-in generators and transformers may name files, charts and addresses anywhere in them. */
function visitPlugins(text: string, at: PathRef, { allowRemote }: Walking): RenderingProblem | undefined {
  const { chart, elsewhere } = pluginReferences(text);
  if (chart) return chartProblem(at);
  if (elsewhere === undefined || allowRemote) return undefined;
  return remoteProblem(`\`${elsewhere}\` is not in the workspace`, at, 'put a copy into the workspace');
}

function chartProblem(at: PathRef): RenderingProblem {
  return {
    code: 'render-failed',
    why: 'it inflates a Helm chart, which stays off because kustomize would run `helm` on it',
    help: 'render the chart as an environment of its own with `helm:`, or judge the rendered files under `manifests:`',
    at,
  };
}

function absentProblem(written: string, at: PathRef, { allowRemote }: Walking): RenderingProblem | undefined {
  // kustomize takes a path for a repository where its first part looks like a host.
  const looksRemote = /^[^/.]+(\.[^/.]+)+\/.*\//.test(written);
  if (looksRemote && allowRemote) return undefined;
  if (looksRemote) return remoteProblem(`\`${written}\` is not in the workspace`, at, 'put a copy into the workspace');
  const help = 'mend the path; what another step writes must be there before the gate runs';
  return { code: 'render-failed', why: `\`${written}\` is not in the workspace`, help, at };
}

function leavesWorkspace(written: string, at: PathRef): RenderingProblem {
  const help = 'put a copy into the workspace; programs are given nothing beside it';
  return { code: 'link-leaves-workspace', why: `\`${written}\` leads out of the workspace`, help, at };
}

function unreadable(file: string, { tree }: Walking): RenderingProblem {
  const at = { kind: 'span', file } as const;
  if (tree.look(file) === 'outside') {
    const help = 'put a copy of its target into the workspace; programs are given nothing beside it';
    return { code: 'link-leaves-workspace', why: `\`${file}\` leads out of the workspace`, help, at };
  }
  return { code: 'file-unreadable', why: `\`${file}\` cannot be read`, help: 'put a text file in its place', at };
}

/** A patch or plugin may stand in the kustomization itself. */
function isInline(written: string): boolean {
  return written.includes('\n') || /^\s*\{.*:.*\}\s*$/.test(written);
}

/**
 * Addresses of the web and of repositories as kustomize knows them (`https://…`, `git::…`, `git@host:…`, `github.com/…`). It
 * tries these before it looks for a folder of that name, so that a folder makes no difference.
 */
function isElsewhere(written: string): boolean {
  return (
    /^[^/]*[:@]/.test(written) ||
    /^(www\.)?(github|gitlab|bitbucket)\.(com|org)\b/i.test(written) ||
    /[?&](ref|version|timeout|submodules)=|\.git(\/|$)|\/_git\//i.test(written)
  );
}

function firstOf<T>(
  items: readonly T[],
  visit: (item: T) => RenderingProblem | undefined,
): RenderingProblem | undefined {
  for (const item of items) {
    const problem = visit(item);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
