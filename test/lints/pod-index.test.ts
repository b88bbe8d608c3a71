import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cluster } from '../../src/cluster/cluster.ts';
import type { PodEndpoint } from '../../src/cluster/endpoint.ts';
import { inScope, labelsOfPod, selects } from '../../src/cluster/matches.ts';
import { podIndexOf } from '../../src/cluster/pod-index.ts';
import { type LabelSelector, meaningOf } from '../../src/resources/label-selector.ts';
import { anyCluster, anyScope, anySelector, podsByNamespace } from './random-pods.ts';

const namesIn = (pods: readonly PodEndpoint[]): readonly string[] => pods.map(({ id }) => id);
const scan = (cluster: Cluster, test: (pod: PodEndpoint) => boolean): readonly string[] =>
  namesIn(podsByNamespace(cluster).flat().filter(test));

const anyQuestion = fc.record({ scope: anyScope, labels: fc.option(anySelector, { nil: undefined }) });

describe('the index of pods', () => {
  it('finds the pods that a selector may pick, as asking every pod would', () => {
    let found = 0;
    fc.assert(
      fc.property(anyCluster, fc.array(anyQuestion, { minLength: 1, maxLength: 4 }), (cluster, questions) => {
        // An answer that is remembered must not be taken for that to another question.
        for (const { scope, labels } of [...questions, ...questions]) {
          const meant = namesIn(podIndexOf(cluster).meant(scope, labels));
          found += meant.length > 0 ? 1 : 0;
          expect(meant).toEqual(
            scan(
              cluster,
              (pod) =>
                inScope(scope, pod.namespace) !== false &&
                (labels === undefined || selects(labels, labelsOfPod(pod)) !== false),
            ),
          );
        }
      }),
      { numRuns: 2000 },
    );
    expect(found).toBeGreaterThan(300);
  });

  it('finds the namespaces that are surely in scope, as asking each would', () => {
    fc.assert(
      fc.property(anyCluster, anyScope, (cluster, scope) => {
        expect(namesIn(podIndexOf(cluster).surelyIn(scope).flat())).toEqual(
          scan(cluster, (pod) => inScope(scope, pod.namespace) === true),
        );
      }),
    );
  });

  it('has every pod, and each with its neighbours', () => {
    fc.assert(
      fc.property(anyCluster, (cluster) => {
        const index = podIndexOf(cluster);
        expect(namesIn(index.pods)).toEqual(scan(cluster, () => true));
        for (const name of ['a', 'b', 'empty']) {
          expect(namesIn(index.inNamespace(name))).toEqual(scan(cluster, (pod) => pod.namespace.name === name));
        }
      }),
    );
  });

  it('answers questions of one meaning with one list', () => {
    fc.assert(
      fc.property(anyCluster, anyScope, anySelector, (cluster, scope, labels) => {
        const index = podIndexOf(cluster);
        expect(index.meant(structuredClone(scope), structuredClone(labels))).toBe(index.meant(scope, labels));
      }),
    );
  });
});

describe('the meaning of selectors', () => {
  const one = (key: string, operator: 'In' | 'NotIn', values: readonly string[] = []): LabelSelector => ({
    requirements: [{ key, operator, values }],
  });

  it.each([
    ['their keys and operators read alike', one('aNot', 'In'), one('a', 'NotIn')],
    ['their values read alike', one('a', 'In', ['b c', 'd']), one('a', 'In', ['b', 'c d'])],
    ['their values are fewer', one('a', 'In', ['b']), one('a', 'In', ['b', 'c'])],
    ['their requirements are fewer', { requirements: [] }, one('a', 'In')],
  ])('is told apart where %s', (_, a, b) => {
    expect(meaningOf(a)).not.toBe(meaningOf(b));
  });
});
