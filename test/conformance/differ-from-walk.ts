import type { PodEndpoint } from '../../src/cluster/endpoint.ts';
import type { Verdict } from '../../src/connectivity/decision.ts';
import type { PossibleAnswer, PossibleEnds, PossibleQuestion } from '../../src/connectivity/possible-question.ts';
import type { LabelDomains } from '../../src/possible/label-domain.ts';
import type { PodBox } from '../../src/possible/pod-box.ts';
import { difference, equals, intersection, isEmpty, union } from '../../src/sets/interval-set.ts';
import { wordsFor } from './disagreement.ts';

/** What the engine answered about all pods that could be created at one end. */
export interface Walk extends Pick<PossibleQuestion, 'wanted'> {
  readonly end: keyof PossibleEnds;
  readonly answers: readonly PossibleAnswer[];
}

/**
 * How a walk over all pods that could be created differs on one of them from the verdict on that pod alone, in words: it
 * must lie in one box, and in none where nothing is open and only that was wanted. Undefined: not at all.
 */
export function differFromWalk(
  pod: PodEndpoint,
  { allowed, undecided }: Verdict,
  { end, wanted, answers }: Walk,
): string | undefined {
  const holding = answers.flatMap((answer) =>
    answer.ends.flatMap((ends) => (ends[end] !== undefined && isIn(ends[end], pod) ? [answer] : [])),
  );
  const isLeftOut = wanted === 'open' && isEmpty(union(allowed, undecided));
  const [answer] = holding;
  if (holding.length !== (isLeftOut ? 0 : 1)) return `it lies in ${holding.length} boxes`;
  if (answer === undefined) return undefined;
  const walked = {
    allowed: difference(answer.mayAllow, answer.mayDeny),
    undecided: intersection(answer.mayAllow, answer.mayDeny),
  };
  if (equals(walked.allowed, allowed) && equals(walked.undecided, undecided)) return undefined;
  const words = (one: Omit<Verdict, 'denied'>): string =>
    `${wordsFor(one.allowed)}; undecided ${wordsFor(one.undecided)}`;
  return `its box has ${words(walked)}, but alone it has ${words({ allowed, undecided })}`;
}

/** The pods that are made for rows give no names to their ports. */
function isIn({ namespace, labels, ports }: PodBox, pod: PodEndpoint): boolean {
  const isInside =
    namespace.kind === 'known'
      ? namespace.facts.name === pod.namespace.name
      : areAmong(namespace.labels, pod.namespace.labels);
  return isInside && areAmong(labels, pod.labels) && ![...ports.values()].includes(true);
}

function areAmong(domains: LabelDomains, labels: ReadonlyMap<string, string>): boolean {
  return [...domains].every(([key, { absent, values }]) => {
    const value = labels.get(key);
    return value === undefined ? absent : values.listed.has(value) === (values.kind === 'only');
  });
}
