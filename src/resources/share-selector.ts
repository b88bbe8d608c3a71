import { type LabelRequirement, type LabelSelector, meaningOfAll } from './label-selector.ts';

/** How many selectors are remembered; then all are forgotten, so that a repository of any size has room. */
const MOST = 4096;

const remembered = new Map<string, LabelSelector>();

/** The selector with these requirements, one for all places where it is written: policies name few labels, over and over. */
export function shareSelector(requirements: readonly LabelRequirement[]): LabelSelector {
  const meaning = meaningOfAll(requirements);
  const known = remembered.get(meaning);
  if (known !== undefined) return known;
  if (remembered.size === MOST) remembered.clear();
  const selector: LabelSelector = { requirements };
  remembered.set(meaning, selector);
  return selector;
}
