import type { Policy, Tier } from '../cluster/cluster.ts';
import type { Endpoint } from '../cluster/endpoint.ts';
import { nameOf } from '../cluster/name-endpoint.ts';
import { type Doubt, doubtOf, possible } from '../cluster/truth.ts';
import type { Finding } from '../findings/finding.ts';
import { possiblePod } from '../possible/possible-pod.ts';
import type { BoxPart } from '../possible/split-box.ts';
import type { Direction } from '../resources/resources.ts';
import { ALL_CONNECTIONS, NO_CONNECTIONS } from '../sets/connection-set.ts';
import type { Claim } from './claim.ts';
import type { JudgingWorld } from './judging-world.ts';
import type { Phrased } from './phrase-verdict.ts';
import type { Members } from './resolution.ts';
import { stretchOf } from './stretch-of.ts';
import type { ClaimEntry } from './suite.ts';

type Isolation = Extract<Claim, { kind: 'isolation' }>;

/** What the pods of an isolation claim say; `judged` counts every pod once for each direction. */
export interface IsolationTally {
  readonly judged: number;
  readonly holding: number;
  readonly status: 'holds' | 'fails' | 'undecided';
  readonly phrased: Phrased;
}

/** Why a group cannot be isolated: it stands for something that is no pod. */
export function notPods(
  claim: Isolation,
  members: Members,
  { cluster }: JudgingWorld,
  entry: ClaimEntry,
): readonly Finding[] {
  const other = [...members.keys()]
    .map((index) => cluster.endpoints[index])
    .find((endpoint) => endpoint?.kind !== 'pod');
  if (other === undefined) return [];
  return [
    {
      code: 'invalid-claim',
      severity: 'error',
      message: `only pods can be isolated, but \`${claim.group.text}\` also means ${other.kind === 'node' ? 'nodes' : 'addresses'}`,
      help: 'name pods only',
      at: stretchOf(entry.origin, claim.group.stretch),
    },
  ];
}

/** A pod that is not, or may not be, isolated in a direction. */
interface Opening {
  readonly status: 'fails' | 'undecided';
  readonly phrased: Phrased;
}

/** Judges whether every pod of a group is governed by a default deny; `created`: the pods that could be created. */
export function judgeIsolation(
  claim: Isolation,
  members: Members,
  created: readonly BoxPart[],
  world: JudgingWorld,
  entry: ClaimEntry,
): IsolationTally {
  const open: Opening[] = [];
  const isMeant = created.some(({ truth }) => possible(truth));
  for (const [index, member] of members) {
    for (const direction of claim.directions) {
      const isolated = world.engine.isolated(index, direction);
      if (isolated === true) continue;
      open.push(
        openingOf(endpointAt(index, world), direction, doubtOf(isolated) ?? doubtOf(member.truth), world, entry),
      );
    }
  }
  if (isMeant) {
    for (const direction of claim.directions) open.push(...openingsOfPossible(created, direction, world, entry));
  }
  const judged = (members.size + (isMeant ? 1 : 0)) * claim.directions.length;
  const holding = judged - open.length;
  const worst = open.find(({ status }) => status === 'fails') ?? open[0];
  if (worst !== undefined) return { judged, holding, ...worst };
  const known = members.size === 1 ? 'the one pod' : `all ${members.size} pods`;
  const pods = [...(members.size > 0 ? [known] : []), ...(isMeant ? ['whichever are created'] : [])].join(' and ');
  const are = members.size === 1 && !isMeant ? 'is' : 'are';
  const earlier = admittingBefore(claim, members, world);
  const admits = earlier?.doubt === undefined ? 'admits' : 'may admit';
  const but =
    earlier === undefined ? '' : `, but ${earlier.kind} \`${earlier.name}\` ${admits} some traffic before that`;
  const message = `${pods} ${are} isolated for ${claim.directions.join(' and ')}${but}`;
  return { judged, holding, status: 'holds', phrased: { message, guilty: entry.origin, related: [] } };
}

/** Of the pods that could be created, the first that a direction leaves open, surely if there is one. */
function openingsOfPossible(
  created: readonly BoxPart[],
  direction: Direction,
  world: JudgingWorld,
  entry: ClaimEntry,
): readonly Opening[] {
  const facts = { addresses: world.cluster.podAddresses, traffic: NO_CONNECTIONS };
  const open = created.flatMap(({ box, truth: meant }) =>
    meant === false
      ? []
      : world.engine
          .isolatedIn(box, direction)
          .filter(({ truth }) => truth !== true)
          .map((part) => ({ box: part.box, doubt: doubtOf(part.truth) ?? doubtOf(meant) })),
  );
  const worst = open.find(({ doubt }) => doubt === undefined) ?? open[0];
  if (worst === undefined) return [];
  return [openingOf(possiblePod(worst.box, facts), direction, worst.doubt, world, entry)];
}

function endpointAt(index: number, { cluster }: JudgingWorld): Endpoint {
  const endpoint = cluster.endpoints[index];
  if (endpoint === undefined) throw new RangeError(`no endpoint ${index}`);
  return endpoint;
}

/** A policy that admits traffic to or from the pods before those that isolate them are asked: the default deny is not all. */
function admittingBefore(claim: Isolation, members: Members, { cluster, engine }: JudgingWorld): Policy | undefined {
  const earlier = new Set(cluster.layers.flatMap(({ tiers }) => beforeIsolation(tiers)));
  for (const index of members.keys()) {
    for (const direction of claim.directions) {
      const admits = ({ rules }: Policy): boolean => rules[direction].some(({ action }) => action === 'allow');
      const found = engine.governing(index, direction).find((policy) => earlier.has(policy) && admits(policy));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function beforeIsolation(tiers: readonly Tier[]): readonly Policy[] {
  const isolating = tiers.findIndex(({ onNoMatch }) => onNoMatch === 'deny');
  return tiers.slice(0, Math.max(0, isolating)).flatMap(({ policies }) => policies);
}

function openingOf(
  endpoint: Endpoint,
  direction: Direction,
  doubt: Doubt | undefined,
  { cluster }: JudgingWorld,
  entry: ClaimEntry,
): Opening {
  const name = nameOf(endpoint, cluster);
  const ends = { from: endpoint.id, to: endpoint.id, traffic: ALL_CONNECTIONS };
  const place = { guilty: doubt?.origin ?? entry.origin, related: [] };
  if (doubt === undefined) {
    const reason = `no policy isolates ${name} for ${direction}`;
    const help = `add a policy whose \`podSelector\` selects ${name} and whose \`policyTypes\` hold \`${TYPES[direction]}\``;
    const reasons = [{ direction, outcome: 'allowed', traffic: ALL_CONNECTIONS, reason }] as const;
    return { status: 'fails', phrased: { message: reason, help, ...place, witness: { ...ends, reasons } } };
  }
  const reason = `it cannot be decided whether a policy isolates ${name} for ${direction}, because ${doubt.why}`;
  const reasons = [{ direction, outcome: 'undecided', traffic: ALL_CONNECTIONS, reason }] as const;
  const witness = { ...ends, reasons, doubt };
  return { status: 'undecided', phrased: { message: reason, help: doubt.settle, ...place, witness } };
}

const TYPES: Readonly<Record<Direction, string>> = { ingress: 'Ingress', egress: 'Egress' };
