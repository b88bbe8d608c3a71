import type { Cluster } from '../cluster/cluster.ts';
import type { EndpointPredicate, NamespaceScope } from '../cluster/predicate.ts';
import type { LabelSelector } from '../resources/label-selector.ts';
import { NAME_LABEL } from '../resources/name-label.ts';
import type { Scope, Term } from './claim.ts';
import { isGlob } from './match-glob.ts';

/**
 * Whether a rule of some policy, or the subject of one, selects pods in the very words of a term: then the term is no
 * slip of the pen, though no known pod is meant.
 */
export function isSaidByPolicies(term: Term, { layers }: Cluster, suiteNamespace: string | undefined): boolean {
  if (term.kind !== 'pods') return false;
  const wanted = keyOf(scopeOf(term.scope, suiteNamespace), term.selector);
  const policies = layers.flatMap(({ tiers }) => tiers.flatMap((tier) => tier.policies));
  return policies.some(({ subject, rules }) =>
    [subject, ...[...rules.ingress, ...rules.egress].map(({ peer }) => peer)].some((predicate) =>
      keysOf(predicate).includes(wanted),
    ),
  );
}

/** Namespaces that are selected by their name are named. */
export function namedScopes(scope: NamespaceScope): readonly NamespaceScope[] {
  if (scope.kind === 'named') return [scope];
  const [first, ...others] = scope.selector.requirements;
  if (first?.key !== NAME_LABEL || first.operator !== 'In' || others.length > 0) return [scope];
  return first.values.map((name) => ({ kind: 'named', name }));
}

function keysOf(predicate: EndpointPredicate): readonly string[] {
  if (predicate.kind === 'union') return predicate.of.flatMap(keysOf);
  if (predicate.kind !== 'pods') return [];
  return namedScopes(predicate.namespaces).map((scope) => keyOf(scope, predicate.labels));
}

const EVERYWHERE: NamespaceScope = { kind: 'selected', selector: { requirements: [] } };

function scopeOf(scope: Scope | undefined, suiteNamespace: string | undefined): NamespaceScope | undefined {
  if (scope === undefined) {
    return suiteNamespace === undefined ? EVERYWHERE : { kind: 'named', name: suiteNamespace };
  }
  if (scope.kind === 'labels') return { kind: 'selected', selector: scope.selector };
  if (scope.glob === '*') return EVERYWHERE;
  return isGlob(scope.glob) ? undefined : { kind: 'named', name: scope.glob };
}

function keyOf(scope: NamespaceScope | undefined, labels: LabelSelector): string {
  const [only] = scope === undefined ? [] : namedScopes(scope);
  const where = only?.kind === 'selected' ? requirementsOf(only.selector) : only?.name;
  return JSON.stringify([where ?? null, requirementsOf(labels)]);
}

function requirementsOf({ requirements }: LabelSelector): readonly string[] {
  return requirements.map(({ key, operator, values }) => JSON.stringify([key, operator, [...values].sort()])).sort();
}
