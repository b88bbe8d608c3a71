import { type Fields, fieldOf, type ManifestObject, stringOf } from './manifest-object.ts';

// etcd counts in 64 bits from 1. Of `0` and of what is no such number the API server takes no notice.
const STORED_VERSION = /^[1-9]\d{0,18}$/;

/**
 * Whether an object was read out of a cluster. A manifest cannot pass for one: the API server refuses to create an
 * object with a `resourceVersion`, so that a status beside it was written by the cluster and not by an author.
 */
function isStored(written: Fields): boolean {
  const metadata = fieldOf(written, 'metadata');
  return (
    stringOf(fieldOf(metadata, 'uid')) !== undefined &&
    STORED_VERSION.test(stringOf(fieldOf(metadata, 'resourceVersion')) ?? '')
  );
}

/** Phases after which no container of a pod runs again ("Pod phase" of the Kubernetes documentation). */
const FINAL_PHASES: ReadonlySet<unknown> = new Set(['Succeeded', 'Failed']);

/** Why an object of a snapshot has no pod that sends or takes traffic, completing a line of the ledger. */
export function whyWithoutPods({ kind, written }: ManifestObject): string | undefined {
  if (!isStored(written)) return undefined;
  const status = fieldOf(written, 'status');
  if (kind === 'Pod' && FINAL_PHASES.has(fieldOf(status, 'phase'))) return 'has ended, so nothing of it runs any more';
  const hasNone = fieldOf(fieldOf(written, 'spec'), 'replicas') === 0 && fieldOf(status, 'replicas') === 0;
  const owners = fieldOf(fieldOf(written, 'metadata'), 'ownerReferences');
  // Deployments keep the ReplicaSets of earlier revisions to be able to go back.
  if (kind === 'ReplicaSet' && hasNone && Array.isArray(owners)) return 'an earlier revision that has no pods';
  return undefined;
}

/** How many pods a controller should have, or has had counted, whichever is more. */
export function countWantedPods({ kind, written }: ManifestObject): number {
  const [spec, status] = [fieldOf(written, 'spec'), fieldOf(written, 'status')];
  const counts = [
    fieldOf(spec, 'replicas') ?? (ONE_BY_DEFAULT.has(kind) ? 1 : 0),
    fieldOf(status, 'replicas'),
    fieldOf(status, 'desiredNumberScheduled'),
  ];
  return Math.max(...counts.map((count) => (typeof count === 'number' ? count : 0)));
}

const ONE_BY_DEFAULT: ReadonlySet<string> = new Set([
  'Deployment',
  'ReplicaSet',
  'ReplicationController',
  'StatefulSet',
  'Rollout',
]);

/** An object without what the API server and controllers keep in it for themselves, for comparing two dumps of it. */
export function withoutBookkeeping(written: Fields): Fields {
  if (!isStored(written)) return written;
  const { status, ...rest } = written;
  const { managedFields: _, resourceVersion: __, generation: ___, ...metadata } = written['metadata'] as Fields;
  const kept = ['podIP', 'podIPs', 'phase'].map((key) => [key, fieldOf(status, key)]);
  return { ...rest, metadata, status: Object.fromEntries(kept) };
}
