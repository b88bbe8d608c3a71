import { formatRange } from '../sets/address-set.ts';
import type { DoorChange } from './compare-doors.ts';
import type { KnownEnd } from './match-ends.ts';
import type { PairChange } from './pair-change.ts';

/** A change of known ends; an end is one of them, or a run of neighbouring addresses with which the same happens. */
export interface KnownChange {
  readonly from: readonly KnownEnd[];
  readonly to: readonly KnownEnd[];
  readonly change: PairChange;
  readonly door?: DoorChange;
}

/** Collects changes, and puts neighbouring addresses together. */
export interface Runs {
  readonly add: (draft: KnownChange) => void;
  readonly all: () => readonly KnownChange[];
}

/** Opens a collection. INVARIANT: addresses are added from the lowest. */
export function openRuns(): Runs {
  const numbers = new Map<string, number>();
  const byChange = new Map<PairChange, number>();
  const numberOf = (change: PairChange): number => {
    const known = byChange.get(change);
    if (known !== undefined) return known;
    const key = JSON.stringify(change);
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    byChange.set(change, number);
    return number;
  };
  const open = new Map<string, KnownChange>();
  const done: KnownChange[] = [];
  return {
    add: (draft) => {
      const [from, to] = [draft.from[0] as KnownEnd, draft.to[0] as KnownEnd];
      const isFrom = from.endpoint.kind === 'addresses';
      if (!isFrom && to.endpoint.kind !== 'addresses') {
        done.push(draft);
        return;
      }
      const key = `${isFrom ? `> ${to.id}` : `< ${from.id}`} ${numberOf(draft.change)} ${draft.door?.title ?? ''}`;
      const before = open.get(key);
      const run = before?.[isFrom ? 'from' : 'to'] ?? [];
      const next = isFrom ? from : to;
      const last = run.at(-1);
      if (before !== undefined && last !== undefined && continues(last, next)) {
        open.set(key, { ...before, [isFrom ? 'from' : 'to']: [...run, next] });
        return;
      }
      if (before !== undefined) done.push(before);
      open.set(key, draft);
    },
    all: () => [...done, ...open.values()],
  };
}

function continues({ endpoint: a }: KnownEnd, { endpoint: b }: KnownEnd): boolean {
  if (a.kind !== 'addresses' || b.kind !== 'addresses') return false;
  return a.last + 1n === b.first && a.id.includes(':') === b.id.includes(':') && a.owner === b.owner;
}

/** The name of an end, or of a run of addresses. */
export function idOf(run: readonly KnownEnd[]): string {
  const [first, last] = [run[0]?.endpoint, run.at(-1)?.endpoint];
  if (first?.kind === 'addresses' && last?.kind === 'addresses') return formatRange(first.first, last.last);
  return first?.id ?? '';
}
