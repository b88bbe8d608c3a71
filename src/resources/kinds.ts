import { suggest } from '../findings/suggest.ts';
import { edgeScopeOf, isPortTable, staysInMesh } from './edge-dialects.ts';
import type { ManifestObject } from './manifest-object.ts';
import { isListedDialect, type PolicyDialect, policyDialectOf } from './policy-dialects.ts';

/** Objects that only say how traffic comes in from outside. */
export type ExposureUse = 'ingress' | 'gateway' | 'gatewayRoute' | 'referenceGrant' | 'openshiftRoute';

interface ServedKind {
  readonly use: 'namespace' | 'workload' | 'service' | 'networkPolicy' | 'adminPolicy' | 'frontClass' | ExposureUse;
  readonly group: string;
  /** The first is the one to write. */
  readonly versions: readonly string[];
  /** Groups that served the kind once. */
  readonly formerGroups?: readonly string[];
}

const ADMIN_GROUP = 'policy.networking.k8s.io';
const GATEWAY_GROUP = 'gateway.networking.k8s.io';

/** The kinds whose objects are read, and the versions in which an API server serves them. */
const SERVED: Readonly<Record<string, readonly ServedKind[]>> = {
  Namespace: [{ use: 'namespace', group: '', versions: ['v1'] }],
  Pod: [{ use: 'workload', group: '', versions: ['v1'] }],
  ReplicationController: [{ use: 'workload', group: '', versions: ['v1'] }],
  Deployment: [{ use: 'workload', group: 'apps', versions: ['v1'], formerGroups: ['extensions'] }],
  DaemonSet: [{ use: 'workload', group: 'apps', versions: ['v1'], formerGroups: ['extensions'] }],
  ReplicaSet: [{ use: 'workload', group: 'apps', versions: ['v1'], formerGroups: ['extensions'] }],
  StatefulSet: [{ use: 'workload', group: 'apps', versions: ['v1'] }],
  Job: [{ use: 'workload', group: 'batch', versions: ['v1'] }],
  CronJob: [{ use: 'workload', group: 'batch', versions: ['v1'] }],
  Rollout: [{ use: 'workload', group: 'argoproj.io', versions: ['v1alpha1'] }],
  DeploymentConfig: [{ use: 'workload', group: 'apps.openshift.io', versions: ['v1'], formerGroups: [''] }],
  Service: [
    { use: 'service', group: '', versions: ['v1'] },
    { use: 'workload', group: 'serving.knative.dev', versions: ['v1', 'v1beta1', 'v1alpha1'] },
  ],
  Ingress: [{ use: 'ingress', group: 'networking.k8s.io', versions: ['v1'], formerGroups: ['extensions'] }],
  IngressClass: [{ use: 'frontClass', group: 'networking.k8s.io', versions: ['v1'] }],
  GatewayClass: [{ use: 'frontClass', group: GATEWAY_GROUP, versions: ['v1', 'v1beta1'] }],
  Gateway: [{ use: 'gateway', group: GATEWAY_GROUP, versions: ['v1', 'v1beta1'] }],
  HTTPRoute: [{ use: 'gatewayRoute', group: GATEWAY_GROUP, versions: ['v1', 'v1beta1'] }],
  GRPCRoute: [{ use: 'gatewayRoute', group: GATEWAY_GROUP, versions: ['v1'] }],
  TLSRoute: [{ use: 'gatewayRoute', group: GATEWAY_GROUP, versions: ['v1', 'v1alpha3', 'v1alpha2'] }],
  TCPRoute: [{ use: 'gatewayRoute', group: GATEWAY_GROUP, versions: ['v1', 'v1alpha2'] }],
  UDPRoute: [{ use: 'gatewayRoute', group: GATEWAY_GROUP, versions: ['v1', 'v1alpha2'] }],
  ReferenceGrant: [{ use: 'referenceGrant', group: GATEWAY_GROUP, versions: ['v1', 'v1beta1'] }],
  Route: [{ use: 'openshiftRoute', group: 'route.openshift.io', versions: ['v1'], formerGroups: [''] }],
  AdminNetworkPolicy: [{ use: 'adminPolicy', group: ADMIN_GROUP, versions: ['v1alpha1'] }],
  BaselineAdminNetworkPolicy: [{ use: 'adminPolicy', group: ADMIN_GROUP, versions: ['v1alpha1'] }],
  ClusterNetworkPolicy: [{ use: 'adminPolicy', group: ADMIN_GROUP, versions: ['v1alpha2'] }],
  NetworkPolicy: [{ use: 'networkPolicy', group: 'networking.k8s.io', versions: ['v1'], formerGroups: ['extensions'] }],
};

/** Groups whose kinds are part of Kubernetes itself. */
const BUILT_IN_GROUPS: ReadonlySet<string> = new Set([
  '',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'apps',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'events.k8s.io',
  'extensions',
  'flowcontrol.apiserver.k8s.io',
  'networking.k8s.io',
  'node.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'resource.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
]);

