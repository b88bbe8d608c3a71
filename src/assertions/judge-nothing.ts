import type { SourceRef } from '../source/source-ref.ts';
import { applyWaiver } from './apply-waiver.ts';
import type { Judgement } from './judgement.ts';
import type { ClaimEntry } from './suite.ts';

/** The verdict on a claim about a world whose manifests are not known. */
export function judgeNothing(
  entry: ClaimEntry,
  { message, help, at }: { readonly message: string; readonly help?: string; readonly at: SourceRef },
  today: string,
): Judgement {
  const verdict = {
    entry,
    status: 'invalid',
    message,
    ...(help !== undefined && { help }),
    guilty: at,
    related: [],
    pairs: { judged: 0, holding: 0 },
    groups: [],
    notes: [],
    findings: entry.problems,
    judgedPairs: () => [],
  } as const;
  return applyWaiver(verdict, today);
}
