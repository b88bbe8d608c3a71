import type { CommentMode } from './read-inputs.ts';

/** A comment of the pull request, as far as it matters here. */
export interface ExistingComment {
  readonly id: number;
  readonly body: string;
  /** GitHub's type of the author: `Bot` for apps, the workflow's own token among them. */
  readonly authorType: string;
}

/** What the verdict asks of the comment. */
export interface CommentOccasion {
  /** The first line of the body, by which the comment is known again. */
  readonly marker: string;
  readonly body: string;
  readonly mode: CommentMode;
  /** Whether the exit code is not 0. */
  readonly red: boolean;
  /** Whether a claim does not hold, something was found or connections change, even if the gate is green. */
  readonly noteworthy: boolean;
}

/** The writes that make the comments what they should be; `remove` are later copies that a race has made. */
export type CommentPlan = { readonly remove: readonly number[] } & (
  | { readonly kind: 'none' }
  | { readonly kind: 'unchanged'; readonly id: number }
  | { readonly kind: 'create' }
  | { readonly kind: 'update'; readonly id: number }
);

/** Whether the comment is one of ours. A person who quotes the marker, or starts with it, is not. */
export function isOurs({ body, authorType }: ExistingComment, marker: string): boolean {
  return authorType === 'Bot' && body.startsWith(marker);
}

/** Decides what to do, from all comments of the pull request. The earliest of ours is kept, so links to it live on. */
export function planComment(existing: readonly ExistingComment[], occasion: CommentOccasion): CommentPlan {
  const ours = existing.filter((comment) => isOurs(comment, occasion.marker)).sort((a, b) => a.id - b.id);
  const [kept, ...copies] = ours;
  const remove = copies.map(({ id }) => id);
  if (occasion.mode === 'never') return { kind: 'none', remove: [] };
  if (kept === undefined) return { kind: mayCreate(occasion) ? 'create' : 'none', remove };
  return { kind: sameText(kept.body, occasion.body) ? 'unchanged' : 'update', id: kept.id, remove };
}

/** Whether a first comment is due; one that is there is kept up to date in every mode but `never`. */
function mayCreate({ mode, red, noteworthy }: CommentOccasion): boolean {
  switch (mode) {
    case 'always':
      return true;
    case 'auto':
      return red || noteworthy;
    case 'failures':
      return red;
    case 'never':
      return false;
  }
}

// GitHub stores what it is sent, but trims the ends and may hand line ends back as CR LF.
function sameText(a: string, b: string): boolean {
  return a.replaceAll('\r\n', '\n').trim() === b.replaceAll('\r\n', '\n').trim();
}
