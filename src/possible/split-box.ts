import type { PodEndpoint } from '../cluster/endpoint.ts';
import { inScope, matches } from '../cluster/matches.ts';
import type { EndpointPredicate, NamespaceScope } from '../cluster/predicate.ts';
import type { Truth } from '../cluster/truth.ts';
import type { LabelSelector } from '../resources/label-selector.ts';
import { NAME_LABEL } from '../resources/name-label.ts';
import { type LabelDomains, splitAtSelector } from './label-domain.ts';
import type { PodBox } from './pod-box.ts';

/** A part of a box, of all of whose pods the same is true. */
export interface BoxPart {
  readonly box: PodBox;
  readonly truth: Truth;
}

/**
 * Splits a box at a predicate that speaks of labels alone, or of no labels. INVARIANT: the parts are disjoint, and
 * together they are the box. `like` is a pod of the box: in what is no label all pods of a box are alike.
 */
export function splitBox(box: PodBox, predicate: EndpointPredicate, like: PodEndpoint): readonly BoxPart[] {
  if (predicate.kind !== 'pods') return [{ box, truth: matches(predicate, like) }];
  return splitAtPods(box, predicate.namespaces, predicate.labels);
}

/** Splits a box at namespaces and labels. */
export function splitAtPods(box: PodBox, scope: NamespaceScope, labels: LabelSelector): readonly BoxPart[] {
  const { namespace } = box;
  if (namespace.kind === 'known') {
    const truth = inScope(scope, namespace.facts);
    return truth === false ? [{ box, truth }] : splitAtLabels(box, labels, truth);
  }
  const { inside, outside } = boxesIn(box, namespace.labels, scope);
  return [
    ...(inside === undefined ? [] : splitAtLabels(inside, labels, true)),
    ...outside.map((one) => ({ box: one, truth: false })),
  ];
}

function splitAtLabels(box: PodBox, selector: LabelSelector, truth: Truth): readonly BoxPart[] {
  const { inside, outside } = boxesAt(box, selector);
  const others = outside.map((one) => ({ box: one, truth: false }));
  return inside === undefined ? others : [{ box: inside, truth }, ...others];
}

/** A part of a box, all of whose pods give a port a name, or none does. */
interface PortPart {
  readonly box: PodBox;
  readonly given: boolean;
}

interface BoxesAt {
  readonly inside?: PodBox;
  readonly outside: readonly PodBox[];
}

const boxesBySelector = new WeakMap<PodBox, Map<LabelSelector, BoxesAt>>();
const boxesByScope = new WeakMap<PodBox, Map<NamespaceScope, BoxesAt>>();
const boxesByPort = new WeakMap<PodBox, Map<string, readonly PortPart[]>>();

/** The parts of a box that is split are the same objects each time, so that who is paired with many is told apart once. */
function boxesAt(box: PodBox, selector: LabelSelector): BoxesAt {
  const known = boxesBySelector.get(box)?.get(selector);
  if (known !== undefined) return known;
  const split = splitAtSelector(box.labels, selector);
  if (isWhole(split, box.labels)) return wholly(box, split);
  return keep(
    boxesBySelector,
    box,
    selector,
    eachAsBox(split, (labels) => ({ ...box, labels })),
  );
}

/** The same of the labels of a namespace that could be created. */
function boxesIn(box: PodBox, domains: LabelDomains, scope: NamespaceScope): BoxesAt {
  const known = boxesByScope.get(box)?.get(scope);
  if (known !== undefined) return known;
  const split = splitAtSelector(domains, selectorOf(scope));
  if (isWhole(split, domains)) return wholly(box, split);
  const boxOf = (labels: LabelDomains): PodBox => ({ ...box, namespace: { kind: 'another', labels } });
  return keep(boxesByScope, box, scope, eachAsBox(split, boxOf));
}

type LabelsAt = ReturnType<typeof splitAtSelector>;

/** Most selectors are about other pods, and what they do not split need not be kept. */
function isWhole({ inside, outside }: LabelsAt, domains: LabelDomains): boolean {
  return inside === domains || outside[0] === domains;
}

function wholly(box: PodBox, { inside }: LabelsAt): BoxesAt {
  return inside === undefined ? { outside: [box] } : { inside: box, outside: [] };
}

function eachAsBox({ inside, outside }: LabelsAt, boxOf: (labels: LabelDomains) => PodBox): BoxesAt {
  return { ...(inside && { inside: boxOf(inside) }), outside: outside.map(boxOf) };
}

/** Splits a box by whether its pods give the name of `key` (`name/protocol`) to the port in question. */
export function splitAtPortName(box: PodBox, key: string): readonly PortPart[] {
  const given = box.ports.get(key);
  if (given !== undefined) return [{ box, given }];
  const known = boxesByPort.get(box)?.get(key);
  if (known !== undefined) return known;
  const parts = [true, false].map((is) => ({ box: { ...box, ports: new Map([...box.ports, [key, is]]) }, given: is }));
  return keep(boxesByPort, box, key, parts);
}

function keep<K, V>(all: WeakMap<PodBox, Map<K, V>>, box: PodBox, key: K, value: V): V {
  const ofBox = all.get(box) ?? new Map<K, V>();
  all.set(box, ofBox.set(key, value));
  return value;
}

function selectorOf(scope: NamespaceScope): LabelSelector {
  if (scope.kind === 'selected') return scope.selector;
  return { requirements: [{ key: NAME_LABEL, operator: 'In', values: [scope.name] }] };
}
