import type { Layer, Policy, Rule } from '../cluster/cluster.ts';
import type { PodEndpoint } from '../cluster/endpoint.ts';
import type { EndpointPredicate } from '../cluster/predicate.ts';
import { and, or, possible, type Truth } from '../cluster/truth.ts';
import type { LabelRequirement } from '../resources/label-selector.ts';
import type { Direction } from '../resources/resources.ts';
import type { ConnectionSet } from '../sets/connection-set.ts';
import { intersection, isEmpty, union } from '../sets/interval-set.ts';
import type { LayerCandidates } from './index-policies.ts';
import type { Likeness } from './possible-question.ts';
import { type Precedence, precedenceOf } from './precedence-of.ts';
import { joinBranches, type Progress, take, toNextTier, undecidedYet } from './progress.ts';
import {
  type End,
  type Ends,
  merge,
  type PossibleCell,
  partsOf,
  splitAtTraffic,
  splitEnds,
  type Walking,
} from './split-cells.ts';
import { trafficOn } from './traffic-on.ts';

/** One layer asked about one direction. The policies are those that (may) govern the subject. */
export interface PossibleWalk extends Ends {
  readonly layer: LayerCandidates;
  readonly direction: Direction;
  readonly likeness?: Likeness;
}

/**
 * The loop of `walkLayer` for all pods at once that could be created: wherever a policy or rule means some of them and
 * not others, they are told apart; those for whom all came to the same are put together again.
 */
export function walkPossible(cell: PossibleCell, walk: PossibleWalk): readonly PossibleCell[] {
  let cells: readonly Walking[] = [{ ...cell, isolated: false, branches: [] }];
  const asked = cell.progress.undecided;
  for (const { tier, policies } of walk.layer.tiers) {
    const asks = policies.map((policy) => askPolicy(policy, asked, walk));
    cells = askTier(cells, precedenceOf(policies), asks);
    cells = merge(cells.map((one) => (tier.onNoMatch === 'deny' ? refuseRest(one) : one)).map(startTier));
  }
  return cells.map(({ ends, progress, likened }) => ({
    ends,
    likened,
    progress: endLayer(progress, walk.layer.layer),
  }));
}

function startTier(cell: Walking): Walking {
  return { ...cell, progress: toNextTier(cell.progress), isolated: false };
}

function refuseRest(cell: Walking): Walking {
  const { undecided } = cell.progress;
  return { ...cell, progress: take(cell.progress, 'deny', cell.isolated, { min: undecided, max: undecided }) };
}

function endLayer(progress: Progress, { otherwise }: Layer): Progress {
  return take(progress, otherwise, true, { min: progress.undecided, max: progress.undecided });
}

/** Tells the ends of a cell apart. INVARIANT: the ends of what comes out are those of what went in. */
type Ask = (cell: Walking) => readonly Walking[];

function askTier(cells: readonly Walking[], { chains }: Precedence, asks: readonly Ask[]): readonly Walking[] {
  const chain = ({ groups }: Precedence['chains'][number]): Ask =>
    inTurn(groups.map(({ policies }) => concurrently(policies.map((index) => asks[index] as Ask))));
  return merge(cells.flatMap(concurrently(chains.map(chain))));
}

function inTurn(asks: readonly Ask[]): Ask {
  return (cell) => {
    let cells: readonly Walking[] = [cell];
    for (const ask of asks) {
      const next = cells.flatMap(ask);
      if (next.length !== cells.length || next.some((one, index) => one !== cells[index])) cells = merge(next);
    }
    return cells;
  };
}

function concurrently(asks: readonly Ask[]): Ask {
  const [only] = asks;
  if (asks.length === 1 && only !== undefined) return only;
  return (cell) => {
    const { progress: before, branches: outer } = cell;
    const alone =
      (ask: Ask): Ask =>
      (one) =>
        ask({ ...one, progress: undecidedYet(before.undecided), branches: [] }).map((done) => ({
          ...done,
          branches: [...one.branches, done.progress],
        }));
    return inTurn(asks.map(alone))({ ...cell, branches: [] }).map((done) => ({
      ...done,
      progress: joinBranches(before, done.branches),
      branches: outer,
    }));
  };
}

