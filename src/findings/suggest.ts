const LONGEST_WORD = 64;

/**
 * The known word that is nearest to `word` and near enough to be meant, if any: equal but for upper and lower case, or at
 * most a third of its letters away (Damerau-Levenshtein). Of equally near words the first.
 */
export function suggest(word: string, words: Iterable<string>): string | undefined {
  if (word.length > LONGEST_WORD) return undefined;
  const lower = word.toLowerCase();
  const letters = lettersOf(lower);
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of words) {
    if (candidate === word || Math.abs(candidate.length - word.length) >= bestDistance) continue;
    const known = candidate.toLowerCase();
    if (missingLetters(letters, lettersOf(known)) >= bestDistance) continue;
    const distance = distanceBelow(bestDistance, lower, known);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** The help sentence for a suggestion: ``did you mean `x`?``, or nothing. */
export function didYouMean(suggestion: string | undefined): string | undefined {
  return suggestion === undefined ? undefined : `did you mean \`${suggestion}\`?`;
}

/** Which letters a word has, as bits; letters may share one. */
function lettersOf(word: string): number {
  let letters = 0;
  for (let at = 0; at < word.length; at++) letters |= 1 << (word.charCodeAt(at) & 31);
  return letters;
}

/** How many letters of the one the other lacks: each takes a step, whatever becomes of it. */
function missingLetters(one: number, other: number): number {
  let count = 0;
  for (let missing = one & ~other; missing !== 0; missing &= missing - 1) count += 1;
  return count;
}

/** Insertions, deletions, replacements and swaps of neighbours that lead from `a` to `b`; `limit` if it takes as many. */
function distanceBelow(limit: number, a: string, b: string): number {
  const infinity = Number.POSITIVE_INFINITY;
  let beforePrevious: readonly number[] = [];
  let previous: readonly number[] = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current: number[] = [row];
    let least = row;
    // Letters that are further apart than `limit` are not put together below it.
    const first = Math.max(1, row - limit);
    const last = Math.min(b.length, row + limit);
    for (let column = first; column <= last; column++) {
      const replaced = (previous[column - 1] ?? infinity) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const removed = (previous[column] ?? infinity) + 1;
      const inserted = (current[column - 1] ?? infinity) + 1;
      const swaps = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const swapped = swaps ? (beforePrevious[column - 2] ?? infinity) + 1 : infinity;
      const distance = Math.min(replaced, removed, inserted, swapped);
      current[column] = distance;
      least = Math.min(least, distance);
    }
    // INVARIANT: no row holds less than its predecessor, and a swap, which skips a row, costs one.
    if (least >= limit) return limit;
    beforePrevious = previous;
    previous = current;
  }
  return Math.min(limit, previous[b.length] ?? infinity);
}
