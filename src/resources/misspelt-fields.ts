import { suggest } from '../findings/suggest.ts';
import { below, type KeyPath, type SourceRef, underlining } from '../source/source-ref.ts';
import { type FindingSink, findingAt } from './finding-at.ts';
import { fieldOf, fieldsOf, listOf } from './manifest-object.ts';
import type { PodTemplate } from './read-pod-template.ts';

interface KnownFields {
  /** Fields that are read. */
  readonly read: readonly string[];
  /** Fields that are not read, so that none is taken for a slip of one that is. */
  readonly others: ReadonlySet<string>;
}

const POD_SPEC: KnownFields = {
  read: ['containers', 'initContainers', 'hostNetwork', 'serviceAccountName'],
  others: new Set(
    `activeDeadlineSeconds affinity automountServiceAccountToken dnsConfig dnsPolicy enableServiceLinks ephemeralContainers
    hostAliases hostIPC hostPID hostUsers hostname hostnameOverride imagePullSecrets nodeName nodeSelector os overhead
    preemptionPolicy priority priorityClassName readinessGates resourceClaims resources restartPolicy runtimeClassName
    schedulerName schedulingGates securityContext serviceAccount setHostnameAsFQDN shareProcessNamespace subdomain
    terminationGracePeriodSeconds tolerations topologySpreadConstraints volumes workloadRef containerConcurrency
    timeoutSeconds idleTimeoutSeconds responseStartTimeoutSeconds`.split(/\s+/),
  ),
};

const CONTAINER: KnownFields = {
  read: ['name', 'ports', 'restartPolicy'],
  others: new Set(
    `args command env envFrom image imagePullPolicy lifecycle livenessProbe readinessProbe resizePolicy resources
    restartPolicyRules securityContext startupProbe stdin stdinOnce terminationMessagePath terminationMessagePolicy tty
    volumeDevices volumeMounts workingDir`.split(/\s+/),
  ),
};

/**
 * Reports fields of a pod that are a slip of the pen for one that is read (`hostNetwrok`). Other unknown fields may belong
 * to a later version of Kubernetes.
 */
export function reportMisspeltFields({ spec, origin }: PodTemplate, title: string, report: FindingSink): void {
  reportIn(spec, POD_SPEC, origin, ['spec'], title, report);
  for (const key of ['containers', 'initContainers']) {
    for (const [index, container] of listOf(fieldOf(spec, key)).entries()) {
      reportIn(container, CONTAINER, origin, ['spec', key, index], title, report);
    }
  }
}

function reportIn(
  value: unknown,
  known: KnownFields,
  origin: SourceRef,
  path: KeyPath,
  title: string,
  report: FindingSink,
): void {
  for (const key of Object.keys(fieldsOf(value))) {
    if (known.read.includes(key) || known.others.has(key)) continue;
    const meant = suggest(key, known.read);
    if (meant === undefined) continue;
    const at = underlining(below(origin, ...path, key), 'key');
    report(
      findingAt('unknown-field', `\`${key}\` is not a field of a pod, in ${title}`, at, {
        help: `did you mean \`${meant}\`? the API server refuses an unknown field`,
      }),
    );
  }
}
