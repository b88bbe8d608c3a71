import type { LabelSelector, Metadata, Protocol } from './world.ts';

/** `ClusterNetworkPolicySubject` and `AdminNetworkPolicySubject`: exactly one field. */
interface AdminSubject {
  readonly namespaces?: LabelSelector;
  readonly pods?: { readonly namespaceSelector: LabelSelector; readonly podSelector: LabelSelector };
}

/** A peer of either version: exactly one field; all but the first two only for egress. */
export interface AdminPeer extends AdminSubject {
  readonly networks?: readonly string[];
  readonly nodes?: LabelSelector;
  readonly domainNames?: readonly string[];
}

/** `AdminNetworkPolicyPort` of v1alpha1: exactly one field. */
export interface OlderPort {
  readonly portNumber?: { readonly protocol?: Protocol; readonly port: number };
  readonly portRange?: { readonly protocol?: Protocol; readonly start: number; readonly end: number };
  readonly namedPort?: string;
}

/** `ClusterNetworkPolicyProtocol*` ports of v1alpha2. */
interface ProtocolPort {
  readonly destinationPort: {
    readonly number?: number;
    readonly range?: { readonly start: number; readonly end: number };
  };
}

/** `ClusterNetworkPolicyProtocol` of v1alpha2: exactly one field. */
export interface AdminProtocol {
  readonly tcp?: ProtocolPort;
  readonly udp?: ProtocolPort;
  readonly sctp?: ProtocolPort;
  readonly destinationNamedPort?: string;
}

/** A rule of either version and either direction. */
export interface AdminRule {
  readonly name?: string;
  readonly action: 'Allow' | 'Accept' | 'Deny' | 'Pass';
  readonly from?: readonly AdminPeer[];
  readonly to?: readonly AdminPeer[];
  readonly ports?: readonly OlderPort[];
  readonly protocols?: readonly AdminProtocol[];
}

/** An admin policy of either version as parsed from its manifest. */
export interface AdminPolicy {
  readonly apiVersion: string;
  readonly kind: 'AdminNetworkPolicy' | 'BaselineAdminNetworkPolicy' | 'ClusterNetworkPolicy';
  readonly metadata: Metadata;
  readonly spec: {
    readonly tier?: 'Admin' | 'Baseline';
    readonly priority?: number;
    readonly subject: AdminSubject;
    readonly ingress?: readonly AdminRule[];
    readonly egress?: readonly AdminRule[];
  };
}

/** The admin policies of a cluster, and what the API leaves to whoever enforces them. */
export interface AdminWorld {
  readonly policies: readonly AdminPolicy[];
  /** Whether `networks` covers a pod whose address lies in it. */
  readonly networksMatchPods: boolean;
  /** Whether a NetworkPolicy of one direction keeps a pod from baseline policies in the other. */
  readonly networkPolicyIsFinalForPod: boolean;
  /** Whether `nodes` and `domainNames` are supported; if not, their rules fail closed. */
  readonly experimentalPeers: 'enforced' | 'fail closed';
  /** The addresses of nodes. */
  readonly nodeCIDRs: readonly string[];
}