/** Groups of Kubernetes in which the kinds above live, so that a kind not found there is probably a slip. */
const GROUPS_OF_SERVED: ReadonlySet<string> = new Set([
  '',
  'apps',
  'batch',
  'extensions',
  'networking.k8s.io',
  ADMIN_GROUP,
]);

/** Kinds of those groups that are not read and yet near to one that is. */
const BUILT_IN_KINDS: ReadonlySet<string> = new Set(['Node', 'PodTemplate', 'ServiceAccount', 'ServiceCIDR']);

/** What an object is to the gate. */
export type KindReading =
  | {
      readonly kind: 'read';
      readonly use: ServedKind['use'];
      readonly group: string;
      /** Set if the API server does not serve the version: the one to write. */
      readonly writeInstead?: string;
    }
  | { readonly kind: 'policy'; readonly dialect: PolicyDialect; readonly listed: boolean }
  /** Leads traffic in from outside in a way that is not followed. */
  | { readonly kind: 'edge'; readonly scope: 'namespace' | 'cluster' }
  | { readonly kind: 'slip'; readonly meant: string }
  | { readonly kind: 'template' }
  | { readonly kind: 'ignored'; readonly why: string };

/** Dispatches on group and kind, never on the kind alone. */
export function readKind(object: ManifestObject): KindReading {
  const served = servedKindOf(object);
  if (served !== undefined) return served;
  if (isPortTable(object)) return { kind: 'edge', scope: 'cluster' };
  const scope = edgeScopeOf(object);
  if (scope !== undefined && staysInMesh(object)) {
    return { kind: 'ignored', why: 'steers traffic inside of the mesh; nothing comes in from outside by it' };
  }
  if (scope !== undefined) return { kind: 'edge', scope };
  const dialect = policyDialectOf(object.group, object.kind);
  if (dialect !== undefined) return { kind: 'policy', dialect, listed: isListedDialect(object.group, object.kind) };
  const meant = GROUPS_OF_SERVED.has(object.group) ? meantKind(object.kind) : undefined;
  if (meant !== undefined) return { kind: 'slip', meant };
  if (object.kind === 'Template' && (object.group === 'template.openshift.io' || object.group === '')) {
    return { kind: 'template' };
  }
  return { kind: 'ignored', why: whyIgnored(object.group, object.kind) };
}

/** Whether a group is part of Kubernetes itself. */
export function isBuiltInGroup(group: string): boolean {
  return BUILT_IN_GROUPS.has(group);
}

/** True if a kind of this name is read or recognised in some group, whatever the case of its letters. */
export function isKnownKind(kind: string): boolean {
  const lower = kind.toLowerCase();
  return (
    lower === 'list' ||
    Object.keys(SERVED).some((known) => known.toLowerCase() === lower) ||
    policyDialectOf('', kind) !== undefined
  );
}

/** True if objects of a kind that is read are policies. */
export function isPolicyKind(kind: string): boolean {
  const rows = Object.hasOwn(SERVED, kind) ? (SERVED[kind] ?? []) : [];
  return rows.some(({ use }) => use === 'networkPolicy' || use === 'adminPolicy');
}

function servedKindOf(object: ManifestObject): KindReading | undefined {
  const rows = Object.hasOwn(SERVED, object.kind) ? (SERVED[object.kind] ?? []) : [];
  for (const row of rows) {
    const { use, group } = row;
    const writeInstead = apiVersionOf(row);
    if (row.formerGroups?.includes(object.group)) return { kind: 'read', use, group, writeInstead };
    if (row.group !== object.group) continue;
    return row.versions.includes(object.version)
      ? { kind: 'read', use, group }
      : { kind: 'read', use, group, writeInstead };
  }
  const meant = GROUPS_OF_SERVED.has(object.group) ? rows[0] : undefined;
  return meant && { kind: 'read', use: meant.use, group: meant.group, writeInstead: apiVersionOf(meant) };
}

function apiVersionOf({ group, versions }: ServedKind): string {
  return `${group === '' ? '' : `${group}/`}${versions[0] ?? 'v1'}`;
}

/** The kind of which this one is a slip of the pen. */
function meantKind(kind: string): string | undefined {
  return BUILT_IN_KINDS.has(kind) ? undefined : suggest(kind, Object.keys(SERVED));
}

function whyIgnored(group: string, kind: string): string {
  if (group === 'kustomize.config.k8s.io') return 'input of kustomize, which no cluster sees';
  if (group === 'networking.k8s.io' || group === GATEWAY_GROUP) return 'only adjusts how traffic comes in from outside';
  // Decision 34: neither the address nor the podCIDR of a Node says where the next node or pod will be.
  if (group === '' && kind === 'Node') return 'nodes come and go: state their ranges under `assume: nodeCIDRs`';
  if (group === '' && kind === 'Endpoints') return 'follows from Services and pods, which are read themselves';
  if (kind === 'MutatingWebhookConfiguration') return 'what it changes in other objects is not seen';
  if (BUILT_IN_GROUPS.has(group)) return 'has no bearing on the network';
  return 'a kind that is not known here; pods, policies and labels that it may create or change are not seen';
}
