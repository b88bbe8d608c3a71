import { DNS_NAMESPACE, DNS_SELECTOR } from '../cluster/cluster-dns.ts';
import type { NamespaceScope } from '../cluster/predicate.ts';
import { and, not, or, type Truth } from '../cluster/truth.ts';
import type { PodBox } from '../possible/pod-box.ts';
import { possiblePod } from '../possible/possible-pod.ts';
import { type BoxPart, splitAtPods } from '../possible/split-box.ts';
import type { LabelSelector } from '../resources/label-selector.ts';
import { NO_CONNECTIONS } from '../sets/connection-set.ts';
import type { Group, Term } from './claim.ts';
import { globMatcher, isGlob } from './match-glob.ts';
import type { ResolveContext } from './resolution.ts';
import { mayHaveOneOf } from './resolve-addresses.ts';
import { definedName } from './resolve-group.ts';

/**
 * `meant`: the pods that could be created of which the group itself speaks, by `any` or by address.
 * `counts`: those that are of the group wherever nobody else is to be let in: they satisfy one of its selectors.
 */
type Reading = 'meant' | 'counts';

const ALL_LABELS: LabelSelector = { requirements: [] };

/** Splits a box of pods that could be created at a group. */
export function splitAtGroup(box: PodBox, group: Group, reading: Reading, context: ResolveContext): readonly BoxPart[] {
  return splitAt(box, group, reading, context, []);
}

function splitAt(
  box: PodBox,
  group: Group,
  reading: Reading,
  context: ResolveContext,
  within: readonly string[],
): readonly BoxPart[] {
  const terms = splitAtAny(box, group.terms, reading, context, within);
  return terms.flatMap((part) =>
    part.truth === false
      ? [part]
      : splitAtAny(part.box, group.except, 'counts', context, within).map((inner) => ({
          box: inner.box,
          truth: and(part.truth, not(inner.truth)),
        })),
  );
}

function splitAtAny(
  box: PodBox,
  terms: readonly Term[],
  reading: Reading,
  context: ResolveContext,
  within: readonly string[],
): readonly BoxPart[] {
  return terms.reduce<readonly BoxPart[]>(
    (parts, term) =>
      parts.flatMap((part) =>
        part.truth === true
          ? [part]
          : splitAtDefined(part.box, term, reading, context, within).map((inner) => ({
              box: inner.box,
              truth: or(part.truth, inner.truth),
            })),
      ),
    [{ box, truth: false }],
  );
}

function splitAtDefined(
  box: PodBox,
  term: Term,
  reading: Reading,
  context: ResolveContext,
  within: readonly string[],
): readonly BoxPart[] {
  const name = definedName(term, context);
  const definition = name === undefined || within.includes(name) ? undefined : context.suite.define.get(name);
  if (name === undefined || definition === undefined) return splitAtTerm(box, term, reading, context);
  return splitAt(box, definition, reading, context, [...within, name]);
}

function splitAtTerm(box: PodBox, term: Term, reading: Reading, context: ResolveContext): readonly BoxPart[] {
  const isIncluded = reading === 'counts' || ('any' in term && term.any);
  switch (term.kind) {
    case 'pods':
      return isIncluded ? splitAtScope(box, term, term.selector, context) : [{ box, truth: false }];
    case 'name':
      // A name is that of pods that exist. `any web` means pods that could be created under that name, with any labels;
      // but of pods that could be created none need be called so, and only `*` is every name.
      return term.any && (reading === 'meant' || term.glob === '*')
        ? splitAtScope(box, term, ALL_LABELS, context)
        : [{ box, truth: false }];
    case 'place':
      return reading === 'counts' && term.place === 'dns'
        ? splitAtPods(box, { kind: 'named', name: DNS_NAMESPACE }, DNS_SELECTOR)
        : [{ box, truth: false }];
    case 'address':
      return [{ box, truth: hasOneOf(box, term, reading, context) }];
  }
}

/** A range stands for whoever has one of its addresses; a claim that admits speaks only of those who surely do. */
function hasOneOf(
  box: PodBox,
  term: Extract<Term, { kind: 'address' }>,
  reading: Reading,
  { cluster, refusing }: ResolveContext,
): Truth {
  if (reading === 'meant' && !refusing) return false;
  return mayHaveOneOf(term, possiblePod(box, { addresses: cluster.podAddresses, traffic: NO_CONNECTIONS }));
}

function splitAtScope(
  box: PodBox,
  { scope }: Extract<Term, { kind: 'name' | 'pods' }>,
  labels: LabelSelector,
  { suite }: ResolveContext,
): readonly BoxPart[] {
  if (scope?.kind === 'glob' && isGlob(scope.glob)) return splitAtGlob(box, scope.glob, labels);
  return splitAtPods(box, predicateOf(scope, suite.namespace), labels);
}

function predicateOf(scope: Extract<Term, { kind: 'pods' }>['scope'], namespace: string | undefined): NamespaceScope {
  if (scope?.kind === 'labels') return { kind: 'selected', selector: scope.selector };
  if (scope?.kind === 'glob') return { kind: 'named', name: scope.glob };
  // A suite for one namespace speaks of that one.
  return namespace === undefined ? EVERY_NAMESPACE : { kind: 'named', name: namespace };
}

const EVERY_NAMESPACE: NamespaceScope = { kind: 'selected', selector: ALL_LABELS };

/** Of namespaces that could be created the name is not known, so that a pattern other than `*` may or may not match it. */
function splitAtGlob(box: PodBox, glob: string, labels: LabelSelector): readonly BoxPart[] {
  const inside = splitAtPods(box, EVERY_NAMESPACE, labels);
  if (glob === '*') return inside;
  if (box.namespace.kind === 'known') {
    return globMatcher(glob)(box.namespace.facts.name) ? inside : [{ box, truth: false }];
  }
  const truth: Truth = {
    why: `namespaces that match \`${glob}\` could be created`,
    settle: `name the namespaces, or select them by a label: \`namespaces[…]/pods[…]\``,
  };
  return inside.map((part) => ({ box: part.box, truth: and(part.truth, truth) }));
}
