import type { Layer, Policy, Rule } from '../cluster/cluster.ts';
import type { Endpoint, PodEndpoint } from '../cluster/endpoint.ts';
import type { EndpointPredicate } from '../cluster/predicate.ts';
import { and, doubtOf, or, possible, type Truth } from '../cluster/truth.ts';
import { splitBox } from '../possible/split-box.ts';
import type { LabelRequirement } from '../resources/label-selector.ts';
import type { Direction } from '../resources/resources.ts';
import { ALL_CONNECTIONS, type ConnectionSet, everyPort, NO_CONNECTIONS } from '../sets/connection-set.ts';
import { intersection, isEmpty, union } from '../sets/interval-set.ts';
import type { LayerCandidates } from './index-policies.ts';
import type { Likeness, PossibleEnds } from './possible-question.ts';
import { type Precedence, precedenceOf } from './precedence-of.ts';
import { joinBranches, type Progress, take, toNextTier, undecidedYet } from './progress.ts';
import { type TrafficBounds, trafficOn } from './traffic-on.ts';

type End = keyof PossibleEnds;

/** Ends between which the same becomes of some traffic, as far as it was asked. */
export interface PossibleCell {
  readonly ends: readonly PossibleEnds[];
  readonly progress: Progress;
  /** Traffic that a rule admits which means a pod like one that is {@link Likeness}. */
  readonly likened: ConnectionSet;
}

/** One layer asked about one direction. The policies are those that (may) govern the subject. */
export interface PossibleWalk {
  readonly layer: LayerCandidates;
  readonly direction: Direction;
  /** Whether a predicate means an end that is known; `like` a pod for each end that is not. */
  readonly known: { readonly from?: KnownEnd; readonly to?: KnownEnd };
  readonly like: PodEndpoint;
  readonly likeness?: Likeness;
}

export interface KnownEnd {
  readonly endpoint: Endpoint;
  readonly truthOf: (predicate: EndpointPredicate) => Truth;
}

/** A cell within a tier. */
interface Walking extends PossibleCell {
  /** Whether the subject is isolated by a policy of the tier that was asked. */
  readonly isolated: Truth;
  /** What branches of which nobody knows the order did alone. */
  readonly branches: readonly Progress[];
}

/**
 * The loop of `walkLayer` for all pods at once that could be created: wherever a policy or rule means some of them and
 * not others, they are told apart; those for whom all came to the same are put together again.
 */
