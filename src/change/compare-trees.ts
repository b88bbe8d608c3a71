import { type CompareDoors, compareDoors } from './compare-doors.ts';
import { type CompareKnown, compareKnown } from './compare-known.ts';
import { type ChangeEnd, comparePossible, type PossibleChange } from './compare-possible.ts';
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
    doors: compareDoors({ trees, sameness, ends, known }),
  };
}
