import type { AddressSet } from '../sets/address-set.ts';
import type { SourceRef } from '../source/source-ref.ts';
import type { Dataplane } from './dataplane-profile.ts';
import type { NamedPort } from './endpoint.ts';

export interface AssumedNamespace {
  readonly name: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly origin?: SourceRef;
}

export interface AssumedWorkload {
  readonly name: string;
  readonly namespace: string;
  readonly labels: ReadonlyMap<string, string>;
  /** Undefined: not stated. A port without a name carries an empty one. */
  readonly ports?: readonly NamedPort[];
  readonly serviceAccount?: string;
  readonly origin?: SourceRef;
}

/** Facts about the cluster that the manifests do not state. */
export interface Assumptions {
  readonly dataplane?: Dataplane;
  readonly podCIDRs?: AddressSet;
  readonly nodeCIDRs?: AddressSet;
  readonly serviceCIDRs?: AddressSet;
  readonly namespaces: readonly AssumedNamespace[];
  readonly workloads: readonly AssumedWorkload[];
}

export const NO_ASSUMPTIONS: Assumptions = { namespaces: [], workloads: [] };
