import type { Cluster } from '../cluster/cluster.ts';
import type { Endpoint } from '../cluster/endpoint.ts';
import { and, doubtOf, not, possible, type Truth } from '../cluster/truth.ts';
import type { TrafficBounds } from '../connectivity/traffic-on.ts';
import { union } from '../sets/interval-set.ts';
import type { Members } from './resolution.ts';
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
}

/** A pair with everything that the claim demands of it. */
export interface ClaimedPair {
  readonly from: number;
  readonly to: number;
  readonly obligations: readonly Obligation[];
}

/** Why a pair of a claim is not judged. */
export type Skipped = 'same-workload' | 'single-pod' | 'no-pod';

/** Every pair that a flow claim speaks of, in a fixed order; `skip` hears of those that are not judged. */
export function* listPairs(
  flow: ResolvedFlow,
  cluster: Cluster,
  skip: (why: Skipped, from: Endpoint, to: Endpoint) => void,
): Generator<ClaimedPair> {
  // Nobody else and nothing else are all whom the cluster knows: pods, nodes and every address.
  const everyone = [...cluster.endpoints.keys()];
  const sources = flow.onlyFrom ? merged(flow.from.keys(), everyone) : [...flow.from.keys()];
  const named = flow.targets.flatMap(({ members }) => [...members.keys()]);
  const destinations = flow.onlyTo ? merged(named, everyone) : merged(named, []);
  const obliged = rememberObligations(flow);
  for (const from of sources) {
    const obligationsTowards = obliged(from);
    for (const to of destinations) {
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

function merged(a: Iterable<number>, b: Iterable<number>): readonly number[] {
  return [...new Set([...a, ...b])].sort((x, y) => x - y);
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

function obligationsOf(flow: ResolvedFlow, inFrom: Truth, to: number): readonly Obligation[] {
  const obligations: Obligation[] = [];
  const add = (meant: Truth, obligation: Omit<Obligation, 'doubt'>): void => {
    const doubt = doubtOf(meant);
    if (possible(meant)) obligations.push(doubt === undefined ? obligation : { ...obligation, doubt });
  };
  for (const target of flow.targets) {
    const inTarget = target.members.get(to)?.truth ?? false;
    if (!possible(inTarget)) continue;
    const meant = and(inFrom, inTarget);
    const ports = target.ports?.get(to);
    if (flow.negative) add(meant, { kind: 'refuse', traffic: ports ?? EVERYTHING, part: 'arrow' });
    else if (ports === undefined) add(meant, { kind: 'reach', traffic: EVERYTHING, part: 'arrow' });
    else add(meant, { kind: 'admit', traffic: ports, part: 'arrow' });
    if (target.onlyPorts && ports !== undefined) {
      add(meant, { kind: 'refuse', traffic: everythingBut(ports), part: 'no-other-port' });
    }
    if (flow.onlyFrom) {
      add(and(not(inFrom), inTarget), { kind: 'refuse', traffic: ports ?? EVERYTHING, part: 'nobody-else' });
    }
  }
  if (flow.onlyTo) add(inFrom, { kind: 'refuse', traffic: forbidden(flow.targets, to), part: 'nothing-else' });
  return obligations;
}

/** What the source of `--> only` may not send here: everything but what some target admits. */
function forbidden(targets: readonly ResolvedTarget[], to: number): TrafficBounds {
  let admitted: TrafficBounds = NOTHING;
  for (const { members, ports } of targets) {
    const inTarget = members.get(to)?.truth ?? false;
    if (!possible(inTarget)) continue;
    const traffic = ports === undefined ? EVERYTHING : (ports.get(to) ?? NOTHING);
    const doubt = admitted.doubt ?? doubtOf(inTarget) ?? traffic.doubt;
    admitted = {
      // Of a destination that may not be meant, nothing is surely admitted.
      min: inTarget === true ? union(admitted.min, traffic.min) : admitted.min,
      max: union(admitted.max, traffic.max),
      ...(doubt && { doubt }),
    };
  }
  return everythingBut(admitted);
}
