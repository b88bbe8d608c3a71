import type { Verdict } from '../connectivity/decision.ts';
import { type Bounds, boundsOf } from '../exposure/bounds.ts';
import type { Direction } from '../resources/resources.ts';
import { isEmpty } from '../sets/interval-set.ts';
import type { KnownEnd } from './match-ends.ts';
import { comparePair, NO_CHANGE, NOTHING_FLOWS, narrowTo, type PairChange, unsureOf } from './pair-change.ts';
import type { Sameness } from './sameness.ts';
import type { TreeName, Trees } from './trees.ts';

/** What a change does to the traffic from one known end to another; undefined: the pair is not judged. */
export type CompareKnown = (from: KnownEnd, to: KnownEnd) => PairChange | undefined;

/** Compares pairs of known ends. Equal answers are worked out once. */
export function compareKnown(trees: Trees, sameness: Sameness): CompareKnown {
  const pair = rememberPairs();
  const bounds = rememberBounds();
  const look = (from: KnownEnd, to: KnownEnd, tree: TreeName): Bounds => {
    const [source, destination] = [from.in[tree], to.in[tree]];
    if (source === undefined || destination === undefined) return NOTHING_FLOWS;
    if (from.id === to.id && isSingle(source, trees, tree)) return NOTHING_FLOWS;
    return bounds(trees[tree].engine.verdict(source, destination));
  };
  const lookAtOne = (from: KnownEnd, to: KnownEnd, direction: Direction, tree: TreeName): Bounds | undefined => {
    const [source, destination] = [from.in[tree], to.in[tree]];
    if (source === undefined || destination === undefined) return undefined;
    const [subject, peer] = direction === 'egress' ? [source, destination] : [destination, source];
    return bounds(trees[tree].engine.verdictOfOne(direction, subject, peer));
  };
  return (from, to) => {
    if (from.endpoint.kind !== 'pod' && to.endpoint.kind !== 'pod') return undefined;
    const otherwise = sameness.ofPair(from, to);
    // Most pairs of a change are the same, and need not be asked about.
    if (otherwise === 'none') return NO_CHANGE;
    const change = pair(look(from, to, 'base'), look(from, to, 'head'));
    if (otherwise === 'both' || isEmpty(unsureOf(change))) return change;
    const [before, after] = [lookAtOne(from, to, otherwise, 'base'), lookAtOne(from, to, otherwise, 'head')];
    return before === undefined || after === undefined ? change : narrowTo(change, before, after);
  };
}

function isSingle(index: number, trees: Trees, tree: TreeName): boolean {
  const endpoint = trees[tree].cluster.endpoints[index];
  return endpoint?.kind === 'pod' && endpoint.single;
}

/** Equal verdicts of an engine are one object, and few are different. */
function rememberBounds(): (verdict: Verdict) => Bounds {
  const known = new Map<Verdict, Bounds>();
  return (verdict) => {
    const found = known.get(verdict) ?? boundsOf(verdict);
    known.set(verdict, found);
    return found;
  };
}

function rememberPairs(): (before: Bounds, after: Bounds) => PairChange {
  const known = new Map<Bounds, Map<Bounds, PairChange>>();
  return (before, after) => {
    const byAfter = known.get(before) ?? new Map<Bounds, PairChange>();
    known.set(before, byAfter);
    const found = byAfter.get(after) ?? comparePair(before, after);
    byAfter.set(after, found);
    return found;
  };
}
