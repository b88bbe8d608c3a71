import type { AdminPolicy } from '../resources/resources.ts';

type AdminKind = AdminPolicy['kind'];

/** The network plugins whose reading of the API is known. */
export const DATAPLANES = [
  'calico',
  'cilium',
  'antrea',
  'ovn-kubernetes',
  'kube-router',
  'kube-network-policies',
  'aws-vpc-cni',
  'gke-dataplane-v2',
] as const;

export type Dataplane = (typeof DATAPLANES)[number];

/** How a network plugin reads what the API leaves open; undefined: not known. */
export interface DataplaneProfile {
  /** Undefined: none was declared. */
  readonly name: Dataplane | undefined;
  /** Does an address range match a pod whose own address lies in it? */
  readonly rangesMatchPods: boolean | undefined;
  /** Does an address range match a node's address? */
  readonly rangesMatchNodes: boolean | undefined;
  /** Does a `networks` peer of an admin policy match a pod whose own address lies in it? */
  readonly networksMatchPods: boolean | undefined;
  /** Does a `networks` peer of an admin policy match a node's address? */
  readonly networksMatchNodes: boolean | undefined;
  /** Does a label selector match a pod in its node's network namespace, as the other end of traffic? */
  readonly selectorsMatchHostPods: boolean | undefined;
  /** Is a pod in its node's network namespace governed by policies that select it? */
  readonly policiesGovernHostPods: boolean | undefined;
  /** Does a NetworkPolicy of one direction keep a pod from baseline policies in the other direction too? */
  readonly networkPolicyIsFinalForPod: boolean | undefined;
  /** Are `nodes` peers of a ClusterNetworkPolicy enforced as written? If not, such rules fail closed. */
  readonly nodePeersAreEnforced: boolean | undefined;
  /** The same of v1alpha1: AdminNetworkPolicy and its baseline. */
  readonly olderNodePeersAreEnforced: boolean | undefined;
  /** Are `domainNames` peers of admin policies enforced as written? If not, such rules fail closed. */
  readonly domainPeersAreEnforced: boolean | undefined;
  /** Does a named port of v1alpha1 match every port of a pod that has a port of the name? The API means the port alone. */
  readonly olderNamedPortsMatchAll: boolean | undefined;
  /** The admin kinds of `policy.networking.k8s.io` that some release of the plugin enforces; undefined: not known. */
  readonly adminKinds: readonly AdminKind[] | undefined;
  /** The last priority of an AdminNetworkPolicy that the plugin honours; undefined: all. */
  readonly lastAdminPriority: number | undefined;
}

type Readings = Omit<DataplaneProfile, 'name'>;

/** What is open about a plugin of which nothing is known. */
export type OpenQuestion = {
  [K in keyof Readings]: Readings[K] extends boolean | undefined ? K : never;
}[keyof Readings];

const V1ALPHA1: readonly AdminKind[] = ['AdminNetworkPolicy', 'BaselineAdminNetworkPolicy'];
const V1ALPHA2: readonly AdminKind[] = ['ClusterNetworkPolicy'];

const BY_ADDRESS: Readings = {
  rangesMatchPods: true,
  rangesMatchNodes: true,
  networksMatchPods: true,
  networksMatchNodes: true,
  selectorsMatchHostPods: false,
  policiesGovernHostPods: false,
  networkPolicyIsFinalForPod: undefined,
  nodePeersAreEnforced: undefined,
  olderNodePeersAreEnforced: undefined,
  domainPeersAreEnforced: undefined,
  olderNamedPortsMatchAll: false,
  adminKinds: [],
  lastAdminPriority: undefined,
};

/** Cilium works on identities: a range means only what is outside the cluster (by default, `policy-cidr-match-mode`). */
const BY_IDENTITY: Readings = {
  ...BY_ADDRESS,
  rangesMatchPods: false,
  rangesMatchNodes: false,
  // The API's text says that `networks` matches pods too; Cilium's identities do not.
  networksMatchPods: undefined,
  networksMatchNodes: undefined,
  adminKinds: V1ALPHA2,
};

/** `docs/decisions/0004-dataplane-profiles.md` names the source of each value; what no source settles stays open. */
const READINGS: Readonly<Record<Dataplane, Readings>> = {
  calico: {
    ...BY_ADDRESS,
    networkPolicyIsFinalForPod: false,
    nodePeersAreEnforced: false,
    olderNodePeersAreEnforced: false,
    domainPeersAreEnforced: false,
    adminKinds: [...V1ALPHA1, ...V1ALPHA2],
  },
  cilium: BY_IDENTITY,
  antrea: { ...BY_ADDRESS, adminKinds: [...V1ALPHA1, ...V1ALPHA2] },
  'ovn-kubernetes': {
    ...BY_ADDRESS,
    selectorsMatchHostPods: undefined,
    networkPolicyIsFinalForPod: false,
    olderNodePeersAreEnforced: true,
    adminKinds: V1ALPHA1,
    lastAdminPriority: 99,
  },
  'kube-router': { ...BY_ADDRESS, selectorsMatchHostPods: undefined, policiesGovernHostPods: undefined },
  'kube-network-policies': {
    ...BY_ADDRESS,
    networkPolicyIsFinalForPod: true,
    nodePeersAreEnforced: true,
    domainPeersAreEnforced: true,
    olderNamedPortsMatchAll: true,
    adminKinds: [...V1ALPHA1, ...V1ALPHA2],
  },
  'aws-vpc-cni': {
    ...BY_ADDRESS,
    rangesMatchNodes: undefined,
    networksMatchNodes: undefined,
    selectorsMatchHostPods: undefined,
  },
  'gke-dataplane-v2': BY_IDENTITY,
};

/** The profile of a network plugin; without a name nothing is taken for granted. */
export function profileOf(name: Dataplane | undefined): DataplaneProfile {
  if (name !== undefined) return { name, ...READINGS[name] };
  return {
    name,
    rangesMatchPods: undefined,
    rangesMatchNodes: undefined,
    networksMatchPods: undefined,
    networksMatchNodes: undefined,
    selectorsMatchHostPods: undefined,
    policiesGovernHostPods: undefined,
    networkPolicyIsFinalForPod: undefined,
    nodePeersAreEnforced: undefined,
    olderNodePeersAreEnforced: undefined,
    domainPeersAreEnforced: undefined,
    olderNamedPortsMatchAll: undefined,
    adminKinds: undefined,
    lastAdminPriority: undefined,
  };
}

/** The plugins that answer yes and no to one of the open questions, for messages. */
export function dataplanesThatSay(question: OpenQuestion, answer: boolean): readonly Dataplane[] {
  return DATAPLANES.filter((name) => READINGS[name][question] === answer);
}
