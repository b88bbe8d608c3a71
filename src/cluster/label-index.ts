import type { LabelRequirement, LabelSelector } from '../resources/label-selector.ts';
import { type KnownLabels, selects } from './matches.ts';
import { possible } from './truth.ts';

/** Many sets of labels, numbered from 0, among which selectors pick. */
export interface LabelIndex {
  /** The numbers from `first` to before `end` that a selector picks or may pick, ascending. */
  readonly picked: (selector: LabelSelector, first: number, end: number) => readonly number[];
}

/**
 * Finds what selectors pick without asking every set of labels: only those are asked that have, or may have, a label that
 * the selector wants. Of several such labels the rarest counts.
 */
export function indexLabels(all: readonly KnownLabels[]): LabelIndex {
  const everybody = all.map((_, number) => number);
  const mayHave = postings(all);
  return {
    picked: (selector, first, end) => {
      let rarest: readonly (readonly number[])[] = [everybody];
      let fewest = end - first;
      for (const requirement of selector.requirements) {
        const lists = mayHave(requirement);
        const count = lists?.reduce((sum, list) => sum + lowerBound(list, end) - lowerBound(list, first), 0);
        if (lists === undefined || count === undefined || count >= fewest) continue;
        rarest = lists;
        fewest = count;
      }
      return merged(rarest.map((list) => list.slice(lowerBound(list, first), lowerBound(list, end)))).filter((number) =>
        possible(selects(selector, all[number] as KnownLabels)),
      );
    },
  };
}

/** Lists of numbers that together hold all who may satisfy a requirement; undefined: nearly everybody does. */
function postings(
  all: readonly KnownLabels[],
): (requirement: LabelRequirement) => readonly (readonly number[])[] | undefined {
  const byKey = new Map<string, number[]>();
  const byLabel = new Map<string, Map<string, number[]>>();
  const unknownByKey = new Map<string, number[]>();
  const incomplete: number[] = [];
  for (const [number, { labels, unknownValues, complete }] of all.entries()) {
    for (const [key, value] of labels) {
      append(byKey, key, number);
      const byValue = byLabel.get(key) ?? new Map<string, number[]>();
      byLabel.set(key, byValue);
      append(byValue, value, number);
    }
    for (const key of unknownValues) append(unknownByKey, key, number);
    if (!complete) incomplete.push(number);
  }
  return ({ key, operator, values }) => {
    if (operator === 'NotIn' || operator === 'DoesNotExist') return undefined;
    const known = operator === 'Exists' ? [byKey.get(key)] : values.map((value) => byLabel.get(key)?.get(value));
    return [...known, unknownByKey.get(key), incomplete].filter((list) => list !== undefined);
  };
}

function append(lists: Map<string, number[]>, key: string, number: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [number]);
  else list.push(number);
}

/** Ascending lists as one, each number once. */
function merged(lists: readonly (readonly number[])[]): readonly number[] {
  const [first = [], ...others] = lists.filter((list) => list.length > 0);
  return others.length === 0 ? first : [...new Set([first, ...others].flat())].sort((a, b) => a - b);
}

/** The place of the first number of an ascending list that is not below `limit`. */
function lowerBound(list: readonly number[], limit: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle] as number) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
