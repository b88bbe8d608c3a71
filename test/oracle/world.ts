import type { AdminWorld } from './admin-world.ts';

/** A map of labels as written in a manifest. */
export type Labels = Readonly<Record<string, string>>;

type Maybe<T> = T | null | undefined;

/** A transport protocol a NetworkPolicy can speak of. */
export type Protocol = 'TCP' | 'UDP' | 'SCTP';

/** `LabelSelectorRequirement` of the Kubernetes API. */
export interface Requirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values?: Maybe<readonly string[]>;
}

/** `LabelSelector` of the Kubernetes API. */
export interface LabelSelector {
  readonly matchLabels?: Maybe<Labels>;
  readonly matchExpressions?: Maybe<readonly Requirement[]>;
}

/** `ObjectMeta`, as far as policy looks at it. */
export interface Metadata {
  readonly name: string;
  readonly namespace?: Maybe<string>;
  readonly labels?: Maybe<Labels>;
}

/** A `Namespace` as parsed from its manifest. */
export interface Namespace {
  readonly apiVersion: 'v1';
  readonly kind: 'Namespace';
  readonly metadata: Metadata;
}

/** `ContainerPort` of the Kubernetes API. */
interface ContainerPort {
  readonly name?: Maybe<string>;
  readonly containerPort: number;
  readonly protocol?: Maybe<Protocol>;
}

/** A container or init container, as far as policy looks at it. */
export interface Container {
  readonly name: string;
  readonly image?: string;
  readonly ports?: Maybe<readonly ContainerPort[]>;
  readonly restartPolicy?: Maybe<string>;
}

/** A `Pod` as parsed from its manifest, with the addresses the cluster gave it. */
export interface Pod {
  readonly apiVersion: 'v1';
  readonly kind: 'Pod';
  readonly metadata: Metadata;
  readonly spec: {
    readonly containers: readonly Container[];
    readonly initContainers?: Maybe<readonly Container[]>;
    readonly hostNetwork?: Maybe<boolean>;
  };
  readonly status?: Maybe<{
    readonly podIP?: Maybe<string>;
    readonly podIPs?: Maybe<readonly { readonly ip: string }[]>;
  }>;
}

/** `IPBlock` of the NetworkPolicy API. */
export interface IpBlock {
  readonly cidr: string;
  readonly except?: Maybe<readonly string[]>;
}

/** `NetworkPolicyPeer` of the NetworkPolicy API. */
export interface PolicyPeer {
  readonly podSelector?: Maybe<LabelSelector>;
  readonly namespaceSelector?: Maybe<LabelSelector>;
  readonly ipBlock?: Maybe<IpBlock>;
}

/** `NetworkPolicyPort` of the NetworkPolicy API. */
export interface PolicyPort {
  readonly protocol?: Maybe<Protocol>;
  readonly port?: Maybe<number | string>;
  readonly endPort?: Maybe<number>;
}

/** `NetworkPolicyIngressRule` of the NetworkPolicy API. */
interface IngressRule {
  readonly from?: Maybe<readonly PolicyPeer[]>;
  readonly ports?: Maybe<readonly PolicyPort[]>;
}

/** `NetworkPolicyEgressRule` of the NetworkPolicy API. */
interface EgressRule {
  readonly to?: Maybe<readonly PolicyPeer[]>;
  readonly ports?: Maybe<readonly PolicyPort[]>;
}

/** `NetworkPolicySpec`, before the API server fills in any default. */
export interface PolicySpec {
  readonly podSelector?: Maybe<LabelSelector>;
  readonly policyTypes?: Maybe<readonly ('Ingress' | 'Egress')[]>;
  readonly ingress?: Maybe<readonly IngressRule[]>;
  readonly egress?: Maybe<readonly EgressRule[]>;
}

/** A `networking.k8s.io/v1` NetworkPolicy as parsed from its manifest. */
export interface NetworkPolicy {
  readonly apiVersion: 'networking.k8s.io/v1';
  readonly kind: 'NetworkPolicy';
  readonly metadata: Metadata;
  readonly spec?: Maybe<PolicySpec>;
}

/** A cluster: its objects, and the one thing the API leaves to the dataplane. */
export interface World {
  /** Whether an `ipBlock` covers a pod whose address lies in it: the API does not say, and dataplanes differ. */
  readonly ipBlockMatchesPods: boolean;
  readonly namespaces: readonly Namespace[];
  readonly pods: readonly Pod[];
  readonly policies: readonly NetworkPolicy[];
  /** Absent: there are no admin policies. */
  readonly admin?: AdminWorld;
}

/** One end of a packet: a pod as `namespace/name`, or an address that belongs to no pod. */
export type PacketEnd = { readonly pod: string } | { readonly address: string };

/** The first packet of a connection, after any Service address was translated to a pod's. */
export interface Packet {
  readonly from: PacketEnd;
  readonly to: PacketEnd;
  readonly protocol: Protocol;
  /** The destination port, 1 to 65535. */
  readonly port: number;
  /** The address family between two pods that have both; needed only where the answer depends on it. */
  readonly ipFamily?: 4 | 6;
}
