import type { AddressKnowledge, NamespaceFacts, PodEndpoint } from '../../src/cluster/endpoint.ts';
import type { LabelRequirement, LabelSelector } from '../../src/resources/label-selector.ts';
import type { PossiblePods } from './read-exposure.ts';

type Labels = ReadonlyMap<string, string>;

const NAME_LABEL = 'kubernetes.io/metadata.name';
/** A value that no manifest of the corpora has. */
const OTHER = 'made-up';

/** Whether labels satisfy a selector, by the words of the API: `NotIn` and `DoesNotExist` match a key that is not there. */
export function satisfy(labels: Labels, { requirements }: LabelSelector): boolean {
  return requirements.every((requirement) => accepts(requirement, labels.get(requirement.key)));
}

function accepts({ operator, values }: LabelRequirement, value: string | undefined): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
  }
}

/** Whether a pod is one of those that somebody speaks of. */
export function isAmong({ namespaces, labels }: PossiblePods, pod: PodEndpoint): boolean {
  const { namespace } = pod;
  const isInside =
    namespaces.kind === 'named' ? namespaces.name === namespace.name : satisfy(namespace.labels, namespaces.selector);
  return isInside && satisfy(pod.labels, labels);
}

/** A pod for every way of satisfying the selectors that they can tell apart, in known namespaces and in new ones. */
export function makePods(
  { namespaces, labels }: PossiblePods,
  known: ReadonlyMap<string, NamespaceFacts>,
  addresses: AddressKnowledge,
): readonly PodEndpoint[] {
  const homes =
    namespaces.kind === 'named' ? [homeCalled(namespaces.name, known)] : homesOf(namespaces.selector, known);
  return homes.flatMap((namespace) => waysToSatisfy(labels).map((own) => podIn(namespace, own, addresses)));
}

function homesOf(selector: LabelSelector, known: ReadonlyMap<string, NamespaceFacts>): readonly NamespaceFacts[] {
  const made = waysToSatisfy(selector).map((labels): NamespaceFacts => {
    const name = labels.get(NAME_LABEL) ?? nameFor(labels);
    return known.get(name) ?? { name, labels: new Map([...labels, [NAME_LABEL, name]]), complete: true };
  });
  const homes = new Set([...known.values(), ...made]);
  return [...homes].filter((home) => satisfy(home.labels, selector));
}

function homeCalled(name: string, known: ReadonlyMap<string, NamespaceFacts>): NamespaceFacts {
  return known.get(name) ?? { name, labels: new Map([[NAME_LABEL, name]]), complete: true };
}

/** Namespaces of equal names are equal. */
function nameFor(labels: Labels): string {
  return [OTHER, ...[...labels].flat()].join('-').replace(/[^a-z0-9]+/g, '-');
}

function waysToSatisfy({ requirements }: LabelSelector): readonly Labels[] {
  let ways: readonly Labels[] = [new Map()];
  for (const key of new Set(requirements.map((requirement) => requirement.key))) {
    const ofKey = { requirements: requirements.filter((requirement) => requirement.key === key) };
    const values = new Set([...ofKey.requirements.flatMap((requirement) => requirement.values), OTHER]);
    const choices: readonly Labels[] = [new Map(), ...[...values].map((value) => new Map([[key, value]]))];
    const possible = choices.filter((choice) => satisfy(choice, ofKey));
    ways = ways.flatMap((way) => possible.map((choice) => new Map([...way, ...choice])));
  }
  return ways;
}

function podIn(namespace: NamespaceFacts, labels: Labels, addresses: AddressKnowledge): PodEndpoint {
  const words = (known: Labels): string => [...known].map(([key, value]) => `${key}=${value}`).join(' ') || 'no labels';
  const name = `possible (${words(labels)}; namespace ${words(namespace.labels)})`;
  return {
    kind: 'pod',
    id: `${namespace.name}/Pod:${name}`,
    namespace,
    workloadKind: 'Pod',
    name,
    labels,
    runtimeLabelKeys: new Set(),
    namedPorts: [],
    declaredPorts: [],
    hostNetwork: false,
    addresses,
    serviceAccount: 'default',
    single: true,
    assumed: true,
  };
}
