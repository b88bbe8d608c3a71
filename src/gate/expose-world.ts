import { type Exposure, expose } from '../exposure/expose.ts';
import { listDoors } from '../exposure/list-doors.ts';
import { listOpenings } from '../exposure/list-openings.ts';
import type { World } from './read-world.ts';

/** The doors of a world, weighed by its policies; `front`: what fronts routes, as a suite states. */
export function exposeWorld({ cluster, engine, resources, nodeCIDRs }: World, front?: readonly number[]): Exposure {
  return expose({
    cluster,
    engine,
    listDoors: () => listDoors(resources, cluster, front),
    listOpenings: () => listOpenings(resources, cluster, front),
    ...(nodeCIDRs && { nodeCIDRs }),
  });
}
