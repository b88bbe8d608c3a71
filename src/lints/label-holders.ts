import type { PodEndpoint } from '../cluster/endpoint.ts';
import { type Word, wordOf } from '../findings/suggest.ts';

/** Who has a label. */
interface Holding {
  readonly value: Word;
  /** Of the pods in their list, ascending. */
  readonly places: readonly number[];
}

/** Who among the pods of a namespace has which label. */
export interface LabelHolders {
  /** The holders of each value of a key. */
  readonly ofKey: (key: string) => ReadonlyMap<string, Holding>;
  /** The holders of a value under each key. */
  readonly ofValue: (value: string) => ReadonlyMap<string, Holding>;
}

/** Looks up labels; worked out once for each list of pods. */
export function labelHoldersOf(pods: readonly PodEndpoint[]): LabelHolders {
  const holders = holdersByPods.get(pods) ?? findHolders(pods);
  holdersByPods.set(pods, holders);
  return holders;
}

const holdersByPods = new WeakMap<readonly PodEndpoint[], LabelHolders>();

const NOBODY: ReadonlyMap<string, Holding> = new Map();

interface OpenHolding extends Holding {
  readonly places: number[];
}

function findHolders(pods: readonly PodEndpoint[]): LabelHolders {
  const byKey = new Map<string, Map<string, OpenHolding>>();
  const byValue = new Map<string, Map<string, OpenHolding>>();
  for (const [place, { labels }] of pods.entries()) {
    for (const [key, value] of labels) {
      const known = byKey.get(key)?.get(value);
      if (known !== undefined) {
        known.places.push(place);
        continue;
      }
      const holding = { value: wordOf(value), places: [place] };
      enter(byKey, key, value, holding);
      enter(byValue, value, key, holding);
    }
  }
  return { ofKey: (key) => byKey.get(key) ?? NOBODY, ofValue: (value) => byValue.get(value) ?? NOBODY };
}

function enter(table: Map<string, Map<string, OpenHolding>>, row: string, column: string, holding: OpenHolding): void {
  const columns = table.get(row) ?? new Map<string, OpenHolding>();
  table.set(row, columns);
  columns.set(column, holding);
}
