import type { SourceRef } from '../source/source-ref.ts';
import type { TreeName } from './trees.ts';

/** Why traffic is treated otherwise than before. */
export interface Cause {
  /** Which of the trees `at` lies in. */
  readonly tree: TreeName;
  /** One sentence in words, lower case first. */
  readonly text: string;
  readonly at?: SourceRef;
}
