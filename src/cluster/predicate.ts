import type { LabelSelector } from '../resources/label-selector.ts';
import type { AddressSet } from '../sets/address-set.ts';
import type { SourceRef } from '../source/source-ref.ts';
import type { Truth } from './truth.ts';

/** Which namespaces: one by name, or those that a selector picks (no requirements: all). */
export type NamespaceScope =
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'selected'; readonly selector: LabelSelector };

/** Which endpoints a policy or rule speaks of, in terms no dialect owns. */
export type EndpointPredicate =
  | { readonly kind: 'everything' }
  | {
      readonly kind: 'pods';
      readonly namespaces: NamespaceScope;
      readonly labels: LabelSelector;
      /** Whether pods in their node's network namespace are meant too. */
      readonly hostNetwork: Truth;
      /** The peer or selector that says so; absent for those that the gate makes itself. */
      readonly origin?: SourceRef;
    }
  | {
      readonly kind: 'addresses';
      /** As written, for messages. */
      readonly text: string;
      readonly addresses: AddressSet;
      /** Whether a pod whose own address is in the range is meant. */
      readonly pods: Truth;
      /** Whether a node (or a pod in its network namespace) whose address is in the range is meant. */
      readonly nodes: Truth;
      readonly origin?: SourceRef;
    }
  /** Nodes by their labels, which manifests do not show; and the addresses of nodes. */
  | { readonly kind: 'nodes'; readonly selector: LabelSelector; readonly origin?: SourceRef }
  /** Whatever these names resolve to, which nobody can know here: some addresses outside of the cluster. */
  | { readonly kind: 'domainNames'; readonly names: readonly string[]; readonly origin?: SourceRef }
  | { readonly kind: 'union'; readonly of: readonly EndpointPredicate[] };
