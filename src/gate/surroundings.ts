import type { Surroundings } from '../change/trees.ts';
import type { ManifestFile } from '../manifests/document.ts';
import { classifyDocument } from '../resources/classify-document.ts';
import { isBuiltInGroup, type KindReading, readKind } from '../resources/kinds.ts';
import { fieldOf, fieldsOf, isFields, type ManifestObject, stringOf } from '../resources/manifest-object.ts';
import { withoutBookkeeping } from '../resources/stored-object.ts';

type What = keyof Surroundings;

/** What is known of the world beyond the objects as they are written. */
interface Known {
  /** Where objects without a namespace land. */
  readonly namespace: string;
  /** Workloads that front doors, as `namespace/name`. */
  readonly fronts: ReadonlySet<string>;
}

const ALL: readonly What[] = ['policies', 'fronts', 'doors'];
const NONE: readonly What[] = [];

/**
 * All objects on which something may depend that is not evaluated, as texts that are equal where nothing of them changed.
 * Whatever is judged itself is left out, for it is compared itself.
 */
export function surroundingsOf(files: readonly ManifestFile[], { namespace, fronts }: Known): Surroundings {
  const objects = files.flatMap(({ documents }) => documents).flatMap(objectsIn);
  const placeOf: PlaceOf = ({ written }) => stringOf(fieldOf(fieldOf(written, 'metadata'), 'namespace')) ?? namespace;
  const mounted = new Set(
    objects
      .filter((one) => !fronts.has(`${placeOf(one)}/${nameOf(one)}`))
      .flatMap((one) => settingsOf(one).map((name) => `${placeOf(one)}/${name}`)),
  );
  const parameters = new Set(objects.flatMap(parametersOf));
  const isMounted = (one: ManifestObject): boolean =>
    mounted.has(`${placeOf(one)}/${nameOf(one)}`) && !parameters.has(nameOf(one));
  const bearing = objects.map((one) => ({ one, bearsOn: bearingOf(one, isMounted) }));
  const about = (what: What, more: readonly ManifestObject[] = []): ReadonlyMap<string, string> => {
    const some = bearing.filter(({ bearsOn }) => bearsOn.includes(what)).map(({ one }) => one);
    return byTitle([...some, ...more]);
  };
  const mesh = new Map(objects.flatMap(meshOfNamespace));
  return {
    policies: new Map([...about('policies', contested(objects, placeOf)), ...mesh]),
    fronts: about('fronts'),
    doors: about('doors'),
  };
}

type PlaceOf = (object: ManifestObject) => string;

