import { satisfies } from '../cluster/matches.ts';
import { suggest } from '../findings/suggest.ts';
import type { LabelRequirement, LabelSelector } from '../resources/label-selector.ts';

type Labels = ReadonlyMap<string, string>;

/** Words as short as this are near to too many others. */
const SHORTEST_WORD = 4;

/**
 * The label `key: value` that a selector probably means: one that would make it pick some of these, if just one of its
 * requirements read a little differently (a slip in the value, in the key, or the value under another key).
 */
export function nearMiss(selector: LabelSelector, candidates: readonly Labels[]): string | undefined {
  for (const labels of candidates) {
    const failing = selector.requirements.filter((requirement) => !satisfied(requirement, labels));
    const [only] = failing;
    const near = failing.length === 1 && only?.operator === 'In' ? nearLabel(only, labels) : undefined;
    if (near !== undefined) return near;
  }
  return undefined;
}

function satisfied(requirement: LabelRequirement, labels: Labels): boolean {
  const known = { labels, unknownValues: new Set<string>(), complete: true, owner: '', settle: '' };
  return satisfies(requirement, known) === true;
}

function nearLabel({ key, values }: LabelRequirement, labels: Labels): string | undefined {
  const written = labels.get(key);
  for (const value of values) {
    if (written !== undefined && isNear(value, written)) return `${key}: ${written}`;
    for (const [otherKey, otherValue] of labels) {
      if (otherValue !== value || otherKey === key) continue;
      if (isNear(key, otherKey) || value.length >= SHORTEST_WORD) return `${otherKey}: ${otherValue}`;
    }
  }
  return undefined;
}

function isNear(word: string, known: string): boolean {
  if (word.toLowerCase() === known.toLowerCase()) return word !== known;
  if (Math.min(word.length, known.length) < SHORTEST_WORD) return false;
  // `db-1` and `db-2`, `staging` and `staging2` are names of different things.
  if (word.replace(/\d+/g, '') === known.replace(/\d+/g, '')) return false;
  return suggest(word, [known]) !== undefined;
}
