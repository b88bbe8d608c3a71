import { createEngine } from '../../src/connectivity/create-engine.ts';
import type { Decision } from '../../src/connectivity/decision.ts';
import type { Connection } from '../../src/connectivity/map-connectivity.ts';
import { exposeWorld } from '../../src/gate/expose-world.ts';
import type { World } from '../../src/gate/read-world.ts';
import { ALL_CONNECTIONS, type ConnectionSet, NO_CONNECTIONS } from '../../src/sets/connection-set.ts';
import { difference, intersection, union } from '../../src/sets/interval-set.ts';
import { makePods } from './make-pods.ts';
import type { CaseWorld } from './open-case.ts';
import type { PossiblePods } from './read-exposure.ts';

/** What rows call whatever fronts Ingress and Route objects. */
export const INGRESS_CONTROLLER = '{ingress-controller}';

/** The tool behind the rows makes up a pod without labels, in a namespace that nothing else is in. */
const MADE_UP: PossiblePods = {
  namespaces: { kind: 'named', name: 'ingress-controller-ns' },
  labels: { requirements: [] },
};

/** The index that stands for the made-up front: the one after all endpoints, which leaves theirs as they are. */
export function frontOf({ world }: CaseWorld): number {
  return world.cluster.endpoints.length;
}

/** What to call an end in a message. */
export function nameOfEnd(index: number, { world }: CaseWorld): string {
  return world.cluster.endpoints[index]?.id ?? INGRESS_CONTROLLER;
}

/** The same world with the front as its last endpoint. */
export function worldWithFront({ world }: CaseWorld): World {
  const { endpoints, namespaces, podAddresses } = world.cluster;
  const made = makePods(MADE_UP, namespaces, podAddresses);
  const cluster = { ...world.cluster, endpoints: [...endpoints, ...made] };
  return { ...world, cluster, engine: createEngine(cluster) };
}

/**
 * What comes from outside to a pod, by its index, through the Ingress and Route objects of a world, all of which the
 * made-up pod is stated to front. Other doors the tool behind the rows does not know.
 */
export function connectionsOfFront(opened: CaseWorld): (to: number) => Pick<Connection, 'allowed' | 'undecided'> {
  const world = worldWithFront(opened);
  const routes = world.resources.routes.filter(({ kind }) => kind === 'Ingress' || kind === 'Route');
  const resources = { ...world.resources, routes, opaqueDoors: [] };
  const exposure = exposeWorld({ ...world, resources }, [frontOf(opened)]);
  const outside = world.cluster.endpoints.flatMap((endpoint, index) =>
    endpoint.kind === 'addresses' && endpoint.owner === 'outside' ? [index] : [],
  );
  return (to) => {
    const through = outside.map((from) => {
      const passages = exposure.passages(from, to).filter(({ door }) => door.front.kind === 'controller');
      const join = (sets: readonly ConnectionSet[]): ConnectionSet => sets.reduce(union, NO_CONNECTIONS);
      return { sure: join(passages.map(({ sure }) => sure)), may: join(passages.map(({ may }) => may)) };
    });
    const allowed = through.map(({ sure }) => sure).reduce(intersection, ALL_CONNECTIONS);
    const may = through.map((one) => one.may).reduce(union, NO_CONNECTIONS);
    return { allowed, undecided: difference(may, allowed) };
  };
}

/** Decides between two ends; what no Ingress or Route lets through is denied to the front. */
export function decideWithFront(opened: CaseWorld): (from: number, to: number) => Decision {
  const { engine } = worldWithFront(opened);
  const throughFront = connectionsOfFront(opened);
  return (from, to) => {
    const decision = engine.decide(from, to);
    if (from !== frontOf(opened)) return decision;
    const { allowed, undecided } = throughFront(to);
    return { ...decision, allowed, undecided, denied: difference(ALL_CONNECTIONS, union(allowed, undecided)) };
  };
}
