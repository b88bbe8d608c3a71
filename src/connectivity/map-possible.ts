import type { Cluster } from '../cluster/cluster.ts';
import { describeBoxes } from '../possible/describe-boxes.ts';
import { everyPossiblePod, type PodBox } from '../possible/pod-box.ts';
import type { PodWords } from '../possible/possible-pod.ts';
import { ALL_CONNECTIONS, type ConnectionSet } from '../sets/connection-set.ts';
import { difference, intersection } from '../sets/interval-set.ts';
import type { Engine } from './decision.ts';
import type { PossibleAnswer, PossibleEnds } from './possible-question.ts';

/** What may flow between pods that could be created and an endpoint of the cluster; never both empty. */
export interface PossibleConnection {
  /** Ids; the one of pods that could be created begins with `possible:`. */
  readonly from: string;
  readonly to: string;
  /** The pods that could be created, in words. */
  readonly who: string;
  readonly allowed: ConnectionSet;
  readonly undecided: ConnectionSet;
}

/** For every known pod, which pods that could be created may reach it, and which of them it may reach. */
export function mapPossible(cluster: Cluster, engine: Engine): readonly PossibleConnection[] {
  const everyone = everyPossiblePod(cluster);
  const common = { traffic: ALL_CONNECTIONS, wanted: 'open' } as const;
  return cluster.endpoints.flatMap((endpoint, index) => {
    if (endpoint.kind !== 'pod') return [];
    const { id } = endpoint;
    const sources = engine.ask({ from: everyone, to: index, ...common });
    const targets = engine.ask({ from: index, to: everyone, ...common });
    return [
      ...describe(sources, 'from', cluster).map(({ pods, ...verdict }) => ({
        from: pods.id,
        to: id,
        who: pods.words,
        ...verdict,
      })),
      ...describe(targets, 'to', cluster).map(({ pods, ...verdict }) => ({
        from: id,
        to: pods.id,
        who: pods.words,
        ...verdict,
      })),
    ];
  });
}

interface Described {
  readonly pods: PodWords;
  readonly allowed: ConnectionSet;
  readonly undecided: ConnectionSet;
}

/** The pods of all answers, those to which the same happens together. */
function describe(
  answers: Iterable<readonly PossibleAnswer[]>,
  end: keyof PossibleEnds,
  { namespaces }: Cluster,
): readonly Described[] {
  const byVerdict = new Map<string, { readonly verdict: Omit<Described, 'pods'>; readonly boxes: PodBox[] }>();
  for (const { ends, mayAllow, mayDeny } of [...answers].flat()) {
    const verdict = { allowed: difference(mayAllow, mayDeny), undecided: intersection(mayAllow, mayDeny) };
    const key = JSON.stringify(verdict);
    const group = byVerdict.get(key) ?? { verdict, boxes: [] };
    for (const one of ends) if (one[end] !== undefined) group.boxes.push(one[end]);
    byVerdict.set(key, group);
  }
  return [...byVerdict.values()]
    .flatMap(({ verdict, boxes }) => describeBoxes(boxes, namespaces.size).map((pods) => ({ pods, ...verdict })))
    .sort((a, b) => (a.pods.words < b.pods.words ? -1 : 1));
}
