import type { PodEndpoint } from '../cluster/endpoint.ts';
import { nameOf } from '../cluster/name-endpoint.ts';
import type { Decision } from '../connectivity/decision.ts';
import type { Door, Passage } from '../exposure/door.ts';
import { type ConnectionSet, NO_CONNECTIONS } from '../sets/connection-set.ts';
import { describeTraffic } from '../sets/describe-traffic.ts';
import { difference, intersection, isEmpty, isSubset, union } from '../sets/interval-set.ts';
import { smallestTraffic } from './describe.ts';
import type { Contradiction } from './judge-flow.ts';
import type { JudgedWitness } from './judgement.ts';
import type { JudgingWorld } from './judging-world.ts';
import { nearestMiss } from './nearest-miss.ts';
import { doubtOfDecision, phraseReasons } from './phrase-reason.ts';
import { adviceAgainst, type Phrased, phraseAllowed, phraseDenied, phraseDoubt } from './phrase-verdict.ts';
import type { ClaimEntry } from './suite.ts';

/** A contradiction between known endpoints: no door leads to or from pods that could be created. */
type KnownContradiction = Contradiction & { readonly from: number; readonly to: number };

function isKnown(worst: Contradiction): worst is KnownContradiction {
  return typeof worst.from === 'number' && typeof worst.to === 'number';
}

/** What is told: the pair and its doors, in the world of the claim. */
interface Telling {
  readonly worst: KnownContradiction;
  readonly world: JudgingWorld;
  readonly entry: ClaimEntry;
  readonly to: PodEndpoint;
  /** ``from `8.8.8.0/24` to `shop/web` ``. */
  readonly between: string;
}

/** Why a claim about traffic from outside fails or stays open, where a door (or the lack of one) is the cause. */
export function phraseDoors(
  objection: string,
  worst: Contradiction,
  world: JudgingWorld,
  entry: ClaimEntry,
): Phrased | undefined {
  const { cluster } = world;
  if (!isKnown(worst)) return undefined;
  const [source, to] = [cluster.endpoints[worst.from], cluster.endpoints[worst.to]];
  if (source?.kind !== 'addresses' || to?.kind !== 'pod') return undefined;
  const between = `from ${nameOf(source, cluster)} to ${nameOf(to, cluster)}`;
  const telling = { worst, world, entry, to, between };
  const { weight, obligation } = worst;
  if (weight.kind === 'undecided') return weight.doubt === undefined ? phraseOpenDoor(telling) : undefined;
  if (obligation.kind === 'refuse') return phraseUnwantedDoor(telling, objection);
  return worst.needsDoor ? phraseMissingDoor(telling) : undefined;
}

function phraseUnwantedDoor({ worst, world, entry, to, between }: Telling, objection: string): Phrased | undefined {
  const { traffic } = worst.weight;
  const passage = worst.passages.find(({ sure }) => !isEmpty(intersection(sure, traffic)));
  if (passage === undefined) return undefined;
  const shown = smallestTraffic(intersection(passage.sure, traffic), to);
  const { door } = passage;
  const message = `traffic ${between} on ${describeTraffic(shown)} is allowed through ${door.title}, but ${objection}`;
  const decision = legOf(passage, worst, world);
  const witness = witnessOf(worst, world, shown, door, decision);
  const remedy = `add a policy that isolates ${nameOf(to, world.cluster)} for ingress`;
  const phrased = phraseAllowed(message, witness, remedy, entry);
  return withDoor(phrased, door, entry);
}

function phraseOpenDoor({ worst, world, entry, to, between }: Telling): Phrased | undefined {
  const { traffic } = worst.weight;
  const direct = world.engine.verdict(worst.from, worst.to);
  // Where the way without doors is undecided too, its doubt is the plainer one.
  if (!worst.needsDoor && isSubset(smallestTraffic(traffic, to), direct.undecided)) return undefined;
  const open = worst.needsDoor ? traffic : difference(traffic, direct.undecided);
  const passage = worst.passages.find(({ may }) => !isEmpty(intersection(may, open)));
  if (passage === undefined) return undefined;
  const shown = smallestTraffic(intersection(passage.may, open), to);
  const decision = legOf(passage, worst, world);
  const doubt = passage.doubt ?? doubtOfDecision(decision, shown);
  const message = `it cannot be decided whether traffic ${between} on ${describeTraffic(shown)} comes through ${passage.door.title}, because ${doubt.why}`;
  const witness = { ...witnessOf(worst, world, shown, passage.door, decision), doubt };
  return withDoor(phraseDoubt(message, doubt, witness, entry), passage.door, entry);
}

