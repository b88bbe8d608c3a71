import type { Rule } from '../cluster/cluster.ts';
import type { Endpoint, PodEndpoint } from '../cluster/endpoint.ts';
import type { EndpointPredicate } from '../cluster/predicate.ts';
import { doubtOf, or, type Truth } from '../cluster/truth.ts';
import { splitAtPortName, splitBox } from '../possible/split-box.ts';
import { ALL_CONNECTIONS, type ConnectionSet, everyPort, NO_CONNECTIONS } from '../sets/connection-set.ts';
import { union } from '../sets/interval-set.ts';
import type { PossibleEnds } from './possible-question.ts';
import type { Progress } from './progress.ts';
import { type TrafficBounds, trafficOn } from './traffic-on.ts';
import type { Work } from './work.ts';

/** An end of traffic. */
export type End = keyof PossibleEnds;

/** Ends between which the same becomes of some traffic, as far as it was asked. */
export interface PossibleCell {
  readonly ends: readonly PossibleEnds[];
  readonly progress: Progress;
  /** Traffic that a rule admits which means a pod like one that is {@link Likeness}. */
  readonly likened: ConnectionSet;
}

/** A cell within a tier. */
export interface Walking extends PossibleCell {
  /** Whether the subject is isolated by a policy of the tier that was asked. */
  readonly isolated: Truth;
  /** What branches of which nobody knows the order did alone. */
  readonly branches: readonly Progress[];
}

/** An end that is known, and whether a predicate means it. */
export interface KnownEnd {
  readonly endpoint: Endpoint;
  readonly truthOf: (predicate: EndpointPredicate) => Truth;
}

/** What is known of the ends of a cell: an end that is known itself, and a pod like those at an end that is not. */
export interface Ends {
  readonly known: { readonly from?: KnownEnd; readonly to?: KnownEnd };
  readonly like: PodEndpoint;
  readonly work?: Work;
}

/**
 * A predicate as its parts: rules of one action, each with one of them as its peer, say the same in turn. What speaks of
 * addresses stays together, because ranges can cover an address together.
 */
export function partsOf(predicate: EndpointPredicate): readonly EndpointPredicate[] {
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
export function splitEnds(cell: Walking, end: End, predicate: EndpointPredicate, walk: Ends): readonly Part[] {
  const known = walk.known[end];
  if (known !== undefined) return [{ part: cell, truth: known.truthOf(predicate) }];
  let parts: readonly EndsPart[] = cell.ends.map((ends) => ({ ends, truth: false }));
  for (const plain of partsOf(predicate)) parts = parts.flatMap((part) => splitPart(part, end, plain, walk));
  walk.work?.spend(parts.length - cell.ends.length);
  // Most policies mean none of the pods: such a cell stays what it is.
  if (parts.every(({ truth }) => truth === false)) return [{ part: cell, truth: false }];
  const [first, ...more] = groupBy(parts, ({ truth }) => inShort(truth));
  if (more.length === 0) return [{ part: cell, truth: first?.[0]?.truth ?? false }];
  return [first ?? [], ...more].map((group) => ({
    part: { ...cell, ends: group.map(({ ends }) => ends) },
    truth: group[0]?.truth ?? false,
  }));
}

interface EndsPart {
  readonly ends: PossibleEnds;
  readonly truth: Truth;
}

function splitPart(
  part: EndsPart,
  end: End,
  predicate: EndpointPredicate,
  { like }: Ends,
): EndsPart | readonly EndsPart[] {
  const { ends, truth } = part;
  const box = ends[end];
  if (truth === true || box === undefined) return part;
  const inside = splitBox(box, predicate, like);
  // Most rules are about other namespaces.
  if (inside.length === 1 && inside[0]?.box === box && inside[0].truth === false) return part;
  return inside.map((one) => ({ ends: { ...ends, [end]: one.box }, truth: or(truth, one.truth) }));
}

/** What a rule's ports mean at the destination; a port name may be given to any port of a pod that could be created. */
export function splitAtTraffic(
  cell: Walking,
  { traffic: pattern }: Rule,
  { known, work }: Ends,
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
      endsAtPortName(ends, key).map(({ ends: one, given }) => ({
        ends: one,
        traffic: given ? union(traffic, everyPort(port.protocol)) : traffic,
      })),
    );
  }
  work?.spend(parts.length - cell.ends.length);
  return groupBy(parts, ({ traffic }) => traffic.join()).map((group) => ({
    part: { ...cell, ends: group.map(({ ends }) => ends) },
    traffic: exactly(group[0]?.traffic ?? NO_CONNECTIONS),
  }));
}

function exactly(traffic: ConnectionSet): Pick<TrafficBounds, 'min' | 'max'> {
  return { min: traffic, max: traffic };
}

function endsAtPortName(
  ends: PossibleEnds,
  key: string,
): readonly { readonly ends: PossibleEnds; readonly given: boolean }[] {
  const { to } = ends;
  if (to === undefined) return [{ ends, given: false }];
  return splitAtPortName(to, key).map(({ box, given }) => ({ ends: box === to ? ends : { ...ends, to: box }, given }));
}

/** Puts cells together that came to the same. */
export function merge(cells: readonly Walking[]): readonly Walking[] {
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
