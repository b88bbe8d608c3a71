import { statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { type Assumptions, NO_ASSUMPTIONS } from '../../src/cluster/assumptions.ts';
import { type Dataplane, type DataplaneProfile, profileOf } from '../../src/cluster/dataplane-profile.ts';
import type { Finding } from '../../src/findings/finding.ts';
import { type Files, openFiles } from '../../src/gate/open-files.ts';
import { readWorld, type World } from '../../src/gate/read-world.ts';
import { openWorkspace } from '../../src/manifests/open-workspace.ts';
import type { Workspace } from '../../src/manifests/workspace.ts';
import type { AddressSet } from '../../src/sets/address-set.ts';
import { memoryWorkspace } from '../support/memory-workspace.ts';
import type { Choice } from './choices.ts';
import { type WrittenObject, writtenObjects } from './written-objects.ts';

/** Where the manifests of a case are: on disk, or objects made up for it. */
export type Manifests =
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'objects'; readonly objects: readonly unknown[] };

export interface CaseRequest {
  readonly manifests: Manifests;
  /** Facts about the cluster that its manifests do not state. */
  readonly assumptions: Partial<Assumptions>;
  readonly addressCuts: readonly AddressSet[];
  /** Rewrites every object first. */
  readonly rewrite: Choice['rewrite'] | undefined;
}

/** The world of a case, read by the code that `check` and `connectivity` use. */
export interface CaseWorld {
  readonly world: World;
  readonly files: Files;
  readonly objects: readonly WrittenObject[];
  /** What is wrong with the choice of files. */
  readonly selection: readonly Finding[];
  /** Whether some text was read as `quotingLetters` changed it. */
  readonly hasQuoted: boolean;
}

/**
 * Reads the manifests of a case. A namespace without an object has its name as its only label, since the worlds of the
 * corpora are closed.
 */
export function openCase({ manifests, assumptions, addressCuts, rewrite }: CaseRequest): CaseWorld {
  const opened = openManifests(manifests);
  const files = rewrite === undefined ? opened.files : rewriting(opened.files, rewrite);
  const selection = files.select([opened.pattern], '');
  const selected = selection.files;
  const read = (namespaces: readonly string[]): World =>
    readWorld(files, {
      name: 'case',
      files: selected,
      named: true,
      namespace: 'default',
      assumptions: {
        ...NO_ASSUMPTIONS,
        ...assumptions,
        namespaces: namespaces.map((name) => ({ name, labels: new Map() })),
      },
      profile: profileOfCase(assumptions.dataplane),
      addressCuts,
      wants: { nodes: false, dns: false },
    });
  const world = read([]);
  const unstated = [...world.cluster.namespaces.values()].filter(({ complete }) => !complete);
  return {
    world: unstated.length === 0 ? world : read(unstated.map(({ name }) => name)),
    files,
    objects: writtenObjects(files.manifests(selected)),
    selection: selection.findings,
    hasQuoted: opened.hasQuoted(),
  };
}

/** The profile stands for readings of the API: the corpora ask about every kind, also of those that a plugin leaves out. */
function profileOfCase(dataplane: Dataplane | undefined): DataplaneProfile {
  const profile = profileOf(dataplane);
  return {
    ...profile,
    olderNodePeersAreEnforced: profile.nodePeersAreEnforced,
    olderNamedPortsMatchAll: false,
    adminKinds: undefined,
    lastAdminPriority: undefined,
  };
}

interface Opened {
  readonly files: Files;
  readonly pattern: string;
  readonly hasQuoted: () => boolean;
}

function openManifests(manifests: Manifests): Opened {
  if (manifests.kind === 'objects') {
    const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: manifests.objects });
    const files = openFiles(memoryWorkspace({ 'objects.json': text }), new Map());
    return { files, pattern: 'objects.json', hasQuoted: () => false };
  }
  const isFolder = statSync(manifests.path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const root = isFolder ? manifests.path : dirname(manifests.path);
  const { workspace, hasQuoted } = quotingLetters(openWorkspace(root));
  return { files: openFiles(workspace, new Map()), pattern: isFolder ? '.' : basename(manifests.path), hasQuoted };
}

/** A letter that YAML 1.1 takes for a boolean, alone as a value or an item. */
const PLAIN_LETTER = /^((?: *-)* *(?:[^\s#:'"]+:)? +)([yYnN])(?=\s*$)/gm;

/**
 * The corpora's manifests were made by programs to which a plain `y` is text, and their clusters have a namespace of
 * that name. kubectl reads a boolean there, and so does the gate; here it is put in quotes first.
 */
function quotingLetters(workspace: Workspace): { readonly workspace: Workspace; readonly hasQuoted: () => boolean } {
  let quoted = false;
  const read: Workspace['read'] = (file) => {
    const found = workspace.read(file);
    if (found.kind !== 'text') return found;
    const text = found.text.replace(PLAIN_LETTER, '$1"$2"');
    quoted ||= text !== found.text;
    return { ...found, text };
  };
  return { workspace: { ...workspace, read }, hasQuoted: () => quoted };
}

function rewriting(files: Files, rewrite: Choice['rewrite']): Files {
  return {
    ...files,
    manifests: (names) =>
      files.manifests(names).map((file) => ({
        ...file,
        documents: file.documents.map((document) => ({ ...document, value: rewritten(document.value, rewrite) })),
      })),
  };
}

function rewritten(value: unknown, rewrite: Choice['rewrite']): unknown {
  if (Array.isArray(value)) return value.map((item) => rewritten(item, rewrite));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, field]) => [key, rewritten(field, rewrite)]);
  return rewrite(Object.fromEntries(entries) as Record<string, unknown>);
}
