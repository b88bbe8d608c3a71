import type { NamespaceFacts, PodEndpoint } from '../cluster/endpoint.ts';
import { indexOf } from '../cluster/index-endpoints.ts';
import { labelsOfNamespace, labelsOfPod, selects } from '../cluster/matches.ts';
import type { NamespaceScope } from '../cluster/predicate.ts';
import type { Truth } from '../cluster/truth.ts';
import type { LabelSelector } from '../resources/label-selector.ts';
import { members as membersOf } from '../sets/interval-set.ts';
import type { SourceRef } from '../source/source-ref.ts';
import type { Scope, Term } from './claim.ts';
import { globMatcher, isGlob } from './match-glob.ts';
import { type Members, NOTHING, type Resolution, type ResolveContext } from './resolution.ts';
import { isSaidByPolicies } from './said-by-policies.ts';
import { stretchOf } from './stretch-of.ts';
import { matchesNothing, podsOf } from './unknown-name.ts';

/** Where a term is written. */
export function placeOf(term: Term, context: ResolveContext): SourceRef {
  return term.origin ?? stretchOf(context.origin, term.stretch);
}

type NamespaceTest = (namespace: NamespaceFacts) => Truth;

export type PodTerm = Extract<Term, { kind: 'name' | 'pods' }>;

/** Which namespaces a term without or with a scope looks into. */
export function scopeOf(term: PodTerm, { suite }: ResolveContext): NamespaceTest {
  const { scope } = term;
  if (scope?.kind === 'labels') return (namespace) => selects(scope.selector, labelsOfNamespace(namespace));
  if (scope?.kind === 'glob') {
    const matches = globMatcher(scope.glob);
    return (namespace) => matches(namespace.name);
  }
  // A suite for one namespace speaks of that one; it is never silently widened to the others.
  return suite.namespace === undefined ? () => true : (namespace) => namespace.name === suite.namespace;
}

const ALL_LABELS: LabelSelector = { requirements: [] };
const EVERYWHERE: NamespaceScope = { kind: 'selected', selector: ALL_LABELS };

/** No other pods are meant by a term than these, by index; everybody where its scope is a pattern. */
export function candidatesOf(term: PodTerm, { cluster, suite }: ResolveContext): Iterable<number> {
  const { called, podsMeant } = indexOf(cluster);
  if (term.kind === 'name' && !isGlob(term.glob)) return called(term.glob);
  return membersOf(
    podsMeant(widestScope(term.scope, suite.namespace), term.kind === 'pods' ? term.selector : ALL_LABELS),
  );
}

/** What a term means, whoever says it; where the suite has a namespace, that is part of it. */
export function meaningOf(term: PodTerm, { suite }: ResolveContext): readonly unknown[] {
  const { scope } = term;
  const where = scope?.kind === 'labels' ? scope.selector.requirements : (scope?.glob ?? null);
  const what = term.kind === 'pods' ? term.selector.requirements : [term.glob, term.podKind ?? null];
  return [term.kind, where, scope === undefined ? (suite.namespace ?? null) : null, what];
}

function widestScope(scope: Scope | undefined, namespace: string | undefined): NamespaceScope {
  if (scope?.kind === 'labels') return { kind: 'selected', selector: scope.selector };
  if (scope?.kind === 'glob') return isGlob(scope.glob) ? EVERYWHERE : { kind: 'named', name: scope.glob };
  return namespace === undefined ? EVERYWHERE : { kind: 'named', name: namespace };
}

/** Whether a pod has the labels that a selector asks for. */
export function labelled(pod: PodEndpoint, selector: LabelSelector): Truth {
  return selects(selector, labelsOfPod(pod));
}

/**
 * The members of a term; without any the term is a name that matches nothing. With `any` there are always pods that
 * could be created, but a slip of the pen is worth a notice; what a policy says in the same words is none.
 */
export function found(term: Term, context: ResolveContext, members: Members): Resolution {
  if (members.size > 0) return { ...NOTHING, members };
  const finding = matchesNothing(term, context, placeOf(term, context));
  if (!('any' in term) || !term.any) return { ...NOTHING, missing: [finding] };
  // Where no pod is known at all, pods that could be created are all that claims can be about.
  if (podsOf(context).length === 0) return NOTHING;
  if (isSaidByPolicies(term, context.cluster, context.suite.namespace)) return NOTHING;
  const message = `${finding.message}: only pods that could be created are judged by it`;
  return { ...NOTHING, warnings: [{ ...finding, severity: 'notice', message }] };
}
