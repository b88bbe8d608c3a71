import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearMiss, nearMissOf } from '../../src/lints/near-miss.ts';
import { anyCluster, anySelector, podsByNamespace } from './random-pods.ts';

describe('a near miss', () => {
  it('is that of the first pod that has one, as asking every pod would tell', () => {
    let told = 0;
    fc.assert(
      fc.property(anyCluster, anySelector, (cluster, selector) => {
        const namespaces = podsByNamespace(cluster);
        const near = nearMiss(selector, namespaces);
        told += near === undefined ? 0 : 1;
        const asked = namespaces.flat().map(({ labels }) => nearMissOf(selector, labels));
        expect(near).toBe(asked.find((one) => one !== undefined));
      }),
      { numRuns: 4000 },
    );
    expect(told).toBeGreaterThan(400);
  });
});
