/** What GitHub takes in one upload; more and the file is refused as a whole (its page on SARIF support). */
const MOST_RESULTS = 25_000;
/** 10 MB compressed are taken. Nothing grows by compression, so that this much text is always small enough. */
const MOST_BYTES = 9_000_000;

/** Places beside the one that is shown first; GitHub takes 1,000 and shows 100. */
export const MOST_LOCATIONS = 100;

const WEIGHTS = ['error', 'warning', 'note'] as const;

interface Weighed {
  readonly level: (typeof WEIGHTS)[number];
}

/** The results that fit into one upload, in their order, and how many do not; the least severe are left out first. */
export function fitUpload<T extends Weighed>(
  results: readonly T[],
): { readonly results: readonly T[]; readonly omitted: number } {
  const kept = new Set<T>();
  let bytes = 0;
  const worstFirst = WEIGHTS.flatMap((weight) => results.filter(({ level }) => level === weight));
  for (const result of worstFirst) {
    // Up to six characters stand for one that cannot be seen (`\\u200b`).
    bytes += new TextEncoder().encode(JSON.stringify(result).replace(/[^ -~]/g, '\\u0000')).length;
    if (bytes > MOST_BYTES || kept.size === MOST_RESULTS) break;
    kept.add(result);
  }
  return { results: results.filter((result) => kept.has(result)), omitted: results.length - kept.size };
}
