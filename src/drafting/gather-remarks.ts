import type { Direction } from '../resources/resources.ts';
import type { Draft, Remark } from './ladder.ts';

/** What is to be said of several workloads, once. */
export interface GatheredRemark {
  readonly subjects: readonly string[];
  readonly text: string;
}

/** One remark for all of whom the same is to be said; a whole namespace is not listed one by one. */
export function gatherRemarks(remarks: readonly Remark[], workloads: Draft['workloads']): readonly GatheredRemark[] {
  const byText = new Map<string, Map<string, Set<string>>>();
  for (const { namespace, subject, text } of joinDoubts(remarks)) {
    const byNamespace = byText.get(text) ?? new Map<string, Set<string>>();
    byText.set(text, byNamespace);
    byNamespace.set(namespace, (byNamespace.get(namespace) ?? new Set()).add(subject));
  }
  const total = [...workloads.values()].reduce((sum, count) => sum + count, 0);
  return [...byText].map(([text, byNamespace]) => {
    const isWhole = (namespace: string, subjects: ReadonlySet<string>): boolean =>
      subjects.size > 1 && subjects.size === workloads.get(namespace);
    const counted = [...byNamespace.values()].reduce((sum, { size }) => sum + size, 0);
    if (total > 1 && counted === total) return { text, subjects: ['every workload'] };
    const subjects = [...byNamespace].flatMap(([namespace, names]) =>
      isWhole(namespace, names) ? [`${namespace}/*`] : [...names],
    );
    return { text, subjects };
  });
}

interface Phrased {
  readonly namespace: string;
  readonly subject: string;
  readonly text: string;
}

/** The remarks in words; the same doubt about both directions is one remark. */
function joinDoubts(remarks: readonly Remark[]): readonly Phrased[] {
  const keyOf = (remark: Extract<Remark, { kind: 'doubt' }>): string =>
    JSON.stringify([remark.namespace, remark.subject, remark.why, remark.settle]);
  const directions = new Map<string, Set<Direction>>();
  for (const remark of remarks) {
    if (remark.kind !== 'doubt') continue;
    const key = keyOf(remark);
    directions.set(key, (directions.get(key) ?? new Set()).add(remark.direction));
  }
  return remarks.map((remark) => {
    if (remark.kind === 'plain') return remark;
    const { namespace, subject, direction, why, settle } = remark;
    const isAboutBoth = directions.get(keyOf(remark))?.size === 2;
    const what = isAboutBoth ? `${UNDECIDED.ingress} and ${UNDECIDED.egress}` : UNDECIDED[direction];
    return { namespace, subject, text: `${what} is not decided for all, because ${why}; to settle it: ${settle}` };
  });
}

const UNDECIDED: Readonly<Record<Direction, string>> = { ingress: 'who gets in', egress: 'where they get' };
