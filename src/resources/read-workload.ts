import type { Finding } from '../findings/finding.ts';
import { below, underlining } from '../source/source-ref.ts';
import { checkSchema } from './check-schema.ts';
import { type FindingSink, findingAt } from './finding-at.ts';
import { fieldOf, fieldsOf, isFields, listOf, type ManifestObject, stringOf, withoutNulls } from './manifest-object.ts';
import { reportMisspeltFields } from './misspelt-fields.ts';
import { checkLabels, checkMetadata, formatIdentity, type Identity } from './read-identity.ts';
import { readLabelSelector } from './read-label-selector.ts';
import { checkPortNames, type PodTemplate, readPodTemplate } from './read-pod-template.ts';
import type { Maker, Workload } from './resources.ts';
import { addedLabels, type JobFacts } from './runtime-labels.ts';
import { countWantedPods } from './stored-object.ts';
import { CONTROLLER_SCHEMA, CRON_JOB_SCHEMA, POD_SCHEMA } from './workload-schema.ts';

/** A workload and who controls it, as a snapshot of a cluster tells. */
export interface WorkloadReading {
  readonly workload: Workload;
  readonly group: string;
  /** The owner that made it, in its own namespace. */
  readonly controller?: Maker;
  /** Asked for no pods: `replicas: 0`. */
  readonly isScaledToZero: boolean;
  /** How many pods it should have or has; of a Pod 0. */
  readonly wantedPods: number;
  readonly findings: readonly Finding[];
}

/**
 * Reads a pod or a controller. It stays an endpoint whatever is wrong with it: dropping one could turn a claim wrongly
 * green.
 */
export function readWorkload(object: ManifestObject, identity: Identity): WorkloadReading {
  const findings: Finding[] = [];
  const report = (finding: Finding): void => {
    findings.push(finding);
  };
  const { kind, group } = object;
  const title = `${kind} \`${formatIdentity(identity)}\``;
  const template = templateOf(object);
  check(object, template, title, report);
  const name = identity.isNamed ? identity.name : undefined;
  const facts = readPodTemplate(template, addedLabels(kind, group, name, jobFacts(object, name)));
  const replicas = fieldOf(fieldOf(object.written, 'spec'), 'replicas');
  const controller = controllerOf(object);
  return {
    workload: {
      kind,
      namespace: identity.namespace ?? '',
      name: identity.name,
      ...facts,
      addresses: kind === 'Pod' ? podAddresses(object) : [],
      // A controller with one replica has two pods for a while at each update, and an autoscaler may ask for more.
      single: kind === 'Pod',
      ...(identity.landed && { landed: identity.landed }),
      origin: object.origin,
    },
    group,
    ...(controller === undefined ? {} : { controller }),
    isScaledToZero: replicas === 0,
    wantedPods: countWantedPods(object),
    findings,
  };
}

/** The object that a Rollout takes its pod template from, if it has none itself. */
export function referredWorkload(object: ManifestObject): string | undefined {
  const spec = fieldOf(object.written, 'spec');
  const reference =
    object.kind === 'Rollout' && !isFields(fieldOf(spec, 'template')) ? fieldOf(spec, 'workloadRef') : undefined;
  if (!isFields(reference)) return undefined;
  return `${stringOf(reference['kind']) ?? 'workload'} ${stringOf(reference['name']) ?? 'unnamed'}`;
}

function templateOf(object: ManifestObject): PodTemplate {
  const { written, kind } = object;
  if (kind === 'Pod') return { metadata: written['metadata'], spec: written['spec'], origin: object.origin };
  const path = kind === 'CronJob' ? ['spec', 'jobTemplate', 'spec', 'template'] : ['spec', 'template'];
  const template = path.reduce<unknown>((value, key) => fieldOf(value, key), written);
  return {
    metadata: fieldOf(template, 'metadata'),
    spec: fieldOf(template, 'spec'),
    origin: below(object.origin, ...path),
  };
}

