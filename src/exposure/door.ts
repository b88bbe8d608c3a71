import type { Doubt } from '../cluster/truth.ts';
import type { TrafficBounds } from '../connectivity/traffic-on.ts';
import type { AddressSet } from '../sets/address-set.ts';
import type { ConnectionSet } from '../sets/connection-set.ts';
import type { SourceRef } from '../source/source-ref.ts';

/** Whose address policy sees behind a door. */
export type Front =
  /** Nodes and load balancers: the client's own address, or (unless it is kept) perhaps that of a node. */
  | { readonly kind: 'nodes'; readonly keepsClient: boolean }
  /** A proxy: any of these pods (indexes of endpoints), or perhaps something that the manifests do not show. */
  | {
      readonly kind: 'controller';
      readonly pods: readonly number[];
      readonly orUnknown: boolean;
      /** A suite says that it fronts the cluster. */
      readonly isStated?: true;
    };

/** Whether the outside gets to a pod that fronts doors. */
export interface Reached {
  readonly may: boolean;
  readonly sure: boolean;
  /** Why the two differ, where policy is not the cause. */
  readonly doubt?: Doubt;
}

/** A way from outside of the cluster to a port of a pod that some object opens. */
export interface Door {
  /** ``Ingress `shop/web` ``. */
  readonly title: string;
  /** The index of the pod among the endpoints of the cluster. */
  readonly to: number;
  /** Ports of the pod: surely `min`, at most `max`. */
  readonly traffic: TrafficBounds;
  readonly front: Front;
  /** Who surely may come; the rest only may. Absent: everybody. */
  readonly sources?: AddressSet;
  /** The route is not honoured, and why: nothing comes through. */
  readonly shut?: string;
  /** The line that names the backend. */
  readonly origin: SourceRef;
}

/** What comes through one door from one address outside, in ports of the pod: surely `sure`, at most `may`. */
export interface Passage {
  readonly door: Door;
  readonly sure: ConnectionSet;
  readonly may: ConnectionSet;
  /** Why the two differ, where policy is not the cause. */
  readonly doubt?: Doubt;
  /** The index of whoever policy sees as the source; absent: it is not known who that is. */
  readonly via?: number;
}
