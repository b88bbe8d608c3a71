import type { Decision } from '../connectivity/decision.ts';
import type { Cause } from './cause.ts';
import { contentKey } from './content-key.ts';
import { type KnownEnd, nameOfEnd } from './match-ends.ts';
import { isUnread } from './policy-keys.ts';
import type { Surroundings, TreeName, Trees } from './trees.ts';

const knownByTrees = new WeakMap<Trees, Map<keyof Surroundings, readonly string[]>>();

/** The titles of objects that are not evaluated, are other than before, and may bear on policies, fronts or doors. */
export function othersAround(trees: Trees, what: keyof Surroundings): readonly string[] {
  const known = knownByTrees.get(trees) ?? new Map<keyof Surroundings, readonly string[]>();
  knownByTrees.set(trees, known);
  const found = known.get(what) ?? findOthers(trees.base.around[what], trees.head.around[what]);
  known.set(what, found);
  return found;
}

function findOthers(base: Surroundings['policies'], head: Surroundings['policies']): readonly string[] {
  const titles = [...new Set([...base.keys(), ...head.keys()])];
  return titles.filter((title) => base.get(title) !== head.get(title)).sort();
}

/** What else is other than before about a pair that a policy governs which is not evaluated. */
export function whatUnreadMayAskFor(
  trees: Trees,
  ends: readonly KnownEnd[],
  decisions: readonly (Decision | undefined)[],
): readonly Cause[] {
  const isInDoubt = decisions.some((one) => one?.sides.some(({ governing }) => governing.some(isUnread)) === true);
  if (!isInDoubt) return [];
  const changed = ends.filter((end) => identityOf(end, 'base', trees) !== identityOf(end, 'head', trees));
  const others = othersAround(trees, 'policies');
  return [
    ...changed.map(
      (end): Cause => ({
        tree: 'head',
        text: `labels or the service account of ${nameOfEnd(end, trees)} are others than before, and such a policy may ask for them`,
      }),
    ),
    ...(others.length === 0
      ? []
      : [{ tree: 'head' as const, text: `${listed(others)} not as before, and such a policy may depend on that` }]),
  ];
}

function identityOf({ in: indexes }: KnownEnd, tree: TreeName, trees: Trees): string {
  const endpoint = trees[tree].cluster.endpoints[indexes[tree] ?? -1];
  return endpoint?.kind === 'pod' ? contentKey([endpoint.labels, endpoint.serviceAccount]) : '';
}

/** The first of them, as the subject of a sentence with its verb. */
export function listed(titles: readonly string[]): string {
  const [first = ''] = titles;
  const more = titles.length - 1;
  if (more === 0) return `${first} is`;
  return more === 1 ? `${first} and one more object are` : `${first} and ${more} more objects are`;
}
