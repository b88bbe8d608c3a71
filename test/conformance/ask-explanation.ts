import { compareRows } from './ask-connlist.ts';
import { compareReasons } from './compare-reasons.ts';
import { collectAnswers, type Tally } from './disagreement.ts';
import type { CaseWorld } from './open-case.ts';
import type { Fields } from './read-corpora.ts';

/** Compares the rows of a list of connections, and the policies that decide each pair it explains. */
export function askExplanation(written: Fields, opened: CaseWorld): Tally {
  const answers = collectAnswers(opened);
  compareRows(written, opened, answers);
  compareReasons(written, opened, answers);
  return answers.tally();
}
