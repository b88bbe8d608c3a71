import { possible } from '../cluster/truth.ts';
import type { Verdict } from '../connectivity/decision.ts';
import type { Likeness, PossibleAnswer, PossibleEnds } from '../connectivity/possible-question.ts';
import type { PodBox } from '../possible/pod-box.ts';
import { ALL_CONNECTIONS, type ConnectionSet } from '../sets/connection-set.ts';
import { difference, intersection, isEmpty, union } from '../sets/interval-set.ts';
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

/** One end of a claim: a known endpoint, or pods that could be created. */
type Source = Membership & { readonly end: number | PodBox };
interface Destination {
  readonly end: number | PodBox;
  readonly targets: readonly TargetMembership[];
}

/** Judges all pairs of a claim in which at least one end could be created; those of one known end are one pair. */
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
  return flow.possible.sources
    .filter(({ meant }) => possible(meant) || flow.onlyFrom)
    .map(({ box, meant, counts }) => ({ end: box, meant, counts }));
}

function possibleDestinations(flow: ResolvedFlow): readonly Destination[] {
  return flow.possible.destinations
    .filter(({ targets }) => flow.onlyTo || targets.some(({ meant }) => possible(meant)))
    .map(({ box, targets }) => ({ end: box, targets }));
}

function knownSources(flow: ResolvedFlow, { cluster }: JudgingWorld): readonly Source[] {
  return sourcesOf(flow, cluster).map((end) => {
    const truth = flow.from.get(end)?.truth ?? false;
    return { end, meant: truth, counts: truth };
  });
}

function knownDestinations(flow: ResolvedFlow, { cluster }: JudgingWorld): readonly Destination[] {
  return destinationsOf(flow, cluster).map((end) => ({
    end,
    targets: flow.targets.map(({ members, ports }) => {
      const truth = members.get(end)?.truth ?? false;
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
  from: number | PodBox,
  to: number | PodBox,
  flow: ResolvedFlow,
  { engine }: JudgingWorld,
): readonly PossibleContradiction[] {
  const traffic = obligation.kind === 'reach' ? ALL_CONNECTIONS : obligation.traffic.max;
  if (isEmpty(traffic)) return [];
  const likeness = likenessFor(obligation, flow);
  const wanted = obligation.kind === 'refuse' ? 'open' : 'all';
  const answers = engine.ask({ from, to, traffic, wanted, ...(likeness && { likeness }) });
  return answers.flatMap((answer) => {
    const weight = weighObligation(obligation, verdictOf(answer, traffic));
    if (weight.kind === 'holds') return [];
    const ends = clearest(answer.ends);
    return [{ from: ends.from ?? from, to: ends.to ?? to, obligation, weight }];
  });
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
