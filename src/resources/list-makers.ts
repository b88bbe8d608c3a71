import type { Maker, Workload } from './resources.ts';

/** Who made the workloads of a snapshot, as far as their owner references tell. */
export interface Makers {
  /** The controllers of a workload that are in the input, the nearest first. */
  readonly above: (workload: Workload) => readonly Workload[];
  /** The id of whoever made it, and the object, where it is in the input. */
  readonly directOf: (workload: Workload) => { readonly id?: string; readonly workload?: Workload };
  /** The controllers by kind and name, in the input or not, as far up as names are made up and not written by people. */
  readonly namesOf: (workload: Workload) => readonly Maker[];
  /** Whether an object of this id is in the input. */
  readonly has: (id: string) => boolean;
}

interface Made {
  readonly workload: Workload;
  readonly controller: Maker | undefined;
}

/** The kubelet of a node makes pods from files there; each is a pod of its own. */
const NOT_A_CONTROLLER = 'Node';
const LONGEST_CHAIN = 8;

/** Kinds whose objects a controller makes, under names that nobody writes into a claim. */
const MADE_KINDS: ReadonlySet<string> = new Set(['Pod', 'ReplicaSet', 'ReplicationController', 'Job']);

/** Looks up who made whom among the workloads of a snapshot. */
export function listMakers(made: readonly Made[]): Makers {
  const byId = new Map(made.map((one) => [idOf(one.workload), one]));
  const controllerOf = new Map(made.map(({ workload, controller }) => [workload, controller]));
  const objectOf = (workload: Workload, maker: Maker): Workload | undefined =>
    byId.get(idOf({ ...maker, namespace: workload.namespace }))?.workload;
  const makersOf = (workload: Workload): readonly Maker[] => {
    const controller = controllerOf.get(workload);
    if (controller === undefined || controller.kind === NOT_A_CONTROLLER) return [];
    const deployment =
      objectOf(workload, controller) === undefined ? deploymentBehind(workload, controller) : undefined;
    return deployment === undefined ? [controller] : [controller, deployment];
  };
  const above = (workload: Workload): readonly Workload[] => {
    const chain: Workload[] = [];
    let at: Workload | undefined = workload;
    while (at !== undefined && chain.length < LONGEST_CHAIN) {
      const from: Workload = at;
      at = makersOf(from).flatMap((maker) => objectOf(from, maker) ?? [])[0];
      // Objects that own each other were made by none of them.
      if (at === workload) return [];
      if (at !== undefined) chain.push(at);
    }
    return chain;
  };
  return {
    above,
    directOf: (workload) => {
      const [direct] = makersOf(workload);
      if (direct === undefined) return {};
      const object = objectOf(workload, direct);
      return { id: idOf({ ...direct, namespace: workload.namespace }), ...(object && { workload: object }) };
    },
    namesOf: (workload) =>
      [workload, ...above(workload)].filter(({ kind }) => MADE_KINDS.has(kind)).flatMap((one) => makersOf(one)),
    has: (id) => byId.has(id),
  };
}

function idOf({ namespace, kind, name }: Pick<Workload, 'namespace' | 'kind' | 'name'>): string {
  return `${namespace}/${kind}:${name}`;
}

/** A Deployment names its ReplicaSets after itself and the template's hash, which their pods carry as a label. */
function deploymentBehind(workload: Workload, controller: Maker): Maker | undefined {
  const hash = workload.labels.get('pod-template-hash');
  if (controller.kind !== 'ReplicaSet' || hash === undefined) return undefined;
  if (!controller.name.endsWith(`-${hash}`)) return undefined;
  return { kind: 'Deployment', name: controller.name.slice(0, -hash.length - 1) };
}
