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

/** Whether every label that is possible meets a requirement (`all`), or none does. */
function answerOf(domain: LabelDomain, { operator, values }: LabelRequirement): 'all' | 'none' | undefined {
  switch (operator) {
    case 'In':
      return amongListed(domain, values);
    case 'NotIn':
      return opposite(amongListed(domain, values));
    case 'Exists':
      return presence(domain);
    case 'DoesNotExist':
      return opposite(presence(domain));
  }
}

function amongListed(
  { absent, values: { kind, listed } }: LabelDomain,
  values: readonly string[],
): 'all' | 'none' | undefined {
  if (values.every((value) => listed.has(value) !== (kind === 'only'))) return 'none';
  if (absent || kind === 'anyBut') return undefined;
  return [...listed].every((value) => values.includes(value)) ? 'all' : undefined;
}

function presence({ absent, values: { kind, listed } }: LabelDomain): 'all' | 'none' | undefined {
  if (!absent) return 'all';
  return kind === 'only' && listed.size === 0 ? 'none' : undefined;
}

function opposite(answer: 'all' | 'none' | undefined): 'all' | 'none' | undefined {
  return answer === 'all' ? 'none' : answer === 'none' ? 'all' : undefined;
}

/**
 * Splits what labels may be at a selector: the labels that it selects (undefined: none), and the others in parts.
 * INVARIANT: the parts are disjoint, and together they are what was split. What is all selected, or not at all, stays
 * the object that it is.
 */
export function splitAtSelector(
  domains: LabelDomains,
  { requirements }: LabelSelector,
): { readonly inside: LabelDomains | undefined; readonly outside: readonly LabelDomains[] } {
  const domain = (labels: LabelDomains, key: string): LabelDomain => labels.get(key) ?? ANY_LABEL;
  // Most selectors are about other pods.
  if (requirements.some((one) => answerOf(domain(domains, one.key), one) === 'none'))
    return { inside: undefined, outside: [domains] };
  let inside = domains;
  const outside: LabelDomains[] = [];
  for (const requirement of requirements) {
    const known = domain(inside, requirement.key);
    if (answerOf(known, requirement) === 'all') continue;
    const wanted = domainOf(requirement);
    outside.push(new Map(inside).set(requirement.key, meet(known, complement(wanted))));
    const within = meet(known, wanted);
    if (isImpossible(within)) return { inside: undefined, outside };
    inside = new Map(inside).set(requirement.key, within);
  }
  return { inside, outside };
}
