import type { EndpointPredicate, NamespaceScope } from '../cluster/predicate.ts';
import { splitAtSelector } from '../possible/label-domain.ts';
import type { LabelRequirement, LabelSelector } from '../resources/label-selector.ts';
import { NAME_LABEL } from '../resources/name-label.ts';
import { addressIntersection, isAddressSubset } from '../sets/address-set.ts';

/** Whether some labels can satisfy all these requirements at once. */
export function isSatisfiable(requirements: readonly LabelRequirement[]): boolean {
  // Requirements of different keys do not bear on one another, and one alone is contradictory only if it names no value.
  const keys = new Set(requirements.map(({ key }) => key));
  if (keys.size === requirements.length) return !requirements.some(isContradictory);
  return splitAtSelector(new Map(), { requirements }).inside !== undefined;
}

function isContradictory({ operator, values }: LabelRequirement): boolean {
  return operator === 'In' && values.length === 0;
}

/** Whether whatever satisfies `narrow` surely satisfies `wide`: their difference is empty. */
function implies(narrow: LabelSelector, wide: LabelSelector): boolean {
  const { inside } = splitAtSelector(new Map(), narrow);
  return inside === undefined || splitAtSelector(inside, wide).outside.length === 0;
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
