import { below, type SourceRef } from '../source/source-ref.ts';
import type { FindingSink } from './finding-at.ts';
import type { LabelSelector } from './label-selector.ts';
import { type Fields, fieldsOf, isFields } from './manifest-object.ts';
import { readLabelSelector } from './read-label-selector.ts';
import type { PodsInNamespaces } from './resources.ts';

/** `namespaces: SELECTOR` or `pods: {namespaceSelector, podSelector}`. */
export function readPodsInNamespaces(
  fields: Readonly<Record<string, unknown>>,
  origin: SourceRef,
  title: string,
  report: FindingSink,
): PodsInNamespaces {
  const read = (holder: Fields, key: string, ref: SourceRef): LabelSelector => {
    const at = below(ref, key);
    return { ...readLabelSelector(holder[key], at, title, report), origin: at };
  };
  if (isFields(fields['namespaces'])) {
    return { namespaceSelector: read(fields, 'namespaces', origin), podSelector: { requirements: [] }, origin };
  }
  const pods = fieldsOf(fields['pods']);
  const ref = below(origin, 'pods');
  return {
    namespaceSelector: read(pods, 'namespaceSelector', ref),
    podSelector: read(pods, 'podSelector', ref),
    origin,
  };
}
