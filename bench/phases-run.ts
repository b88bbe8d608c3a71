/** The phases of a run of `check`, in order. */
export const PHASES = ['start', 'read', 'build', 'lint', 'judge', 'report'] as const;

export type Phase = (typeof PHASES)[number];

/** What `phases.ts` prints: milliseconds (of `held`: bytes), and how many claims turned out how. */
export interface PhasesRun {
  readonly phases: Readonly<Record<Phase, number>>;
  readonly summary: { readonly claims: number; readonly holds: number; readonly fails: number };
}
