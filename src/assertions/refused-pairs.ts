import { indexOf } from '../cluster/index-endpoints.ts';
import {
  difference,
  type IntervalSet,
  intersection,
  interval,
  isEmpty,
  members,
  size,
  unionOf,
} from '../sets/interval-set.ts';
import type { JudgingWorld } from './judging-world.ts';
import { destinationsOf, obligationsOf, type ResolvedFlow, sourcesOf } from './list-pairs.ts';
import { indexesOf } from './resolution.ts';
import type { Obligation } from './weigh-obligation.ts';

/**
 * Pairs of which nothing but refusal is demanded, and one end of which refuses everything to the other: no rule of its
 * policies means it. They hold, whatever the policies of the other end say.
 */
export interface RefusedPairs {
  readonly obligations: readonly Obligation[];
  /** One of the two is a single endpoint. */
  readonly from: IntervalSet;
  readonly to: IntervalSet;
}

/** Fewer pairs are judged one by one sooner. */
const MANY_PAIRS = 16;

/** Finds such pairs of a flow, all that one endpoint has at once. What is not found is judged pair by pair. */
export function refusedPairs(flow: ResolvedFlow, world: JudgingWorld): readonly RefusedPairs[] {
  const sources = sourcesOf(flow, world.cluster);
  const destinations = destinationsOf(flow, world.cluster);
  if (size(sources) * size(destinations) < MANY_PAIRS) return [];
  // The fewer are asked whom they refuse.
  return size(sources) < size(destinations)
    ? [...members(sources)].flatMap((from) => refusedBySource(from, flow, world))
    : [...members(destinations)].flatMap((to) => refusedByDestination(to, flow, world));
}

function refusedByDestination(to: number, flow: ResolvedFlow, world: JudgingWorld): readonly RefusedPairs[] {
  const refused = withoutDoors(to, world);
  if (isEmpty(refused)) return [];
  const everybodyElse = flow.onlyFrom ? difference(everyone(world), indexesOf(flow.from).all) : [];
  return together(
    [
      { ends: indexesOf(flow.from).surely, obligations: obligationsOf(flow, true, to) },
      { ends: everybodyElse, obligations: obligationsOf(flow, false, to) },
    ],
    refused,
  ).map(({ ends, obligations }) => ({ obligations, from: ends, to: one(to) }));
}

/** Traffic from outside may come to a pod through doors, whoever else is refused. */
function withoutDoors(to: number, { engine, exposure, cluster }: JudgingWorld): IntervalSet {
  const refused = difference(engine.refuses(to, 'ingress'), one(to));
  if (isEmpty(refused) || exposure.doorsTo(to).length === 0) return refused;
  return difference(refused, unionOf(Object.values(indexOf(cluster).byOwner)));
}

function refusedBySource(from: number, flow: ResolvedFlow, world: JudgingWorld): readonly RefusedPairs[] {
  const refused = difference(world.engine.refuses(from, 'egress'), one(from));
  const truth = flow.from.get(from)?.truth ?? false;
  // Why a source may not be meant is told of it alone.
  if (isEmpty(refused) || typeof truth !== 'boolean') return [];
  const [only, ...others] = flow.targets;
  const isPlain = only !== undefined && others.length === 0 && only.ports === undefined;
  const surely = isPlain ? indexesOf(only.members).surely : [];
  const named = unionOf(flow.targets.map((target) => indexesOf(target.members).all));
  const everythingElse = flow.onlyTo ? difference(everyone(world), named) : [];
  return together(
    [
      { ends: surely, obligations: obligationsOf(flow, truth, surely[0] ?? NOBODY) },
      { ends: everythingElse, obligations: obligationsOf(flow, truth, NOBODY) },
    ],
    refused,
  ).map(({ ends, obligations }) => ({ obligations, from: one(from), to: ends }));
}

/** The index of no endpoint: what is demanded of a destination that no target names. */
const NOBODY = -1;

/** Endpoints of which the same is demanded. */
interface Alike {
  readonly ends: IntervalSet;
  readonly obligations: readonly Obligation[];
}

function together(groups: readonly Alike[], refused: IntervalSet): readonly Alike[] {
  return groups
    .filter(({ obligations }) => obligations.length > 0 && obligations.every(({ kind }) => kind === 'refuse'))
    .map(({ ends, obligations }) => ({ ends: intersection(ends, refused), obligations }))
    .filter(({ ends }) => !isEmpty(ends));
}

function everyone({ cluster }: JudgingWorld): IntervalSet {
  return interval(0, cluster.endpoints.length - 1);
}

function one(index: number): IntervalSet {
  return interval(index, index);
}
