import type { Rule } from '../cluster/cluster.ts';
import { trafficOn } from '../connectivity/traffic-on.ts';
import type { Direction } from '../resources/resources.ts';
import { ALL_CONNECTIONS, type ConnectionSet, NO_CONNECTIONS } from '../sets/connection-set.ts';
import { union } from '../sets/interval-set.ts';
import type { DraftingWorld, Subject } from './drafting-world.ts';
import { writePeers } from './write-peers.ts';

/** Whom the rules for a workload admit, in the words of their selectors, with the ports of each. */
export interface AdmittedPeers {
  readonly byTerm: ReadonlyMap<string, ConnectionSet>;
  /** Ports that rules open to everybody. */
  readonly everybody: ConnectionSet | undefined;
  /** Whether some rule admits somebody for whom there are no words. */
  readonly unsayable: boolean;
}

/** Reads the rules of the policies that govern a workload in one direction. */
export function listPeers(subject: Subject, direction: Direction, world: DraftingWorld): AdmittedPeers {
  const byTerm = new Map<string, ConnectionSet>();
  let everybody: ConnectionSet | undefined;
  let unsayable = false;
  for (const rule of admittingRules(subject, direction, world)) {
    const traffic = direction === 'ingress' ? trafficOn(rule.traffic, subject.pod).max : numbersOf(rule);
    const peers = writePeers(rule.peer, world.names);
    if (traffic === undefined || peers.kind === 'unsayable') unsayable = true;
    else if (peers.kind === 'everybody') everybody = union(everybody ?? NO_CONNECTIONS, traffic);
    else for (const term of peers.terms) byTerm.set(term, union(byTerm.get(term) ?? NO_CONNECTIONS, traffic));
  }
  return { byTerm, everybody, unsayable };
}

function admittingRules({ index }: Subject, direction: Direction, { engine }: DraftingWorld): readonly Rule[] {
  return engine
    .governing(index, direction)
    .flatMap((policy) => policy.rules[direction])
    .filter(({ action }) => action === 'allow');
}

/** Ports of a rule by number, absent where it names one; a name means something else on each destination. */
export function numbersOf({ traffic }: Rule): ConnectionSet | undefined {
  if (traffic === 'everything') return ALL_CONNECTIONS;
  let numbers = NO_CONNECTIONS;
  for (const part of traffic) {
    if (part.kind === 'named') return undefined;
    numbers = union(numbers, part.traffic);
  }
  return numbers;
}
