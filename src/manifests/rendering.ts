import type { FindingCode } from '../findings/catalogue.ts';
import type { SourceRef } from '../source/source-ref.ts';

/** What came of a recipe: manifests, or why there are none; `sources` are the files that it starts from. */
export type Rendering =
  | { readonly kind: 'rendered'; readonly text: string; readonly sources: readonly string[] }
  | { readonly kind: 'refused'; readonly problem: RenderingProblem; readonly sources: readonly string[] };

/** Why there are no manifests, but for the name of the environment that wants them. */
export interface RenderingProblem {
  readonly code: Extract<
    FindingCode,
    'tool-missing' | 'render-failed' | 'remote-not-allowed' | 'link-leaves-workspace' | 'file-unreadable'
  >;
  /** Completes "… cannot be rendered: ". */
  readonly why: string;
  readonly help: string;
  /** What must be changed; absent: the environment in the suite. */
  readonly at?: SourceRef;
}
