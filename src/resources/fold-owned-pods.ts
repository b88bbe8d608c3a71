import type { WorkloadReading } from './read-workload.ts';
import type { Workload } from './resources.ts';
import { RUNTIME_KEYS } from './runtime-labels.ts';

/** The kubelet of a node makes pods from files there; each is a pod of its own. */
const NOT_A_CONTROLLER = 'Node';
const LONGEST_CHAIN = 8;

/**
 * A snapshot of a cluster lists a Deployment, its ReplicaSets and their pods together. What a controller made is
 * represented by the outermost controller in the input, pods of a controller that is not there by one workload of its
 * name. Whatever differs in more than labels added at run time stays apart.
 */
export function foldOwnedPods(readings: readonly WorkloadReading[]): readonly Workload[] {
  const byId = new Map(readings.map((reading) => [idOf(reading.workload), reading]));
  const owned = new Map<WorkloadReading, WorkloadReading[]>();
  /** By the id of an absent owner, or by the object itself. */
  const groups = new Map<string | WorkloadReading, WorkloadReading[]>();
  for (const reading of readings) {
    const root = rootOf(reading, byId);
    if (root !== undefined && isRepresentedBy(reading, root)) {
      owned.set(root, [...(owned.get(root) ?? []), reading]);
      continue;
    }
    const group = (root === undefined ? absentOwner(reading) : undefined) ?? reading;
    groups.set(group, [...(groups.get(group) ?? []), reading]);
  }
  return [...groups].flatMap(([group, members]) =>
    (typeof group === 'string' ? mergeByOwner(members) : members.map(asItself)).map(([workload, source]) =>
      withAddresses(workload, owned.get(source) ?? []),
    ),
  );
}

function idOf({ namespace, kind, name }: Pick<Workload, 'namespace' | 'kind' | 'name'>): string {
  return `${namespace}/${kind}:${name}`;
}

/** The outermost controller in the input; undefined if none of the owners is there. */
function rootOf(reading: WorkloadReading, byId: ReadonlyMap<string, WorkloadReading>): WorkloadReading | undefined {
  let root: WorkloadReading | undefined;
  let at: WorkloadReading | undefined = reading;
  for (let steps = 0; at !== undefined && steps < LONGEST_CHAIN; steps++) {
    const owner = ownerOf(at, byId);
    if (owner === reading) return undefined;
    root = owner ?? root;
    at = owner;
  }
  return root;
}

function ownerOf(reading: WorkloadReading, byId: ReadonlyMap<string, WorkloadReading>): WorkloadReading | undefined {
  const { controller, workload } = reading;
  if (controller === undefined) return undefined;
  const { namespace } = workload;
  const direct = byId.get(idOf({ namespace, ...controller }));
  if (direct !== undefined || controller.kind !== 'ReplicaSet') return direct;
  // A Deployment names its ReplicaSets after itself and the template's hash, which their pods carry as a label.
  const hash = workload.labels.get('pod-template-hash');
  if (hash === undefined || !controller.name.endsWith(`-${hash}`)) return undefined;
  return byId.get(idOf({ namespace, kind: 'Deployment', name: controller.name.slice(0, -hash.length - 1) }));
}

function isRepresentedBy(reading: WorkloadReading, root: WorkloadReading): boolean {
  // ReplicaSets of earlier revisions stay in the cluster without pods.
  const isRetired = reading.isScaledToZero && reading.workload.kind === 'ReplicaSet';
  return isRetired || isEqualForPolicy(reading.workload, root.workload);
}

/** Equal in all that policy asks of pods, apart from labels that are added at run time. */
function isEqualForPolicy(a: Workload, b: Workload): boolean {
  const runtimeKeys = new Set([...RUNTIME_KEYS, ...a.runtimeLabelKeys, ...b.runtimeLabelKeys]);
  return factsOf(a, runtimeKeys) === factsOf(b, runtimeKeys);
}

function factsOf(workload: Workload, runtimeKeys: ReadonlySet<string>): string {
  const labels = [...workload.labels].filter(([key]) => !runtimeKeys.has(key)).sort();
  const ports = workload.ports.map(({ name, number, protocol }) => `${name ?? ''} ${number} ${protocol}`).sort();
  return JSON.stringify([labels, ports, workload.hostNetwork, workload.serviceAccount]);
}

/** The id of a pod's controller that is not in the input. */
function absentOwner({ workload, controller }: WorkloadReading): string | undefined {
  if (workload.kind !== 'Pod' || controller === undefined || controller.kind === NOT_A_CONTROLLER) return undefined;
  return idOf({ namespace: workload.namespace, ...controller });
}

/** A workload and the object whose pods it stands for. */
type Kept = readonly [Workload, WorkloadReading];

function asItself(reading: WorkloadReading): Kept {
  return [reading.workload, reading];
}

/** One workload named after the absent owner if its pods are equal; else each as it is. */
function mergeByOwner(members: readonly WorkloadReading[]): readonly Kept[] {
  const first = members[0];
  if (first === undefined) return [];
  if (!members.every(({ workload }) => isEqualForPolicy(workload, first.workload))) return members.map(asItself);
  const { workload, controller = workload } = first;
  const added = [...workload.labels.keys()].filter((key) => RUNTIME_KEYS.has(key));
  const merged: Workload = {
    ...workload,
    kind: controller.kind,
    name: controller.name,
    labels: new Map([...workload.labels].filter(([key]) => !RUNTIME_KEYS.has(key))),
    runtimeLabelKeys: new Set([...workload.runtimeLabelKeys, ...added]),
    addresses: addressesOfAll(members),
    single: false,
  };
  return [[merged, first]];
}

function withAddresses(workload: Workload, owned: readonly WorkloadReading[]): Workload {
  const pods = owned.filter((reading) => reading.workload.kind === 'Pod');
  return pods.length === 0 ? workload : { ...workload, addresses: addressesOfAll(pods) };
}

/** The addresses of pods that one workload stands for; where one of them is not known, none says anything about all. */
function addressesOfAll(pods: readonly WorkloadReading[]): readonly string[] {
  const known = pods.map(({ workload }) => workload.addresses);
  return known.some((addresses) => addresses.length === 0) ? [] : known.flat();
}
