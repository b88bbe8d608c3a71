import type { Place } from '../source/place.ts';
import type { SourceRef } from '../source/source-ref.ts';
import type { ManifestDocument } from './document.ts';
import type { Recipe } from './recipe.ts';
import { besideRendered, traceHelm } from './trace-helm.ts';
import { traceKustomize } from './trace-kustomize.ts';

/** What a recipe made, as a file that is in no folder. */
export interface RenderedFile {
  /** Its name, for the rendered lines that are shown. */
  readonly name: string;
  readonly text: string;
  readonly recipe: Recipe;
  /** The environment in the suite. */
  readonly origin: SourceRef;
  readonly documents: () => readonly ManifestDocument[];
  /** All documents of the files that it was rendered from. */
  readonly sourceDocuments: () => readonly ManifestDocument[];
  readonly readSource: (file: string) => string | undefined;
}

/** Where a reader finds what was rendered: in its source where that can be told, else at the environment. */
export function locateRendered(ref: SourceRef, file: RenderedFile, locate: (ref: SourceRef) => Place): Place {
  const shown = locate(ref);
  if (file.recipe.kind === 'helm') {
    const line = shown.span && traceHelm(file.text, shown.span, file.recipe.chart, file.readSource);
    if (line === undefined) return besideRendered(locate(file.origin), file.name, shown);
    const place = locate({ kind: 'span', file: line.file, span: line.span });
    return line.isExact ? place : besideRendered(place, file.name, shown);
  }
  const traced = traceRendered(ref, file);
  if (traced === undefined) return besideRendered(locate(file.origin), file.name, shown);
  return traced.isExact ? locate(traced.ref) : besideRendered(locate(traced.ref), file.name, shown);
}

/** Where something that kustomize rendered was written, as a reference. */
export function traceRendered(ref: SourceRef, file: RenderedFile): ReturnType<typeof traceKustomize> {
  if (file.recipe.kind !== 'kustomize' || ref.kind !== 'path') return undefined;
  const rendered = file.documents().find(({ document }) => document === ref.document);
  return rendered && traceKustomize(rendered, ref, file.sourceDocuments());
}
