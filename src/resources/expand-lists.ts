import type { ManifestDocument } from '../manifests/document.ts';
import { below, type PathRef, underlining } from '../source/source-ref.ts';
import { type FindingSink, findingAt } from './finding-at.ts';
import {
  describeValue,
  type Fields,
  isFields,
  type ManifestObject,
  splitApiVersion,
  stringOf,
} from './manifest-object.ts';

/** What an item of a typed list is when it does not say so itself. */
interface ItemType {
  readonly apiVersion: string;
  readonly kind: string;
}

/**
 * The objects of a document that has `apiVersion` and `kind`: itself, or the items of a `List` or a typed list such as
 * `PodList`, to any depth. Whatever is no object is a finding.
 */
export function expandLists(document: ManifestDocument, report: FindingSink): readonly ManifestObject[] {
  const origin: PathRef = { kind: 'path', file: document.file, document: document.document, path: [] };
  const objects = expand(document.value, origin, undefined, report);
  return document.isOfCrds === true ? objects.map((object) => ({ ...object, isOfCrds: true })) : objects;
}

function expand(
  value: unknown,
  origin: PathRef,
  itemType: ItemType | undefined,
  report: FindingSink,
): readonly ManifestObject[] {
  if (!isFields(value)) {
    const message = `an item of a list must be a Kubernetes object, but it is ${describeValue(value)}`;
    report(
      findingAt('not-an-object', message, origin, {
        help: 'write `apiVersion`, `kind` and `metadata` in it, or remove it',
      }),
    );
    return [];
  }
  const type = readType(value, origin, itemType, report);
  if (type === undefined) return [];
  if (!isList(type.kind, value)) return [{ ...type, ...splitApiVersion(type.apiVersion), written: value, origin }];
  return expandItems(value, type, origin, report);
}

function expandItems(list: Fields, type: ItemType, origin: PathRef, report: FindingSink): readonly ManifestObject[] {
  const items = list['items'] ?? [];
  const itemsRef = below(origin, 'items') as PathRef;
  if (!Array.isArray(items)) {
    const message = `\`items\` of a ${type.kind} must be a list, but it is ${describeValue(items)}`;
    report(findingAt('not-an-object', message, itemsRef, { help: 'begin each item with `- `' }));
    return [];
  }
  const itemType =
    !type.kind.endsWith('List') || type.kind === 'List'
      ? undefined
      : { apiVersion: type.apiVersion, kind: type.kind.slice(0, -'List'.length) };
  return items.flatMap((item, index) => expand(item, below(itemsRef, index) as PathRef, itemType, report));
}

// Custom kinds may end in "List" without being lists (`IPAllowList`); those have no `items`.
function isList(kind: string, value: Fields): boolean {
  // kubectl takes any object with a list of `items` for a list, whatever its kind.
  return kind === 'List' || Array.isArray(value['items']) || (kind.endsWith('List') && Object.hasOwn(value, 'items'));
}

function readType(
  value: Fields,
  origin: PathRef,
  itemType: ItemType | undefined,
  report: FindingSink,
): ItemType | undefined {
  const apiVersion = value['apiVersion'] ?? itemType?.apiVersion;
  const kind = value['kind'] ?? itemType?.kind;
  const missing = nonEmpty(apiVersion) === undefined ? 'apiVersion' : 'kind';
  if (nonEmpty(apiVersion) !== undefined && nonEmpty(kind) !== undefined) {
    return { apiVersion: apiVersion as string, kind: kind as string };
  }
  const found = value[missing];
  const isAbsent = found === undefined || found === null || found === '';
  const message = isAbsent
    ? `a Kubernetes object needs \`apiVersion\` and \`kind\`, but this one has no \`${missing}\``
    : `\`${missing}\` must be text, but it is ${describeValue(found)}`;
  const present = missing === 'kind' ? 'apiVersion' : 'kind';
  const key = Object.hasOwn(value, missing) ? missing : present;
  const at = Object.hasOwn(value, key) ? underlining(below(origin, key), 'key') : origin;
  report(findingAt('not-an-object', message, at, { help: `write the \`${missing}\` of the object` }));
  return undefined;
}

function nonEmpty(value: unknown): string | undefined {
  return stringOf(value) === '' ? undefined : stringOf(value);
}
