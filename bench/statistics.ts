export function minimum(values: readonly number[]): number {
  return Math.min(...values);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** A size and what it cost. */
export type Point = readonly [size: number, cost: number];

/**
 * The exponent `e` of the curve `cost = c · size^e` that fits best, by least squares over the logarithms; undefined: fewer than
 * two sizes.
 */
export function growthExponent(points: readonly Point[]): number | undefined {
  if (new Set(points.map(([size]) => size)).size < 2) return undefined;
  const logs = points.map(([size, cost]) => [Math.log(size), Math.log(cost)] as const);
  const mean = (at: 0 | 1): number => logs.reduce((sum, log) => sum + log[at], 0) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  const covariance = logs.reduce((sum, log) => sum + (log[0] - x) * (log[1] - y), 0);
  const variance = logs.reduce((sum, log) => sum + (log[0] - x) ** 2, 0);
  return covariance / variance;
}
