import type { Cluster } from '../cluster/cluster.ts';
import type { Endpoint } from '../cluster/endpoint.ts';
import { nameOf } from '../cluster/name-endpoint.ts';
import type { Verdict } from '../connectivity/decision.ts';
import type { TrafficBounds } from '../connectivity/traffic-on.ts';
import type { Passage } from '../exposure/door.ts';
import type { PodBox } from '../possible/pod-box.ts';
import { NO_CONNECTIONS } from '../sets/connection-set.ts';
import { describeTraffic } from '../sets/describe-traffic.ts';
import { intersection, isEmpty, members, size, union } from '../sets/interval-set.ts';
import { smallestTraffic } from './describe.ts';
import { judgePossible, type PossiblePair, wordinessOfBox } from './judge-possible.ts';
import type { JudgingWorld } from './judging-world.ts';
import { type ClaimedPair, listPairs, type ResolvedFlow, type Skipped } from './list-pairs.ts';
import { type RefusedPairs, refusedPairs } from './refused-pairs.ts';
import type { FlowResolution } from './resolve-flow.ts';
import { type Obligation, type Weight, weighOnce } from './weigh-obligation.ts';
import { type DoorwayVerdict, throughDoors } from './weigh-with-doors.ts';

/** A pair that contradicts the claim, or leaves it open. */
export interface Contradiction {
  /** An end that is known, by its index, or pods that could be created. */
  readonly from: number | PodBox;
  readonly to: number | PodBox;
  readonly obligation: Obligation;
  readonly weight: Exclude<Weight, { kind: 'holds' }>;
  /** Ways through doors that had a part in the verdict. */
  readonly passages: readonly Passage[];
  /** Whether only what comes through a door counts. */
  readonly needsDoor: boolean;
}

/** What the pairs of a flow claim say, before it is put into words. */
export interface FlowTally {
  readonly judged: number;
  readonly holding: number;
  /** Pairs that the arrow itself speaks of, as opposed to those of `only`. */
  readonly meant: number;
  readonly worst?: Contradiction;
  /** The first pairs of known endpoints, those that contradict the claim before the others. */
  readonly listed: () => readonly (readonly [from: number, to: number])[];
  readonly notes: readonly string[];
  /** The doors through which traffic from outside surely comes, as the claim needs. */
  readonly doors: readonly string[];
  /** The union of the ports that were asked for; undefined: none were named. */
  readonly ports?: TrafficBounds;
}

/** More pairs than this nobody looks at one by one. */
const LISTED_PAIRS = 100;
const LISTED_CONNECTIONS = 10;

/** Judges every pair of a flow claim, with pods that could be created too. */
export function tallyFlow({ flows }: FlowResolution, world: JudgingWorld): FlowTally {
  const { cluster } = world;
  const tally = newTally();
  const seen = new Set<number>();
  const skip = (why: Skipped, from: Endpoint, to: Endpoint): void => {
    tally.notes.add(skippedNote(why, nameOf(from, cluster), nameOf(to, cluster)));
  };
  for (const flow of flows) {
    // Pairs of several flows are told apart one by one.
    const refused = flows.length === 1 ? refusedPairs(flow, world) : [];
    for (const pairs of refused) addRefused(pairs, tally);
    for (const pair of listPairs(flow, cluster, skip, refused)) {
      if (flows.length > 1) {
        const key = pair.from * cluster.endpoints.length + pair.to;
        if (seen.has(key)) continue;
        seen.add(key);
      }
      judgePair(pair, flow, tally, world);
    }
    for (const pair of judgePossible(flow, world)) addPossible(pair, tally, cluster);
  }
  const { worst, strangeness: _, notes, reached, ports, doors, contradicting, others, refused, ...counts } = tally;
  return {
    ...counts,
    ...(worst !== undefined && { worst }),
    ...(ports !== undefined && { ports }),
    notes: [...notes, ...reachedNotes(reached)],
    doors: [...doors],
    listed: () => [...contradicting, ...inOrder([...others, ...refused.flatMap(firstPairs)]).slice(0, LISTED_PAIRS)],
  };
}

interface OpenTally {
  judged: number;
  holding: number;
  meant: number;
  worst: Contradiction | undefined;
  /** Of `worst`. */
  strangeness: number;
  ports: TrafficBounds | undefined;
  readonly contradicting: (readonly [number, number])[];
  readonly others: (readonly [number, number])[];
  readonly refused: RefusedPairs[];
  readonly notes: Set<string>;
  readonly reached: string[];
  readonly doors: Set<string>;
}

function newTally(): OpenTally {
  return {
    judged: 0,
    holding: 0,
    meant: 0,
    worst: undefined,
    strangeness: Number.POSITIVE_INFINITY,
    ports: undefined,
    contradicting: [],
    others: [],
    refused: [],
    notes: new Set(),
    reached: [],
    doors: new Set(),
  };
}

