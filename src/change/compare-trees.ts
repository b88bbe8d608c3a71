import { limitedWork, type Work } from '../connectivity/work.ts';
import { type CompareDoors, compareDoors } from './compare-doors.ts';
import { type CompareKnown, compareKnown } from './compare-known.ts';
import { type ComparePossible, comparePossible, possibleNow } from './compare-possible.ts';
import { type KnownEnd, matchEnds } from './match-ends.ts';
import { findSameness, type Sameness } from './sameness.ts';
import type { Trees } from './trees.ts';

/** Answers questions about what a change does. */
export interface ComparedTrees {
  readonly trees: Trees;
  readonly ends: readonly KnownEnd[];
  readonly known: CompareKnown;
  /** Whether nothing bears on an end that is other than before: `known` finds no change between two of these. */
  readonly isUntouched: Sameness['isUntouched'];
  /** For questions with pods that could be created at one end or both. */
  readonly possible: ComparePossible;
  /** The same where the pods that could be created would be new to what is asked about. */
  readonly possibleNow: ComparePossible;
  readonly doors: CompareDoors;
}

/** How many boxes of pods that could be created are looked at for one question, and for all of a world. */
export interface Limits {
  readonly question: number;
  readonly world: number;
}

const LIMITS: Limits = { question: 500_000, world: 2_000_000 };

/** Compares a world with what it was; what would take more than the limits is not compared. */
export function compareTrees(trees: Trees, limits = LIMITS): ComparedTrees {
  const ends = matchEnds(trees);
  const sameness = findSameness(trees);
  const known = compareKnown(trees, sameness);
  const all = limitedWork(limits.world);
  const workFor = (): Work => limitedWork(limits.question, all);
  const possible = comparePossible(trees, sameness, workFor);
  return {
    trees,
    ends,
    known,
    isUntouched: sameness.isUntouched,
    possible,
    possibleNow: (from, to) => possibleNow(trees, from, to, workFor()),
    doors: compareDoors({ trees, ends, sameness, known, possible }),
  };
}
