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
  { key, operator: 'In', values: ['y', 'x'] },
  { key, operator: 'NotIn', values: ['x', 'y'] },
  { key, operator: 'NotIn', values: ['y'] },
  { key, operator: 'Exists', values: [] },
  { key, operator: 'DoesNotExist', values: [] },
];
const all = [...requirementsOn('a'), ...requirementsOn('b')];
const selectors = all.flatMap((first) => all.map((second) => [first, second]));

const isSelected = (requirements: readonly LabelRequirement[], labels: Labels): boolean =>
  requirements.every(({ key, operator, values: listed }) => {
    const value = labels[key];
    const isListed = value !== undefined && listed.includes(value);
    return { In: isListed, NotIn: !isListed, Exists: value !== undefined, DoesNotExist: value === undefined }[operator];
  });

/** All labels, every part into which any of the selectors splits them, and what no selector makes. */
const domains: readonly LabelDomains[] = [
  new Map(),
  new Map([['a', { absent: true, values: { kind: 'only', listed: new Set(['x']) } }]]),
  ...selectors.flatMap((requirements) => {
    const { inside, outside } = splitAtSelector(new Map(), { requirements });
    return inside === undefined ? outside : [inside, ...outside];
  }),
];

const split = domains.flatMap((whole) =>
  selectors.map((requirements) => ({ whole, requirements, ...splitAtSelector(whole, { requirements }) })),
);
const podsOf = (whole: LabelDomains): readonly Labels[] => everyPod.filter((labels) => isIn(whole, labels));

describe('labels split at a selector', () => {
  it('are in disjoint parts that together are what was split, one of them all that the selector selects', () => {
    const wrong = split.flatMap(({ whole, requirements, inside, outside }) => {
      const within = podsOf(whole);
      return everyPod.flatMap((labels) => {
        const counts = [inside === undefined ? [] : [inside], outside].map(
          (parts) => parts.filter((part) => isIn(part, labels)).length,
        );
        const expected = !within.includes(labels) ? [0, 0] : isSelected(requirements, labels) ? [1, 0] : [0, 1];
        return counts.join() === expected.join() ? [] : [{ whole, requirements, labels, counts, expected }];
      });
    });
    expect(wrong).toEqual([]);
    expect(domains.length).toBeGreaterThan(selectors.length);
  });

  it.each([
    ['all of them are selected', true],
    ['none is selected', false],
  ])('stay what they are where %s', (_, selected) => {
    const cases = split.filter(
      ({ whole, requirements: [first, second] }) =>
        first === second && podsOf(whole).every((labels) => isSelected(first ? [first] : [], labels) === selected),
    );
    expect(cases.length).toBeGreaterThan(100);
    for (const { whole, inside, outside } of cases) expect(selected ? inside : outside[0]).toBe(whole);
  });
});