function judgePair(pair: ClaimedPair, flow: ResolvedFlow, tally: OpenTally, world: JudgingWorld): void {
  const { from, to } = pair;
  const { cluster } = world;
  let holds = true;
  for (const obligation of pair.obligations) {
    const doorway = throughDoors(pair, obligation, flow, world);
    const { verdict, passages, needsDoor } = doorway;
    const weight = weighOnce(obligation, verdict);
    if (weight.kind !== 'holds') {
      holds = false;
      addContradiction({ from, to, obligation, weight, passages, needsDoor }, tally, cluster);
    } else {
      if (obligation.kind === 'reach') tally.reached.push(reachedNote(pair, verdict, cluster));
      noteDoors(doorway, obligation, tally);
    }
  }
  count(pair.obligations, holds, tally);
  const list = holds ? tally.others : tally.contradicting;
  if (list.length < LISTED_PAIRS) list.push([from, to]);
}

function addRefused(pairs: RefusedPairs, tally: OpenTally): void {
  tally.refused.push(pairs);
  count(pairs.obligations, true, tally, size(pairs.from) * size(pairs.to));
}

/** At most as many pairs as are listed. */
function firstPairs({ from, to }: RefusedPairs): readonly (readonly [number, number])[] {
  const pairs: (readonly [number, number])[] = [];
  for (const source of members(from)) {
    for (const destination of members(to)) {
      if (pairs.length === LISTED_PAIRS) return pairs;
      pairs.push([source, destination]);
    }
  }
  return pairs;
}

function inOrder(pairs: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  return [...pairs].sort(([a, x], [b, y]) => a - b || x - y);
}

function noteDoors({ passages, needsDoor }: DoorwayVerdict, { traffic }: Obligation, { doors }: OpenTally): void {
  if (!needsDoor) return;
  for (const { door, sure } of passages) if (!isEmpty(intersection(sure, traffic.max))) doors.add(door.title);
}

function addPossible({ obligations, contradictions }: PossiblePair, tally: OpenTally, cluster: Cluster): void {
  if (obligations.length === 0) return;
  for (const contradiction of contradictions) {
    addContradiction({ ...contradiction, passages: [], needsDoor: false }, tally, cluster);
  }
  count(obligations, contradictions.length === 0, tally);
}

function addContradiction(found: Contradiction, tally: OpenTally, cluster: Cluster): void {
  const strangeness = strangenessOf(found, cluster);
  if (strangeness >= tally.strangeness) return;
  tally.worst = found;
  tally.strangeness = strangeness;
}

function count(obligations: readonly Obligation[], holds: boolean, tally: OpenTally, pairs = 1): void {
  tally.judged += pairs;
  if (holds) tally.holding += pairs;
  if (obligations.some(({ part }) => part === 'arrow')) tally.meant += pairs;
  for (const { kind, part, traffic } of obligations) {
    if (part === 'arrow' && kind !== 'reach') tally.ports = joinPorts(tally.ports, traffic);
  }
}

/** What shows best is least strange: a failure before a doubt, the arrow before `only`, pods before addresses. */
function strangenessOf({ from, to, obligation, weight }: Contradiction, cluster: Cluster): number {
  const kind = weight.kind === 'fails' ? 0 : 100;
  const part = obligation.part === 'arrow' ? 0 : 20;
  return kind + part + strangenessOfEnd(from, cluster) + strangenessOfEnd(to, cluster);
}

function strangenessOfEnd(end: number | PodBox, { endpoints }: Cluster): number {
  // Of pods that could be created, those of any namespace show best what is open, and those told in few words.
  if (typeof end !== 'number')
    return (end.namespace.kind === 'another' ? 4 : 5) + Math.min(wordinessOfBox(end), 99) / 100;
  const endpoint = endpoints[end];
  if (endpoint?.kind === 'pod') return endpoint.hostNetwork ? 2 : 0;
  return endpoint?.kind === 'addresses' && endpoint.internet ? 1 : 3;
}

function joinPorts(known: TrafficBounds | undefined, more: TrafficBounds): TrafficBounds {
  const { min, max } = known ?? { min: NO_CONNECTIONS, max: NO_CONNECTIONS };
  return { min: union(min, more.min), max: union(max, more.max) };
}

function skippedNote(why: Skipped, from: string, to: string): string {
  switch (why) {
    case 'same-workload':
      return `traffic between the replicas of ${from} was not judged: source and target are not the same words`;
    case 'single-pod':
      return `${from} is a single pod, so that there is no traffic between replicas`;
    case 'no-pod':
      return `traffic from ${from} to ${to} was not judged: policies govern pods`;
  }
}

function reachedNote({ from, to }: ClaimedPair, { allowed }: Verdict, cluster: Cluster): string {
  const source = cluster.endpoints[from] as Endpoint;
  const destination = cluster.endpoints[to] as Endpoint;
  const traffic = describeTraffic(smallestTraffic(allowed, destination));
  return `${nameOf(source, cluster)} reaches ${nameOf(destination, cluster)} on ${traffic}`;
}

function reachedNotes(reached: readonly string[]): readonly string[] {
  const rest = reached.length - LISTED_CONNECTIONS;
  return rest <= 0
    ? reached
    : [...reached.slice(0, LISTED_CONNECTIONS), `and ${rest} more pairs have something allowed`];
}
