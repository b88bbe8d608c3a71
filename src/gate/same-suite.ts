import type { Suite } from '../assertions/suite.ts';

/**
 * The suite of another tree that a suite is there: of the same file, and of the same title where files hold several; none
 * where that does not tell. `own` are all suites of the tree that it is in.
 */
export function sameSuite(
  { file, title }: Pick<Suite, 'file' | 'title'>,
  own: readonly Suite[],
  others: readonly Suite[],
): Suite | undefined {
  const [here, there] = [own, others].map((suites) => suites.filter((suite) => suite.file === file)) as [
    Suite[],
    Suite[],
  ];
  if (here.length === 1 && there.length === 1) return there[0];
  const isTitled = (suite: Suite): boolean => suite.title === title;
  return here.filter(isTitled).length === 1 && there.filter(isTitled).length === 1 ? there.find(isTitled) : undefined;
}
