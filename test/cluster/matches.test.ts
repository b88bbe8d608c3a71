import { describe, expect, it } from 'vitest';
import type { NamespaceFacts } from '../../src/cluster/endpoint.ts';
import { inScope, type KnownLabels, satisfies, selects } from '../../src/cluster/matches.ts';
import { and, not, or, type Truth } from '../../src/cluster/truth.ts';
import type { LabelRequirement } from '../../src/resources/label-selector.ts';

const inWords = (truth: Truth): string => (typeof truth === 'boolean' ? String(truth) : 'doubt');
const doubt = { why: 'x', settle: 'y' };

describe('truths', () => {
  it.each([
    [true, true, 'true', 'true'],
    [true, false, 'false', 'true'],
    [true, doubt, 'doubt', 'true'],
    [false, doubt, 'false', 'doubt'],
    [doubt, doubt, 'doubt', 'doubt'],
    [false, false, 'false', 'false'],
  ] as const)('%j with %j', (a, b, conjunction, disjunction) => {
    for (const [left, right] of [
      [a, b],
      [b, a],
    ] as const) {
      expect(inWords(and(left, right))).toBe(conjunction);
      expect(inWords(or(left, right))).toBe(disjunction);
    }
  });

  it('stay doubtful when negated', () => {
    expect([true, false, doubt].map((truth) => inWords(not(truth)))).toEqual(['false', 'true', 'doubt']);
  });
});

const requirement = (operator: LabelRequirement['operator'], ...values: string[]): LabelRequirement => ({
  key: 'app',
  operator,
  values,
});

const known = (labels: Record<string, string>, more: Partial<KnownLabels> = {}): KnownLabels => ({
  labels: new Map(Object.entries(labels)),
  unknownValues: new Set(),
  complete: true,
  owner: 'a pod',
  settle: 'do something',
  ...more,
});

describe('one requirement of a selector', () => {
  const rows: readonly (readonly [LabelRequirement, Record<string, string>])[] = [
    [requirement('In', 'web', 'api'), { web: 'true', other: 'false', missing: 'false', value: 'doubt', open: 'doubt' }],
    [requirement('NotIn', 'web'), { web: 'false', other: 'true', missing: 'true', value: 'doubt', open: 'doubt' }],
    [requirement('Exists'), { web: 'true', other: 'true', missing: 'false', value: 'true', open: 'doubt' }],
    [requirement('DoesNotExist'), { web: 'false', other: 'false', missing: 'true', value: 'false', open: 'doubt' }],
  ];
  const cases: Record<string, KnownLabels> = {
    web: known({ app: 'web' }),
    other: known({ app: 'db' }),
    missing: known({ role: 'web' }),
    value: known({}, { unknownValues: new Set(['app']) }),
    open: known({}, { complete: false }),
  };
  it.each(rows)('%j says yes, no or neither by what is known of the label', (one, expected) => {
    const answers = Object.fromEntries(
      Object.entries(cases).map(([name, labels]) => [name, inWords(satisfies(one, labels))]),
    );
    expect(answers).toEqual(expected);
  });
});

describe('a selector', () => {
  it('with no requirements selects everything, also where labels are not known', () => {
    expect(selects({ requirements: [] }, known({}, { complete: false }))).toBe(true);
  });

  it('does not select where one requirement surely fails, whatever is in doubt', () => {
    const requirements = [requirement('Exists'), { key: 'role', operator: 'In' as const, values: ['db'] }];
    const labels = known({ role: 'web' }, { unknownValues: new Set(['app']) });
    expect(selects({ requirements }, labels)).toBe(false);
  });

  it('is in doubt where one requirement is, in whichever order they stand', () => {
    const requirements = [requirement('In', 'web'), { key: 'role', operator: 'In' as const, values: ['db'] }];
    const labels = known({ role: 'db' }, { unknownValues: new Set(['app']) });
    for (const some of [requirements, [...requirements].reverse()]) {
      expect(inWords(selects({ requirements: some }, labels))).toBe('doubt');
    }
  });
});

describe('a namespace', () => {
  const facts = (complete: boolean): NamespaceFacts => ({
    name: 'shop',
    labels: new Map([['kubernetes.io/metadata.name', 'shop']]),
    complete,
  });
  const byLabel = (key: string, value: string) =>
    ({ kind: 'selected', selector: { requirements: [{ key, operator: 'In', values: [value] }] } }) as const;

  it('is in the scope of its own name alone', () => {
    const scopes = ['shop', 'mail'].map((name) => inScope({ kind: 'named', name }, facts(true)));
    expect(scopes).toEqual([true, false]);
  });

  it('without an object is known by its name label alone', () => {
    expect(inScope(byLabel('kubernetes.io/metadata.name', 'shop'), facts(false))).toBe(true);
    expect(inScope(byLabel('kubernetes.io/metadata.name', 'mail'), facts(false))).toBe(false);
    expect(inScope(byLabel('team', 'x'), facts(false))).toMatchObject({
      why: 'it is not known which value label `team` has on namespace `shop`, which has no Namespace object in the manifests',
    });
    expect(inScope(byLabel('team', 'x'), facts(true))).toBe(false);
  });
});
