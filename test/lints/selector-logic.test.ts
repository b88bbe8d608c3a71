import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { satisfies } from '../../src/cluster/matches.ts';
import type { EndpointPredicate } from '../../src/cluster/predicate.ts';
import { covers, isSatisfiable, mayOverlap } from '../../src/lints/selector-logic.ts';
import type { LabelRequirement } from '../../src/resources/label-selector.ts';

const KEYS = ['a', 'b'];
/** One value more than selectors name: what no selector names is one value. */
const VALUES = ['x', 'y', 'other'];

const requirement: fc.Arbitrary<LabelRequirement> = fc.oneof(
  fc.record({
    key: fc.constantFrom(...KEYS),
    operator: fc.constantFrom('In' as const, 'NotIn' as const),
    values: fc.subarray(['x', 'y'], { minLength: 1 }),
  }),
  fc.record({
    key: fc.constantFrom(...KEYS),
    operator: fc.constantFrom('Exists' as const, 'DoesNotExist' as const),
    values: fc.constant([]),
  }),
);
const requirements = fc.array(requirement, { maxLength: 4 });

/** Every set of labels over the small universe. */
const LABELS = [undefined, ...VALUES].flatMap((a) =>
  [undefined, ...VALUES].map(
    (b) => new Map([...(a === undefined ? [] : [['a', a] as const]), ...(b === undefined ? [] : [['b', b] as const])]),
  ),
);

const picks = (list: readonly LabelRequirement[], labels: ReadonlyMap<string, string>): boolean =>
  list.every(
    (one) => satisfies(one, { labels, unknownValues: new Set(), complete: true, owner: '', settle: '' }) === true,
  );
const pods = (list: readonly LabelRequirement[]): EndpointPredicate => ({
  kind: 'pods',
  namespaces: { kind: 'named', name: 'shop' },
  labels: { requirements: list },
  hostNetwork: false,
});

describe('the logic of selectors', () => {
  it('finds a selector satisfiable just if some labels satisfy it', () => {
    fc.assert(
      fc.property(requirements, (list) => {
        expect(isSatisfiable(list)).toBe(LABELS.some((labels) => picks(list, labels)));
      }),
    );
  });

  it('finds one predicate covered by another just if it picks nothing else', () => {
    fc.assert(
      fc.property(requirements, requirements, (wide, narrow) => {
        const expected = LABELS.every((labels) => !picks(narrow, labels) || picks(wide, labels));
        expect(covers(pods(wide), pods(narrow))).toBe(expected);
      }),
    );
  });

  it('finds an overlap just if some labels satisfy both', () => {
    fc.assert(
      fc.property(requirements, requirements, (a, b) => {
        expect(mayOverlap(pods(a), pods(b))).toBe(LABELS.some((labels) => picks(a, labels) && picks(b, labels)));
      }),
    );
  });
});
