import type { Cluster } from '../cluster/cluster.ts';
import type { NamespaceFacts } from '../cluster/endpoint.ts';
import { NAME_LABEL } from '../resources/name-label.ts';
import { type LabelDomains, splitAtSelector } from './label-domain.ts';

/** The namespace of a pod that could be created: one that is known, or one that could be created too. */
export type PossibleNamespace =
  | { readonly kind: 'known'; readonly facts: NamespaceFacts }
  | { readonly kind: 'another'; readonly labels: LabelDomains };

/**
 * Pods that could be created: in one namespace, with labels from these domains. Ports are what rules that name one ask:
 * by `name/protocol`, whether the pod gives that name to the port in question; a name that is not there may be given.
 */
export interface PodBox {
  readonly namespace: PossibleNamespace;
  readonly labels: LabelDomains;
  readonly ports: ReadonlyMap<string, boolean>;
}

const boxesByNamespaces = new WeakMap<Cluster['namespaces'], readonly PodBox[]>();

/** Every pod that could be created, one box for all namespaces that are not known, and one for each that is. */
export function everyPossiblePod({ namespaces }: Pick<Cluster, 'namespaces'>): readonly PodBox[] {
  const boxes = boxesByNamespaces.get(namespaces) ?? newBoxes(namespaces);
  boxesByNamespaces.set(namespaces, boxes);
  return boxes;
}

function newBoxes(namespaces: Cluster['namespaces']): readonly PodBox[] {
  const known = [...namespaces.values()].map((facts): PossibleNamespace => ({ kind: 'known', facts }));
  const names = { key: NAME_LABEL, operator: 'NotIn', values: [...namespaces.keys()] } as const;
  // The API server forces the name label onto every namespace: no namespace is without it.
  const named = { key: NAME_LABEL, operator: 'Exists', values: [] } as const;
  const { inside = new Map() } = splitAtSelector(new Map(), { requirements: [named, names] });
  return [{ kind: 'another', labels: inside } as const, ...known].map((namespace) => ({
    namespace,
    labels: new Map(),
    ports: new Map(),
  }));
}
