import { describe, expect, it } from 'vitest';
import { growthExponent, median } from '../../bench/statistics.ts';

describe('the median', () => {
  it.each([
    [[5], 5],
    [[9, 1, 5], 5],
    [[9, 1, 5, 3], 4],
    [[100, 20, 3], 20],
  ])('of %j is %d', (values, middle) => {
    expect(median(values)).toBe(middle);
  });
});

describe('the exponent of growth', () => {
  it.each([1, 2, 0.5])('is found where it is exact: %d', (exponent) => {
    const points = [100, 1_000, 30_000].map((size) => [size, 7 * size ** exponent] as const);
    expect(growthExponent(points)).toBeCloseTo(exponent, 10);
  });

  it('lies between those of the parts', () => {
    expect(
      growthExponent([
        [1, 1],
        [10, 10],
        [100, 1_000],
      ]),
    ).toBeCloseTo(1.5, 10);
  });

  it('is not known of one size', () => {
    expect(growthExponent([])).toBeUndefined();
    expect(
      growthExponent([
        [100, 3],
        [100, 4],
      ]),
    ).toBeUndefined();
  });
});
