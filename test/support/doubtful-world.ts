import fc from 'fast-check';
import type { NetworkPolicy, World } from '../oracle/world.ts';
import { anyAdminWorld } from './random-admin-world.ts';
import { anyWorld } from './random-world.ts';

/** A world in which some policies are written twice with different texts, so that nobody knows which is in force. */
export const anyDoubtfulWorld: fc.Arbitrary<World> = fc
  .tuple(fc.oneof(anyWorld, anyAdminWorld), fc.array(fc.nat(), { minLength: 1, maxLength: 2 }))
  .map(([world, picks]) => ({ ...world, policies: [...world.policies, ...twins(world, picks)] }));

function twins({ policies }: World, picks: readonly number[]): readonly NetworkPolicy[] {
  return picks.flatMap((pick) => {
    const policy = policies[pick % Math.max(1, policies.length)];
    return policy === undefined ? [] : [{ ...policy, spec: { podSelector: { matchLabels: { twin: `${pick}` } } } }];
  });
}
