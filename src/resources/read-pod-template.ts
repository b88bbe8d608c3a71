import type { Protocol } from '../sets/connection-set.ts';
import { below, type SourceRef } from '../source/source-ref.ts';
import { faultOfPortName } from './check-names.ts';
import { type FindingSink, findingAt } from './finding-at.ts';
import { fieldOf, fieldsOf, listOf, stringOf } from './manifest-object.ts';
import type { ContainerPort } from './resources.ts';
import type { AddedLabels } from './runtime-labels.ts';
import { trimmed } from './trimmed.ts';

/** What pods are made from: `metadata` and `spec` of a Pod or of a template. */
export interface PodTemplate {
  readonly metadata: unknown;
  readonly spec: unknown;
  readonly origin: SourceRef;
}

/** What policy asks of pods. */
export interface PodFacts {
  readonly labels: ReadonlyMap<string, string>;
  readonly runtimeLabelKeys: ReadonlySet<string>;
  readonly ports: readonly ContainerPort[];
  readonly hostNetwork: boolean;
  readonly serviceAccount: string;
}

/** Reads what can be read; a label that is no string has a value that nobody can know, and is not dropped. */
export function readPodTemplate({ metadata, spec, origin }: PodTemplate, added: AddedLabels): PodFacts {
  const labels = new Map<string, string>();
  const runtimeLabelKeys = new Set<string>();
  for (const [key, value] of Object.entries(fieldsOf(fieldOf(metadata, 'labels')))) {
    if (typeof value === 'string') labels.set(key, value);
    else runtimeLabelKeys.add(key);
  }
  const isFree = (key: string): boolean => !labels.has(key) && !runtimeLabelKeys.has(key);
  for (const [key, value] of Object.entries(added.known)) if (isFree(key)) labels.set(key, value);
  for (const key of added.unknown) {
    // What a controller adds replaces what the template says.
    labels.delete(key);
    runtimeLabelKeys.add(key);
  }
  return {
    labels,
    runtimeLabelKeys,
    ports: readContainerPorts(spec, origin),
    hostNetwork: fieldOf(spec, 'hostNetwork') === true,
    serviceAccount:
      stringOf(fieldOf(spec, 'serviceAccountName')) || stringOf(fieldOf(spec, 'serviceAccount')) || 'default',
  };
}

function readContainerPorts(spec: unknown, origin: SourceRef): readonly ContainerPort[] {
  // An init container with `restartPolicy: Always` is a sidecar: it runs as long as the pod does.
  const runs = (key: string, container: unknown): boolean =>
    key === 'containers' || fieldOf(container, 'restartPolicy') === 'Always';
  const ports = ['containers', 'initContainers'].flatMap((key) =>
    listOf(fieldOf(spec, key)).flatMap((container, index) =>
      runs(key, container) ? readPorts(fieldOf(container, 'ports'), below(origin, 'spec', key, index, 'ports')) : [],
    ),
  );
  return trimmed(ports);
}

function readPorts(ports: unknown, ref: SourceRef): readonly ContainerPort[] {
  return listOf(ports).flatMap((port, index) => {
    const number = fieldOf(port, 'containerPort');
    const protocol = fieldOf(port, 'protocol') ?? 'TCP';
    const name = stringOf(fieldOf(port, 'name'));
    if (!isPortNumber(number) || !isProtocol(protocol)) return [];
    const hostPort = fieldOf(port, 'hostPort');
    const onNode = isPortNumber(hostPort) && !isLoopback(fieldOf(port, 'hostIP')) ? { hostPort } : {};
    return [{ ...(name ? { name } : {}), number, protocol, ...onNode, origin: below(ref, index) }];
  });
}

/** A port of the node's loopback is there for the node itself, whom nobody outside can pass for. */
function isLoopback(hostIP: unknown): boolean {
  return typeof hostIP === 'string' && (/^127(\.\d+){3}$/.test(hostIP) || hostIP === '::1');
}

/** Reports container port names that the API server refuses. */
export function checkPortNames({ spec, origin }: PodTemplate, title: string, report: FindingSink): void {
  for (const key of ['containers', 'initContainers']) {
    for (const [index, container] of listOf(fieldOf(spec, key)).entries()) {
      for (const [portIndex, port] of listOf(fieldOf(container, 'ports')).entries()) {
        const name = stringOf(fieldOf(port, 'name')) ?? '';
        const fault = name === '' ? undefined : faultOfPortName(name);
        if (fault === undefined) continue;
        const at = below(origin, 'spec', key, index, 'ports', portIndex, 'name');
        report(findingAt('invalid-field', `\`${name}\` is not a port name, in ${title}`, at, { help: fault }));
      }
    }
  }
}

/** 1–65535. */
export function isPortNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65535;
}

/** True for the protocols that NetworkPolicy knows, in the case the API server wants. */
export function isProtocol(value: unknown): value is Protocol {
  return value === 'TCP' || value === 'UDP' || value === 'SCTP';
}
