import { cidrsOf } from '../sets/cidrs-of.ts';
import { isEmpty } from '../sets/interval-set.ts';
import { idOf, type KnownChange, openRuns } from './address-runs.ts';
import { causesOf } from './causes-of-change.ts';
import type { ComparedTrees } from './compare-trees.ts';
import type { ConnectionChange } from './connection-change.ts';
import { listPossibleChanges } from './list-possible-changes.ts';
import { type KnownEnd, nameOfEnd } from './match-ends.ts';
import type { NotCompared } from './not-compared.ts';
import { asFarAsKnown, isUnchanged, kindOf } from './pair-change.ts';
import type { Trees } from './trees.ts';

/** More than these are counted, and not listed. */
const MOST_CHANGES = 2000;

/** Everything that a change does, opened connections first, and those with the internet before others. */
export function listChanges(compared: ComparedTrees): {
  readonly changes: readonly ConnectionChange[];
  /** How many more there are. */
  readonly omitted: number;
  /** Absent: everything was compared. */
  readonly notCompared?: NotCompared;
} {
  const known = [...listKnown(compared), ...listDoors(compared)].map((one) => outline(one, compared));
  const changes = mostTelling(known).map(({ known: one, ...rest }): ConnectionChange => {
    const { door } = one;
    const ends = { from: one.from[0] as KnownEnd, to: one.to[0] as KnownEnd };
    return { ...rest, causes: causesOf(compared, { ...ends, change: one.change, ...(door && { door }) }) };
  });
  const { changes: possible, notCompared } = listPossibleChanges(compared, changes);
  const all = mostTelling([...changes, ...possible]);
  const omitted = known.length + possible.length - all.length;
  return { changes: all, omitted, ...(notCompared && { notCompared }) };
}

/** What may be opened towards or from the internet is never left out for something else, and other openings come next. */
function mostTelling<T extends Ranked & Pick<ConnectionChange, 'change'>>(changes: readonly T[]): readonly T[] {
  const weightOf = ({ change, internet }: T): number => (isEmpty(change.mayOpen) ? 0 : internet ? 2 : 1);
  const kept = [...changes].sort((a, b) => weightOf(b) - weightOf(a) || byRank(a, b)).slice(0, MOST_CHANGES);
  return kept.sort(byRank);
}

function listKnown({ ends, known, isUntouched }: ComparedTrees): readonly KnownChange[] {
  const runs = openRuns();
  const touched = ends.filter((end) => !isUntouched(end, 'ingress'));
  for (const from of ends) {
    // Most pairs of a change are untouched, and need not even be looked at.
    for (const to of isUntouched(from, 'egress') ? touched : ends) {
      const change = known(from, to);
      if (change !== undefined && !isUnchanged(change)) runs.add({ from: [from], to: [to], change });
    }
  }
  return runs.all();
}

function listDoors({ ends, doors }: ComparedTrees): readonly KnownChange[] {
  const runs = openRuns();
  const pods = ends.filter((end) => end.endpoint.kind === 'pod' && !doors.isUntouched(end));
  for (const from of ends.filter(({ endpoint }) => endpoint.kind === 'addresses')) {
    for (const to of pods) {
      for (const door of doors.each(from, to)) {
        if (!isUnchanged(door.change)) runs.add({ from: [from], to: [to], change: door.change, door });
      }
    }
  }
  return runs.all();
}

function outline(
  known: KnownChange,
  { trees }: ComparedTrees,
): Omit<ConnectionChange, 'causes'> & { readonly known: KnownChange } {
  const { from, to, door } = known;
  const change = asFarAsKnown(known.change, trees);
  const ends = [...from, ...to];
  const pods = ends.filter(({ endpoint }) => endpoint.kind !== 'addresses');
  return {
    kind: kindOf(change),
    from: idOf(from),
    to: idOf(to),
    named: { from: nameOfRun(from, trees), to: nameOfRun(to, trees) },
    added: pods.filter((end) => end.in.base === undefined).map(({ id }) => id),
    removed: pods.filter((end) => end.in.head === undefined).map(({ id }) => id),
    ...(door && { door: door.title }),
    change,
    internet: ends.some(({ endpoint }) => endpoint.kind === 'addresses' && endpoint.internet),
    known,
  };
}

function nameOfRun(run: readonly KnownEnd[], trees: Trees): string {
  const [end] = run;
  const last = run.at(-1)?.endpoint;
  if (end?.endpoint.kind !== 'addresses' || last?.kind !== 'addresses') {
    return end === undefined ? `\`${idOf(run)}\`` : nameOfEnd(end, trees);
  }
  const [cidr, ...more] = cidrsOf([end.endpoint.first, last.last + 1n]);
  const isOne = end.endpoint.first === last.last;
  return `\`${cidr !== undefined && more.length === 0 && !isOne ? cidr : idOf(run)}\``;
}

const RANKS = ['opened', 'changed', 'unsure', 'closed'] as const;

type Ranked = Pick<ConnectionChange, 'kind' | 'from' | 'to' | 'internet' | 'door'>;

/** The order in which a reviewer reads changes. */
function byRank(a: Ranked, b: Ranked): number {
  return (
    RANKS.indexOf(a.kind) - RANKS.indexOf(b.kind) ||
    Number(b.internet) - Number(a.internet) ||
    Number(isPossible(a)) - Number(isPossible(b)) ||
    inOrder(a.from, b.from) ||
    inOrder(a.to, b.to) ||
    inOrder(a.door ?? '', b.door ?? '')
  );
}

function isPossible({ from, to }: Ranked): boolean {
  return [from, to].some((id) => id.startsWith('possible:'));
}

function inOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
