import type { ComparedTrees } from '../change/compare-trees.ts';
import type { TreeName } from '../change/trees.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { Engine } from '../connectivity/decision.ts';
import type { Exposure } from '../exposure/expose.ts';
import type { Service } from '../resources/resources.ts';
import type { Suite } from './suite.ts';

/** What a world was before the change that is judged, or why that is not known. */
export type Before =
  | {
      readonly kind: 'compared';
      readonly compared: ComparedTrees;
      readonly services: Readonly<Record<TreeName, readonly Service[]>>;
    }
  /** `why` completes "because …". */
  | { readonly kind: 'unavailable'; readonly why: string; readonly help: string };

/** What claims are judged in. */
export interface JudgingWorld {
  readonly cluster: Cluster;
  readonly engine: Engine;
  /** The doors from outside, weighed. */
  readonly exposure: Exposure;
  readonly services: readonly Service[];
  readonly suite: Suite;
  /** For claims about the change, worked out when one is judged; absent: nobody said what was before. */
  readonly before?: () => Before;
  /** ISO date `YYYY-MM-DD`. */
  readonly today: string;
}
