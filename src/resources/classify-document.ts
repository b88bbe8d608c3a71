import type { ManifestDocument } from '../manifests/document.ts';
import { expandLists } from './expand-lists.ts';
import type { FindingSink } from './finding-at.ts';
import { isKnownKind } from './kinds.ts';
import { isFields, type ManifestObject } from './manifest-object.ts';

/** What a document is: Kubernetes objects, or something that is passed over, with the reason. */
export type DocumentReading =
  | { readonly kind: 'objects'; readonly objects: readonly ManifestObject[] }
  | { readonly kind: 'passed over'; readonly what: string; readonly why: string };

const NOT_AN_OBJECT = 'not a Kubernetes object';

/** Sorts a document; one that is half a Kubernetes object is a finding. */
export function classifyDocument(document: ManifestDocument, report: FindingSink): DocumentReading {
  const { value } = document;
  const passedOver = (why: string): DocumentReading => ({
    kind: 'passed over',
    what: `document ${document.document + 1}`,
    why,
  });
  if (value === null || value === undefined) return passedOver('an empty document');
  if (!isFields(value)) return passedOver(NOT_AN_OBJECT);
  const has = (key: string): boolean => Object.hasOwn(value, key) && value[key] !== null;
  if (!has('apiVersion') && !has('kind')) {
    return passedOver(has('expect') ? 'an assertion suite' : (toolInput(document.file) ?? NOT_AN_OBJECT));
  }
  if (has('apiVersion') !== has('kind')) {
    const tool = toolInput(document.file);
    if (tool !== undefined) return passedOver(tool);
    if (!isMeantAsObject(value)) return passedOver(NOT_AN_OBJECT);
  }
  const objects = expandLists(document, report);
  return objects.length > 0 ? { kind: 'objects', objects } : passedOver('holds no Kubernetes object');
}

/** Files that tools read and that look like half an object (`apiVersion: v2` of a chart). */
function toolInput(file: string): string | undefined {
  const name = file.slice(file.lastIndexOf('/') + 1);
  if (/^kustomization(\.ya?ml)?$/i.test(name)) return 'input of kustomize, which no cluster sees';
  if (/^Chart\.ya?ml$/.test(name)) return 'description of a Helm chart';
  if (/^values([.-].*)?\.ya?ml$/i.test(name)) return 'values of a Helm chart';
  return undefined;
}

/** False for other formats that have one of the two keys, like a Grafana data source with `apiVersion: 1`. */
function isMeantAsObject(value: Readonly<Record<string, unknown>>): boolean {
  const { apiVersion, kind } = value;
  if (typeof kind === 'string' && isKnownKind(kind)) return true;
  const looksLikeOne = Object.hasOwn(value, 'metadata') || Object.hasOwn(value, 'spec');
  return looksLikeOne || (typeof apiVersion === 'string' && /^v\d|\//.test(apiVersion));
}
