import type { LabelSelector } from '../resources/label-selector.ts';

/** The selector of pods that wear all of these labels. */
export function selectorOf(labels: Iterable<readonly [key: string, value: string]>): LabelSelector {
  return { requirements: [...labels].map(([key, value]) => ({ key, operator: 'In', values: [value] })) };
}
