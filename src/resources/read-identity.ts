import { below, type KeyPath, type SourceRef, underlining } from '../source/source-ref.ts';
import { faultOfLabelKey, faultOfLabelValue, faultOfNamespaceName, faultOfSubdomain } from './check-names.ts';
import { type FindingSink, findingAt } from './finding-at.ts';
import { flatText } from './flat-text.ts';
import { describeValue, fieldOf, fieldsOf, isFields, type ManifestObject } from './manifest-object.ts';

/** Where an object lives and what it is called. */
export interface Identity {
  /** Absent: cluster-scoped, or written in a way that cannot be read. */
  readonly namespace?: string;
  readonly name: string;
  /** False where the name was made up, so that equal names do not mean one object. */
  readonly isNamed: boolean;
  /** Its manifest names no namespace, so that whoever applies it says which it is. */
  readonly landed?: true;
}

/** What becomes of objects that name no namespace. */
export interface Landing {
  readonly namespace: string;
  /** Whether helm installs the objects, which surely puts them there. */
  readonly isInstalled?: boolean;
}

/** The name and namespace of an object; `landing` is undefined for cluster-scoped kinds. */
export function readIdentity(object: ManifestObject, landing: Landing | undefined): Identity {
  const metadata = fieldOf(object.written, 'metadata');
  const name = fieldOf(metadata, 'name');
  const prefix = fieldOf(metadata, 'generateName');
  const isNamed = typeof name === 'string' && name !== '';
  const madeUp = typeof prefix === 'string' && prefix !== '' ? `${prefix}…` : 'unnamed';
  const named = { name: isNamed ? name : madeUp, isNamed };
  return landing === undefined ? named : { ...readNamespace(metadata, landing), ...named };
}

function readNamespace(metadata: unknown, { namespace, isInstalled }: Landing): Pick<Identity, 'namespace' | 'landed'> {
  const written = fieldOf(metadata, 'namespace') ?? '';
  if (written !== '') return typeof written === 'string' ? { namespace: written } : {};
  if (metadata !== undefined && metadata !== null && !isFields(metadata)) return {};
  return { namespace, ...(isInstalled !== true && { landed: true }) };
}

/** `shop/db`, or `db` for a cluster-scoped object. */
export function formatIdentity({ namespace, name }: Identity): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** `shop/Deployment:db`, or `Namespace:shop`. */
export function formatId(kind: string, { namespace, name }: Identity): string {
  return namespace === undefined ? flatText(kind, ':', name) : flatText(namespace, '/', kind, ':', name);
}

/** Reports what the API server refuses in `metadata` beyond the types of its fields. */
export function checkMetadata(object: ManifestObject, title: string, report: FindingSink): void {
  const written = fieldOf(object.written, 'metadata');
  if (written !== undefined && written !== null && !isFields(written)) return;
  const metadata = fieldsOf(written);
  checkNames(object, metadata, title, report);
  checkLabels(metadata['labels'], object.origin, ['metadata', 'labels'], title, report);
}

function checkNames(
  object: ManifestObject,
  metadata: Readonly<Record<string, unknown>>,
  title: string,
  report: FindingSink,
): void {
  const { name, generateName, namespace } = metadata;
  if ((name ?? '') === '' && (generateName ?? '') === '') {
    const hasMetadata = Object.hasOwn(object.written, 'metadata');
    const at = underlining(below(object.origin, hasMetadata ? 'metadata' : 'kind'), 'key');
    report(findingAt('invalid-field', `a ${object.kind} has no name`, at, { help: 'write `metadata.name`' }));
  }
  const isNamespace = object.kind === 'Namespace';
  const fault =
    typeof name === 'string' && name !== '' ? (isNamespace ? faultOfNamespaceName : faultOfSubdomain)(name) : undefined;
  if (fault !== undefined) reportFault(object, 'name', name, title, fault, report);
  const namespaceFault =
    typeof namespace === 'string' && namespace !== '' ? faultOfNamespaceName(namespace) : undefined;
  if (namespaceFault !== undefined) {
    reportFault(object, 'namespace', namespace, title, namespaceFault, report);
  }
}

/**
 * Reports label keys and values that the API server refuses; values that are no strings are the schema's to report.
 * `path` leads to the labels from `origin`.
 */
export function checkLabels(
  labels: unknown,
  origin: SourceRef,
  path: KeyPath,
  title: string,
  report: FindingSink,
): void {
  for (const [key, value] of Object.entries(fieldsOf(labels))) {
    const keyFault = faultOfLabelKey(key);
    if (keyFault !== undefined) {
      const at = underlining(below(origin, ...path, key), 'key');
      report(findingAt('invalid-field', `\`${key}\` is not a label key, in ${title}`, at, { help: keyFault }));
    }
    const valueFault = typeof value === 'string' ? faultOfLabelValue(value) : undefined;
    if (valueFault === undefined) continue;
    const message = `\`${value}\` is not a value for the label \`${key}\`, in ${title}`;
    report(findingAt('invalid-field', message, below(origin, ...path, key), { help: valueFault }));
  }
}

function reportFault(
  { origin }: ManifestObject,
  key: 'name' | 'namespace',
  value: unknown,
  title: string,
  help: string,
  report: FindingSink,
): void {
  const message = `\`metadata.${key}\` of ${title} is not a valid name: ${describeValue(value)}`;
  report(findingAt('invalid-field', message, below(origin, 'metadata', key), { help }));
}
