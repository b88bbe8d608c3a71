import type { Cluster } from '../cluster/cluster.ts';
import type { Resources } from '../resources/resources.ts';
import type { Door, Front } from './door.ts';
import { indexDoors } from './index-doors.ts';
import { nodeDoors } from './node-doors.ts';
import { opaqueDoors } from './opaque-doors.ts';
import { routeDoors } from './route-doors.ts';

/** Every way from outside to a pod that the objects of a world open; `stated`: what fronts routes, as a suite says. */
export function listDoors(resources: Resources, cluster: Cluster, stated?: readonly number[]): readonly Door[] {
  const front: Front | undefined = stated && { kind: 'controller', pods: stated, orUnknown: false, isStated: true };
  const index = indexDoors(resources, cluster);
  return [
    ...nodeDoors(resources, cluster),
    ...resources.routes.flatMap((route) => routeDoors(route, index, front)),
    ...resources.opaqueDoors.flatMap((door) => opaqueDoors(door, cluster, front)),
  ];
}
