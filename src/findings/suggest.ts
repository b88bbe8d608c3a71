const LONGEST_WORD = 64;

/** A word made ready to be compared with many. */
export interface Word {
  readonly text: string;
  readonly lower: string;
  /** Which letters it has, as bits; letters may share one. */
  readonly letters: number;
}

/** Makes a word ready. */
export function wordOf(text: string): Word {
  const lower = text.toLowerCase();
  let letters = 0;
  for (let at = 0; at < lower.length; at++) letters |= 1 << (lower.charCodeAt(at) & 31);
  return { text, lower, letters };
}

/**
 * The known word that is nearest to `word` and near enough to be meant, if any: equal but for upper and lower case, or at
 * most a third of its letters away (Damerau-Levenshtein). Of equally near words the first.
 */
export function suggest(word: string, words: Iterable<string>): string | undefined {
  const distanceTo = distancesFrom(word);
  let best: string | undefined;
  let bestDistance = reachOf(word) + 1;
  for (const candidate of words) {
    const distance = distanceTo(wordOf(candidate), bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Tells of many known words whether `suggest` would take each for `word`. */
export function suggestible(word: string): (known: Word) => boolean {
  const distanceTo = distancesFrom(word);
  const limit = reachOf(word) + 1;
  return (known) => distanceTo(known, limit) < limit;
}

/** The help sentence for a suggestion: ``did you mean `x`?``, or nothing. */
export function didYouMean(suggestion: string | undefined): string | undefined {
  return suggestion === undefined ? undefined : `did you mean \`${suggestion}\`?`;
}

/** How many steps away a word may be that was meant. */
function reachOf(word: string): number {
  return Math.max(1, Math.floor(word.length / 3));
}

/** How many steps lead to a known word that is another; `limit` if it takes as many, or more than is worth counting. */
function distancesFrom(text: string): (known: Word, limit: number) => number {
  const word = wordOf(text);
  const rows: Rows = [[], [], []];
  return (known, limit) => {
    if (known.text === text || text.length > LONGEST_WORD) return limit;
    if (Math.abs(known.text.length - text.length) >= limit) return limit;
    // A letter that only one of the two has takes a step, whatever becomes of it.
    if (bitCount(word.letters & ~known.letters) >= limit || bitCount(known.letters & ~word.letters) >= limit)
      return limit;
    return distanceBelow(limit, word.lower, known.lower, rows);
  };
}

function bitCount(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count += 1;
  return count;
}

/** Room for three rows of the table of distances, so that it is not made anew for each pair of words. */
type Rows = readonly [number[], number[], number[]];

/** Insertions, deletions, replacements and swaps of neighbours that lead from `a` to `b`; `limit` if it takes as many. */
function distanceBelow(limit: number, a: string, b: string, rows: Rows): number {
  const start = sharedStart(a, b);
  const shared = start + sharedEnd(a, b, start);
  const [height, width] = [a.length - shared, b.length - shared];
  let [beforePrevious, previous, current] = rows;
  for (let column = 0; column <= width; column++) previous[column] = column;
  for (let row = 1; row <= height; row++) {
    let least = row;
    // Letters that are further apart than `limit` are not put together below it.
    const first = Math.max(1, row - limit);
    const last = Math.min(width, row + limit);
    current[first - 1] = first === 1 ? row : limit;
    const letter = a.charCodeAt(start + row - 1);
    for (let column = first; column <= last; column++) {
      const other = b.charCodeAt(start + column - 1);
      let distance = cell(previous, column - 1) + (letter === other ? 0 : 1);
      distance = Math.min(distance, cell(previous, column) + 1, cell(current, column - 1) + 1);
      const swaps = row > 1 && column > 1 && letter === b.charCodeAt(start + column - 2);
      if (swaps && a.charCodeAt(start + row - 2) === other) {
        distance = Math.min(distance, cell(beforePrevious, column - 2) + 1);
      }
      current[column] = distance;
      least = Math.min(least, distance);
    }
    current[last + 1] = limit;
    // INVARIANT: no row holds less than its predecessor, and a swap, which skips a row, costs one.
    if (least >= limit) return limit;
    [beforePrevious, previous, current] = [previous, current, beforePrevious];
  }
  return Math.min(limit, cell(previous, width));
}

function cell(row: readonly number[], column: number): number {
  return row[column] as number;
}

/** How many letters two words begin with alike. */
function sharedStart(a: string, b: string): number {
  let count = 0;
  while (count < a.length && count < b.length && a.charCodeAt(count) === b.charCodeAt(count)) count += 1;
  return count;
}

/** How many letters they end with alike, the first `start` left out. */
function sharedEnd(a: string, b: string, start: number): number {
  let count = 0;
  const most = Math.min(a.length, b.length) - start;
  while (count < most && a.charCodeAt(a.length - 1 - count) === b.charCodeAt(b.length - 1 - count)) count += 1;
  return count;
}
