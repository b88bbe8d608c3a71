import type { Endpoint } from '../cluster/endpoint.ts';
import type { PossibleEnds } from '../connectivity/possible-question.ts';
import { describeBoxes } from '../possible/describe-boxes.ts';
import type { PodBox } from '../possible/pod-box.ts';
import { type PodWords, requiredLabels } from '../possible/possible-pod.ts';
import { isEmpty } from '../sets/interval-set.ts';
import type { Cause } from './cause.ts';
import { causesOf } from './causes-of-change.ts';
import { type ChangeEnd, isBoxes } from './change-end.ts';
import type { PossibleChange } from './compare-possible.ts';
import type { ComparedTrees } from './compare-trees.ts';
import type { ConnectionChange } from './connection-change.ts';
import { type KnownEnd, nameOfEnd } from './match-ends.ts';
import type { NotCompared } from './not-compared.ts';
import { asFarAsKnown, kindOf, type PairChange } from './pair-change.ts';
import { boxIn, everyPossiblePodOf } from './trees.ts';

interface PossibleListing {
  readonly changes: readonly ConnectionChange[];
  readonly notCompared?: NotCompared;
}

/**
 * What a change does to traffic with pods that could be created: with each pod that exists, and, where neither
 * a pod like them nor a cause in `others` tells of it, with addresses, nodes and each other, so that a policy for pods that nobody has yet is told.
 */
export function listPossibleChanges(all: ComparedTrees, others: readonly ConnectionChange[]): PossibleListing {
  const left: ChangeEnd[] = [];
  const compared = notingWhatIsLeft(all, left);
  const everyone = everyPossiblePodOf(compared.trees);
  const [pods, rest] = [
    compared.ends.filter(({ endpoint }) => endpoint.kind === 'pod'),
    compared.ends.filter(({ endpoint }) => endpoint.kind !== 'pod'),
  ];
  const isTold = tellsOfSuchPods(pods, compared);
  const withPods = pods.flatMap((pod) => [
    ...between(everyone, pod, compared, (box, change) => isTold(box, change, (known) => [known, pod])),
    ...between(pod, everyone, compared, (box, change) => isTold(box, change, (known) => [pod, known])),
  ]);
  const keysOf = ({ internet, change }: ConnectionChange, { tree, text }: Cause): readonly string[] =>
    effectsOf(change).map((effect) => `${internet} ${effect} ${tree} ${text}`);
  const told = new Set([...others, ...withPods].flatMap((row) => row.causes.flatMap((cause) => keysOf(row, cause))));
  // What nobody tells of the internet yet is news, even if the same rule is told to admit somebody else.
  const isNews = (row: ConnectionChange): boolean =>
    row.causes.slice(0, 1).some((cause) => keysOf(row, cause).some((key) => !told.has(key)));
  const withoutPods = [
    ...rest.flatMap((end) => [
      ...between(everyone, end, compared, (box, change) => isTold(box, change, (known) => [known, end])),
      ...between(end, everyone, compared, (box, change) => isTold(box, change, (known) => [end, known])),
    ]),
  ];
  // A row of some addresses alone would look as if the others were left out of the change.
  const causeOf = ({ causes: [cause] }: ConnectionChange): string => `${cause?.tree} ${cause?.text}`;
  const newsOf = new Set(withoutPods.filter(isNews).map(causeOf));
  // Of pairs of pods that nobody has, all that is of use is a line that nothing else points to.
  const linesOf = ({ change }: ConnectionChange, { tree, at }: Cause): readonly string[] =>
    effectsOf(change).map((effect) => JSON.stringify([effect, tree, at]));
  const shown = new Set([...others, ...withPods].flatMap((row) => row.causes.flatMap((cause) => linesOf(row, cause))));
  const pairs = between(everyone, everyone, compared).filter((row) =>
    row.causes
      .slice(0, 1)
      .some((cause) => cause.at === undefined || linesOf(row, cause).some((line) => !shown.has(line))),
  );
  return {
    changes: [...withPods, ...withoutPods.filter((row) => newsOf.has(causeOf(row))), ...pairs.filter(isNews)],
    ...(left.length > 0 && { notCompared: { internet: left.some(isInternet) } }),
  };
}

/**
 * What a row tells. One that closes never stands for one that opens, whatever they have in common: a gate that is red for
 * new connections looks at rows alone.
 */
function effectsOf({ opened, closed, mayOpen, mayClose }: PairChange): readonly string[] {
  return [
    ...(isEmpty(opened) ? (isEmpty(mayOpen) ? [] : ['may open']) : ['opens']),
    ...(isEmpty(closed) ? (isEmpty(mayClose) ? [] : ['may close']) : ['closes']),
  ];
}

function notingWhatIsLeft(compared: ComparedTrees, left: ChangeEnd[]): ComparedTrees {
  return {
    ...compared,
    possible: (from, to) => {
      const found = compared.possible(from, to);
      if (!found.isWhole) left.push(from, to);
      return found;
    },
  };
}

function isInternet(end: ChangeEnd): boolean {
  return !isBoxes(end) && end.endpoint.kind === 'addresses' && end.endpoint.internet;
}

type IsTold = (box: PodBox, change: PairChange) => boolean;

