import { type Doubt, possible, type Truth } from '../cluster/truth.ts';
import type { Verdict } from '../connectivity/decision.ts';
import type { Likeness, PossibleAnswer, PossibleEnds, QuestionEnd } from '../connectivity/possible-question.ts';
import type { PodBox } from '../possible/pod-box.ts';
import { possiblePod } from '../possible/possible-pod.ts';
import { ALL_CONNECTIONS, type ConnectionSet } from '../sets/connection-set.ts';
import { difference, intersection, isEmpty, members, union } from '../sets/interval-set.ts';
import type { JudgingWorld } from './judging-world.ts';
import {
  demandsOf,
  destinationsOf,
  type Membership,
  type ResolvedFlow,
  sourcesOf,
  type TargetMembership,
} from './list-pairs.ts';
import { type Obligation, type Weight, weighObligation } from './weigh-obligation.ts';

/** What is demanded of traffic with pods that could be created, and what contradicts it. */
export interface PossiblePair {
  readonly obligations: readonly Obligation[];
  readonly contradictions: readonly PossibleContradiction[];
}

interface PossibleContradiction {
  /** An end that is known, by its index, or pods that could be created. */
  readonly from: number | PodBox;
  readonly to: number | PodBox;
  readonly obligation: Obligation;
  readonly weight: Exclude<Weight, { kind: 'holds' }>;
}

/** One end of a claim: a known endpoint, or all pods that could be created which are the same to the claim. */
type Source = Membership & { readonly end: QuestionEnd };
interface Destination {
  readonly end: QuestionEnd;
  readonly targets: readonly TargetMembership[];
}

/**
 * Judges all pairs of a claim in which at least one end could be created; those of one known end are one pair. Of what
 * contradicts an obligation nothing more is looked for once something surely does.
 */
export function* judgePossible(flow: ResolvedFlow, world: JudgingWorld): Generator<PossiblePair> {
  const sources = possibleSources(flow);
  const destinations = possibleDestinations(flow);
  if (sources.length > 0) {
    for (const to of knownDestinations(flow, world)) yield judgeTogether(flow, sources, [to], world);
    yield judgeTogether(flow, sources, destinations, world);
  }
  if (destinations.length > 0) {
    for (const from of knownSources(flow, world)) yield judgeTogether(flow, [from], destinations, world);
  }
}

function possibleSources(flow: ResolvedFlow): readonly Source[] {
  const spokenOf = flow.possible.sources.filter(({ meant }) => possible(meant) || flow.onlyFrom);
  return alike(spokenOf, ({ meant, counts }) => [meant, counts]).map(({ first, boxes }) => ({ ...first, end: boxes }));
}

function possibleDestinations(flow: ResolvedFlow): readonly Destination[] {
  const spokenOf = flow.possible.destinations.filter(
    ({ targets }) => flow.onlyTo || targets.some(({ meant }) => possible(meant)),
  );
  const groups = alike(spokenOf, ({ targets }) => targets.flatMap(({ meant, counts }) => [meant, counts]));
  return groups.map(({ first, boxes }) => ({ ...first, end: boxes }));
}

/** Puts together what is the same to the claim. */
function alike<T extends { readonly box: PodBox }>(
  parts: readonly T[],
  meaningOf: (part: T) => readonly Truth[],
): readonly { readonly first: T; readonly boxes: readonly PodBox[] }[] {
  const groups = new Map<string, { readonly first: T; readonly boxes: PodBox[] }>();
  for (const part of parts) {
    const meaning = meaningOf(part).map(inShort).join();
    const group = groups.get(meaning);
    if (group === undefined) groups.set(meaning, { first: part, boxes: [part.box] });
    else group.boxes.push(part.box);
  }
  return [...groups.values()];
}

function inShort(truth: Truth): string {
  return typeof truth === 'boolean' ? String(truth) : JSON.stringify(truth);
}

function knownSources(flow: ResolvedFlow, { cluster }: JudgingWorld): readonly Source[] {
  return [...members(sourcesOf(flow, cluster))].map((end) => {
    const truth = flow.from.get(end)?.truth ?? false;
    return { end, meant: truth, counts: truth };
  });
}

function knownDestinations(flow: ResolvedFlow, { cluster }: JudgingWorld): readonly Destination[] {
  return [...members(destinationsOf(flow, cluster))].map((end) => ({
    end,
    targets: flow.targets.map(({ members: meant, ports }) => {
      const truth = meant.get(end)?.truth ?? false;
      return { meant: truth, counts: truth, ports: ports?.get(end) };
    }),
  }));
}

