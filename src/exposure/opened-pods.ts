import type { PossibleAnswer } from '../connectivity/possible-question.ts';
import { everyPossiblePod, type PodBox } from '../possible/pod-box.ts';
import { splitAtPods } from '../possible/split-box.ts';
import type { ConnectionSet } from '../sets/connection-set.ts';
import type { Legs } from './legs.ts';
import type { Opening } from './list-openings.ts';

/** Whether an address outside may reach some pods that could be created through an object that lets traffic in. */
export interface OpeningQuestion {
  /** The index of the address among the endpoints of the cluster. */
  readonly from: number;
  readonly to: readonly PodBox[];
  readonly traffic: ConnectionSet;
  /** Proxies that are not asked about, by their index. */
  readonly except: (index: number) => boolean;
}

/** Pods that could be created behind an object that lets traffic in. */
export interface OpenedPods {
  readonly opening: Opening;
  readonly box: PodBox;
  /** What may come through. */
  readonly traffic: ConnectionSet;
}

/**
 * The first object behind which such pods could be, past the policies that whoever fronts it meets at them. It is not
 * looked at whether the outside reaches the front, so that this is no proof that traffic comes, but its absence is one
 * that none does.
 */
export function openedPods(
  { from, to, traffic, except }: OpeningQuestion,
  openings: readonly Opening[],
  legs: Legs,
): OpenedPods | undefined {
  for (const opening of openings) {
    const behind = to
      .flatMap((box) => splitAtPods(box, opening.namespaces, opening.labels))
      .flatMap(({ box, truth }) => (truth === false ? [] : [box]));
    if (behind.length === 0) continue;
    for (const source of sourcesOf(opening, from, legs, except)) {
      const open = firstOpen(legs.ask({ from: source, to: behind, traffic, wanted: 'open' }));
      if (open !== undefined) return { opening, ...open };
    }
  }
  return undefined;
}

/** Whoever policy may see as the source behind an opening. */
function sourcesOf(
  { front }: Opening,
  from: number,
  { cluster, node, outside, private: own }: Legs,
  except: OpeningQuestion['except'],
): readonly (number | readonly PodBox[])[] {
  // A load balancer in front of the nodes has an address of its own, in some private network.
  if (front.kind === 'nodes') return front.keepsClient ? [from] : [from, node, ...own];
  const pods = front.pods.filter((index) => !except(index));
  return front.orUnknown ? [...pods, everyPossiblePod(cluster), node, ...outside] : pods;
}

function firstOpen(answers: Iterable<readonly PossibleAnswer[]>): Pick<OpenedPods, 'box' | 'traffic'> | undefined {
  for (const { ends, mayAllow } of [...answers].flat()) {
    const box = ends.find((one) => one.to !== undefined)?.to;
    if (box !== undefined) return { box, traffic: mayAllow };
  }
  return undefined;
}
