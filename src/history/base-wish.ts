/** Which commit a run is to be compared with, as far as the event or the user says. */
export type BaseWish =
  /**
   * The commit that a pull request is merged into. What is checked out is `merge`, GitHub's trial merge, whose first
   * parent it is; else, where a workflow checks out the branch itself, the commit that it branched off.
   */
  | { readonly kind: 'pull-request'; readonly merge?: string; readonly head?: string; readonly branch: string }
  /** This commit, by its full hash; `branch` is only for readers. */
  | { readonly kind: 'commit'; readonly sha: string; readonly branch?: string }
  /** The commit that what is checked out branched off a branch of origin. */
  | { readonly kind: 'branching-off'; readonly branch: string }
  /** What the user names: anything that git resolves, or a branch of origin. */
  | { readonly kind: 'revision'; readonly revision: string };

/** The commit to compare with, or why there is none. */
export type BaseCommit =
  | { readonly kind: 'commit'; readonly sha: string; readonly name: string }
  /** What is checked out is itself what it would be compared with. */
  | { readonly kind: 'itself'; readonly sha: string; readonly name: string }
  | Unavailable;

/** `why` completes "the change was not judged: …". */
export interface Unavailable {
  readonly kind: 'unavailable';
  readonly why: string;
  readonly help: string;
}

/** Makes an {@link Unavailable}. */
export function unavailable(why: string, help: string): Unavailable {
  return { kind: 'unavailable', why, help };
}

/** `main@9d0e77a`. */
export function nameCommit(sha: string, branch?: string): string {
  const short = sha.slice(0, 7);
  return branch === undefined || branch === '' ? short : `${branch}@${short}`;
}

/** Whether this is a commit's whole hash. */
export function isHash(text: unknown): text is string {
  return typeof text === 'string' && /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}
