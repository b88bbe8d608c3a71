import type { Cluster, Policy } from '../cluster/cluster.ts';
import type { PodEndpoint } from '../cluster/endpoint.ts';
import type { EndpointPredicate } from '../cluster/predicate.ts';
import { and, or, type Truth } from '../cluster/truth.ts';
import type { PodBox } from '../possible/pod-box.ts';
import { namespaceOf, possiblePod } from '../possible/possible-pod.ts';
import { type BoxPart, splitBox } from '../possible/split-box.ts';
import type { Direction } from '../resources/resources.ts';
import { NO_CONNECTIONS } from '../sets/connection-set.ts';
import { intersection, isEmpty, union } from '../sets/interval-set.ts';
import type { LayerCandidates, PolicyIndex } from './index-policies.ts';
import type { PossibleAnswer, PossibleEnds, PossibleQuestion, QuestionEnd } from './possible-question.ts';
import { undecidedYet } from './progress.ts';
import type { KnownEnd } from './split-cells.ts';
import type { Governing } from './walk-layer.ts';
import { walkPossible } from './walk-possible.ts';

/** What is known of a cluster's policies by index. */
interface Lookups {
  readonly candidates: PolicyIndex;
  readonly governing: (endpoint: number, direction: Direction) => readonly Governing[];
  readonly truthOf: (predicate: EndpointPredicate, endpoint: number) => Truth;
}

/**
 * Answers a question for all pods that could be created, exactly and in parts, so that the asker can stop early.
 * INVARIANT: the ends of the answers are disjoint, and together they are all that were asked about (of those of interest).
 */
export function* askPossible(
  cluster: Cluster,
  lookups: Lookups,
  question: PossibleQuestion,
): Generator<readonly PossibleAnswer[]> {
  const { from, to, traffic } = question;
  const ends = question.ends ?? endsOf(from, to);
  const [first] = ends;
  const box = first?.from ?? first?.to;
  if (box === undefined) return;
  const asked: Asked = {
    question,
    cluster,
    lookups,
    known: { ...knownEnd('from', from, cluster, lookups), ...knownEnd('to', to, cluster, lookups) },
    like: podOf(cluster, box),
  };
  // What a known pod refuses need not be asked of all those that could be created.
  const [one, other]: readonly [Direction, Direction] =
    typeof to === 'number' ? ['ingress', 'egress'] : ['egress', 'ingress'];
  const start = { ends, mayAllow: traffic, mayDeny: NO_CONNECTIONS, likened: NO_CONNECTIONS };
  if (question.side !== undefined) {
    yield* askDirection(start, question.side, asked);
    return;
  }
  for (const said of askDirection(start, one, asked)) {
    for (const half of said) yield* askDirection(half, other, asked);
  }
}

interface Asked {
  readonly question: PossibleQuestion;
  readonly cluster: Cluster;
  readonly lookups: Lookups;
  readonly known: Partial<Record<'from' | 'to', KnownEnd>>;
  readonly like: PodEndpoint;
}

function endsOf(from: QuestionEnd, to: QuestionEnd): readonly PossibleEnds[] {
  if (typeof from === 'number') return typeof to === 'number' ? [] : to.map((box) => ({ to: box }));
  if (typeof to === 'number') return from.map((box) => ({ from: box }));
  return from.flatMap((source) => to.map((destination) => ({ from: source, to: destination })));
}

/** What the policies of one side say further. Those of a namespace govern its pods alone. */
function* askDirection(said: PossibleAnswer, direction: Direction, asked: Asked): Generator<readonly PossibleAnswer[]> {
  const { question, cluster, lookups } = asked;
  const side = direction === 'egress' ? 'from' : 'to';
  const subject = question[side];
  if (typeof subject === 'number') {
    const layers = lookups.governing(subject, direction).map(({ layer, tiers }) => ({
      layer,
      tiers: tiers.map(({ tier, policies }) => ({ tier, policies: policies.map(({ policy }) => policy) })),
    }));
    yield askLayers(said, direction, layers, asked);
    return;
  }
  question.work?.spend(said.ends.length);
  const byNamespace = new Map<string, PossibleEnds[]>();
  for (const ends of said.ends) {
    const box = ends[side];
    const name = box === undefined ? '' : namespaceOf(box).name;
    const others = byNamespace.get(name);
    if (others === undefined) byNamespace.set(name, [ends]);
    else others.push(ends);
  }
  for (const ends of byNamespace.values()) {
    const box = ends[0]?.[side];
    if (box === undefined) continue;
    yield askLayers({ ...said, ends }, direction, lookups.candidates(podOf(cluster, box), direction), asked);
  }
}

function askLayers(
  start: PossibleAnswer,
  direction: Direction,
  layers: readonly LayerCandidates[],
  { question, known, like }: Asked,
): readonly PossibleAnswer[] {
  const { traffic, wanted, likeness, work } = question;
  let answers: readonly PossibleAnswer[] = [start];
  for (const layer of layers) {
    const walk = { layer, direction, known, like, ...(likeness && { likeness }), ...(work && { work }) };
    answers = answers.flatMap((said) => {
      const progress = undecidedYet(wanted === 'open' ? said.mayAllow : traffic);
      return walkPossible({ ends: said.ends, progress, likened: said.likened }, walk).map((cell) => ({
        ends: cell.ends,
        likened: cell.likened,
        mayAllow: intersection(said.mayAllow, cell.progress.mayAllow),
        mayDeny: union(said.mayDeny, cell.progress.mayDeny),
      }));
    });
    if (wanted === 'open') answers = answers.filter(({ mayAllow }) => !isEmpty(mayAllow));
  }
  return answers;
}

/** In which parts of a box a default deny governs the pods. */
export function isolatedIn(cluster: Cluster, lookups: Lookups, box: PodBox, direction: Direction): readonly BoxPart[] {
  const like = podOf(cluster, box);
  const isolating = lookups
    .candidates(like, direction)
    .flatMap(({ tiers }) => tiers.filter(({ tier }) => tier.onNoMatch === 'deny'))
    .flatMap(({ policies }) => policies.filter((policy) => policy.isolates[direction]));
  const ask = (parts: readonly BoxPart[], { subject, doubt }: Policy): readonly BoxPart[] =>
    parts.flatMap((part) =>
      part.truth === true
        ? [part]
        : splitBox(part.box, subject, like).map(({ box: inner, truth }) => ({
            box: inner,
            truth: or(part.truth, and(truth, doubt ?? true)),
          })),
    );
  return isolating.reduce(ask, [{ box, truth: false }]);
}

/** A pod of a box; its ports are not looked at. */
function podOf({ podAddresses }: Cluster, box: PodBox): PodEndpoint {
  return possiblePod(box, { addresses: podAddresses, traffic: NO_CONNECTIONS });
}

function knownEnd(
  name: 'from' | 'to',
  end: QuestionEnd,
  { endpoints }: Cluster,
  { truthOf }: Lookups,
): Partial<Record<'from' | 'to', KnownEnd>> {
  if (typeof end !== 'number') return {};
  const endpoint = endpoints[end];
  if (endpoint === undefined) throw new RangeError(`no endpoint ${end} among ${endpoints.length}`);
  return { [name]: { endpoint, truthOf: (predicate: EndpointPredicate) => truthOf(predicate, end) } };
}