export function walkPossible(cell: PossibleCell, walk: PossibleWalk): readonly PossibleCell[] {
  let cells: readonly Walking[] = [{ ...cell, isolated: false, branches: [] }];
  for (const { tier, policies } of walk.layer.tiers) {
    const asks = policies.map((policy) => askPolicy(policy, walk));
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

function askPolicy(policy: Policy, walk: PossibleWalk): Ask {
  const subject: End = walk.direction === 'egress' ? 'from' : 'to';
  const peer = walk.known[walk.direction === 'egress' ? 'to' : 'from'];
  const isIsolating = policy.isolates[walk.direction];
  const rules = policy.rules[walk.direction]
    .flatMap((rule) => partsOf(rule.peer).map((part): Rule => ({ ...rule, peer: part })))
    .filter((rule) => peer === undefined || possible(peer.truthOf(rule.peer)));
  return (cell) => {
    if (rules.length === 0 && (!isIsolating || cell.isolated === true)) return [cell];
    return splitEnds(cell, subject, policy.subject, walk).flatMap(({ part, truth }) => {
      const governs = and(truth, policy.doubt ?? true);
      if (!possible(governs)) return [part];
      const isolated = isIsolating ? or(part.isolated, governs) : part.isolated;
      return inTurn(rules.map((rule) => askRule(rule, governs, walk)))({ ...part, isolated });
    });
  };
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
  if (peer.kind !== 'pods' || peer.labels.requirements.length === 0) return [cell];
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
  if (keys.some((key) => pod.runtimeLabelKeys.has(key))) return undefined;
  const requirements = keys.map((key): LabelRequirement => {
    const value = pod.labels.get(key);
    return value === undefined
      ? { key, operator: 'DoesNotExist', values: [] }
      : { key, operator: 'In', values: [value] };
  });
  const namespaces = { kind: 'named', name: pod.namespace.name } as const;
  return { kind: 'pods', namespaces, labels: { requirements }, hostNetwork: false };
}

/**
 * A predicate as its parts: rules of one action, each with one of them as its peer, say the same in turn. What speaks of
 * addresses stays together, because ranges can cover an address together.
 */
function partsOf(predicate: EndpointPredicate): readonly EndpointPredicate[] {
  const known = partsByPredicate.get(predicate) ?? newPartsOf(predicate);
  partsByPredicate.set(predicate, known);
  return known;
}

/** Worked out once for each predicate, so that its parts are the same objects each time. */
const partsByPredicate = new WeakMap<EndpointPredicate, readonly EndpointPredicate[]>();

function newPartsOf(predicate: EndpointPredicate): readonly EndpointPredicate[] {
  if (predicate.kind !== 'union') return [predicate];
  const parts = predicate.of.flatMap(newPartsOf);
  const others = parts.filter(({ kind }) => kind !== 'pods');
  const pods = parts.filter(({ kind }) => kind === 'pods');
  return others.length < 2 ? parts : [...pods, { kind: 'union', of: others }];
}

interface Part {
  readonly part: Walking;
  readonly truth: Truth;
}

/** The cell in parts by whether a predicate means the end: at most one part for each of yes, no and perhaps. */
function splitEnds(cell: Walking, end: End, predicate: EndpointPredicate, walk: PossibleWalk): readonly Part[] {
  const known = walk.known[end];
  if (known !== undefined) return [{ part: cell, truth: known.truthOf(predicate) }];
  let parts: readonly { readonly ends: PossibleEnds; readonly truth: Truth }[] = cell.ends.map((ends) => ({
    ends,
    truth: false,
  }));
  for (const plain of partsOf(predicate)) {
    parts = parts.flatMap(({ ends, truth }) => {
      const box = ends[end];
      if (truth === true || box === undefined) return [{ ends, truth }];
      return splitBox(box, plain, walk.like).map((part) => ({
        ends: { ...ends, [end]: part.box },
        truth: or(truth, part.truth),
      }));
    });
  }
  const [first, ...more] = groupBy(parts, ({ truth }) => inShort(truth));
  // Most policies mean none of the pods: such a cell stays what it is.
  if (more.length === 0) return [{ part: cell, truth: first?.[0]?.truth ?? false }];
  return [first ?? [], ...more].map((group) => ({
    part: { ...cell, ends: group.map(({ ends }) => ends) },
    truth: group[0]?.truth ?? false,
  }));
}

/** What a rule's ports mean at the destination; a port name may be given to any port of a pod that could be created. */
function splitAtTraffic(
  cell: Walking,
  { traffic: pattern }: Rule,
  { known }: PossibleWalk,
): readonly { readonly part: Walking; readonly traffic: Pick<TrafficBounds, 'min' | 'max'> }[] {
  if (known.to !== undefined) return [{ part: cell, traffic: trafficOn(pattern, known.to.endpoint) }];
  if (pattern === 'everything') return [{ part: cell, traffic: exactly(ALL_CONNECTIONS) }];
  const numbers = pattern
    .flatMap((port) => (port.kind === 'ports' ? [port.traffic] : []))
    .reduce(union, NO_CONNECTIONS);
  let parts = cell.ends.map((ends) => ({ ends, traffic: numbers }));
  for (const port of pattern) {
    if (port.kind !== 'named') continue;
    const key = `${port.name}/${port.protocol}`;
    parts = parts.flatMap(({ ends, traffic }) =>
      splitAtPortName(ends, key).map(({ ends: one, given }) => ({
        ends: one,
        traffic: given ? union(traffic, everyPort(port.protocol)) : traffic,
      })),
    );
  }
  return groupBy(parts, ({ traffic }) => traffic.join()).map((group) => ({
    part: { ...cell, ends: group.map(({ ends }) => ends) },
    traffic: exactly(group[0]?.traffic ?? NO_CONNECTIONS),
  }));
}

function exactly(traffic: ConnectionSet): Pick<TrafficBounds, 'min' | 'max'> {
  return { min: traffic, max: traffic };
}

function splitAtPortName(
  ends: PossibleEnds,
  key: string,
): readonly { readonly ends: PossibleEnds; readonly given: boolean }[] {
  const { to } = ends;
  if (to === undefined) return [{ ends, given: false }];
  const known = to.ports.get(key);
  if (known !== undefined) return [{ ends, given: known }];
  return [true, false].map((given) => ({
    ends: { ...ends, to: { ...to, ports: new Map([...to.ports, [key, given]]) } },
    given,
  }));
}

/** Puts cells together that came to the same. */
function merge(cells: readonly Walking[]): readonly Walking[] {
  if (cells.length < 2) return cells;
  return groupBy(cells, meaningOf).map(([first, ...more]) => ({
    ...(first as Walking),
    ends: [first as Walking, ...more].flatMap(({ ends }) => ends),
  }));
}

function meaningOf({ progress, likened, isolated, branches }: Walking): string {
  const sets = [progress, ...branches].flatMap((one) => [one.undecided, one.mayAllow, one.mayDeny, one.passed]);
  return [...sets, likened].map((set) => set.join()).join(' ') + inShort(isolated);
}

function inShort(truth: Truth): string {
  return doubtOf(truth) === undefined ? String(truth) : 'perhaps';
}

function groupBy<T>(things: readonly T[], keyOf: (thing: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const thing of things) {
    const key = keyOf(thing);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [thing]);
    else group.push(thing);
  }
  return [...groups.values()];
}
