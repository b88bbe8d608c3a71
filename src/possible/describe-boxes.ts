import { NAME_LABEL } from '../resources/name-label.ts';
import type { LabelDomains } from './label-domain.ts';
import type { PodBox, PossibleNamespace } from './pod-box.ts';
import { namespaceInWords, type PodWords, podInWords, requiredLabels } from './possible-pod.ts';

/**
 * Describes boxes of pods to which the same happens by the labels that their pods must have, the plainest first. Whoever has more labels than pods of
 * another box in the same namespaces, to which the same happens, is not told apart from these.
 */
export function describeBoxes(boxes: readonly PodBox[], namespaces: number): readonly PodWords[] {
  const byPods = new Map<string, PodBox[]>();
  for (const box of boxes) {
    const key = JSON.stringify([keysOf(box.labels), podInWords(box).words]);
    byPods.set(key, [...(byPods.get(key) ?? []), box]);
  }
  const groups = [...byPods.values()].map((group) => ({ group, labels: keysOf((group[0] as PodBox).labels) }));
  const plainest = groups.sort((a, b) => a.labels.length - b.labels.length);
  const seen: { readonly labels: readonly string[]; readonly places: ReadonlySet<string> }[] = [];
  return plainest.flatMap(({ group, labels }) => {
    const isTold = (box: PodBox): boolean =>
      seen.some((one) => one.places.has(placeOf(box.namespace)) && one.labels.every((label) => labels.includes(label)));
    const rest = group.filter((box) => !isTold(box));
    seen.push({ labels, places: new Set(group.map((box) => placeOf(box.namespace))) });
    return rest.length === 0 ? [] : inPlaces(rest, namespaces);
  });
}

function keysOf(labels: LabelDomains): readonly string[] {
  return requiredLabels(labels).map(([key, { values }]) => JSON.stringify([key, values.kind, [...values.listed]]));
}

function placeOf(namespace: PossibleNamespace): string {
  return namespace.kind === 'known' ? namespace.facts.name : JSON.stringify(keysOf(namespace.labels));
}

/** One description where the pods may be in every namespace, else one for each. */
function inPlaces(boxes: readonly PodBox[], namespaces: number): readonly PodWords[] {
  const [first] = boxes;
  const known = new Set(boxes.flatMap(({ namespace }) => (namespace.kind === 'known' ? [namespace.facts.name] : [])));
  const isEverywhere = known.size === namespaces && boxes.some(({ namespace }) => isUnbound(namespace));
  if (first !== undefined && isEverywhere) {
    const { id, words } = podInWords(first);
    return [{ id: `possible:*/${id}`, words: `${words} in any namespace` }];
  }
  const described = boxes.map((box): PodWords => {
    const [pod, namespace] = [podInWords(box), namespaceInWords(box.namespace)];
    return { id: `possible:${namespace.id}/${pod.id}`, words: `${pod.words} ${namespace.words}` };
  });
  return [...new Map(described.map((one) => [one.words, one])).values()];
}

function isUnbound(namespace: PossibleNamespace): boolean {
  return (
    namespace.kind === 'another' &&
    [...namespace.labels.keys()].every((key) => key === NAME_LABEL) &&
    namespace.labels.get(NAME_LABEL)?.values.kind === 'anyBut'
  );
}
