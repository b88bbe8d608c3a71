import type { EndpointPredicate, NamespaceScope } from '../cluster/predicate.ts';
import type { LabelRequirement, LabelSelector } from '../resources/label-selector.ts';
import { addressIntersection, isAddressSubset } from '../sets/address-set.ts';

const NAME_LABEL = 'kubernetes.io/metadata.name';

/** Whether some labels can satisfy all these requirements at once. */
export function isSatisfiable(requirements: readonly LabelRequirement[]): boolean {
  const keys = new Set(requirements.map(({ key }) => key));
  return [...keys].every((key) => isSatisfiableForKey(requirements.filter((requirement) => requirement.key === key)));
}

function isSatisfiableForKey(requirements: readonly LabelRequirement[]): boolean {
  const mayBeAbsent = requirements.every(({ operator }) => operator === 'NotIn' || operator === 'DoesNotExist');
  if (mayBeAbsent) return true;
  if (requirements.some(({ operator }) => operator === 'DoesNotExist')) return false;
  const lists = requirements.filter(({ operator }) => operator === 'In');
  const excluded = new Set(requirements.flatMap(({ operator, values }) => (operator === 'NotIn' ? values : [])));
  const [first, ...others] = lists;
  // `Exists` alone leaves endlessly many values.
  if (first === undefined) return true;
  return first.values.some((value) => !excluded.has(value) && others.every(({ values }) => values.includes(value)));
}

/** Whether whatever satisfies `narrow` surely satisfies `wide`: their difference is empty. */
function implies(narrow: LabelSelector, wide: LabelSelector): boolean {
  return wide.requirements.every((requirement) => !isSatisfiable([...narrow.requirements, negated(requirement)]));
}

const NEGATIONS = { In: 'NotIn', NotIn: 'In', Exists: 'DoesNotExist', DoesNotExist: 'Exists' } as const;

function negated(requirement: LabelRequirement): LabelRequirement {
  return { ...requirement, operator: NEGATIONS[requirement.operator] };
}

/** The requirements that a scope puts on a namespace; a name is what its forced label says. */
function scopeRequirements(scope: NamespaceScope): LabelSelector {
  if (scope.kind === 'selected') return scope.selector;
  return { requirements: [{ key: NAME_LABEL, operator: 'In', values: [scope.name] }] };
}

/** Whether every endpoint that `narrow` may mean is surely meant by `wide`, whatever pods are created. */
export function covers(wide: EndpointPredicate, narrow: EndpointPredicate): boolean {
  if (narrow.kind === 'union') return narrow.of.every((part) => covers(wide, part));
  if (wide.kind === 'everything') return true;
  if (wide.kind === 'union') return wide.of.some((part) => covers(part, narrow));
  if (wide.kind === 'pods' && narrow.kind === 'pods') {
    return (
      (wide.hostNetwork === true || narrow.hostNetwork === false) &&
      implies(scopeRequirements(narrow.namespaces), scopeRequirements(wide.namespaces)) &&
      implies(narrow.labels, wide.labels)
    );
  }
  if (wide.kind === 'addresses' && narrow.kind === 'addresses') {
    return (
      isAddressSubset(narrow.addresses, wide.addresses) &&
      (wide.pods === true || narrow.pods === false) &&
      (wide.nodes === true || narrow.nodes === false)
    );
  }
  return false;
}

/** Whether some endpoint may be meant by both; pods and addresses are taken to be apart. */
export function mayOverlap(a: EndpointPredicate, b: EndpointPredicate): boolean {
  if (a.kind === 'union') return a.of.some((part) => mayOverlap(part, b));
  if (b.kind === 'union') return b.of.some((part) => mayOverlap(a, part));
  if (a.kind === 'everything' || b.kind === 'everything') return true;
  if (a.kind === 'pods' && b.kind === 'pods') {
    const namespaces = [
      ...scopeRequirements(a.namespaces).requirements,
      ...scopeRequirements(b.namespaces).requirements,
    ];
    return isSatisfiable(namespaces) && isSatisfiable([...a.labels.requirements, ...b.labels.requirements]);
  }
  return a.kind === 'addresses' && b.kind === 'addresses' && addressIntersection(a.addresses, b.addresses).length > 0;
}
