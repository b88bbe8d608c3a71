import type { Cluster } from '../cluster/cluster.ts';
import type { Endpoint } from '../cluster/endpoint.ts';
import { and, doubtOf, not, possible, type Truth } from '../cluster/truth.ts';
import type { Likeness } from '../connectivity/possible-question.ts';
import type { TrafficBounds } from '../connectivity/traffic-on.ts';
import type { PodBox } from '../possible/pod-box.ts';
import {
  difference,
  EMPTY,
  type IntervalSet,
  intersection,
  interval,
  members,
  size,
  union,
  unionOf,
} from '../sets/interval-set.ts';
import { holdersOf, overlay } from '../sets/overlay.ts';
import { indexesOf, type Members } from './resolution.ts';
import { EVERYTHING, everythingBut, NOTHING, type Obligation } from './weigh-obligation.ts';

/** A target of an arrow with its groups and ports looked up. */
export interface ResolvedTarget {
  readonly members: Members;
  /** By destination; absent: no ports were named. */
  readonly ports?: ReadonlyMap<number, TrafficBounds>;
  readonly onlyPorts: boolean;
  /** Whether source and target are the same expression, so that traffic between replicas is meant. */
  readonly sameExpression: boolean;
}

/** One direction of a flow claim, looked up in a cluster. */
export interface ResolvedFlow {
  readonly from: Members;
  readonly targets: readonly ResolvedTarget[];
  readonly negative: boolean;
  readonly onlyFrom: boolean;
  readonly onlyTo: boolean;
  /** Pods that could be created, as far as the claim speaks of them. */
  readonly possible: PossiblePods;
}

/** All pods that could be created, told apart by what they are to the claim; and known pods given by name. */
export interface PossiblePods {
  readonly sources: readonly ({ readonly box: PodBox } & Membership)[];
  readonly destinations: readonly { readonly box: PodBox; readonly targets: readonly TargetMembership[] }[];
  /** Possible pods that are like these count as them. */
  readonly namedSources: Likeness['pods'];
  readonly namedDestinations: Likeness['pods'];
}

/** A pair with everything that the claim demands of it. */
export interface ClaimedPair {
  readonly from: number;
  readonly to: number;
  readonly obligations: readonly Obligation[];
}

/** Why a pair of a claim is not judged. */
export type Skipped = 'same-workload' | 'single-pod' | 'no-pod';

/** Pairs that are left out of a list, because they are judged already. */
export interface LeftOut {
  readonly from: IntervalSet;
  readonly to: IntervalSet;
}

/** Every pair of known endpoints that a flow claim speaks of, in a fixed order; `skip` hears of those that are not judged. */
export function* listPairs(
  flow: ResolvedFlow,
  cluster: Cluster,
  skip: (why: Skipped, from: Endpoint, to: Endpoint) => void,
  leftOut: readonly LeftOut[] = [],
): Generator<ClaimedPair> {
  const sources = sourcesOf(flow, cluster);
  const destinations = destinationsOf(flow, cluster);
  const obliged = rememberObligations(flow);
  const destinationsLeft = withoutLeftOut(destinations, leftOut);
  for (const from of members(difference(sources, leftOutAltogether(destinations, leftOut)))) {
    const obligationsTowards = obliged(from);
    for (const to of members(destinationsLeft(from))) {
      const obligations = obligationsTowards(to);
      if (obligations.length === 0) continue;
      const why = skipped(flow, cluster, from, to);
      if (why === undefined) yield { from, to, obligations };
      else if (obligations.some(({ part }) => part === 'arrow')) {
        skip(why, cluster.endpoints[from] as Endpoint, cluster.endpoints[to] as Endpoint);
      }
    }
  }
}

/** Sources that are left out for every destination. */
function leftOutAltogether(destinations: IntervalSet, leftOut: readonly LeftOut[]): IntervalSet {
  const byDestination = new Map<number, IntervalSet[]>();
  for (const { from, to } of leftOut) {
    if (size(to) > 1) continue;
    const [only = 0] = to;
    byDestination.set(only, [...(byDestination.get(only) ?? []), from]);
  }
  if (byDestination.size === 0 || byDestination.size < size(destinations)) return EMPTY;
  return [...byDestination.values()].map(unionOf).reduce(intersection);
}

/** For each source the destinations for which it is not left out. */
function withoutLeftOut(destinations: IntervalSet, leftOut: readonly LeftOut[]): (from: number) => IntervalSet {
  if (leftOut.length === 0) return () => destinations;
  const bySource = overlay(leftOut.map(({ from }) => from));
  return (from) => {
    const out = holdersOf(bySource, from);
    return out.length === 0
      ? destinations
      : difference(destinations, unionOf(out.map((index) => leftOut[index]?.to ?? EMPTY)));
  };
}

/** Nobody else are all whom the cluster knows: pods, nodes and every address. */
export function sourcesOf(flow: ResolvedFlow, { endpoints }: Cluster): IntervalSet {
  return flow.onlyFrom ? interval(0, endpoints.length - 1) : indexesOf(flow.from).all;
}