function askPolicy(policy: Policy, asked: ConnectionSet, walk: PossibleWalk): Ask {
  const subject: End = walk.direction === 'egress' ? 'from' : 'to';
  const peer = walk.known[walk.direction === 'egress' ? 'to' : 'from'];
  const isIsolating = policy.isolates[walk.direction];
  const aboutPeer = policy.rules[walk.direction]
    .flatMap(inParts)
    .filter((rule) => peer === undefined || possible(peer.truthOf(rule.peer)));
  const rules = aboutPeer.filter((rule) => mayTake(rule, asked, walk));
  return (cell) => {
    // Pods are told apart by who governs them, even where that makes no difference: whoever is shown is told of it.
    if (aboutPeer.length === 0 && (!isIsolating || cell.isolated === true)) return [cell];
    return splitEnds(cell, subject, policy.subject, walk).flatMap(({ part, truth }) => {
      const governs = and(truth, policy.doubt ?? true);
      if (!possible(governs)) return [part];
      const isolated = isIsolating ? or(part.isolated, governs) : part.isolated;
      return inTurn(rules.map((rule) => askRule(rule, governs, walk)))({ ...part, isolated });
    });
  };
}

/** A rule of one action for each part of its peer: together they say the same. */
function inParts(rule: Rule): Rule | readonly Rule[] {
  const parts = partsOf(rule.peer);
  return parts.length === 1 ? rule : parts.map((peer): Rule => ({ ...rule, peer }));
}

/** Whether a rule speaks of some traffic that is asked about; else there is no need to tell its peers apart. */
function mayTake({ traffic: pattern }: Rule, asked: ConnectionSet, { known }: PossibleWalk): boolean {
  if (known.to !== undefined) return !isEmpty(intersection(trafficOn(pattern, known.to.endpoint).max, asked));
  if (pattern === 'everything') return true;
  // A port name may be given to any port of a pod that could be created.
  return pattern.some((port) => port.kind === 'named' || !isEmpty(intersection(port.traffic, asked)));
}

function askRule(rule: Rule, governs: Truth, walk: PossibleWalk): Ask {
  const peer: End = walk.direction === 'egress' ? 'to' : 'from';
  return (cell) =>
    splitEnds(cell, peer, rule.peer, walk).flatMap(({ part, truth }) => {
      const applies = and(and(governs, truth), rule.doubt ?? true);
      if (!possible(applies)) return [part];
      return splitAtTraffic(part, rule, walk).flatMap(({ part: one, traffic }) => {
        const taken = { ...one, progress: take(one.progress, rule.action, applies, traffic) };
        return applies === true && rule.action === 'allow' ? liken(taken, rule.peer, traffic.min, walk) : [taken];
      });
    });
}

/** Notes the traffic that a rule admits for those pods which are like known ones in all that the rule looks at. */
function liken(
  cell: Walking,
  peer: EndpointPredicate,
  admitted: ConnectionSet,
  walk: PossibleWalk,
): readonly Walking[] {
  const { likeness, direction } = walk;
  if (likeness === undefined || likeness.end !== (direction === 'egress' ? 'to' : 'from')) return [cell];
  if (peer.kind !== 'pods') return [cell];
  const keys = [...new Set(peer.labels.requirements.map(({ key }) => key))];
  let cells: readonly Walking[] = [cell];
  for (const { pod, traffic } of likeness.pods) {
    const alike = predicateOfLikes(pod, keys);
    const also = intersection(admitted, traffic);
    if (alike === undefined || isEmpty(also)) continue;
    cells = cells.flatMap((one) =>
      splitEnds(one, likeness.end, alike, walk).map(({ part, truth }) =>
        truth === true ? { ...part, likened: union(part.likened, also) } : part,
      ),
    );
  }
  return cells;
}

function predicateOfLikes(pod: PodEndpoint, keys: readonly string[]): EndpointPredicate | undefined {
  // Without a label that the known pod has, all pods would be alike, or all that have no labels.
  if (keys.some((key) => pod.runtimeLabelKeys.has(key)) || !keys.some((key) => pod.labels.has(key))) return undefined;
  const requirements = keys.map((key): LabelRequirement => {
    const value = pod.labels.get(key);
    return value === undefined
      ? { key, operator: 'DoesNotExist', values: [] }
      : { key, operator: 'In', values: [value] };
  });
  const namespaces = { kind: 'named', name: pod.namespace.name } as const;
  return { kind: 'pods', namespaces, labels: { requirements }, hostNetwork: false };
}
