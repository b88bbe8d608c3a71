import { NAME_LABEL } from '../resources/name-label.ts';
import type { NamespaceFacts } from './endpoint.ts';

/** The API server forces the name label onto every namespace, whatever was written. */
export function withName(labels: ReadonlyMap<string, string>, name: string): ReadonlyMap<string, string> {
  return new Map([...labels, [NAME_LABEL, name]]);
}

/** What is known of a namespace that no object tells of: its name. */
export function unknownNamespace(name: string): NamespaceFacts {
  return { name, labels: withName(new Map(), name), complete: false };
}
