import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LabelRequirement } from '../../src/resources/label-selector.ts';
import { shareSelector } from '../../src/resources/share-selector.ts';
import { policyText, readTexts } from './read-text.ts';

const anyRequirement: fc.Arbitrary<LabelRequirement> = fc.record({
  key: fc.constantFrom('app', 'a', 'a 1:b'),
  operator: fc.constantFrom('In', 'NotIn', 'Exists', 'DoesNotExist'),
  values: fc.array(fc.constantFrom('', 'b', 'b 1:b', 'In'), { maxLength: 2 }),
});

describe('shared selectors', () => {
  it('have the requirements that were given', () => {
    fc.assert(
      fc.property(fc.array(anyRequirement, { maxLength: 3 }), (requirements) => {
        expect(shareSelector(requirements)).toEqual({ requirements });
      }),
    );
  });

  it('are not taken for others whose texts run together alike', () => {
    const values = [['x', 'y z'], ['x y', 'z'], ['x y z']];
    for (const own of values) {
      const requirements = [{ key: 'app', operator: 'In', values: own }] as const;
      expect(shareSelector(requirements)).toEqual({ requirements });
    }
  });

  it('are right for more selectors than are remembered', () => {
    for (let number = 0; number < 10_000; number++) {
      const requirements = [{ key: 'app', operator: 'In', values: [`${number}`] }] as const;
      expect(shareSelector(requirements).requirements).toBe(requirements);
    }
  });

  it('are one object for equal selectors of several policies', () => {
    const spec = 'podSelector: {matchLabels: {app: db}}\ningress: [{from: [{podSelector: {matchLabels: {app: db}}}]}]';
    const { networkPolicies } = readTexts({
      'a.yaml': policyText(spec),
      'b.yaml': policyText(spec).replace('db', 'b2'),
    });
    const [first, second] = networkPolicies;
    const peers = second?.rules.ingress[0]?.peers;
    expect(second?.podSelector).toBe(first?.podSelector);
    expect(peers).toMatchObject([{ podSelector: first?.podSelector }]);
  });
});
