import type { Draft, Remark } from './ladder.ts';

/** What is to be said of several workloads, once. */
export interface GatheredRemark {
  readonly subjects: readonly string[];
  readonly text: string;
}

/** One remark for all of whom the same is to be said; a whole namespace is not listed one by one. */
export function gatherRemarks(remarks: readonly Remark[], workloads: Draft['workloads']): readonly GatheredRemark[] {
  const byText = new Map<string, Map<string, Set<string>>>();
  for (const { namespace, subject, text } of remarks) {
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
