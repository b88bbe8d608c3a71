import type { AddressEndpoint } from '../cluster/endpoint.ts';
import type { Engine } from '../connectivity/decision.ts';
import type { Door, Passage, Reached } from './door.ts';
import { groupBy } from './group-by.ts';
import { type LegParts, openLegs } from './legs.ts';
import type { Opening } from './list-openings.ts';
import { once } from './once.ts';
import { type OpenedPods, type OpeningQuestion, openedPods } from './opened-pods.ts';
import { passThrough } from './pass-through.ts';
import { endsOfDoors, reachFronts } from './reach-fronts.ts';

/** The doors of a world, weighed by its policies. Endpoints are named by their index, as for the engine. */
export interface Exposure {
  readonly doors: () => readonly Door[];
  readonly doorsTo: (to: number) => readonly Door[];
  /** Through every door to a pod; `except`: proxies whose doors are not asked about. None from within the cluster. */
  readonly passages: (from: number, to: number, except?: (index: number) => boolean) => readonly Passage[];
  /** An object through which an outside address may reach pods that could be created, if there is one. */
  readonly opening: (question: OpeningQuestion) => OpenedPods | undefined;
  /** The verdict on one leg of a passage with its reasons. */
  readonly decide: Engine['decide'];
}

/** What the doors of a world are weighed with. */
export interface ExposureParts extends LegParts {
  /** Worked out when somebody asks. */
  readonly listDoors: () => readonly Door[];
  /** Objects that let traffic in, whether they lead to known pods or not. Worked out when somebody asks. */
  readonly listOpenings: () => readonly Opening[];
}

/** Weighs doors by policy. What it works out is kept for later questions. */
export function expose(parts: ExposureParts): Exposure {
  const { cluster, listDoors, listOpenings } = parts;
  const openings = once(listOpenings);
  const doors = once(listDoors);
  const byPod = once(() => groupBy(doors(), ({ to }) => to));
  const doorsTo = (to: number): readonly Door[] => byPod().get(to) ?? [];
  const legs = once(() => openLegs(parts, doorsTo));
  const ends = once(() => endsOfDoors(doors(), legs()));
  const reached = new Map<number, (front: number) => Reached>();
  const reachedFrom = (from: number): ((front: number) => Reached) => {
    const known = reached.get(from) ?? reachFronts(ends(), from, legs());
    reached.set(from, known);
    return known;
  };
  return {
    doors,
    doorsTo,
    passages: (from, to, except = () => false) => {
      const source = cluster.endpoints[from];
      const known = doorsTo(to);
      if (known.length === 0 || source?.kind !== 'addresses' || !isOutside(source)) return [];
      return known.flatMap((door) => passThrough(door, from, legs(), reachedFrom(from), except));
    },
    opening: (question) => {
      const source = cluster.endpoints[question.from];
      if (source?.kind !== 'addresses' || !isOutside(source)) return undefined;
      return openedPods(question, openings(), legs());
    },
    decide: (from, to) => legs().decide(from, to),
  };
}

// Addresses of pods and Services are inside of the cluster: no door leads them in.
function isOutside({ owner }: AddressEndpoint): boolean {
  return owner === 'outside' || owner === 'nodes';
}
