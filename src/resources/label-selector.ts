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
  /** Where it is written, if that does not follow from where its owner is; absent for selectors that the gate makes itself. */
  readonly origin?: SourceRef;
}

const meanings = new WeakMap<LabelSelector, string>();

/** A text that selectors share which pick the same. */
export function meaningOf(selector: LabelSelector): string {
  const known = meanings.get(selector);
  if (known !== undefined) return known;
  const meaning = meaningOfAll(selector.requirements);
  meanings.set(selector, meaning);
  return meaning;
}

/** The meaning of a selector with these requirements; not remembered. */
export function meaningOfAll(requirements: readonly LabelRequirement[]): string {
  let meaning = `${requirements.length}`;
  for (const { key, operator, values } of requirements) {
    meaning += ` ${measured(key)}${operator} ${values.length}`;
    for (const value of values) meaning += ` ${measured(value)}`;
  }
  return meaning;
}

/** A text with its length, so that it cannot be taken for two. */
export function measured(text: string): string {
  return `${text.length}:${text}`;
}
