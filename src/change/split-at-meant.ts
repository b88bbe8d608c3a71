import type { EndpointPredicate } from '../cluster/predicate.ts';
import { possible } from '../cluster/truth.ts';
import { partsOf } from '../connectivity/split-cells.ts';
import type { Work } from '../connectivity/work.ts';
import type { PodBox } from '../possible/pod-box.ts';
import { possiblePod } from '../possible/possible-pod.ts';
import { splitBox } from '../possible/split-box.ts';
import { NO_CONNECTIONS } from '../sets/connection-set.ts';
import { remember } from './remember.ts';
import type { TreeName, Trees } from './trees.ts';

/** Whom something is about that a tree says. */
export interface Meant {
  readonly tree: TreeName;
  readonly predicate: EndpointPredicate;
}

/** The parts of a box that some predicates may mean, and those that none of them means. */
export interface SplitBox {
  readonly meant: readonly PodBox[];
  readonly others: readonly PodBox[];
}

/** Splits boxes at what predicates mean. */
export function splitAtMeant(trees: Trees): (box: PodBox, meant: readonly Meant[], work?: Work) => SplitBox {
  // What is no label is the same for all pods that could be created.
  const likeIn = remember((box: PodBox) => ({
    base: possiblePod(box, { addresses: trees.base.cluster.podAddresses, traffic: NO_CONNECTIONS }),
    head: possiblePod(box, { addresses: trees.head.cluster.podAddresses, traffic: NO_CONNECTIONS }),
  }));
  return (box, meant, work) => {
    const found: PodBox[] = [];
    let rest: readonly PodBox[] = [box];
    for (const { tree, predicate } of meant) {
      for (const part of partsOf(predicate)) {
        const inside = rest.flatMap((one) => splitBox(one, part, likeIn(box)[tree]));
        work?.spend(inside.length - rest.length);
        found.push(...inside.flatMap((one) => (possible(one.truth) ? [one.box] : [])));
        rest = inside.flatMap((one) => (possible(one.truth) ? [] : [one.box]));
      }
    }
    return { meant: found, others: rest };
  };
}
