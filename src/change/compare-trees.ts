import { type CompareDoors, compareDoors } from './compare-doors.ts';
import { type CompareKnown, compareKnown } from './compare-known.ts';
import { type ChangeEnd, comparePossible, type PossibleChange, possibleNow } from './compare-possible.ts';
import { type KnownEnd, matchEnds } from './match-ends.ts';
import { findSameness } from './sameness.ts';
import type { Trees } from './trees.ts';

/** Answers questions about what a change does. */
export interface ComparedTrees {
  readonly trees: Trees;
  readonly ends: readonly KnownEnd[];
  readonly known: CompareKnown;
  /** For questions with pods that could be created at one end or both. */
  readonly possible: (from: ChangeEnd, to: ChangeEnd) => readonly PossibleChange[];
  /** The same where the pods that could be created would be new to what is asked about. */
  readonly possibleNow: ComparedTrees['possible'];
  readonly doors: CompareDoors;
}

/** Compares a world with what it was. */
export function compareTrees(trees: Trees): ComparedTrees {
  const ends = matchEnds(trees);
  const sameness = findSameness(trees);
  const known = compareKnown(trees, sameness);
  return {
    trees,
    ends,
    known,
    possible: (from, to) => comparePossible(trees, sameness, from, to),
    possibleNow: (from, to) => possibleNow(trees, from, to),
    doors: compareDoors({ trees, sameness, ends, known }),
  };
}
