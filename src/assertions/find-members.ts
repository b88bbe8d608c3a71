import type { NamespaceFacts, PodEndpoint } from '../cluster/endpoint.ts';
import { labelsOfNamespace, labelsOfPod, selects } from '../cluster/matches.ts';
import type { Truth } from '../cluster/truth.ts';
import type { LabelSelector } from '../resources/label-selector.ts';
import type { SourceRef } from '../source/source-ref.ts';
import type { Term } from './claim.ts';
import { globMatcher } from './match-glob.ts';
import { type Members, NOTHING, type Resolution, type ResolveContext } from './resolution.ts';
import { isSaidByPolicies } from './said-by-policies.ts';
import { stretchOf } from './stretch-of.ts';
import { matchesNothing, podsOf } from './unknown-name.ts';

/** Where a term is written. */
export function placeOf(term: Term, context: ResolveContext): SourceRef {
  return term.origin ?? stretchOf(context.origin, term.stretch);
}

type NamespaceTest = (namespace: NamespaceFacts) => Truth;

/** Which namespaces a term without or with a scope looks into. */
export function scopeOf(term: Extract<Term, { kind: 'name' | 'pods' }>, { suite }: ResolveContext): NamespaceTest {
  const { scope } = term;
  if (scope?.kind === 'labels') return (namespace) => selects(scope.selector, labelsOfNamespace(namespace));
  if (scope?.kind === 'glob') {
    const matches = globMatcher(scope.glob);
    return (namespace) => matches(namespace.name);
  }
  // A suite for one namespace speaks of that one; it is never silently widened to the others.
  return suite.namespace === undefined ? () => true : (namespace) => namespace.name === suite.namespace;
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
