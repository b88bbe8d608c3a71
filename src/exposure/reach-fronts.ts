import type { Doubt } from '../cluster/truth.ts';
import { ALL_CONNECTIONS, type ConnectionSet, connections, NO_CONNECTIONS } from '../sets/connection-set.ts';
import { intersection, isEmpty, union } from '../sets/interval-set.ts';
import { boundsOf } from './bounds.ts';
import type { Door, Reached } from './door.ts';
import type { Legs } from './legs.ts';
import { passThrough } from './pass-through.ts';

const NOT_REACHED: Reached = { may: false, sure: false };

/**
 * Which fronts an outside address gets to: directly, through doors that lead to them (nodes, or another front before
 * them), or, perhaps, by another pod that a door leads to. Grown until nothing is added, so that fronts in a circle
 * reach each other only if something leads in.
 */
export function reachFronts({ fronts, behind }: DoorEnds, from: number, legs: Legs): (front: number) => Reached {
  const reached = new Map<number, Reached>();
  const look = (index: number): Reached => reached.get(index) ?? NOT_REACHED;
  const opened = new Map<number, boolean>();
  const soFar: SoFar = { from, legs, look, behind, opened };
  for (let grown = true; grown; ) {
    grown = false;
    for (const front of fronts) {
      const before = look(front.pod);
      if (before.sure) continue;
      const after = reachOf(front, soFar);
      reached.set(front.pod, after);
      if (after.may === before.may && after.sure === before.sure) continue;
      grown = true;
      opened.clear();
    }
  }
  return look;
}

/** Who is at the ends of the last legs of doors. */
export interface DoorEnds {
  /** Every pod that fronts a door. */
  readonly fronts: readonly KnownFront[];
  /** Pods behind doors. */
  readonly behind: readonly number[];
}

interface KnownFront {
  readonly pod: number;
  /** Whether the suite states it. */
  readonly isStated: boolean;
  /** Where it takes traffic. */
  readonly entrances: ConnectionSet;
}

/** Who fronts doors, and who is behind them. */
export function endsOfDoors(doors: readonly Door[], legs: Legs): DoorEnds {
  const isStatedByPod = new Map<number, boolean>();
  for (const front of new Set(doors.map((door) => door.front))) {
    if (front.kind !== 'controller') continue;
    for (const pod of front.pods) isStatedByPod.set(pod, isStatedByPod.get(pod) === true || front.isStated === true);
  }
  return {
    fronts: [...isStatedByPod].map(([pod, isStated]) => ({ pod, isStated, entrances: entrancesOf(pod, legs) })),
    behind: [...new Set(doors.map(({ to }) => to))],
  };
}

/** What is known while fronts are looked at. */
interface SoFar extends Pick<DoorEnds, 'behind'> {
  readonly from: number;
  readonly legs: Legs;
  readonly look: (front: number) => Reached;
  /** Pods of which it is known whether anything comes through their doors; forgotten when more fronts are reached. */
  readonly opened: Map<number, boolean>;
}

function reachOf({ pod: front, isStated, entrances }: KnownFront, soFar: SoFar): Reached {
  const { from, legs } = soFar;
  const pod = legs.cluster.endpoints[front];
  // Policy does not keep anybody from a pod in the network of its node for sure.
  if (pod?.kind === 'pod' && pod.hostNetwork) return { may: true, sure: true };
  const client = boundsOf(legs.verdict(from, front));
  const isAdmitted = !isEmpty(intersection(client.sure, entrances));
  // Whoever states a front vouches for it that clients are sent there.
  if (isStated && isAdmitted) return { may: true, sure: true };
  const passages = through(soFar, front);
  if (passages.some(({ sure }) => !isEmpty(sure))) return { may: true, sure: true };
  const node = boundsOf(legs.verdict(legs.node, front));
  const direct = [client, node, legs.fromPrivate(front)].some(({ may }) => !isEmpty(may));
  if (direct || passages.length > 0) {
    const own = passages.find(({ doubt }) => doubt !== undefined)?.doubt;
    const doubt = own ?? (isAdmitted && passages.length === 0 ? notExposed(nameOf(front, legs)) : undefined);
    return { may: true, sure: false, ...(doubt && { doubt }) };
  }
  return relayed(front, soFar);
}

/** Everything that comes through the doors of a pod, as far as is known yet. */
function through({ from, legs, look }: SoFar, to: number): ReturnType<typeof passThrough> {
  return legs.doorsTo(to).flatMap((door) => passThrough(door, from, legs, look, () => false));
}

/** A pod that the outside gets to may hand on what it takes, and some that do (load balancers) are no known front. */
function relayed(front: number, soFar: SoFar): Reached {
  const { legs, behind } = soFar;
  const relay = behind.find(
    (other) => other !== front && !isEmpty(boundsOf(legs.verdict(other, front)).may) && isOpened(other, soFar),
  );
  if (relay === undefined) return NOT_REACHED;
  const doubt: Doubt = {
    why: `${nameOf(relay, legs)}, to which traffic from outside may get, may hand it on to ${nameOf(front, legs)}`,
    settle: `refuse ${nameOf(relay, legs)} by policy at ${nameOf(front, legs)}, or state what fronts the cluster under \`assume: ingressController\``,
  };
  return { may: true, sure: false, doubt };
}

function isOpened(pod: number, soFar: SoFar): boolean {
  const known = soFar.opened.get(pod) ?? through(soFar, pod).some(({ may }) => !isEmpty(may));
  soFar.opened.set(pod, known);
  return known;
}

function notExposed(name: string): Doubt {
  return {
    why: `${name} fronts it, and nothing in the manifests exposes ${name} itself`,
    settle: `add the Service that exposes ${name} to the manifests, or state it under \`assume: ingressController\``,
  };
}

function nameOf(index: number, { cluster }: Legs): string {
  const endpoint = cluster.endpoints[index];
  return endpoint?.kind === 'pod' ? `\`${endpoint.namespace.name}/${endpoint.name}\`` : 'a pod';
}

/** Where a front takes traffic: what Services and nodes lead to it, else the ports its containers declare, else any. */
function entrancesOf(front: number, { cluster, doorsTo }: Legs): ConnectionSet {
  const led = doorsTo(front)
    .filter((door) => door.front.kind === 'nodes')
    .map(({ traffic }) => traffic.min)
    .reduce(union, NO_CONNECTIONS);
  if (!isEmpty(led)) return led;
  const pod = cluster.endpoints[front];
  const declared = (pod?.kind === 'pod' ? pod.declaredPorts : [])
    .map(({ protocol, number }) => connections(protocol, number))
    .reduce(union, NO_CONNECTIONS);
  return isEmpty(declared) ? ALL_CONNECTIONS : declared;
}
