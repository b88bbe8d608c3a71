import type { Verdict } from '../connectivity/decision.ts';
import type { Passage } from '../exposure/door.ts';
import { ALL_CONNECTIONS, NO_CONNECTIONS } from '../sets/connection-set.ts';
import { difference, union } from '../sets/interval-set.ts';
import type { JudgingWorld } from './judging-world.ts';
import type { ClaimedPair, ResolvedFlow } from './list-pairs.ts';
import type { Obligation } from './weigh-obligation.ts';

/** The verdict that an obligation is weighed by, and the doors that have a part in it. */
export interface DoorwayVerdict {
  readonly verdict: Verdict;
  readonly passages: readonly Passage[];
  /** Whether only what comes through a door counts. */
  readonly needsDoor: boolean;
}

/**
 * Traffic from outside comes through doors too. What is refused must be refused on every way; what must come from a place
 * outside (`internet`, `external`) needs a door, while an address may as well come directly (docs/decisions/0018).
 */
export function throughDoors(
  { from, to }: ClaimedPair,
  obligation: Obligation,
  flow: ResolvedFlow,
  { cluster, engine, exposure }: JudgingWorld,
): DoorwayVerdict {
  const direct = engine.verdict(from, to);
  const source = cluster.endpoints[from];
  if (source?.kind !== 'addresses' || cluster.endpoints[to]?.kind !== 'pod') {
    return { verdict: direct, passages: [], needsDoor: false };
  }
  // `only proxy --> web` says that traffic comes by the proxy, and the proxy's own door is that way.
  const isMeant = (index: number): boolean => flow.from.get(index)?.truth === true;
  const passages = exposure.passages(from, to, obligation.part === 'nobody-else' ? isMeant : undefined);
  const needsDoor = obligation.kind !== 'refuse' && flow.from.get(from)?.byAddress !== true;
  if (!needsDoor && passages.length === 0) return { verdict: direct, passages, needsDoor };
  const bounds = needsDoor
    ? { sure: NO_CONNECTIONS, may: NO_CONNECTIONS }
    : { sure: direct.allowed, may: difference(ALL_CONNECTIONS, direct.denied) };
  const allowed = passages.map(({ sure }) => sure).reduce(union, bounds.sure);
  const mayAllow = passages.map(({ may }) => may).reduce(union, bounds.may);
  const denied = difference(ALL_CONNECTIONS, mayAllow);
  return { verdict: { allowed, denied, undecided: difference(mayAllow, allowed) }, passages, needsDoor };
}
