import type { Finding } from '../findings/finding.ts';
import { below } from '../source/source-ref.ts';
import { findingAt } from './finding-at.ts';
import { fieldOf, isFields, type ManifestObject } from './manifest-object.ts';
import { formatIdentity, type Identity } from './read-identity.ts';
import { withoutBookkeeping } from './stored-object.ts';

/** An object that bears on the verdict, under the group that serves its kind today. */
export interface NamedObject {
  readonly object: ManifestObject;
  readonly identity: Identity;
  readonly group: string;
}

export interface Duplicates<T> {
  /** The first of each; equal copies are left out. */
  readonly distinct: readonly T[];
  /** Objects that are defined twice with different texts: which text the cluster has is not known. */
  readonly contested: ReadonlySet<T>;
  /** The later texts of these. */
  readonly others: readonly T[];
  readonly findings: readonly Finding[];
}

/** Finds objects of one group, kind, namespace and name. */
export function findDuplicates<T extends NamedObject>(objects: readonly T[]): Duplicates<T> {
  const firstByKey = new Map<string, T>();
  const distinct: T[] = [];
  const contested = new Set<T>();
  const others: T[] = [];
  const findings: Finding[] = [];
  for (const named of objects) {
    const key = keyOf(named);
    // Each object with a generated name is a new one.
    const first = named.identity.isNamed ? firstByKey.get(key) : undefined;
    if (first === undefined) {
      distinct.push(named);
      firstByKey.set(key, named);
    } else if (canonicalText(first) !== canonicalText(named)) {
      contested.add(first);
      others.push(named);
      findings.push(describe(first, named));
    }
  }
  return { distinct, contested, others, findings };
}

/** INVARIANT: no two objects share a text, for each part but the last stands behind its length. */
function keyOf({ object, identity: { namespace, name }, group }: NamedObject): string {
  const place = namespace === undefined ? '' : `${namespace.length}:${namespace}`;
  return `${group.length}:${group}${object.kind.length}:${object.kind}${place}/${name}`;
}

function describe(first: NamedObject, second: NamedObject): Finding {
  const name = formatIdentity(second.identity);
  const isOneFile = first.object.origin.file === second.object.origin.file;
  const message = `${second.object.kind} \`${name}\` is defined twice with different texts`;
  return findingAt('duplicate-object', message, nameRef(second), {
    help: isOneFile
      ? 'keep one of the two'
      : 'keep one of the two; if they belong to two environments, name these under `environments` of a suite, so that each is judged by itself',
    related: [{ at: nameRef(first), message: 'first defined here' }],
  });
}

function nameRef({ object }: NamedObject) {
  return below(object.origin, 'metadata', 'name');
}

/** Equal for equal objects, whatever the order of their keys and wherever the namespace came from. */
function canonicalText({ object, identity }: NamedObject): string {
  const written = withoutBookkeeping(object.written);
  const metadata = fieldOf(written, 'metadata');
  const placed = isFields(metadata) ? { ...metadata, namespace: identity.namespace } : metadata;
  return JSON.stringify(sortKeys({ ...written, kind: object.kind, apiVersion: object.apiVersion, metadata: placed }));
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (!isFields(value)) return value;
  const entries = Object.entries(value).filter(([, field]) => field !== null);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, field]) => [key, sortKeys(field)]));
}
