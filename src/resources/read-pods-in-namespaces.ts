import { below, type SourceRef } from '../source/source-ref.ts';
import type { FindingSink } from './finding-at.ts';
import { fieldsOf, isFields } from './manifest-object.ts';
import { readLabelSelector } from './read-label-selector.ts';
import type { PodsInNamespaces } from './resources.ts';

/** `namespaces: SELECTOR` or `pods: {namespaceSelector, podSelector}`. */
export function readPodsInNamespaces(
  fields: Readonly<Record<string, unknown>>,
  origin: SourceRef,
  title: string,
  report: FindingSink,
): PodsInNamespaces {
  if (isFields(fields['namespaces'])) {
    const namespaceSelector = readLabelSelector(fields['namespaces'], below(origin, 'namespaces'), title, report);
    return { namespaceSelector, podSelector: { requirements: [] }, origin };
  }
  const pods = fieldsOf(fields['pods']);
  const ref = below(origin, 'pods');
  return {
    namespaceSelector: readLabelSelector(pods['namespaceSelector'], below(ref, 'namespaceSelector'), title, report),
    podSelector: readLabelSelector(pods['podSelector'], below(ref, 'podSelector'), title, report),
    origin,
  };
}
