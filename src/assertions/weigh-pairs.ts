import type { JudgingWorld } from './judging-world.ts';
import { type ClaimedPair, listPairs, type ResolvedFlow } from './list-pairs.ts';
import { resolveFlow } from './resolve-flow.ts';
import type { ClaimEntry } from './suite.ts';
import { type Weight, weighObligation } from './weigh-obligation.ts';
import { throughDoors } from './weigh-with-doors.ts';

/** A pair of known endpoints, by index, and how a claim ends for it alone. */
export interface WeighedPair {
  readonly from: number;
  readonly to: number;
  readonly status: Weight['kind'];
}

/**
 * Every pair of known endpoints that a claim speaks of, weighed as the claim is judged. Pods that could be created are
 * no pairs of these, and claims about isolation speak of pods alone.
 */
export function* weighPairs({ claim, origin }: ClaimEntry, world: JudgingWorld): Generator<WeighedPair> {
  if (claim?.kind !== 'flow') return;
  const { flows } = resolveFlow(claim, world, origin);
  const seen = new Set<number>();
  for (const flow of flows) {
    for (const pair of listPairs(flow, world.cluster, () => undefined)) {
      const key = pair.from * world.cluster.endpoints.length + pair.to;
      if (seen.has(key)) continue;
      seen.add(key);
      yield { from: pair.from, to: pair.to, status: statusOf(pair, flow, world) };
    }
  }
}

function statusOf(pair: ClaimedPair, flow: ResolvedFlow, world: JudgingWorld): Weight['kind'] {
  const weights = pair.obligations.map((obligation) =>
    weighObligation(obligation, throughDoors(pair, obligation, flow, world).verdict),
  );
  if (weights.some(({ kind }) => kind === 'fails')) return 'fails';
  return weights.some(({ kind }) => kind === 'undecided') ? 'undecided' : 'holds';
}
