import type { AddressSet } from '../sets/address-set.ts';
import type { Protocol } from '../sets/connection-set.ts';
import type { SourceRef } from '../source/source-ref.ts';

/** What is known of a namespace. */
export interface NamespaceFacts {
  readonly name: string;
  readonly labels: ReadonlyMap<string, string>;
  /** False: there is no object (and no assumption), so labels other than the forced ones are unknown. */
  readonly complete: boolean;
}

export interface NamedPort {
  readonly name: string;
  readonly protocol: Protocol;
  readonly number: number;
}

/** Where an endpoint's own addresses lie: these exactly, or somewhere among these. */
export interface AddressKnowledge {
  readonly kind: 'exactly' | 'within';
  readonly addresses: AddressSet;
}

/** All pods of one template; equal for every policy. */
export interface PodEndpoint {
  readonly kind: 'pod';
  /** `namespace/Kind:name`. */
  readonly id: string;
  readonly namespace: NamespaceFacts;
  readonly workloadKind: string;
  readonly name: string;
  /** The controllers that made it, by whose names claims may mean it too; absent: none is known. */
  readonly madeBy?: readonly { readonly kind: string; readonly name: string }[];
  readonly labels: ReadonlyMap<string, string>;
  /** Labels that exist at run time with a value nobody can know here. */
  readonly runtimeLabelKeys: ReadonlySet<string>;
  /** Undefined: the pod's ports are not known (an assumed pod that does not state them). */
  readonly namedPorts: readonly NamedPort[] | undefined;
  /** Numbers declared by containers, named or not: informational. */
  readonly declaredPorts: readonly { readonly protocol: Protocol; readonly number: number }[];
  /** A pod in its node's network namespace: to others its traffic looks like the node's. */
  readonly hostNetwork: boolean;
  readonly addresses: AddressKnowledge;
  readonly serviceAccount: string;
  /** True where there is never a second pod, so that no traffic between replicas exists. */
  readonly single: boolean;
  /** True: stated under `assume`, or implied by `dns`, not by an object. */
  readonly assumed: boolean;
  /** Of a pod that could be created: what it is like, in words that follow "from" and "to". */
  readonly possible?: string;
  readonly origin?: SourceRef;
}

/** A run of addresses that no policy and no claim tells apart. */
export interface AddressEndpoint {
  readonly kind: 'addresses';
  /** `first-last`, or one address. */
  readonly id: string;
  readonly first: bigint;
  readonly last: bigint;
  /** Whose addresses these are, as far as assumed ranges and snapshots tell. */
  readonly owner: 'outside' | 'pods' | 'nodes' | 'services';
  /** Outside only as far as anybody knows: nobody stated which addresses the nodes have. */
  readonly mayBeNodes: boolean;
  /** Public: in no special-purpose registry. */
  readonly internet: boolean;
}

/** A node other than the one a pod runs on; traffic of a pod with its own node is never refused and not judged. */
export interface NodeEndpoint {
  readonly kind: 'node';
  readonly id: string;
  readonly addresses: AddressKnowledge;
}

export type Endpoint = PodEndpoint | AddressEndpoint | NodeEndpoint;