/** Texts by titles; an object that is there more than once has all of its texts. */
function byTitle(objects: readonly ManifestObject[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const written = objects.map((one) => ({ one, text: textOf(one) }));
  for (const { one, text } of written.sort((a, b) => (a.text < b.text ? -1 : 1))) {
    const place = stringOf(fieldOf(fieldOf(one.written, 'metadata'), 'namespace'));
    const title = `${one.kind} \`${place === undefined ? '' : `${place}/`}${nameOf(one)}\``;
    texts.set(title, `${texts.get(title) ?? ''}${text}\n`);
  }
  return texts;
}

function objectsIn(document: ManifestFile['documents'][number]): readonly ManifestObject[] {
  const reading = classifyDocument(document, () => undefined);
  return reading.kind === 'objects' ? reading.objects : [];
}

/** Kinds of Kubernetes that policies of other dialects, or whatever fronts doors, may look at. */
const LOOKED_AT: Readonly<Record<string, readonly What[]>> = {
  // Calico: `serviceAccountSelector`.
  ServiceAccount: ['policies'],
  Node: ['policies'],
  // Cilium: `toServices`. What a door leads to by a Service is known, unless the door itself is not followed.
  Service: ['policies', 'doors'],
  Endpoints: ['policies', 'doors'],
  EndpointSlice: ['policies', 'doors'],
  IngressClass: ['fronts', 'doors'],
};

/** Groups that nothing on the way of traffic refers to, and that change often. */
const WITHOUT_BEARING: ReadonlySet<string> = new Set([
  'autoscaling.k8s.io',
  'bitnami.com',
  'cert-manager.io',
  'external-secrets.io',
  'keda.sh',
  'monitoring.coreos.com',
]);

function bearingOf(object: ManifestObject, isMounted: (object: ManifestObject) => boolean): readonly What[] {
  const reading = readKind(object);
  if (reading.kind === 'edge') return ['doors'];
  if (reading.kind === 'policy') return reading.dialect.kind === 'inert' ? ['policies'] : NONE;
  if (isBuiltInGroup(object.group)) return bearingOfBuiltIn(object, isMounted);
  if (reading.kind === 'ignored') return WITHOUT_BEARING.has(object.group) ? NONE : ALL;
  return reading.kind === 'read' ? (EVALUATED[reading.use] ?? NONE) : NONE;
}

/** Kinds that are evaluated, and yet say more than that to whatever is not. */
const EVALUATED: Readonly<Partial<Record<Extract<KindReading, { kind: 'read' }>['use'], readonly What[]>>> = {
  gateway: ALL,
  frontClass: ALL,
  referenceGrant: ALL,
  // Policies of a mesh or gateway attach to routes; what leads through one route does not depend on another.
  gatewayRoute: ['policies'],
};

// AWS: what one Ingress of a group says of the load balancer holds for all of it. NGINX: a master speaks for its minions.
const SPEAKS_FOR_OTHERS = /\/(group\.name|mergeable-ingress-type)$/;

function bearingOfBuiltIn(object: ManifestObject, isMounted: (object: ManifestObject) => boolean): readonly What[] {
  const { group, kind, written } = object;
  // What no workload behind the fronts reads is for a controller: the parameters of a class, or the settings of a front.
  if (group === '' && kind === 'ConfigMap') return isMounted(object) ? NONE : ['fronts', 'doors'];
  if (kind === 'Ingress') {
    const annotations = Object.keys(fieldsOf(fieldOf(fieldOf(written, 'metadata'), 'annotations')));
    return annotations.some((key) => SPEAKS_FOR_OTHERS.test(key)) ? ['fronts', 'doors'] : NONE;
  }
  return Object.hasOwn(LOOKED_AT, kind) ? (LOOKED_AT[kind] ?? NONE) : NONE;
}

/** Keys under which a pod template names the ConfigMaps that it reads. */
const NAMES_SETTINGS: ReadonlySet<string> = new Set(['configMap', 'configMapRef', 'configMapKeyRef']);

/** Keys under which classes and gateways name their parameters. */
const NAMES_PARAMETERS: ReadonlySet<string> = new Set(['parameters', 'parametersRef']);

function settingsOf(object: ManifestObject): readonly string[] {
  const reading = readKind(object);
  return reading.kind === 'read' && reading.use === 'workload' ? namesIn(object.written, NAMES_SETTINGS) : [];
}

function parametersOf(object: ManifestObject): readonly string[] {
  const reading = readKind(object);
  const isOfFront = reading.kind === 'read' && (reading.use === 'gateway' || reading.use === 'frontClass');
  return isOfFront ? namesIn(object.written, NAMES_PARAMETERS) : [];
}

/** The names of what stands under such keys, however deep. */
function namesIn(value: unknown, keys: ReadonlySet<string>): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => namesIn(item, keys));
  if (!isFields(value)) return [];
  return Object.entries(value).flatMap(([key, part]) => {
    const name = keys.has(key) ? stringOf(fieldOf(part, 'name')) : undefined;
    return name === undefined ? namesIn(part, keys) : [name];
  });
}

/** Policies that are defined more than once: only the first text of each is compared itself. */
function contested(objects: readonly ManifestObject[], placeOf: PlaceOf): readonly ManifestObject[] {
  const byName = new Map<string, ManifestObject[]>();
  for (const one of objects.filter(isPolicy)) {
    const key = JSON.stringify([one.kind, placeOf(one), nameOf(one)]);
    byName.set(key, [...(byName.get(key) ?? []), one]);
  }
  return [...byName.values()].filter((some) => some.length > 1).flat();
}

function isPolicy(object: ManifestObject): boolean {
  const reading = readKind(object);
  if (reading.kind === 'read') return reading.use === 'networkPolicy' || reading.use === 'adminPolicy';
  return reading.kind === 'policy' || reading.kind === 'slip';
}

/** Annotations of a namespace that a mesh or plugin reads. */
function meshOfNamespace(object: ManifestObject): readonly (readonly [title: string, text: string])[] {
  const reading = readKind(object);
  if (reading.kind !== 'read' || reading.use !== 'namespace') return [];
  const found = meshAnnotations(object.written);
  return found === '' ? [] : [[`Namespace \`${nameOf(object)}\``, found]];
}

const MESHES = /(istio|linkerd|cilium|projectcalico|kuma|consul|antrea|ovn|openservicemesh)\b[^/]*\//;

/** The annotations of an object, and of the pods it makes, by which it opts in or out of what enforces policies. */
export function meshAnnotations(written: unknown): string {
  const template = fieldOf(fieldOf(written, 'spec'), 'template');
  const found = [
    written,
    template,
    fieldOf(fieldOf(fieldOf(fieldOf(written, 'spec'), 'jobTemplate'), 'spec'), 'template'),
  ]
    .map((one) => fieldOf(fieldOf(one, 'metadata'), 'annotations'))
    .flatMap((annotations) => (isFields(annotations) ? Object.entries(annotations) : []))
    .filter(([key]) => MESHES.test(key));
  return found.length === 0 ? '' : plainText(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function nameOf({ written }: ManifestObject): string {
  return stringOf(fieldOf(fieldOf(written, 'metadata'), 'name')) ?? '';
}

function textOf({ apiVersion, kind, written }: ManifestObject): string {
  return plainText([apiVersion, kind, withoutBookkeeping(written)]);
}

/** Equal values give equal texts. */
export function plainText(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? String(part) : part)) ?? '';
}
