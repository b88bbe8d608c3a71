import type { Finding } from '../findings/finding.ts';
import type { LedgerEntry } from '../findings/ledger.ts';
import type { AddressSet } from '../sets/address-set.ts';
import type { Protocol } from '../sets/connection-set.ts';
import type { SourceRef } from '../source/source-ref.ts';
import type { LabelSelector } from './label-selector.ts';
import type { FrontClass, Gateway, OpaqueDoor, ReferenceGrant, Route, ServiceExposure } from './route.ts';

/** From whom the governed pod may take traffic (ingress), or to whom it may send it (egress). */
export type Direction = 'ingress' | 'egress';

export interface Namespace {
  readonly name: string;
  /** As the API server stores them: `kubernetes.io/metadata.name` is always the name. */
  readonly labels: ReadonlyMap<string, string>;
  readonly origin: SourceRef;
}

export interface ContainerPort {
  readonly name?: string;
  /** 1–65535. */
  readonly number: number;
  readonly protocol: Protocol;
  /** The port of the node that leads here, if one does. */
  readonly hostPort?: number;
  readonly origin: SourceRef;
}

/** A pod template (or bare pod): everything the controller makes from it is equal for policy. */
export interface Workload {
  /** `Deployment`, `StatefulSet`, `Pod` … as written. */
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** The labels of the pods: the template's, never the controller's own. */
  readonly labels: ReadonlyMap<string, string>;
  /** Label keys that a controller adds at run time with a value nobody can know here. */
  readonly runtimeLabelKeys: ReadonlySet<string>;
  /** Ports of containers and of native sidecars, in order of appearance. */
  readonly ports: readonly ContainerPort[];
  readonly hostNetwork: boolean;
  /** `status.podIP(s)` in a snapshot, else empty: not known. */
  readonly addresses: readonly string[];
  readonly serviceAccount: string;
  /** True where there is never a second pod: a bare Pod. */
  readonly single: boolean;
  /** In a snapshot: the controllers that made it, by whose names claims may mean it; absent: none is known. */
  readonly madeBy?: readonly Maker[];
  /** Its manifest names no namespace, so that whoever applies it says which it is. */
  readonly landed?: true;
  readonly origin: SourceRef;
}

/** A controller that made pods or other controllers, in the namespace of what it made. */
export interface Maker {
  readonly kind: string;
  readonly name: string;
}

export interface ServicePort {
  readonly name?: string;
  readonly port: number;
  readonly protocol: Protocol;
  /** Defaults to `port`; of a headless Service always `port`. */
  readonly targetPort: number | string;
  /** Where whatever reads endpoints (a router) sends traffic, if that is not `targetPort`: of a headless Service. */
  readonly endpointPort?: number | string;
}

export interface Service {
  readonly namespace: string;
  readonly name: string;
  /** Absent: no selector, the endpoints are made by hand (or ExternalName). */
  readonly selector?: ReadonlyMap<string, string>;
  readonly ports: readonly ServicePort[];
  readonly exposure: ServiceExposure;
  /** Its manifest names no namespace, so that whoever applies it says which it is. */
  readonly landed?: true;
  /** Why the object may not be in the cluster as written, completing "because …". */
  readonly doubt?: string;
  readonly origin: SourceRef;
}

/** Pods by labels: those of the policy's own namespace, unless a namespace selector is given. */
interface PodPeer {
  readonly kind: 'pods';
  /** Absent: every pod of the namespaces. */
  readonly podSelector?: LabelSelector;
  /** Absent: the policy's own namespace. */
  readonly namespaceSelector?: LabelSelector;
  readonly origin: SourceRef;
}

export interface IpBlockPeer {
  readonly kind: 'ipBlock';
  /** As written, for messages. */
  readonly cidr: string;
  /** The addresses of `cidr` less those of `except`. */
  readonly addresses: AddressSet;
  readonly origin: SourceRef;
}

export type NetworkPolicyPeer = PodPeer | IpBlockPeer;

export interface NetworkPolicyPort {
  readonly protocol: Protocol;
  readonly port:
    | { readonly kind: 'all' }
    | { readonly kind: 'range'; readonly first: number; readonly last: number }
    | { readonly kind: 'name'; readonly name: string };
  readonly origin: SourceRef;
}

export interface NetworkPolicyRule {
  readonly peers: 'everyone' | readonly NetworkPolicyPeer[];
  readonly ports: 'everything' | readonly NetworkPolicyPort[];
  readonly origin: SourceRef;
}

