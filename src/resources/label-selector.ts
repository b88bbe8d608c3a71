import type { SourceRef } from '../source/source-ref.ts';

/** One condition on a label; `values` is empty for `Exists` and `DoesNotExist`. */
export interface LabelRequirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values: readonly string[];
}

/** Conditions that must all hold; none: everything is selected. `matchLabels` are `In` with one value. */
export interface LabelSelector {
  readonly requirements: readonly LabelRequirement[];
  /** Where it is written; absent for selectors that the gate makes itself. */
  readonly origin?: SourceRef;
}
