import type { Cluster } from '../cluster/cluster.ts';
import type { Engine } from '../connectivity/decision.ts';
import type { Exposure } from '../exposure/expose.ts';
import type { Service } from '../resources/resources.ts';
import type { Suite } from './suite.ts';

/** What claims are judged in. */
export interface JudgingWorld {
  readonly cluster: Cluster;
  readonly engine: Engine;
  /** The doors from outside, weighed. */
  readonly exposure: Exposure;
  readonly services: readonly Service[];
  readonly suite: Suite;
  /** ISO date `YYYY-MM-DD`. */
  readonly today: string;
}