/** A `networking.k8s.io/v1` NetworkPolicy after the API server's defaulting. */
export interface NetworkPolicy {
  readonly namespace: string;
  readonly name: string;
  readonly podSelector: LabelSelector;
  readonly governs: Readonly<Record<Direction, boolean>>;
  /** Where that is written: `policyTypes`, else whom it selects. */
  readonly governsOrigin: SourceRef;
  /** It has egress rules alone and no `policyTypes`, so that it governs ingress without a word about it. */
  readonly governsIngressUnsaid?: true;
  readonly rules: Readonly<Record<Direction, readonly NetworkPolicyRule[]>>;
  /** Its manifest names no namespace, so that whoever applies it says which it is. */
  readonly landed?: true;
  readonly origin: SourceRef;
}

/** Which pods a cluster-scoped policy governs or names: pods by labels, in namespaces by labels; both always given. */
export interface PodsInNamespaces {
  readonly namespaceSelector: LabelSelector;
  readonly podSelector: LabelSelector;
  readonly origin: SourceRef;
}

/** The other end of an admin policy's rule. */
export type AdminPeer =
  | ({ readonly kind: 'pods' } & PodsInNamespaces)
  | {
      readonly kind: 'networks';
      /** The CIDRs as written, for messages. */
      readonly text: string;
      readonly addresses: AddressSet;
      readonly origin: SourceRef;
    }
  | { readonly kind: 'nodes'; readonly selector: LabelSelector; readonly origin: SourceRef }
  | { readonly kind: 'domainNames'; readonly names: readonly string[]; readonly origin: SourceRef };

/** A port of an admin policy's rule; a named one takes its protocol from the destination's container. */
export type AdminPort =
  | {
      readonly kind: 'range';
      readonly protocol: Protocol;
      readonly first: number;
      readonly last: number;
      readonly origin: SourceRef;
    }
  | { readonly kind: 'name'; readonly name: string; readonly origin: SourceRef };

/** A rule of an admin policy; rules are asked in order and the first that matches counts. */
export interface AdminPolicyRule {
  readonly name?: string;
  /** `Accept` and `Allow` are `allow`. */
  readonly action: 'allow' | 'deny' | 'pass';
  readonly peers: readonly AdminPeer[];
  readonly ports: 'everything' | readonly AdminPort[];
  readonly origin: SourceRef;
}

/** An AdminNetworkPolicy, BaselineAdminNetworkPolicy or ClusterNetworkPolicy of `policy.networking.k8s.io`. */
export interface AdminPolicy {
  readonly kind: 'AdminNetworkPolicy' | 'BaselineAdminNetworkPolicy' | 'ClusterNetworkPolicy';
  readonly name: string;
  /** `admin` comes before every NetworkPolicy, `baseline` after. */
  readonly tier: 'admin' | 'baseline';
  /** 0–1000, lower first; of a BaselineAdminNetworkPolicy 0. */
  readonly priority: number;
  readonly subject: PodsInNamespaces;
  readonly rules: Readonly<Record<Direction, readonly AdminPolicyRule[]>>;
  readonly origin: SourceRef;
}

/**
 * A policy whose effect cannot be known: of a kind that is not modelled, or one the API server would refuse
 * (so that it may be absent, or be there without what was refused). What it may govern is undecided.
 */
export interface OpaquePolicy {
  readonly kind: string;
  readonly apiVersion: string;
  /** Absent: cluster-scoped. */
  readonly namespace?: string;
  readonly name: string;
  /** The pods it may govern, where that much is sure; absent: any pod of its namespace (or of the cluster). */
  readonly podSelector?: LabelSelector;
  /** Directions it may govern. */
  readonly directions: readonly Direction[];
  /** What it could do: `restrict` only refuses traffic others allow, `either` may also allow what others refuse. */
  readonly effect: 'restrict' | 'either';
  /** In words a user understands, completing "because …". */
  readonly why: string;
  readonly origin: SourceRef;
}

/** Everything of one world that bears on the network, typed and defaulted. */
export interface Resources {
  readonly namespaces: readonly Namespace[];
  readonly workloads: readonly Workload[];
  readonly services: readonly Service[];
  readonly routes: readonly Route[];
  readonly gateways: readonly Gateway[];
  readonly frontClasses: readonly FrontClass[];
  readonly referenceGrants: readonly ReferenceGrant[];
  readonly opaqueDoors: readonly OpaqueDoor[];
  readonly networkPolicies: readonly NetworkPolicy[];
  readonly adminPolicies: readonly AdminPolicy[];
  readonly opaquePolicies: readonly OpaquePolicy[];
  readonly findings: readonly Finding[];
  readonly ledger: readonly LedgerEntry[];
}
