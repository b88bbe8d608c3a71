import type { Direction } from '../resources/resources.ts';
import { type DraftingWorld, subjectsOf } from './drafting-world.ts';
import type { Ladder } from './ladder.ts';
import type { Sentence } from './sentence.ts';

const DIRECTIONS: readonly Direction[] = ['ingress', 'egress'];

/** That a default deny governs whole namespaces, whichever pods are created there. */
export function draftIsolation(world: DraftingWorld): readonly Ladder[] {
  const { engine, names } = world;
  const subjects = subjectsOf(world);
  const namespaces = [...new Set(subjects.map(({ pod }) => pod.namespace.name))];
  return namespaces.flatMap((namespace) => {
    const own = subjects.filter(({ pod }) => pod.namespace.name === namespace);
    const pods = names.namespace(namespace);
    if (pods === undefined) return [];
    return DIRECTIONS.filter((direction) => own.every(({ index }) => engine.isolated(index, direction) === true)).map(
      (direction): Ladder => ({
        namespace,
        paragraph: 'isolation',
        options: [[[isolated(`any ${pods}`, direction), ...(own.length > 1 ? [isolated(pods, direction)] : [])]]],
      }),
    );
  });
}

function isolated(pods: string, direction: Direction): Sentence {
  return { kind: 'isolation', pods: [pods], direction };
}
