import type { PodEndpoint } from '../cluster/endpoint.ts';
import { inScope, matches } from '../cluster/matches.ts';
import type { EndpointPredicate, NamespaceScope } from '../cluster/predicate.ts';
import type { Truth } from '../cluster/truth.ts';
import type { LabelSelector } from '../resources/label-selector.ts';
import { NAME_LABEL } from '../resources/name-label.ts';
import { type LabelDomains, splitAtSelector } from './label-domain.ts';
import type { PodBox } from './pod-box.ts';

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
  const { namespace } = box;
  if (namespace.kind === 'known') {
    const truth = inScope(scope, namespace.facts);
    return truth === false ? [{ box, truth }] : splitAtLabels(box, labels, truth);
  }
  const { inside, outside } = splitAtSelector(namespace.labels, selectorOf(scope));
  const inNamespace = (domains: LabelDomains): PodBox => ({ ...box, namespace: { kind: 'another', labels: domains } });
  return [
    ...(inside === undefined ? [] : splitAtLabels(inNamespace(inside), labels, true)),
    ...outside.map((domains) => ({ box: inNamespace(domains), truth: false })),
  ];
}

function splitAtLabels(box: PodBox, selector: LabelSelector, truth: Truth): readonly BoxPart[] {
  const { inside, outside } = boxesAt(box, selector);
  const others = outside.map((one) => ({ box: one, truth: false }));
  return inside === undefined ? others : [{ box: inside, truth }, ...others];
}

interface BoxesAt {
  readonly inside?: PodBox;
  readonly outside: readonly PodBox[];
}

const boxesBySelector = new WeakMap<PodBox, Map<LabelSelector, BoxesAt>>();

/** The parts of a box that is split are the same objects each time, so that who is paired with many is told apart once. */
function boxesAt(box: PodBox, selector: LabelSelector): BoxesAt {
  const known = boxesBySelector.get(box)?.get(selector);
  if (known !== undefined) return known;
  const { inside, outside } = splitAtSelector(box.labels, selector);
  if (inside === box.labels) return { inside: box, outside: [] };
  if (outside[0] === box.labels) return { outside: [box] };
  const found = {
    ...(inside && { inside: { ...box, labels: inside } }),
    outside: outside.map((labels) => ({ ...box, labels })),
  };
  const bySelector = boxesBySelector.get(box) ?? new Map<LabelSelector, BoxesAt>();
  boxesBySelector.set(box, bySelector.set(selector, found));
  return found;
}

function selectorOf(scope: NamespaceScope): LabelSelector {
  if (scope.kind === 'selected') return scope.selector;
  return { requirements: [{ key: NAME_LABEL, operator: 'In', values: [scope.name] }] };
}
