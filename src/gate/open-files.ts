import type { Finding } from '../findings/finding.ts';
import { chartTemplates } from '../manifests/detect-template.ts';
import type { ManifestFile } from '../manifests/document.ts';
import { createLocator } from '../manifests/locate.ts';
import { readDocuments } from '../manifests/read-documents.ts';
import { selectFiles } from '../manifests/select-files.ts';
import type { Workspace } from '../manifests/workspace.ts';
import type { Place } from '../source/place.ts';
import type { SourceRef } from '../source/source-ref.ts';

/** What patterns picked. */
interface Selection {
  /** Relative to the workspace root, sorted. */
  readonly files: readonly string[];
  readonly findings: readonly Finding[];
}

/** The files of a workspace, each read and parsed at most once. */
export interface Files {
  /** Files that match the patterns, relative to `base`; a pattern without a match is a finding unless `optional`. */
  readonly select: (patterns: readonly string[], base: string, options?: SelectOptions) => Selection;
  readonly manifests: (files: readonly string[]) => readonly ManifestFile[];
  readonly locate: (ref: SourceRef) => Place;
  /** Every file of the workspace, whether it is selected or not. */
  readonly names: () => readonly string[];
}

interface SelectOptions {
  readonly exclude?: readonly string[];
  /** Whether it is fine that a pattern matches nothing. */
  readonly optional?: boolean;
  /** Where the patterns are written, one reference each. */
  readonly origins?: readonly SourceRef[];
}

/** Opens a workspace; `virtual` are texts that are in no file (sentences of the command line). */
export function openFiles(workspace: Workspace, virtual: ReadonlyMap<string, string>): Files {
  const parsed = new Map<string, ManifestFile>();
  const textOf = (file: string): string | undefined => {
    const text = virtual.get(file);
    if (text !== undefined) return text;
    const read = workspace.read(file);
    return read.kind === 'text' ? read.text : undefined;
  };
  let isChartTemplate: ((file: string) => boolean) | undefined;
  const parse = (file: string): ManifestFile => {
    isChartTemplate ??= chartTemplates(workspace.list().map((entry) => entry.file));
    const known = parsed.get(file) ?? readManifest(workspace, file, isChartTemplate(file));
    parsed.set(file, known);
    return known;
  };
  return {
    select: (patterns, base, options = {}) => select(workspace, patterns, base, options),
    manifests: (files) => files.map(parse),
    locate: createLocator(textOf),
    names: () => workspace.list().map(({ file }) => file),
  };
}

/** Standard input, given as the pattern `-`. */
const STANDARD_INPUT = '-';

function select(workspace: Workspace, patterns: readonly string[], base: string, options: SelectOptions): Selection {
  const request = {
    patterns: patterns.filter((pattern) => pattern !== STANDARD_INPUT),
    base,
    ...(options.exclude && { exclude: options.exclude }),
  };
  const selected = selectFiles(workspace.list(), request);
  const unmatched = options.optional ? [] : selected.unmatched;
  const originOf = (pattern: string): SourceRef | undefined => options.origins?.[patterns.indexOf(pattern)];
  return {
    files: [
      ...(patterns.includes(STANDARD_INPUT) ? [STANDARD_INPUT] : []),
      ...selected.files.filter(({ problem }) => problem === undefined).map(({ file }) => file),
    ],
    findings: [
      ...selected.findings,
      ...selected.files.flatMap(({ problem }) => (problem === undefined ? [] : [problem])),
      ...unmatched.map((pattern) => matchesNothing(pattern, originOf(pattern))),
    ],
  };
}

function matchesNothing(pattern: string, at: SourceRef | undefined): Finding {
  return {
    code: 'pattern-matches-nothing',
    severity: 'error',
    message: `\`${pattern}\` matches no file`,
    help: 'name a file, a folder or a glob that exists; patterns of a suite start from its own folder, or from the workspace with a leading `/`',
    ...(at && { at }),
  };
}

function readManifest(workspace: Workspace, file: string, belongsToChart: boolean): ManifestFile {
  const read = workspace.read(file);
  if (read.kind === 'text') return readDocuments(file, read.text, { belongsToChart });
  return { file, documents: [], documentCount: 0, findings: [read.problem] };
}
