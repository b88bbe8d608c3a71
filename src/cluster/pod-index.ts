import { type LabelSelector, meaningOf, measured } from '../resources/label-selector.ts';
import { trimmed } from '../resources/trimmed.ts';
import type { Cluster } from './cluster.ts';
import type { PodEndpoint } from './endpoint.ts';
import { indexLabels } from './label-index.ts';
import { inScope, labelsOfNamespace, labelsOfPod } from './matches.ts';
import type { NamespaceScope } from './predicate.ts';
import { certain } from './truth.ts';

/** The known pods of a cluster by namespace and by labels. Questions of equal meaning have one list as their answer. */
export interface PodIndex {
  /** All of them, namespace by namespace, else in the order of endpoints. */
  readonly pods: readonly PodEndpoint[];
  readonly inNamespace: (name: string) => readonly PodEndpoint[];
  /** Pods that a selector picks, or may pick, in namespaces in scope; without a selector all that are there. */
  readonly meant: (scope: NamespaceScope, labels: LabelSelector | undefined) => readonly PodEndpoint[];
  /** The pods of each namespace that is surely in scope. */
  readonly surelyIn: (scope: NamespaceScope) => readonly (readonly PodEndpoint[])[];
}

/** Places of pods among all: from `first` to before `end`. */
interface Stretch {
  readonly first: number;
  readonly end: number;
}

/** The pods of one namespace. */
interface Inhabitants extends Stretch {
  readonly pods: readonly PodEndpoint[];
}

/** The pods of a cluster, indexed once. */
export function podIndexOf(cluster: Cluster): PodIndex {
  const index = indexes.get(cluster) ?? indexPods(cluster);
  indexes.set(cluster, index);
  return index;
}

const indexes = new WeakMap<Cluster, PodIndex>();

function indexPods({ endpoints }: Cluster): PodIndex {
  const inhabitants = byNamespace(endpoints.filter((endpoint) => endpoint.kind === 'pod'));
  const all = [...inhabitants.values()];
  const pods = all.flatMap((one) => one.pods);
  const namespaces = indexLabels(all.map((one) => labelsOfNamespace(factsOf(one))));
  const labelled = indexLabels(pods.map(labelsOfPod));

  const numberOf = numberMeanings();
  const numberOfScope = numberScopes(numberOf);
  const inside = remember((scope: NamespaceScope): readonly Inhabitants[] => {
    if (scope.kind === 'selected') return namespaces.picked(scope.selector, 0, all.length).map(at(all));
    const named = inhabitants.get(scope.name);
    return named === undefined ? [] : [named];
  }, numberOfScope);
  const surelyIn = remember(
    (scope: NamespaceScope) =>
      inside(scope)
        .filter((one) => certain(inScope(scope, factsOf(one))))
        .map((one) => one.pods),
    numberOfScope,
  );
  const meantIn = remember((scope: NamespaceScope) => {
    const stretches = joined(inside(scope));
    return remember(
      (labels: LabelSelector): readonly PodEndpoint[] =>
        trimmed(stretches.flatMap(({ first, end }) => labelled.picked(labels, first, end).map(at(pods)))),
      numberOf,
    );
  }, numberOfScope);
  return {
    pods,
    inNamespace: (name) => inhabitants.get(name)?.pods ?? [],
    meant: (scope, labels = ANY_LABELS) => meantIn(scope)(labels),
    surelyIn,
  };
}

const ANY_LABELS: LabelSelector = { requirements: [] };

function byNamespace(pods: readonly PodEndpoint[]): ReadonlyMap<string, Inhabitants> {
  const podsByNamespace = new Map<string, PodEndpoint[]>();
  for (const pod of pods) {
    const neighbours = podsByNamespace.get(pod.namespace.name);
    if (neighbours === undefined) podsByNamespace.set(pod.namespace.name, [pod]);
    else neighbours.push(pod);
  }
  const inhabitants = new Map<string, Inhabitants>();
  let first = 0;
  for (const [name, own] of podsByNamespace) {
    inhabitants.set(name, { pods: own, first, end: first + own.length });
    first += own.length;
  }
  return inhabitants;
}

/** The same places, neighbours as one. */
function joined(stretches: readonly Stretch[]): readonly Stretch[] {
  const runs: { first: number; end: number }[] = [];
  for (const { first, end } of stretches) {
    const last = runs.at(-1);
    if (last?.end === first) last.end = end;
    else runs.push({ first, end });
  }
  return runs;
}

function factsOf({ pods: [pod] }: Inhabitants): PodEndpoint['namespace'] {
  return (pod as PodEndpoint).namespace;
}

function at<T>(list: readonly T[]): (number: number) => T {
  return (number) => list[number] as T;
}

/** Works out each answer once; questions with one answer have one number. */
function remember<Q, A extends object>(
  answer: (question: Q) => A,
  numberOf: (question: Q) => number,
): (question: Q) => A {
  const known = new Map<number, A>();
  return (question) => {
    const number = numberOf(question);
    const found = known.get(number) ?? answer(question);
    known.set(number, found);
    return found;
  };
}

/** Numbers selectors; those that pick the same share a number. */
function numberMeanings(): (selector: LabelSelector) => number {
  const bySelector = new WeakMap<LabelSelector, number>();
  const numberOfText = numberTexts();
  return (selector) => {
    const number = bySelector.get(selector) ?? numberOfText(meaningOf(selector));
    bySelector.set(selector, number);
    return number;
  };
}

/** Numbers scopes: even for a selector, odd for a name. */
function numberScopes(numberOf: (selector: LabelSelector) => number): (scope: NamespaceScope) => number {
  const numberOfName = numberTexts();
  return (scope) => (scope.kind === 'named' ? 2 * numberOfName(scope.name) + 1 : 2 * numberOf(scope.selector));
}

function numberTexts(): (text: string) => number {
  const numbers = new Map<string, number>();
  return (text) => {
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  };
}

/** A text that scopes share which are the same. */
export function meaningOfScope(scope: NamespaceScope): string {
  return scope.kind === 'named' ? `:${measured(scope.name)}` : meaningOf(scope.selector);
}