/** Nothing else is all that the cluster knows: pods, nodes and every address. */
export function destinationsOf(flow: ResolvedFlow, { endpoints }: Cluster): IntervalSet {
  if (flow.onlyTo) return interval(0, endpoints.length - 1);
  return unionOf(flow.targets.map((target) => indexesOf(target.members).all));
}

function skipped(
  { from: sources, targets }: ResolvedFlow,
  { endpoints }: Cluster,
  from: number,
  to: number,
): Skipped | undefined {
  const [source, destination] = [endpoints[from], endpoints[to]];
  // Policies govern pods: between two addresses nothing could be said.
  if (source?.kind !== 'pod' && destination?.kind !== 'pod') return 'no-pod';
  if (from !== to || source?.kind !== 'pod') return undefined;
  const byAddress = sources.get(from)?.byAddress === true;
  const replicasMeant = targets.some(({ sameExpression, members }) => {
    const member = members.get(to);
    return member !== undefined && (sameExpression || (byAddress && member.byAddress === true));
  });
  if (!replicasMeant) return 'same-workload';
  return source.single ? 'single-pod' : undefined;
}

/** `obligationsOf`: sources that are all meant, or all not meant, share what is demanded of a destination. */
function rememberObligations(flow: ResolvedFlow): (from: number) => (to: number) => readonly Obligation[] {
  const memory = (inFrom: Truth): ((to: number) => readonly Obligation[]) => {
    const byDestination = new Map<number, readonly Obligation[]>();
    return (to) => {
      const known = byDestination.get(to) ?? obligationsOf(flow, inFrom, to);
      byDestination.set(to, known);
      return known;
    };
  };
  const ofMeant = memory(true);
  const ofOthers = memory(false);
  return (from) => {
    const inFrom = flow.from.get(from)?.truth ?? false;
    if (typeof inFrom === 'boolean') return inFrom ? ofMeant : ofOthers;
    return (to) => obligationsOf(flow, inFrom, to);
  };
}

/** Whether somebody is meant by a group, and whether it counts as one of it where nobody else is to be let in. */
export interface Membership {
  readonly meant: Truth;
  readonly counts: Truth;
}

/** Of a target, with the ports that it names there (absent: none were named). */
export interface TargetMembership extends Membership {
  readonly ports: TrafficBounds | undefined;
}

/** What a flow demands of one pair; `targets` says of each of its targets what the destination is to it. */
export function demandsOf(
  flow: ResolvedFlow,
  from: Membership,
  targets: readonly TargetMembership[],
): readonly Obligation[] {
  const obligations: Obligation[] = [];
  const add = (meant: Truth, obligation: Omit<Obligation, 'doubt'>): void => {
    const doubt = doubtOf(meant);
    if (possible(meant)) obligations.push(doubt === undefined ? obligation : { ...obligation, doubt });
  };
  for (const [index, target] of targets.entries()) {
    if (!possible(target.meant)) continue;
    const meant = and(from.meant, target.meant);
    const { ports } = target;
    if (flow.negative) add(meant, { kind: 'refuse', traffic: ports ?? EVERYTHING, part: 'arrow' });
    else if (ports === undefined) add(meant, { kind: 'reach', traffic: EVERYTHING, part: 'arrow' });
    else add(meant, { kind: 'admit', traffic: ports, part: 'arrow' });
    if (flow.targets[index]?.onlyPorts === true && ports !== undefined) {
      add(meant, { kind: 'refuse', traffic: everythingBut(ports), part: 'no-other-port' });
    }
    if (flow.onlyFrom) {
      add(and(not(from.counts), target.meant), { kind: 'refuse', traffic: ports ?? EVERYTHING, part: 'nobody-else' });
    }
  }
  if (flow.onlyTo) add(from.meant, { kind: 'refuse', traffic: forbidden(targets), part: 'nothing-else' });
  return obligations;
}

/** What a flow demands of a source, of which `inFrom` says whether it is meant, and a destination. */
export function obligationsOf(flow: ResolvedFlow, inFrom: Truth, to: number): readonly Obligation[] {
  const targets = flow.targets.map(({ members, ports }): TargetMembership => {
    const truth = members.get(to)?.truth ?? false;
    return { meant: truth, counts: truth, ports: ports === undefined ? undefined : (ports.get(to) ?? NOTHING) };
  });
  return demandsOf(flow, { meant: inFrom, counts: inFrom }, targets);
}

/** What the source of `--> only` may not send here: everything but what some target admits. */
function forbidden(targets: readonly TargetMembership[]): TrafficBounds {
  let admitted: TrafficBounds = NOTHING;
  for (const { counts, ports = EVERYTHING } of targets) {
    if (!possible(counts)) continue;
    const doubt = admitted.doubt ?? doubtOf(counts) ?? ports.doubt;
    admitted = {
      // Of a destination that may not be meant, nothing is surely admitted.
      min: counts === true ? union(admitted.min, ports.min) : admitted.min,
      max: union(admitted.max, ports.max),
      ...(doubt && { doubt }),
    };
  }
  return everythingBut(admitted);
}
