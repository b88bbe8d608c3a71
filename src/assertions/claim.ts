import type { LabelSelector } from '../resources/label-selector.ts';
import type { Direction } from '../resources/resources.ts';
import type { AddressSet } from '../sets/address-set.ts';
import type { ConnectionSet, Protocol } from '../sets/connection-set.ts';
import type { SourceRef } from '../source/source-ref.ts';

/** Characters [start, end) of the sentence. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Which namespaces a term looks into. */
export type Scope =
  | { readonly kind: 'glob'; readonly glob: string }
  | { readonly kind: 'labels'; readonly selector: LabelSelector };

/** One term of a group. `any` also means pods that could be created. */
export type Term = {
  readonly text: string;
  readonly stretch: Stretch;
  /** Where the term is written, if not in the claim's own sentence but under `define`. */
  readonly origin?: SourceRef;
} & (
  | {
      readonly kind: 'name';
      readonly any: boolean;
      readonly scope?: Scope;
      readonly podKind?: string;
      readonly glob: string;
    }
  | { readonly kind: 'pods'; readonly any: boolean; readonly scope?: Scope; readonly selector: LabelSelector }
  | { readonly kind: 'address'; readonly addresses: AddressSet }
  | { readonly kind: 'place'; readonly place: 'internet' | 'external' | 'nodes' | 'dns' }
);

/** The endpoints of any of `terms` less those of any of `except`. */
export interface Group {
  readonly text: string;
  readonly stretch: Stretch;
  readonly terms: readonly Term[];
  readonly except: readonly Term[];
}

/** Ports of a target: numbers are a set, a name is looked up on each destination. */
export type PortTerm =
  | { readonly kind: 'ports'; readonly traffic: ConnectionSet }
  | { readonly kind: 'name'; readonly name: string; readonly protocol: Protocol; readonly stretch: Stretch };

/** `term[:[only] ports]`; a target of the last arrow side. */
export interface Target {
  readonly group: Group;
  /** Absent: no ports were named. */
  readonly ports?: readonly PortTerm[];
  /** `:only ports`: nothing beyond these. */
  readonly onlyPorts: boolean;
  readonly text: string;
}

/** A sentence of the assertion language. */
export type Claim =
  | {
      readonly kind: 'flow';
      readonly from: Group;
      /** `only A --> …`: nobody else. */
      readonly onlyFrom: boolean;
      readonly arrow: '-->' | '-/->' | '<-->' | '<-/->';
      /** `--> only …`: nothing else. */
      readonly onlyTo: boolean;
      readonly targets: readonly Target[];
    }
  | { readonly kind: 'isolation'; readonly group: Group; readonly directions: readonly Direction[] }
  /** About a change: whoever reaches (or is reached by) the group now, did before. */
  | { readonly kind: 'no-new'; readonly group: Group; readonly end: 'to' | 'from' };
