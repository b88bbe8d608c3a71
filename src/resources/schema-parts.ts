import type { Schema } from './schema.ts';

export const TEXT: Schema = { type: 'string' };
export const TEXTS: Schema = { type: 'array', items: TEXT };
export const TEXT_MAP: Schema = { type: 'object', additionalProperties: TEXT };
export const INTEGER: Schema = { type: 'integer' };
export const BOOLEAN: Schema = { type: 'boolean' };
export const ANYTHING: Schema = {};

/** A list of `items`. */
export function listSchema(items: Schema): Schema {
  return { type: 'array', items };
}

/** One of a few words. */
export function wordSchema(...words: readonly string[]): Schema {
  return { type: 'string', enum: words };
}

/** A map with these fields and no others: the API server refuses the rest. */
export function closedSchema(properties: Readonly<Record<string, Schema>>, required: readonly string[] = []): Schema {
  return { type: 'object', properties, additionalProperties: false, required };
}

/** A map of which only these fields are looked at. */
export function openSchema(properties: Readonly<Record<string, Schema>>): Schema {
  return { type: 'object', properties };
}

/** Kubernetes ObjectMeta. */
export const METADATA: Schema = closedSchema({
  name: TEXT,
  generateName: TEXT,
  namespace: TEXT,
  labels: TEXT_MAP,
  annotations: TEXT_MAP,
  clusterName: ANYTHING,
  creationTimestamp: ANYTHING,
  deletionGracePeriodSeconds: ANYTHING,
  deletionTimestamp: ANYTHING,
  finalizers: ANYTHING,
  generation: ANYTHING,
  managedFields: ANYTHING,
  ownerReferences: { type: 'array', items: { type: 'object' } },
  resourceVersion: ANYTHING,
  selfLink: ANYTHING,
  uid: ANYTHING,
});

/** An object with `metadata`, the given `spec` and a `status` that nobody checks. */
export function objectSchema(spec: Schema): Schema {
  return closedSchema({ apiVersion: TEXT, kind: TEXT, metadata: METADATA, spec, status: ANYTHING });
}
