import type { SourceRef } from '../source/source-ref.ts';
import type { LabelSelector } from './label-selector.ts';

/** Kinds of objects that send traffic from outside to Services. */
export type RouteKind = 'Ingress' | 'HTTPRoute' | 'GRPCRoute' | 'TLSRoute' | 'TCPRoute' | 'UDPRoute' | 'Route';

/** The Service that a route sends traffic to. */
export interface RouteBackend {
  /** Absent: it may be any. */
  readonly namespace?: string;
  /** Absent: the backend is no Service, so that where it leads is not known. */
  readonly service?: string;
  /** The Service's port by number or name; absent: every port of the Service. */
  readonly port?: number | string;
  /** What the backend is (if no Service), or why it may get nothing, completing "because …". */
  readonly doubt?: string;
  readonly origin: SourceRef;
}

/** The Gateway (and listener) that a Gateway API route attaches to. */
export interface ParentGateway {
  readonly namespace: string;
  readonly name: string;
  /** A listener by name; absent: every listener. */
  readonly section?: string;
  readonly port?: number;
  /** `Gateway`, or a kind that is not read. */
  readonly kind: string;
  /** Why it is not known which one is meant, completing "because …". */
  readonly doubt?: string;
  readonly origin: SourceRef;
}

/** An object that lets whatever fronts the cluster send traffic from the outside to Services. */
export interface Route {
  readonly kind: RouteKind;
  readonly namespace: string;
  readonly name: string;
  /** `ingressClassName` (or the old annotation) of an Ingress. */
  readonly className?: string;
  /** Of Gateway API routes; absent for the others, which attach to nothing. */
  readonly parents?: readonly ParentGateway[];
  /** Host names of a Gateway API route; empty: any. */
  readonly hostnames: readonly string[];
  readonly backends: readonly RouteBackend[];
  /** Annotations ask for a front that only private networks reach. */
  readonly internal: boolean;
  /** Why the object may not be in the cluster as written, completing "because …". */
  readonly doubt?: string;
  readonly origin: SourceRef;
}

/** One listener of a Gateway. */
export interface GatewayListener {
  readonly name: string;
  readonly port?: number;
  /** `HTTP`, `HTTPS`, `TLS`, `TCP`, `UDP` or a domain-prefixed word. */
  readonly protocol: string;
  readonly hostname?: string;
  /** Namespaces whose routes may attach; `unknown`: written in a way that cannot be read. */
  readonly allowedNamespaces: 'same' | 'all' | 'none' | 'unknown' | LabelSelector;
  /** Kinds of routes that may attach; absent: whatever suits the protocol. */
  readonly allowedKinds?: readonly string[];
}

/** A `gateway.networking.k8s.io` Gateway. */
export interface Gateway {
  readonly namespace: string;
  readonly name: string;
  readonly className: string;
  readonly listeners: readonly GatewayListener[];
  readonly internal: boolean;
  /** Why the object may not be in the cluster as written, completing "because …". */
  readonly doubt?: string;
  readonly origin: SourceRef;
}

/** An IngressClass or GatewayClass: whose the objects are that name it. */
export interface FrontClass {
  readonly kind: 'IngressClass' | 'GatewayClass';
  readonly name: string;
  /** Absent: it cannot be read. */
  readonly controller?: string;
}

/** Lets routes of other namespaces name Services of this one. */
export interface ReferenceGrant {
  readonly namespace: string;
  readonly from: readonly { readonly kind: string; readonly namespace: string }[];
  /** A Service by name; absent name: every Service. */
  readonly to: readonly { readonly kind: string; readonly name?: string }[];
  /** Why the object may not be in the cluster as written, completing "because …". */
  readonly doubt?: string;
}

/** An object of a kind that leads traffic in from outside in ways that are not followed. */
export interface OpaqueDoor {
  readonly kind: string;
  readonly apiVersion: string;
  readonly namespace: string;
  readonly name: string;
  /** Whether it may lead to pods of other namespaces too. */
  readonly scope: 'namespace' | 'cluster';
  /** Set for an object that exposes its own pods: it leads to these alone. */
  readonly ownPods?: true;
  readonly origin: SourceRef;
}

/** How a Service is reached from outside of the cluster. */
export interface ServiceExposure {
  readonly type: 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName' | 'unknown';
  readonly headless: boolean;
  readonly hasExternalIPs: boolean;
  /** `loadBalancerSourceRanges` as written; empty: everybody. */
  readonly sourceRanges: readonly string[];
  /** `Local` keeps the client's address, `Cluster` may replace it by a node's. */
  readonly externalTrafficPolicy: 'Cluster' | 'Local';
  readonly externalName?: string;
  readonly internal: boolean;
}
