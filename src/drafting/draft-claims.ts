import { draftEgress } from './draft-egress.ts';
import { draftIngress } from './draft-ingress.ts';
import { draftIsolation } from './draft-isolation.ts';
import { draftOutside } from './draft-outside.ts';
import { draftPossible } from './draft-possible.ts';
import { draftRemarks } from './draft-remarks.ts';
import { type DraftingWorld, subjectsOf } from './drafting-world.ts';
import type { Draft } from './ladder.ts';

/** Everything that a suite could claim of a world, and what it cannot. What of it holds, the gate decides. */
export function draftClaims(world: DraftingWorld): Draft {
  const subjects = subjectsOf(world);
  const named = new Map<string, Set<string | number>>();
  for (const { index, pod } of subjects) {
    const names = named.get(pod.namespace.name) ?? new Set();
    named.set(pod.namespace.name, names.add(world.names.one(index) ?? index));
  }
  return {
    ladders: [
      ...draftIsolation(world),
      ...subjects.flatMap((subject) => draftIngress(subject, world)),
      ...subjects.flatMap((subject) => draftEgress(subject, world)),
      ...draftOutside(world),
      ...(subjects.length === 0 ? draftPossible(world) : []),
    ],
    remarks: subjects.flatMap((subject) => draftRemarks(subject, world)),
    workloads: new Map([...named].map(([namespace, names]) => [namespace, names.size])),
    unnamed: subjects.filter(({ index }) => world.names.one(index) === undefined).length,
  };
}
