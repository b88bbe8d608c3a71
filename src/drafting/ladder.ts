import type { Doubt } from '../cluster/truth.ts';
import type { Direction } from '../resources/resources.ts';
import type { Sentence } from './sentence.ts';

/** Which paragraph of a namespace's section a claim belongs to. */
export type Paragraph = 'isolation' | 'ingress' | 'egress' | 'outside';

/** Sentences of which the first that holds is taken, the strongest first. */
export type Steps = readonly Sentence[];

/** What could be claimed of one subject: of the first option in which something holds, all that holds is taken. */
export interface Ladder {
  readonly namespace: string;
  /** The workload that the claims are about, as the suite calls it; absent: the namespace as a whole. */
  readonly subject?: string;
  readonly paragraph: Paragraph;
  readonly options: readonly (readonly Steps[])[];
}

interface RemarkFacts {
  readonly namespace: string;
  readonly subject: string;
}

/** Something about a workload that is not claimed. */
export type Remark =
  /** `text` is what there is to know, in words that follow names and a colon. */
  | (RemarkFacts & { readonly kind: 'plain'; readonly text: string })
  /** Why it is not decided who gets in, or where the workload gets. */
  | (RemarkFacts & Pick<Doubt, 'why' | 'settle'> & { readonly kind: 'doubt'; readonly direction: Direction });

/** What a suite could claim of a world, and what it cannot. */
export interface Draft {
  readonly ladders: readonly Ladder[];
  readonly remarks: readonly Remark[];
  /** How many workloads there are, by namespace. */
  readonly workloads: ReadonlyMap<string, number>;
  /** Workloads whose names the language cannot spell. */
  readonly unnamed: number;
}
