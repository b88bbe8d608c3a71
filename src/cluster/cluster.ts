import type { Direction } from '../resources/resources.ts';
import type { ConnectionSet, Protocol } from '../sets/connection-set.ts';
import type { SourceRef } from '../source/source-ref.ts';
import type { DataplaneProfile } from './dataplane-profile.ts';
import type { AddressKnowledge, Endpoint, NamespaceFacts } from './endpoint.ts';
import type { EndpointPredicate } from './predicate.ts';
import type { Doubt } from './truth.ts';

/** Ports of a rule: numbers are the same for every destination, a name means something else on each pod. */
export type PortPattern =
  | { readonly kind: 'ports'; readonly traffic: ConnectionSet }
  | { readonly kind: 'named'; readonly name: string; readonly protocol: Protocol };

export type TrafficPattern = 'everything' | readonly PortPattern[];

export interface Rule {
  readonly action: 'allow' | 'deny' | 'pass';
  readonly peer: EndpointPredicate;
  readonly traffic: TrafficPattern;
  /** Why the rule may not apply as written; then it is never relied upon. */
  readonly doubt?: Doubt;
  /** For messages: `ingress rule 2`. */
  readonly label: string;
  readonly origin: SourceRef;
}

export interface Policy {
  readonly kind: string;
  /** `namespace/name`, or `name` where cluster-scoped. */
  readonly name: string;
  readonly subject: EndpointPredicate;
  /** Why the policy may not be there, or may not govern its subject. */
  readonly doubt?: Doubt;
  /** Whether a governed pod's unmatched traffic is refused at the end of the tier. */
  readonly isolates: Readonly<Record<Direction, boolean>>;
  /** Where that is written, if it is; else where the policy is. */
  readonly isolatesOrigin: SourceRef;
  /** It isolates for ingress without a word about ingress. */
  readonly isolatesUnsaid?: true;
  /**
   * Its place among the policies of its tier, where order matters. Within a chain lower priorities come first; which of
   * two policies with equal priorities, or of two chains, comes first is not known. Absent: order does not matter.
   */
  readonly precedence?: {
    readonly chain: string;
    readonly priority: number;
    /** Where it is written. */
    readonly origin: SourceRef;
  };
  readonly rules: Readonly<Record<Direction, readonly Rule[]>>;
  readonly origin: SourceRef;
}

/** Policies in order of precedence, asked together. */
export interface Tier {
  readonly name: string;
  readonly policies: readonly Policy[];
  /** What becomes of unmatched traffic of an isolated pod. */
  readonly onNoMatch: 'deny' | 'pass';
}

/** Tiers in order; layers are ANDed: traffic must pass each. */
export interface Layer {
  readonly name: string;
  readonly tiers: readonly Tier[];
  readonly otherwise: 'allow' | 'deny';
}

/** The normal form of one world: who is there, and what every layer says. */
export interface Cluster {
  readonly endpoints: readonly Endpoint[];
  readonly namespaces: ReadonlyMap<string, NamespaceFacts>;
  readonly layers: readonly Layer[];
  readonly profile: DataplaneProfile;
  /** Where a pod gets its address from, if nothing more is known of it. */
  readonly podAddresses: AddressKnowledge;
}
