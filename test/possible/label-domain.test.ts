import { describe, expect, it } from 'vitest';
import { type LabelDomain, type LabelDomains, splitAtSelector } from '../../src/possible/label-domain.ts';
import type { LabelRequirement } from '../../src/resources/label-selector.ts';

type Labels = Readonly<Record<string, string | undefined>>;

const allows = ({ absent, values }: LabelDomain, value: string | undefined): boolean =>
  value === undefined ? absent : values.listed.has(value) === (values.kind === 'only');
const isIn = (domains: LabelDomains, labels: Labels): boolean =>
  [...domains].every(([key, domain]) => allows(domain, labels[key]));

const values = [undefined, 'x', 'y', 'unheard-of'];
const everyPod: readonly Labels[] = values.flatMap((a) => values.map((b) => ({ a, b })));

const requirementsOn = (key: string): readonly LabelRequirement[] => [
  { key, operator: 'In', values: ['x'] },
  { key, operator: 'NotIn', values: ['x', 'y'] },
  { key, operator: 'Exists', values: [] },
  { key, operator: 'DoesNotExist', values: [] },
];
const all = [...requirementsOn('a'), ...requirementsOn('b')];
const selectors = all.flatMap((first) => all.map((second) => [first, second]));

describe('labels split at a selector', () => {
  it('are in disjoint parts that together are what was split, one of them all that the selector selects', () => {
    for (const requirements of selectors) {
      const { inside, outside } = splitAtSelector(new Map(), { requirements });
      for (const labels of everyPod) {
        const isSelected = requirements.every(({ key, operator, values: listed }) => {
          const value = labels[key];
          const isListed = value !== undefined && listed.includes(value);
          return { In: isListed, NotIn: !isListed, Exists: value !== undefined, DoesNotExist: value === undefined }[
            operator
          ];
        });
        const counts = [inside === undefined ? [] : [inside], outside].map(
          (parts) => parts.filter((part) => isIn(part, labels)).length,
        );
        expect(counts, JSON.stringify([requirements, labels])).toEqual(isSelected ? [1, 0] : [0, 1]);
      }
    }
  });
});
