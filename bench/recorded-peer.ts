import { growthExponent, type Point } from './statistics.ts';

/**
 * Seconds that netpol-analyzer's `list` took by workloads, on repositories like these. Recorded in another run on such a
 * machine: it is a Go program that cannot be built wherever this runs.
 */
export const RECORDED_LIST: readonly Point[] = [
  [100, 2.1],
  [200, 6.1],
  [400, 27.6],
];

/** Exponent of the curve through the recorded figures. */
export const RECORDED_GROWTH = growthExponent(RECORDED_LIST) as number;

/** Seconds that the curve, laid through the last recorded figure, gives for so many workloads. */
export function extrapolatedList(workloads: number): number {
  const [size, seconds] = RECORDED_LIST.at(-1) as Point;
  return seconds * (workloads / size) ** RECORDED_GROWTH;
}
