import type { PodEndpoint } from '../cluster/endpoint.ts';

/** Who among the pods of a namespace has a label: their places in the list, ascending. */
export interface LabelHolders {
  /** The holders of each value of a key. */
  readonly ofKey: (key: string) => ReadonlyMap<string, readonly number[]>;
  /** The holders of a value under each key. */
  readonly ofValue: (value: string) => ReadonlyMap<string, readonly number[]>;
}

/** Looks up labels; worked out once for each list of pods. */
export function labelHoldersOf(pods: readonly PodEndpoint[]): LabelHolders {
  const holders = holdersByPods.get(pods) ?? findHolders(pods);
  holdersByPods.set(pods, holders);
  return holders;
}

const holdersByPods = new WeakMap<readonly PodEndpoint[], LabelHolders>();

const NOBODY: ReadonlyMap<string, readonly number[]> = new Map();

function findHolders(pods: readonly PodEndpoint[]): LabelHolders {
  const byKey = new Map<string, Map<string, number[]>>();
  const byValue = new Map<string, Map<string, number[]>>();
  for (const [place, { labels }] of pods.entries()) {
    for (const [key, value] of labels) {
      const places = byKey.get(key)?.get(value);
      if (places !== undefined) {
        places.push(place);
        continue;
      }
      const first = [place];
      enter(byKey, key, value, first);
      enter(byValue, value, key, first);
    }
  }
  return { ofKey: (key) => byKey.get(key) ?? NOBODY, ofValue: (value) => byValue.get(value) ?? NOBODY };
}

function enter(table: Map<string, Map<string, number[]>>, row: string, column: string, places: number[]): void {
  const columns = table.get(row) ?? new Map<string, number[]>();
  table.set(row, columns);
  columns.set(column, places);
}
