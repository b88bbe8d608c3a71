import { NO_CONNECTIONS } from '../sets/connection-set.ts';
import { union } from '../sets/interval-set.ts';
import { type DraftingWorld, subjectsOf } from './drafting-world.ts';
import type { Ladder } from './ladder.ts';
import { admits } from './sentence.ts';
import { writePorts } from './write-ports.ts';
import { writeTarget } from './write-target.ts';

/** That the doors which lead to workloads from outside stay open. */
export function draftOutside(world: DraftingWorld): readonly Ladder[] {
  return subjectsOf(world).flatMap(({ index, pod }): readonly Ladder[] => {
    const subject = world.names.one(index);
    const doors = world.exposure.doorsTo(index).filter(({ shut }) => shut === undefined);
    const ports = writePorts(doors.map(({ traffic }) => traffic.min).reduce(union, NO_CONNECTIONS));
    if (subject === undefined || ports === undefined) return [];
    const target = writeTarget(subject, ports);
    const steps = [admits(['internet'], [target])];
    return [{ namespace: pod.namespace.name, subject, paragraph: 'outside', options: [[steps]] }];
  });
}
