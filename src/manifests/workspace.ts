import type { Finding } from '../findings/finding.ts';
import type { Recipe } from './recipe.ts';
import type { Rendering } from './rendering.ts';

/** A file found below the workspace root, or a thing there that cannot be read as one (then with the finding). */
export interface FileEntry {
  /** Relative to the workspace root, forward slashes. */
  readonly file: string;
  /** In bytes. */
  readonly size: number;
  /** Why it must not be read: a link out of the workspace, no permission … */
  readonly problem?: Finding;
  /** Set where `problem` keeps a whole folder from being entered: patterns that reach below it meet the problem. */
  readonly folder?: true;
}

/** The text of a file (BOM removed), or why there is none. */
export type FileText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unreadable'; readonly problem: Finding };

/** Read access to one folder tree; the file system in the shells, a map in tests. */
export interface Workspace {
  /** Every file below the root except in `.git` and `node_modules`, sorted by path. */
  readonly list: () => readonly FileEntry[];
  /** Reads a file of `list` (or a virtual one like `-`). Never throws. */
  readonly read: (file: string) => FileText;
  /** What a recipe makes of the files; absent, or nothing for a recipe: nobody has rendered it. */
  readonly rendered?: (recipe: Recipe) => Rendering | undefined;
}
