import type { Mutant } from './mutant.ts';
import { MUTANTS_OF_CHANGE } from './mutants-of-change.ts';
import { MUTANTS_OF_CLAIMS } from './mutants-of-claims.ts';
import { MUTANTS_OF_MATCHING } from './mutants-of-matching.ts';
import { MUTANTS_OF_MEMORY } from './mutants-of-memory.ts';
import { MUTANTS_OF_POSSIBLE_PODS } from './mutants-of-possible-pods.ts';
import { MUTANTS_OF_READING } from './mutants-of-reading.ts';
import { MUTANTS_OF_TIERS } from './mutants-of-tiers.ts';

/** Every fault that the tests must notice, along the way from the manifests to the exit code. */
export const MUTANTS: readonly Mutant[] = [
  ...MUTANTS_OF_READING,
  ...MUTANTS_OF_MATCHING,
  ...MUTANTS_OF_TIERS,
  ...MUTANTS_OF_MEMORY,
  ...MUTANTS_OF_POSSIBLE_PODS,
  ...MUTANTS_OF_CHANGE,
  ...MUTANTS_OF_CLAIMS,
];
