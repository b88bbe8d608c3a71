import type { PodEndpoint } from '../cluster/endpoint.ts';
import { labelsOfNamespace, matches, selects } from '../cluster/matches.ts';
import type { EndpointPredicate, NamespaceScope } from '../cluster/predicate.ts';
import type { Truth } from '../cluster/truth.ts';
import type { LabelSelector } from '../resources/label-selector.ts';
import { NAME_LABEL } from '../resources/name-label.ts';
import { splitAtSelector } from './label-domain.ts';
import type { PodBox, PossibleNamespace } from './pod-box.ts';

/** A part of a box, of all of whose pods the same is true. */
export interface BoxPart {
  readonly box: PodBox;
  readonly truth: Truth;
}

/**
 * Splits a box at a predicate that speaks of labels alone, or of no labels. INVARIANT: the parts are disjoint, and
 * together they are the box. `like` is a pod of the box: in what is no label all pods of a box are alike.
 */
export function splitBox(box: PodBox, predicate: EndpointPredicate, like: PodEndpoint): readonly BoxPart[] {
  if (predicate.kind !== 'pods') return [{ box, truth: matches(predicate, like) }];
  return splitAtPods(box, predicate.namespaces, predicate.labels);
}

/** Splits a box at namespaces and labels. */
export function splitAtPods(box: PodBox, scope: NamespaceScope, labels: LabelSelector): readonly BoxPart[] {
  return splitAtScope(box.namespace, scope).flatMap(({ namespace, truth }) => {
    const inNamespace = namespace === box.namespace ? box : { ...box, namespace };
    return truth === false ? [{ box: inNamespace, truth }] : splitAtLabels(inNamespace, labels, truth);
  });
}

function splitAtLabels(box: PodBox, selector: LabelSelector, truth: Truth): readonly BoxPart[] {
  const { inside, outside } = splitAtSelector(box.labels, selector);
  return [
    ...(inside === undefined ? [] : [{ box: { ...box, labels: inside }, truth }]),
    ...outside.map((labels) => ({ box: { ...box, labels }, truth: false })),
  ];
}

interface NamespacePart {
  readonly namespace: PossibleNamespace;
  readonly truth: Truth;
}

function splitAtScope(namespace: PossibleNamespace, scope: NamespaceScope): readonly NamespacePart[] {
  if (namespace.kind === 'known') {
    const { facts } = namespace;
    const truth =
      scope.kind === 'named' ? scope.name === facts.name : selects(scope.selector, labelsOfNamespace(facts));
    return [{ namespace, truth }];
  }
  const { inside, outside } = splitAtSelector(namespace.labels, selectorOf(scope));
  return [
    ...(inside === undefined ? [] : [{ namespace: { kind: 'another', labels: inside } as const, truth: true }]),
    ...outside.map((labels) => ({ namespace: { kind: 'another', labels } as const, truth: false })),
  ];
}

function selectorOf(scope: NamespaceScope): LabelSelector {
  if (scope.kind === 'selected') return scope.selector;
  return { requirements: [{ key: NAME_LABEL, operator: 'In', values: [scope.name] }] };
}
