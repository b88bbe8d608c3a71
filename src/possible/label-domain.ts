import type { LabelRequirement, LabelSelector } from '../resources/label-selector.ts';

/** What a label may be: whether it may be missing, and which values it may have. */
export interface LabelDomain {
  readonly absent: boolean;
  readonly values: {
    /** Label values are so many that any but a few listed ones always leave one. */
    readonly kind: 'only' | 'anyBut';
    readonly listed: ReadonlySet<string>;
  };
}

/** What the labels of an object may be, by key; a key that is not there may be anything. Never an impossible one. */
export type LabelDomains = ReadonlyMap<string, LabelDomain>;

const NO_VALUES: ReadonlySet<string> = new Set();

/** Nothing is known of a label. */
const ANY_LABEL: LabelDomain = { absent: true, values: { kind: 'anyBut', listed: NO_VALUES } };

// Labels and Selectors: `NotIn` and `DoesNotExist` also select objects that lack the key.
function domainOf({ operator, values }: LabelRequirement): LabelDomain {
  switch (operator) {
    case 'In':
      return { absent: false, values: { kind: 'only', listed: new Set(values) } };
    case 'NotIn':
      return { absent: true, values: { kind: 'anyBut', listed: new Set(values) } };
    case 'Exists':
      return { absent: false, values: { kind: 'anyBut', listed: NO_VALUES } };
    case 'DoesNotExist':
      return { absent: true, values: { kind: 'only', listed: NO_VALUES } };
  }
}

function complement({ absent, values: { kind, listed } }: LabelDomain): LabelDomain {
  return { absent: !absent, values: { kind: kind === 'only' ? 'anyBut' : 'only', listed } };
}

function meet(a: LabelDomain, b: LabelDomain): LabelDomain {
  return { absent: a.absent && b.absent, values: meetValues(a.values, b.values) };
}

function meetValues(a: LabelDomain['values'], b: LabelDomain['values']): LabelDomain['values'] {
  if (a.kind === 'only') {
    const allows = (value: string): boolean => b.listed.has(value) === (b.kind === 'only');
    return { kind: 'only', listed: new Set([...a.listed].filter(allows)) };
  }
  if (b.kind === 'only') return meetValues(b, a);
  return { kind: 'anyBut', listed: new Set([...a.listed, ...b.listed]) };
}

function isImpossible({ absent, values }: LabelDomain): boolean {
  return !absent && values.kind === 'only' && values.listed.size === 0;
}

/**
 * Splits what labels may be at a selector: the labels that it selects (undefined: none), and the others in parts.
 * INVARIANT: the parts are disjoint, and together they are what was split.
 */
export function splitAtSelector(
  domains: LabelDomains,
  { requirements }: LabelSelector,
): { readonly inside: LabelDomains | undefined; readonly outside: readonly LabelDomains[] } {
  let inside = domains;
  const outside: LabelDomains[] = [];
  for (const requirement of requirements) {
    const known = inside.get(requirement.key) ?? ANY_LABEL;
    const wanted = domainOf(requirement);
    const without = meet(known, complement(wanted));
    if (!isImpossible(without)) outside.push(new Map([...inside, [requirement.key, without]]));
    const within = meet(known, wanted);
    if (isImpossible(within)) return { inside: undefined, outside };
    inside = new Map([...inside, [requirement.key, within]]);
  }
  return { inside, outside };
}
