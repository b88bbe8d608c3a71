import type { Cluster } from '../cluster/cluster.ts';
import type { Engine } from '../connectivity/decision.ts';
import { everyPossiblePod } from '../possible/pod-box.ts';
import { ALL_CONNECTIONS, NO_CONNECTIONS } from '../sets/connection-set.ts';
import { difference, union } from '../sets/interval-set.ts';
import type { Bounds } from './bounds.ts';

/** What a pod of which nothing is known may get through to an endpoint, by its index, and what it surely does. */
export type FromAnyPod = (to: number) => Bounds;

/** Asks for all pods that could be created. */
export function fromAnyPod(cluster: Cluster, engine: Engine): FromAnyPod {
  const from = everyPossiblePod(cluster);
  return (to) => {
    const answers = [...engine.ask({ from, to, traffic: ALL_CONNECTIONS, wanted: 'all' })].flat();
    return {
      may: answers.map(({ mayAllow }) => mayAllow).reduce(union, NO_CONNECTIONS),
      sure: difference(ALL_CONNECTIONS, answers.map(({ mayDeny }) => mayDeny).reduce(union, NO_CONNECTIONS)),
    };
  };
}