function judgeTogether(
  flow: ResolvedFlow,
  sources: readonly Source[],
  destinations: readonly Destination[],
  world: JudgingWorld,
): PossiblePair {
  const demanded: Obligation[] = [];
  const contradictions: PossibleContradiction[] = [];
  for (const source of sources) {
    for (const { end: to, targets } of destinations) {
      for (const obligation of demandsOf(flow, source, targets)) {
        demanded.push(obligation);
        contradictions.push(...contradictionsOf(obligation, source.end, to, flow, world));
      }
    }
  }
  return { obligations: demanded, contradictions };
}

function contradictionsOf(
  obligation: Obligation,
  from: QuestionEnd,
  to: QuestionEnd,
  flow: ResolvedFlow,
  world: JudgingWorld,
): readonly PossibleContradiction[] {
  const traffic = obligation.kind === 'reach' ? ALL_CONNECTIONS : obligation.traffic.max;
  if (isEmpty(traffic)) return [];
  const likeness = likenessFor(obligation, flow);
  const wanted = obligation.kind === 'refuse' ? 'open' : 'all';
  const contradictions: PossibleContradiction[] = [];
  for (const answers of world.engine.ask({ from, to, traffic, wanted, ...(likeness && { likeness }) })) {
    for (const answer of answers) {
      const weight = weighObligation(obligation, verdictOf(answer, traffic));
      if (weight.kind === 'holds') continue;
      const ends = clearest(answer.ends);
      contradictions.push({ from: ends.from ?? (from as number), to: ends.to ?? (to as number), obligation, weight });
    }
    // One that surely fails is enough.
    if (contradictions.some(({ weight }) => weight.kind === 'fails')) return contradictions;
  }
  return [...contradictions, ...throughOpenings(obligation, from, to, flow, world)];
}

/** Pods that could be created may be behind an object that lets the outside in. */
function throughOpenings(
  obligation: Obligation,
  from: QuestionEnd,
  to: QuestionEnd,
  flow: ResolvedFlow,
  { cluster, exposure }: JudgingWorld,
): readonly PossibleContradiction[] {
  if (obligation.kind !== 'refuse' || typeof from !== 'number' || typeof to === 'number') return [];
  const isMeant = (index: number): boolean => flow.from.get(index)?.truth === true;
  const except = obligation.part === 'nobody-else' ? isMeant : () => false;
  const opened = exposure.opening({ from, to, traffic: obligation.traffic.max, except });
  if (opened === undefined) return [];
  const { box, opening, traffic } = opened;
  const pod = possiblePod(box, { addresses: cluster.podAddresses, traffic });
  const doubt: Doubt = {
    why: `${opening.title} lets traffic in from outside, and ${pod.possible} would be behind it`,
    settle: 'refuse by policy what whoever fronts it may send to such pods, or narrow the claim',
    origin: opening.origin,
  };
  return [{ from, to: box, obligation, weight: { kind: 'undecided', traffic, doubt } }];
}

/** Which pods count as those that a claim gives by name, where nobody else or nothing else is to be let in. */
function likenessFor({ part }: Obligation, { possible: pods }: ResolvedFlow): Likeness | undefined {
  if (part === 'nobody-else') return { end: 'from', pods: pods.namedSources };
  return part === 'nothing-else' ? { end: 'to', pods: pods.namedDestinations } : undefined;
}

/** The verdict on some traffic; what is admitted for pods like those that are named is let in rightly. */
function verdictOf({ mayAllow, mayDeny, likened }: PossibleAnswer, traffic: ConnectionSet): Verdict {
  const open = difference(mayAllow, likened);
  return {
    allowed: difference(open, mayDeny),
    denied: union(difference(traffic, mayAllow), likened),
    undecided: intersection(open, mayDeny),
  };
}

/** Of pods to which the same happens, those that are told in the fewest words. */
function clearest(ends: readonly PossibleEnds[]): PossibleEnds {
  const [first = {}, ...others] = ends;
  return others.reduce((best, other) => (wordinessOf(other) < wordinessOf(best) ? other : best), first);
}

function wordinessOf({ from, to }: PossibleEnds): number {
  return wordinessOfBox(from) + wordinessOfBox(to);
}

/** How much there is to say of pods that could be created; a smaller number is told in fewer words. */
export function wordinessOfBox(box: PodBox | undefined): number {
  if (box === undefined) return 0;
  const required = [...box.labels.values()].filter(({ absent }) => !absent).length;
  const ofNamespace = box.namespace.kind === 'another' ? box.namespace.labels.size : 0;
  return 10 * required + ofNamespace + [...box.ports.values()].filter(Boolean).length;
}