function phraseMissingDoor(telling: Telling): Phrased {
  const { worst, world, entry, to, between } = telling;
  const name = nameOf(to, world.cluster);
  const doors = world.exposure.doorsTo(worst.to);
  const open = doors.filter(({ shut }) => shut === undefined);
  const [first] = doors;
  if (first === undefined) {
    const message = `no object in the manifests lets traffic in from outside to ${name}, but the claim needs it`;
    const help = `expose it with a Service, an Ingress or a route, or claim what reaches the pods directly: \`nodes --> …\`, an address, or the pods of a proxy`;
    return { message, help, guilty: entry.origin, related: [] };
  }
  if (open.length === 0) {
    const message = `${first.title} names ${name} and is not honoured, because ${first.shut}`;
    return withDoor(
      {
        message,
        help: 'mend `parentRefs` of the route or `allowedRoutes` of the Gateway, or add the ReferenceGrant',
        guilty: first.origin,
        related: [],
      },
      first,
      entry,
    );
  }
  const wanted = worst.obligation.traffic.max;
  const leading = open.filter(({ traffic }) => !isEmpty(intersection(traffic.max, worst.weight.traffic)));
  const [door] = leading;
  if (door === undefined) return phraseOtherPort(open, wanted, name, entry);
  return phraseShutDoor(telling, door, between);
}

function phraseOtherPort(open: readonly Door[], wanted: ConnectionSet, name: string, entry: ClaimEntry): Phrased {
  const door = open[0] as Door;
  const ports = open.map(({ traffic }) => traffic.max).reduce(union, NO_CONNECTIONS);
  const others = open.length === 1 ? '' : ' and others';
  const leads = isEmpty(ports) ? 'no port' : describeTraffic(ports);
  const message = `${door.title}${others} leads to ${leads} of ${name}, but the claim needs ${describeTraffic(wanted)}`;
  const help = 'ports of claims are those of the pods: name one that a door leads to, or mend its `targetPort`';
  return withDoor({ message, help, guilty: door.origin, related: [] }, door, entry);
}

function phraseShutDoor({ worst, world, entry }: Telling, door: Door, between: string): Phrased {
  const { obligation, weight } = worst;
  const reach = obligation.kind === 'reach';
  const traffic = intersection(weight.traffic, door.traffic.max);
  const decision = shutLegOf(door, worst, traffic, world);
  const missed = nearestMiss(decision, traffic, reach ? 'some' : 'all', world.cluster);
  const message = `traffic ${between} on ${describeTraffic(traffic)} is denied behind ${door.title}, but the claim needs ${reach ? 'some' : 'it'}`;
  const witness = witnessOf(worst, world, traffic, door, decision);
  const phrased = phraseDenied(
    message,
    missed === undefined ? witness : { ...witness, nearestMiss: missed },
    adviceAgainst(decision, traffic),
    entry,
  );
  return withDoor(phrased, door, entry);
}

/** The leg that policy refuses: that of the proxy to the pod, else that of the outside to the proxy. */
function shutLegOf(
  door: Door,
  { from, to }: KnownContradiction,
  traffic: ConnectionSet,
  { exposure }: JudgingWorld,
): Decision {
  const [proxy] = door.front.kind === 'controller' ? door.front.pods : [];
  if (proxy === undefined) return exposure.decide(from, to);
  const second = exposure.decide(proxy, to);
  return isSubset(traffic, second.allowed) ? exposure.decide(from, proxy) : second;
}

function legOf({ via }: Passage, { from, to }: KnownContradiction, { exposure }: JudgingWorld): Decision {
  return exposure.decide(via ?? from, to);
}

function witnessOf(
  { from, to }: KnownContradiction,
  { cluster }: JudgingWorld,
  traffic: ConnectionSet,
  door: Door,
  decision: Decision,
): JudgedWitness {
  return {
    from: cluster.endpoints[from]?.id ?? '',
    to: cluster.endpoints[to]?.id ?? '',
    traffic,
    reasons: phraseReasons(decision, traffic, cluster),
    decision,
    door: { title: door.title, at: door.origin },
  };
}

/** The door is shown beside what is to be changed, and is itself what to change where no policy is. */
function withDoor(phrased: Phrased, { title, origin }: Door, entry: ClaimEntry): Phrased {
  if (phrased.guilty === entry.origin) return { ...phrased, guilty: origin };
  if (phrased.guilty === origin) return phrased;
  return { ...phrased, related: [...phrased.related, { at: origin, message: `${title} leads there` }] };
}
