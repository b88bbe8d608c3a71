import type { RenderingProblem } from '../manifests/rendering.ts';

/** The files that a recipe starts from, as far as they are in the workspace, and what keeps it from being rendered. */
export interface Walk {
  /** Relative to the workspace root, sorted. */
  readonly sources: readonly string[];
  readonly problem?: RenderingProblem;
}

/** What the walk through the sources of a recipe needs to know. */
export interface WalkOptions {
  /** Whether the programs may fetch. */
  readonly allowRemote: boolean;
}

/** Something would be fetched: the option and input that allow it are for the workflow to set, never for a suite. */
export function remoteProblem(what: string, at: RenderingProblem['at'], instead: string): RenderingProblem {
  return {
    code: 'remote-not-allowed',
    why: `${what}, and nothing may be fetched`,
    help: `${instead}, or allow fetching with \`--allow-remote\` (the input \`allow-remote: true\` of the action)`,
    ...(at && { at }),
  };
}
