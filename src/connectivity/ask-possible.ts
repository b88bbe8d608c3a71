import type { Cluster, Policy } from '../cluster/cluster.ts';
import type { Endpoint, PodEndpoint } from '../cluster/endpoint.ts';
import type { EndpointPredicate } from '../cluster/predicate.ts';
import { and, or, type Truth } from '../cluster/truth.ts';
import type { PodBox } from '../possible/pod-box.ts';
import { possiblePod } from '../possible/possible-pod.ts';
import { type BoxPart, splitBox } from '../possible/split-box.ts';
import type { Direction } from '../resources/resources.ts';
import { NO_CONNECTIONS } from '../sets/connection-set.ts';
import { intersection, isEmpty, union } from '../sets/interval-set.ts';
import type { PolicyIndex } from './index-policies.ts';
import type { PossibleAnswer, PossibleEnds, PossibleQuestion } from './possible-question.ts';
import { undecidedYet } from './progress.ts';
import { type KnownEnd, walkPossible } from './walk-possible.ts';

/** What is known of a cluster's policies by index. */
interface Lookups {
  readonly candidates: PolicyIndex;
  readonly truthOf: (predicate: EndpointPredicate, endpoint: number) => Truth;
}

/**
 * Answers a question for all pods that could be created, exactly: INVARIANT: the ends of the answers are disjoint, and
 * together they are all that were asked about (of those of interest).
 */
export function askPossible(cluster: Cluster, lookups: Lookups, question: PossibleQuestion): readonly PossibleAnswer[] {
  const { from, to, traffic, wanted, likeness } = question;
  const ends: PossibleEnds = { ...(typeof from !== 'number' && { from }), ...(typeof to !== 'number' && { to }) };
  const start: PossibleAnswer = { ends: [ends], mayAllow: traffic, mayDeny: NO_CONNECTIONS, likened: NO_CONNECTIONS };
  const known = { ...knownEnd('from', from, cluster, lookups), ...knownEnd('to', to, cluster, lookups) };
  const like = podOf(cluster, typeof from === 'number' ? (to as PodBox) : from);
  // What a known pod refuses need not be asked of all those that could be created.
  const order: readonly Direction[] = typeof to === 'number' ? ['ingress', 'egress'] : ['egress', 'ingress'];
  let answers: readonly PossibleAnswer[] = [start];
  for (const direction of order) {
    const subject = subjectOf(direction === 'egress' ? from : to, cluster);
    for (const layer of lookups.candidates(subject, direction)) {
      const walk = { layer, direction, known, like, ...(likeness && { likeness }) };
      answers = answers.flatMap((said) =>
        walkPossible(
          {
            ends: said.ends,
            progress: undecidedYet(wanted === 'open' ? said.mayAllow : traffic),
            likened: said.likened,
          },
          walk,
        ).map(({ ends: cell, progress, likened }) => ({
          ends: cell,
          likened,
          mayAllow: intersection(said.mayAllow, progress.mayAllow),
          mayDeny: union(said.mayDeny, progress.mayDeny),
        })),
      );
      if (wanted === 'open') answers = answers.filter(({ mayAllow }) => !isEmpty(mayAllow));
    }
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

function subjectOf(end: number | PodBox, cluster: Cluster): Endpoint {
  if (typeof end !== 'number') return podOf(cluster, end);
  const endpoint = cluster.endpoints[end];
  if (endpoint === undefined) throw new RangeError(`no endpoint ${end} among ${cluster.endpoints.length}`);
  return endpoint;
}

function knownEnd(
  name: 'from' | 'to',
  end: number | PodBox,
  cluster: Cluster,
  { truthOf }: Lookups,
): Partial<Record<'from' | 'to', KnownEnd>> {
  if (typeof end !== 'number') return {};
  return {
    [name]: { endpoint: subjectOf(end, cluster), truthOf: (predicate: EndpointPredicate) => truthOf(predicate, end) },
  };
}
