import type { Verdict } from '../connectivity/decision.ts';
import type { Direction } from '../resources/resources.ts';
import { ALL_CONNECTIONS, type ConnectionSet, NO_CONNECTIONS } from '../sets/connection-set.ts';
import { difference, equals, isEmpty, union } from '../sets/interval-set.ts';
import type { DraftingWorld, Subject } from './drafting-world.ts';

/** What one workload has to do with everybody else in one direction. */
export interface Row {
  /** Workloads that surely get through, on the same ports together. */
  readonly open: readonly { readonly traffic: ConnectionSet; readonly peers: readonly number[] }[];
  /** Workloads that surely do not. */
  readonly shut: readonly number[];
  /** Workloads of which it is not known. */
  readonly undecided: readonly number[];
  /** Addresses outside: on which ports some may get through, and on which all do, if all do on the same. */
  readonly outside: { readonly some: ConnectionSet; readonly all?: ConnectionSet };
}

/** Reads from the engine who may reach a workload, or whom it may reach. */
export function readRow(subject: Subject, direction: Direction, world: DraftingWorld): Row {
  const { cluster, engine } = world;
  const verdictWith = (peer: number): Verdict =>
    direction === 'ingress' ? engine.verdict(peer, subject.index) : engine.verdict(subject.index, peer);
  const open = new Map<string, { readonly traffic: ConnectionSet; readonly peers: number[] }>();
  const shut: number[] = [];
  const undecided: number[] = [];
  const outside: ConnectionSet[] = [];
  for (const [index, endpoint] of cluster.endpoints.entries()) {
    if (endpoint.kind === 'node' || isItself(index, subject, world)) continue;
    const verdict = verdictWith(index);
    if (endpoint.kind === 'addresses') {
      if (endpoint.owner === 'outside') outside.push(difference(ALL_CONNECTIONS, verdict.denied));
      continue;
    }
    if (!isEmpty(verdict.undecided) && !endpoint.assumed) undecided.push(index);
    if (!isEmpty(verdict.allowed)) {
      const key = verdict.allowed.join();
      const group = open.get(key) ?? { traffic: verdict.allowed, peers: [] };
      open.set(key, group);
      group.peers.push(index);
    } else if (isEmpty(verdict.undecided) && !endpoint.assumed) shut.push(index);
  }
  return { open: [...open.values()], shut, undecided, outside: outsideOf(outside) };
}

/** What the same controller made is no other workload. */
function isItself(index: number, subject: Subject, { names }: DraftingWorld): boolean {
  const name = names.one(subject.index);
  return index === subject.index || (name !== undefined && names.one(index) === name);
}

/** Of those that do not get through, whom the policies of this workload refuse: what the other side refuses is claimed there. */
export function refusedBy(
  subject: Subject,
  direction: Direction,
  { shut }: Row,
  { engine }: DraftingWorld,
): readonly number[] {
  const opposite = direction === 'ingress' ? 'egress' : 'ingress';
  return shut.filter((peer) => {
    if (engine.governing(peer, opposite).length === 0) return true;
    const [from, to] = direction === 'ingress' ? [peer, subject.index] : [subject.index, peer];
    const own = engine.decide(from, to).sides.filter((side) => side.direction === direction);
    return own.some(({ mayAllow }) => isEmpty(mayAllow));
  });
}

function outsideOf(sets: readonly ConnectionSet[]): Row['outside'] {
  const [first] = sets;
  const some = sets.reduce(union, NO_CONNECTIONS);
  const isUniform = !isEmpty(some) && first !== undefined && sets.every((set) => equals(set, first));
  return { some, ...(isUniform && { all: first }) };
}
