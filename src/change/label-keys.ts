import type { EndpointPredicate } from '../cluster/predicate.ts';
import { policiesOf, type Trees } from './trees.ts';

const keysByTrees = new WeakMap<Trees, ReadonlySet<string>>();

/** The keys of all labels of pods that a policy of either tree asks for. */
export function labelKeysOf(trees: Trees): ReadonlySet<string> {
  const known = keysByTrees.get(trees) ?? newLabelKeysOf(trees);
  keysByTrees.set(trees, known);
  return known;
}

function newLabelKeysOf({ base, head }: Trees): ReadonlySet<string> {
  const keys = new Set<string>();
  const look = (predicate: EndpointPredicate): void => {
    if (predicate.kind === 'pods') for (const { key } of predicate.labels.requirements) keys.add(key);
    if (predicate.kind === 'union') predicate.of.forEach(look);
  };
  for (const { subject, rules } of [...policiesOf(base), ...policiesOf(head)]) {
    look(subject);
    for (const { peer } of [...rules.ingress, ...rules.egress]) look(peer);
  }
  return keys;
}
