/** Labels that pods get beyond those of their template. */
export interface AddedLabels {
  /** Keys whose value follows from the object itself. */
  readonly known: Readonly<Record<string, string>>;
  /** Keys whose value only a cluster knows. */
  readonly unknown: readonly string[];
}

const JOB_NAME_KEYS = ['batch.kubernetes.io/job-name', 'job-name'];
const JOB_UID_KEYS = ['batch.kubernetes.io/controller-uid', 'controller-uid'];
const JOB_INDEX_KEY = 'batch.kubernetes.io/job-completion-index';
const STATEFUL_SET_KEYS = [
  'controller-revision-hash',
  'statefulset.kubernetes.io/pod-name',
  'apps.kubernetes.io/pod-index',
];
const DAEMON_SET_KEYS = ['controller-revision-hash', 'pod-template-generation'];
const KNATIVE_KEYS = [
  'app',
  'pod-template-hash',
  'serving.knative.dev/configurationGeneration',
  'serving.knative.dev/configurationUID',
  'serving.knative.dev/revision',
  'serving.knative.dev/revisionUID',
  'serving.knative.dev/serviceUID',
];

/** Every key that a controller adds with a value of its own making: pods that differ only in these are equal otherwise. */
export const RUNTIME_KEYS: ReadonlySet<string> = new Set([
  'pod-template-hash',
  'rollouts-pod-template-hash',
  ...STATEFUL_SET_KEYS,
  ...DAEMON_SET_KEYS,
  ...JOB_NAME_KEYS,
  ...JOB_UID_KEYS,
  JOB_INDEX_KEY,
  ...KNATIVE_KEYS.filter((key) => key.includes('/')),
]);

/** What a Job says that decides which labels its pods get. */
export interface JobFacts {
  /** Absent where the name is made up in the cluster. */
  readonly name?: string;
  readonly isIndexed: boolean;
  /** `manualSelector: true`: the Job controller adds no labels of its own. */
  readonly hasManualSelector: boolean;
}

/** The labels that a controller of this kind adds to its pods. */
export function addedLabels(kind: string, group: string, name: string | undefined, job?: JobFacts): AddedLabels {
  if (kind === 'Service' && group === 'serving.knative.dev') return knativeLabels(name);
  if (job !== undefined) return jobLabels(job);
  switch (kind) {
    case 'Deployment':
      return { known: {}, unknown: ['pod-template-hash'] };
    case 'Rollout':
      return { known: {}, unknown: ['rollouts-pod-template-hash'] };
    case 'StatefulSet':
      return { known: {}, unknown: STATEFUL_SET_KEYS };
    case 'DaemonSet':
      return { known: {}, unknown: DAEMON_SET_KEYS };
    case 'DeploymentConfig':
      return withKnown(['deploymentconfig'], name, ['deployment']);
    default:
      return { known: {}, unknown: [] };
  }
}

function jobLabels({ name, isIndexed, hasManualSelector }: JobFacts): AddedLabels {
  const index = isIndexed ? [JOB_INDEX_KEY] : [];
  if (hasManualSelector) return { known: {}, unknown: index };
  return withKnown(JOB_NAME_KEYS, name, [...JOB_UID_KEYS, ...index]);
}

function knativeLabels(name: string | undefined): AddedLabels {
  return withKnown(['serving.knative.dev/service', 'serving.knative.dev/configuration'], name, KNATIVE_KEYS);
}

function withKnown(keys: readonly string[], name: string | undefined, unknown: readonly string[]): AddedLabels {
  if (name === undefined) return { known: {}, unknown: [...keys, ...unknown] };
  return { known: Object.fromEntries(keys.map((key) => [key, name])), unknown };
}
