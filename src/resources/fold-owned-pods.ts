import { listMakers } from './list-makers.ts';
import type { WorkloadReading } from './read-workload.ts';
import type { Workload } from './resources.ts';
import { RUNTIME_KEYS } from './runtime-labels.ts';

/**
 * A snapshot of a cluster lists a Deployment, its ReplicaSets and their pods together. What a controller made is
 * represented by the outermost controller in the input that it is equal to, pods of a controller that is not there by
 * one workload of its name. Whatever differs in more than labels added at run time stays apart, and knows who made it.
 */
export function foldOwnedPods(readings: readonly WorkloadReading[]): readonly Workload[] {
  if (readings.every(({ controller }) => controller === undefined)) return readings.map(({ workload }) => workload);
  const makers = listMakers(readings.map(({ workload, controller }) => ({ workload, controller })));
  const byWorkload = new Map(readings.map((reading) => [reading.workload, reading]));
  const representatives = new Map<WorkloadReading, WorkloadReading | undefined>();
  const representativeOf = (reading: WorkloadReading): WorkloadReading | undefined => {
    if (!representatives.has(reading)) {
      const above = makers.above(reading.workload).flatMap((workload) => byWorkload.get(workload) ?? []);
      const kept = above.filter((ancestor) => representativeOf(ancestor) === undefined);
      representatives.set(
        reading,
        kept.findLast((ancestor) => isRepresentedBy(reading, ancestor)),
      );
    }
    return representatives.get(reading);
  };
  const owned = new Map<WorkloadReading, WorkloadReading[]>();
  /** By the name of an owner that is not there by itself, or by the object. */
  const groups = new Map<string | WorkloadReading, WorkloadReading[]>();
  for (const reading of readings) {
    const representative = representativeOf(reading);
    if (representative !== undefined) {
      appendTo(owned, representative, reading);
      continue;
    }
    const owner = makers.directOf(reading.workload);
    const isThere =
      owner.workload !== undefined && representativeOf(byWorkload.get(owner.workload) ?? reading) === undefined;
    const group = reading.workload.kind === 'Pod' && owner.id !== undefined && !isThere ? owner.id : reading;
    appendTo(groups, group, reading);
  }
  const kept = [...groups].flatMap(([group, members]) =>
    typeof group === 'string' ? mergeByOwner(members, makers.has(group)) : members.map(asItself),
  );
  return kept.map(([workload, source]) => {
    const madeBy = makers
      .namesOf(source.workload)
      .filter(({ kind, name }) => kind !== workload.kind || name !== workload.name);
    return { ...withAddresses(workload, source, owned.get(source) ?? []), ...(madeBy.length > 0 && { madeBy }) };
  });
}

function appendTo<K>(lists: Map<K, WorkloadReading[]>, key: K, reading: WorkloadReading): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [reading]);
  else list.push(reading);
}

function isRepresentedBy(reading: WorkloadReading, above: WorkloadReading): boolean {
  // ReplicaSets of earlier revisions stay in the cluster without pods.
  const isRetired = reading.isScaledToZero && reading.workload.kind === 'ReplicaSet';
  return isRetired || isEqualForPolicy(reading.workload, above.workload);
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

/** A workload and the object whose pods it stands for. */
type Kept = readonly [Workload, WorkloadReading];

function asItself(reading: WorkloadReading): Kept {
  return [reading.workload, reading];
}

/**
 * One workload named after the owner if its pods are equal; else each as it is. Where the owner is in the input and its
 * pods differ from it (sidecars injected at admission), one pod alone is better known by its own name.
 */
function mergeByOwner(members: readonly WorkloadReading[], isOwnerInInput: boolean): readonly Kept[] {
  const first = members[0];
  if (first === undefined) return [];
  const areEqual = members.every(({ workload }) => isEqualForPolicy(workload, first.workload));
  if (!areEqual || (isOwnerInInput && members.length === 1)) return members.map(asItself);
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

function withAddresses(workload: Workload, source: WorkloadReading, owned: readonly WorkloadReading[]): Workload {
  const pods = owned.filter((reading) => reading.workload.kind === 'Pod');
  // Where the dump has fewer pods than the controller wants, the address of another one may be any.
  if (pods.length === 0 || pods.length < source.wantedPods) return workload;
  return { ...workload, addresses: addressesOfAll(pods) };
}

/** The addresses of pods that one workload stands for; where one of them is not known, none says anything about all. */
function addressesOfAll(pods: readonly WorkloadReading[]): readonly string[] {
  const known = pods.map(({ workload }) => workload.addresses);
  return known.some((addresses) => addresses.length === 0) ? [] : known.flat();
}
