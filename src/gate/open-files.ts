import type { Finding } from '../findings/finding.ts';
import { chartTemplates } from '../manifests/detect-template.ts';
import type { ManifestFile } from '../manifests/document.ts';
import { findRemarks } from '../manifests/find-remarks.ts';
import { createLocator } from '../manifests/locate.ts';
import { locateRendered, traceRendered } from '../manifests/locate-rendered.ts';
import { type FileContext, readDocuments } from '../manifests/read-documents.ts';
import type { Recipe } from '../manifests/recipe.ts';
import type { Remark } from '../manifests/remark.ts';
import { selectFiles } from '../manifests/select-files.ts';
import type { Workspace } from '../manifests/workspace.ts';
import type { Place } from '../source/place.ts';
import type { SourceRef } from '../source/source-ref.ts';
import { once } from './once.ts';
import { openRenderings, type RenderedInput } from './open-renderings.ts';

/** What patterns picked. */
interface Selection {
  /** Relative to the workspace root, sorted. */
  readonly files: readonly string[];
  readonly findings: readonly Finding[];
}

/**
 * Files that stay parsed for the next world, which is likely to be made of the same ones. In larger repositories the
 * documents would fill the memory, and what exceeds this is read again for each world.
 */
const MOST_KEPT = 5000;

/** The files of a workspace, read and parsed once as far as they can be kept. */
export interface Files {
  /** Files that match the patterns, relative to `base`; a pattern without a match is a finding unless `optional`. */
  readonly select: (patterns: readonly string[], base: string, options?: SelectOptions) => Selection;
  readonly manifests: (files: readonly string[]) => readonly ManifestFile[];
  /** What a recipe makes of the files, as the name of a file for `manifests`; `origin` is the environment that wants it. */
  readonly rendered: (recipe: Recipe, origin: SourceRef) => RenderedInput;
  /** Comments that speak to the gate, of files that were rendered from `sources`, or are written as they are. */
  readonly remarks: (files: readonly string[], sources: readonly string[]) => readonly Remark[];
  readonly locate: (ref: SourceRef) => Place;
  /** Every file of the workspace, whether it is selected or not. */
  readonly names: () => readonly string[];
  /** The place in the very text that is referred to, rendered or not. */
  readonly locateWritten: (ref: SourceRef) => Place;
  /** Where something that was rendered was written, as far as comments in its source go; else the reference itself. */
  readonly trace: (ref: SourceRef) => SourceRef;
  /** What a file was parsed to that holds this very text here, too; undefined: it was not parsed yet. */
  readonly parsedTo: (file: string, text: string, context: FileContext) => ManifestFile | undefined;
}

interface SelectOptions {
  readonly exclude?: readonly string[];
  /** Whether it is fine that a pattern matches nothing. */
  readonly optional?: boolean;
  /** Where the patterns are written, one reference each. */
  readonly origins?: readonly SourceRef[];
}

/**
 * Opens a workspace; `virtual` are texts that are in no file (sentences of the command line). What stands in `twin` as
 * well, as most files of a base do in its head, is not parsed again.
 */
export function openFiles(workspace: Workspace, virtual: ReadonlyMap<string, string>, twin?: Files): Files {
  const parsed = new Map<string, ManifestFile>();
  const remarksOf = new Map<string, readonly Remark[]>();
  const rendered = openRenderings(
    workspace,
    (file) => parse(file),
    (file) => textOf(file),
  );
  const textOf = (file: string): string | undefined => {
    const text = virtual.get(file) ?? rendered.files.get(file)?.text;
    if (text !== undefined) return text;
    const read = workspace.read(file);
    return read.kind === 'text' ? read.text : undefined;
  };
  const isChartTemplate = once(() => chartTemplates(workspace.list().map((entry) => entry.file)));
  const read = (file: string): ManifestFile => {
    const made = rendered.files.get(file);
    if (made) return readDocuments(file, made.text);
    const written = workspace.read(file);
    if (written.kind === 'unreadable') return { file, documents: [], documentCount: 0, findings: [written.problem] };
    const context = { belongsToChart: isChartTemplate()(file) };
    return twin?.parsedTo(file, written.text, context) ?? readDocuments(file, written.text, context);
  };
  const parse = (file: string): ManifestFile => {
    const known = parsed.get(file) ?? read(file);
    if (parsed.size < MOST_KEPT) parsed.set(file, known);
    remarksOf.set(file, known.remarks ?? []);
    return known;
  };
  const locate = createLocator(textOf);
  return {
    select: (patterns, base, options = {}) => select(workspace, patterns, base, options),
    manifests: (files) => files.map(parse),
    names: () => workspace.list().map(({ file }) => file),
    rendered: rendered.input,
    // Helm keeps the comments of templates, and kustomize drops those of its resources.
    remarks: (named, sources) =>
      named.some((file) => rendered.files.get(file)?.recipe.kind === 'kustomize')
        ? sources.flatMap((file) => findRemarks(file, textOf(file) ?? ''))
        : named.flatMap((file) => remarksOf.get(file) ?? parse(file).remarks ?? []),
    locate: (ref) => {
      const made = rendered.files.get(ref.file);
      return made ? locateRendered(ref, made, locate) : locate(ref);
    },
    locateWritten: locate,
    parsedTo: (file, text, { belongsToChart }) => {
      const known = rendered.files.has(file) ? undefined : parsed.get(file);
      if (known === undefined || isChartTemplate()(file) !== belongsToChart) return undefined;
      // Texts are not kept: they would be as large as what they are parsed to, and are soon read again.
      const own = workspace.read(file);
      return own.kind === 'text' && own.text === text ? known : undefined;
    },
    trace: (ref) => {
      const made = rendered.files.get(ref.file);
      return (made && traceRendered(ref, made)?.ref) ?? ref;
    },
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
    help: 'name a file, a folder that holds YAML or JSON files, or a glob that picks some; patterns of a suite start from its own folder, or from the workspace with a leading `/`',
    ...(at && { at }),
  };
}