/** Whether the same happens with a pod that exists and is one of a box: then nothing new is said of the box. */
function tellsOfSuchPods(
  pods: readonly KnownEnd[],
  { trees, known }: ComparedTrees,
): (box: PodBox, change: PairChange, pairWith: (pod: KnownEnd) => readonly [KnownEnd, KnownEnd]) => boolean {
  const there = pods.filter((pod) => pod.in.base !== undefined && pod.in.head !== undefined);
  return (box, change, pairWith) =>
    there.some((pod) => {
      if (!isOfBox(pod.endpoint, boxIn(trees, 'head', box))) return false;
      const same = known(...pairWith(pod));
      return same !== undefined && JSON.stringify(same) === JSON.stringify(change);
    });
}

/** Whether a pod that exists has the labels that the pods of a box have. */
function isOfBox(endpoint: Endpoint, { namespace, labels, ports }: PodBox): boolean {
  if (endpoint.kind !== 'pod' || endpoint.hostNetwork || namespace.kind !== 'known' || ports.size > 0) return false;
  return (
    endpoint.namespace.name === namespace.facts.name &&
    [...labels].every(([key, { absent, values }]) => {
      const value = endpoint.labels.get(key);
      return value === undefined ? absent : values.listed.has(value) === (values.kind === 'only');
    })
  );
}

function between(
  from: ChangeEnd,
  to: ChangeEnd,
  compared: ComparedTrees,
  isTold: IsTold = () => false,
): readonly ConnectionChange[] {
  return compared
    .possible(from, to)
    .changes.map(({ change, ends }) => ({
      change,
      ends: ends.filter(({ from: source, to: target }) => !isTold((source ?? target) as PodBox, change)),
    }))
    .filter(({ ends }) => ends.length > 0)
    .flatMap((found) => byCause(found, from, to, compared))
    .flatMap(({ change, ends, causes }) => {
      const read = asFarAsKnown(change, compared.trees);
      const known = [from, to].filter((end): end is KnownEnd => !isBoxes(end));
      const pods = known.filter(({ endpoint }) => endpoint.kind === 'pod');
      const common = {
        kind: kindOf(read),
        added: pods.filter((end) => end.in.base === undefined).map(({ id }) => id),
        removed: pods.filter((end) => end.in.head === undefined).map(({ id }) => id),
        change: read,
        internet: known.some(isInternet),
        causes,
      };
      return inWords(ends, from, to, compared).map((words) => ({ ...common, ...words }));
    });
}

/** Beyond this many boxes the cause of one stands for all the others. */
const MOST_ASKED = 100;

type Caused = PossibleChange & { readonly causes: readonly Cause[] };

/** The boxes with which the same happens, apart by why. */
function byCause(
  { change, ends }: PossibleChange,
  from: ChangeEnd,
  to: ChangeEnd,
  compared: ComparedTrees,
): readonly Caused[] {
  const groups = new Map<string, { readonly causes: readonly Cause[]; readonly ends: PossibleEnds[] }>();
  for (const [index, one] of ends.entries()) {
    const first = [...groups.values()][0];
    if (index >= MOST_ASKED && first !== undefined) {
      first.ends.push(one);
      continue;
    }
    const causes = causesOf(compared, { from: endOf(from, one.from), to: endOf(to, one.to), change });
    const key = causes.map(({ tree, text }) => `${tree} ${text}`).join();
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { causes, ends: [one] });
    else group.ends.push(one);
  }
  return [...groups.values()].map((group) => ({ change, ...group }));
}

function endOf(end: ChangeEnd, box: PodBox | undefined): KnownEnd | PodBox {
  if (!isBoxes(end)) return end;
  if (box === undefined) throw new Error('an end that is not known has a box');
  return box;
}

type InWords = Pick<ConnectionChange, 'from' | 'to' | 'named' | 'inWords'>;

/** The ends of a change in words, one row for each kind of pods; of pairs of such pods the plainest stands for all. */
function inWords(
  ends: readonly PossibleEnds[],
  from: ChangeEnd,
  to: ChangeEnd,
  { trees }: ComparedTrees,
): readonly InWords[] {
  const namespaces = new Set([...trees.base.cluster.namespaces.keys(), ...trees.head.cluster.namespaces.keys()]).size;
  const describe = (end: keyof PossibleEnds, some: readonly PossibleEnds[]): readonly PodWords[] =>
    describeBoxes(
      some.flatMap((one) => one[end] ?? []),
      namespaces,
    );
  const nameIt = (end: PodWords | KnownEnd): string => ('words' in end ? end.words : nameOfEnd(end, trees));
  const row = (source: PodWords | KnownEnd, target: PodWords | KnownEnd): InWords => ({
    from: source.id,
    to: target.id,
    named: { from: nameIt(source), to: nameIt(target) },
    inWords: Object.fromEntries([source, target].flatMap((end) => ('words' in end ? [[end.id, end.words]] : []))),
  });
  if (!isBoxes(to)) return describe('from', ends).map((source) => row(source, to));
  if (!isBoxes(from)) return describe('to', ends).map((target) => row(from, target));
  const plainest = [...ends].sort((a, b) => sizeOf(a) - sizeOf(b)).slice(0, 1);
  return describe('from', plainest).flatMap((source) => describe('to', plainest).map((target) => row(source, target)));
}

function sizeOf({ from, to }: PossibleEnds): number {
  return [from, to].reduce((size, box) => size + (box === undefined ? 0 : requiredLabels(box.labels).length), 0);
}
