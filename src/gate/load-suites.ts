import { loadSuite } from '../assertions/load-suite.ts';
import type { Suite } from '../assertions/suite.ts';
import type { Finding } from '../findings/finding.ts';
import type { ManifestDocument, ManifestFile } from '../manifests/document.ts';
import { toolInputs } from '../manifests/tool-inputs.ts';
import type { Workspace } from '../manifests/workspace.ts';
import { type Files, openFiles } from './open-files.ts';
import { refuseTemplate } from './refuse-template.ts';

/**
 * Where suites are looked for when none is named, relative to the base folder. The documented `*.{yaml,yml}` and what
 * could be mistaken for it: a suite that nobody reads would look like one that holds.
 */
const DEFAULT_SUITES = ['yaml', 'yml', 'json', 'YAML', 'YML', 'JSON'].map((ending) => `policies-tests/**/*.${ending}`);

/** Among these whatever is no suite and no object is an error; of the others only suites count. */
const DOCUMENTED_ENDING = /\.ya?ml$/;

export interface LoadedSuites {
  readonly suites: readonly Suite[];
  readonly findings: readonly Finding[];
}

/** Which suites a check is of; see its request. */
interface SuitesRequest {
  readonly workspace: Workspace;
  readonly base: string;
  readonly suites: readonly string[];
  readonly sentences: readonly string[];
}

/** The suites in the files of a request; where there are sentences, only those that are named. */
export function suitesOf({ workspace, base, suites, sentences }: SuitesRequest, files?: Files): LoadedSuites {
  if (suites.length === 0 && sentences.length > 0) return NO_SUITES;
  return loadSuites(files ?? openFiles(workspace, new Map()), suites, base);
}

export const NO_SUITES: LoadedSuites = { suites: [], findings: [] };

/**
 * Reads the suites that the patterns pick. In a folder or glob a Kubernetes document is somebody's manifest and is
 * passed over; a file named by itself must hold a suite; what is neither is an error.
 */
export function loadSuites(files: Files, patterns: readonly string[], base: string): LoadedSuites {
  const named = patterns.length > 0;
  const selection = files.select(named ? patterns : DEFAULT_SUITES, base, { optional: !named });
  const suites: Suite[] = [];
  const findings: Finding[] = [...selection.findings];
  for (const file of withoutToolInputs(files.manifests(selection.files), patterns)) {
    const kinds = file.documents.map((document) => ({ document, kind: kindOf(document) }));
    suites.push(...kinds.flatMap(({ document, kind }) => (kind === 'suite' ? [loadSuite(document)] : [])));
    const holdsSuite = kinds.some(({ kind }) => kind === 'suite');
    // A document that cannot be read may be a suite, whatever the others of its file are.
    const isSurelyNone = !holdsSuite && file.findings.length === 0;
    if (!named && isSurelyNone && !DOCUMENTED_ENDING.test(file.file)) continue;
    findings.push(...file.findings.map(refuseTemplate));
    const isManifest = kinds.some(({ kind }) => kind === 'object') && kinds.every(({ kind }) => kind === 'object');
    for (const { document, kind } of kinds) {
      if (kind === 'other') findings.push(notASuite(document));
      if (kind === 'object' && holdsSuite) findings.push(besideASuite(document));
    }
    if (isManifest && named && patterns.some((pattern) => endsWithFile(pattern, file.file))) {
      findings.push(isAManifest(file.file));
    }
  }
  return { suites, findings };
}

/** What environments are rendered from may lie beside the suites; named by itself it is taken for one. */
function withoutToolInputs(read: readonly ManifestFile[], patterns: readonly string[]): readonly ManifestFile[] {
  const belongsToTool = toolInputs(read.map(({ file }) => file));
  return read.filter(
    ({ file, documents }) =>
      !belongsToTool(file) ||
      documents.some((document) => kindOf(document) === 'suite') ||
      patterns.some((pattern) => endsWithFile(pattern, file)),
  );
}

type DocumentKind = 'suite' | 'object' | 'empty' | 'other';

function kindOf({ value }: ManifestDocument): DocumentKind {
  if (value === null || value === undefined) return 'empty';
  if (typeof value !== 'object' || Array.isArray(value)) return 'other';
  // Whoever writes claims means them to be judged: with `kind` beside them the suite is wrong, and not passed over.
  if ('expect' in value) return 'suite';
  return 'apiVersion' in value || 'kind' in value ? 'object' : 'other';
}

/** Whether a pattern names just this file. */
function endsWithFile(pattern: string, file: string): boolean {
  return file === pattern || file.endsWith(`/${pattern.replace(/^\.?\//, '')}`);
}

function notASuite(document: ManifestDocument): Finding {
  const message = 'this document is neither a suite (it has no `expect`) nor a Kubernetes object';
  const help = 'put the claims under `expect:`, one sentence each, or move the file out of the folder of suites';
  return invalidDocument(document, message, help);
}

function besideASuite(document: ManifestDocument): Finding {
  const help = 'put it into a file of its own, and name that under `manifests`';
  return invalidDocument(document, 'a Kubernetes object in a file of suites is not read', help);
}

function invalidDocument({ file, document }: ManifestDocument, message: string, help: string): Finding {
  return { code: 'invalid-suite', severity: 'error', message, help, at: { kind: 'path', file, document, path: [] } };
}

function isAManifest(file: string): Finding {
  return {
    code: 'invalid-suite',
    severity: 'error',
    message: `\`${file}\` holds Kubernetes objects, not a suite`,
    help: 'name a file with claims under `expect:`; manifests are given with `--manifests` (`-m`)',
    at: { kind: 'span', file },
  };
}