function check(object: ManifestObject, template: PodTemplate, title: string, report: FindingSink): void {
  const value = withoutNulls(object.written);
  for (const violation of checkSchema(schemaFor(object.kind), { value, title, origin: object.origin })) {
    report(violation.finding);
  }
  checkMetadata(object, title, report);
  if (object.kind !== 'Pod') {
    checkLabels(fieldOf(template.metadata, 'labels'), template.origin, ['metadata', 'labels'], title, report);
  }
  checkSelector(object, template, title, report);
  reportMisspeltFields(template, title, report);
  checkPortNames(template, title, report);
  if (template.spec === undefined || template.spec === null) reportMissingPods(object, title, report);
}

/** Controllers whose selector the API server compares with the labels of their template. */
const SELECTING: ReadonlySet<string> = new Set(['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet']);

function checkSelector(object: ManifestObject, template: PodTemplate, title: string, report: FindingSink): void {
  const written = fieldOf(fieldOf(object.written, 'spec'), 'selector');
  if (object.group !== 'apps' || !SELECTING.has(object.kind) || !isFields(written)) return;
  const at = below(object.origin, 'spec', 'selector');
  let isSound = true;
  const selector = readLabelSelector(withoutNulls(written), at, title, () => {
    isSound = false;
  });
  const labels = fieldsOf(fieldOf(template.metadata, 'labels'));
  const missing = selector.requirements.find(
    ({ key, operator, values }) => operator === 'In' && !values.includes(String(labels[key])),
  );
  if (!isSound || missing === undefined) return;
  report(
    findingAt(
      'invalid-field',
      `the selector of ${title} does not select its own pods: their label \`${missing.key}\` is not \`${missing.values.join(', ')}\``,
      at,
      { help: 'give the template the labels of the selector; the API server refuses the object otherwise' },
    ),
  );
}

function reportMissingPods(object: ManifestObject, title: string, report: FindingSink): void {
  const where =
    object.kind === 'Pod'
      ? '`spec`'
      : object.kind === 'CronJob'
        ? '`spec.jobTemplate.spec.template.spec`'
        : '`spec.template.spec`';
  const at = underlining(below(object.origin, 'kind'), 'pair');
  report(
    findingAt('invalid-field', `${title} does not say what its pods are: it has no ${where}`, at, {
      help: `write ${where}; the API server refuses the object without`,
    }),
  );
}

function schemaFor(kind: string) {
  if (kind === 'Pod') return POD_SCHEMA;
  return kind === 'CronJob' ? CRON_JOB_SCHEMA : CONTROLLER_SCHEMA;
}

function jobFacts(object: ManifestObject, name: string | undefined): JobFacts | undefined {
  const { kind, written } = object;
  if (kind !== 'Job' && kind !== 'CronJob') return undefined;
  const outer = fieldOf(written, 'spec');
  const spec = kind === 'Job' ? outer : fieldOf(fieldOf(outer, 'jobTemplate'), 'spec');
  return {
    // The Jobs of a CronJob are named in the cluster, after the time they start.
    ...(kind === 'Job' && name !== undefined ? { name } : {}),
    isIndexed: fieldOf(spec, 'completionMode') === 'Indexed',
    hasManualSelector: fieldOf(spec, 'manualSelector') === true,
  };
}

function podAddresses(object: ManifestObject): readonly string[] {
  const status = fieldOf(object.written, 'status');
  const listed = listOf(fieldOf(status, 'podIPs')).map((entry) => fieldOf(entry, 'ip'));
  const all = [fieldOf(status, 'podIP'), ...listed].filter((ip) => typeof ip === 'string' && ip !== '');
  return [...new Set(all as readonly string[])];
}

function controllerOf(object: ManifestObject): WorkloadReading['controller'] {
  const owners = listOf(fieldOf(fieldOf(object.written, 'metadata'), 'ownerReferences'));
  const owner = owners.find((reference) => fieldOf(reference, 'controller') === true);
  const kind = stringOf(fieldOf(owner, 'kind'));
  const name = stringOf(fieldOf(owner, 'name'));
  return kind === undefined || name === undefined ? undefined : { kind, name };
}
