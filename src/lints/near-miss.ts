import type { PodEndpoint } from '../cluster/endpoint.ts';
import { satisfies } from '../cluster/matches.ts';
import { suggestible, type Word, wordOf } from '../findings/suggest.ts';
import { type LabelRequirement, type LabelSelector, meaningOf } from '../resources/label-selector.ts';
import { type LabelHolders, labelHoldersOf } from './label-holders.ts';

type Labels = ReadonlyMap<string, string>;

/** Words as short as this are near to too many others. */
const SHORTEST_WORD = 4;

/**
 * The label `key: value` that a selector probably means: one that would make it pick some pod of these namespaces, if just
 * one of its requirements read a little differently (a slip in the value, in the key, or the value under another key). The
 * first such pod counts.
 */
export function nearMiss(selector: LabelSelector, namespaces: readonly (readonly PodEndpoint[])[]): string | undefined {
  const known = answers.get(namespaces) ?? new Map<string, { readonly near: string | undefined }>();
  answers.set(namespaces, known);
  const meaning = meaningOf(selector);
  const answer = known.get(meaning) ?? { near: findNearMiss(selector, namespaces) };
  known.set(meaning, answer);
  return answer.near;
}

/** Many policies ask the same, e.g. for the pods of a monitoring that lives in another repository. */
const answers = new WeakMap<object, Map<string, { readonly near: string | undefined }>>();

function findNearMiss(selector: LabelSelector, namespaces: readonly (readonly PodEndpoint[])[]): string | undefined {
  for (const pods of namespaces) {
    const first = firstNearMiss(selector, pods);
    if (first !== undefined) return nearMissOf(selector, first.labels);
  }
  return undefined;
}

/** The first pod that is a near miss. Only pods are looked at that have a label which is near to a wanted one. */
function firstNearMiss(selector: LabelSelector, pods: readonly PodEndpoint[]): PodEndpoint | undefined {
  const holders = labelHoldersOf(pods);
  let first = pods.length;
  const lookAt = (places: readonly number[]): void => {
    const found = places.find(
      (place) => place >= first || nearMissOf(selector, (pods[place] as PodEndpoint).labels) !== undefined,
    );
    first = Math.min(first, found ?? first);
  };
  const mayBeFirst = ([place]: readonly number[]): boolean => place !== undefined && place < first;
  for (const { key, values } of suspects(selector, holders)) {
    for (const value of values) {
      const isNearValue = nearTo(value);
      for (const { value: written, places } of holders.ofKey(key).values()) {
        if (mayBeFirst(places) && isNearValue(written)) lookAt(places);
      }
      for (const [otherKey, { places }] of holders.ofValue(value)) {
        if (mayBeFirst(places) && mayStandFor(otherKey, key, value)) lookAt(places);
      }
    }
  }
  return pods[first];
}

/** The requirements that may be the only one to fail: if nobody has what one of them wants, it is that one. */
function suspects({ requirements }: LabelSelector, holders: LabelHolders): readonly LabelRequirement[] {
  const equalities = requirements.filter(({ operator }) => operator === 'In');
  const missing = equalities.filter(({ key, values }) => !values.some((value) => holders.ofKey(key).has(value)));
  if (missing.length > 1) return [];
  return missing.length === 1 ? missing : equalities;
}

/** The label of one pod that a selector probably means. */
export function nearMissOf(selector: LabelSelector, labels: Labels): string | undefined {
  const failing = selector.requirements.filter((requirement) => !satisfied(requirement, labels));
  const [only] = failing;
  return failing.length === 1 && only?.operator === 'In' ? nearLabel(only, labels) : undefined;
}

function satisfied(requirement: LabelRequirement, labels: Labels): boolean {
  return satisfies(requirement, { labels, ...NOTHING_UNKNOWN }) === true;
}

const NOTHING_UNKNOWN = { unknownValues: new Set<string>(), complete: true, owner: '', settle: '' };

function nearLabel({ key, values }: LabelRequirement, labels: Labels): string | undefined {
  const written = labels.get(key);
  for (const value of values) {
    if (written !== undefined && nearTo(value)(wordOf(written))) return `${key}: ${written}`;
    for (const [otherKey, otherValue] of labels) {
      if (otherValue === value && mayStandFor(otherKey, key, value)) return `${otherKey}: ${otherValue}`;
    }
  }
  return undefined;
}

/** Whether the key under which a wanted value stands may be the one that was meant. */
function mayStandFor(otherKey: string, key: string, value: string): boolean {
  return otherKey !== key && (value.length >= SHORTEST_WORD || nearTo(key)(wordOf(otherKey)));
}

/** Whether one word may be a slip of the pen for a known one. */
function nearTo(word: string): (known: Word) => boolean {
  const lower = word.toLowerCase();
  const isSuggested = suggestible(word);
  return (known) => {
    const { text } = known;
    if (word.length === text.length && lower === known.lower) return word !== text;
    if (Math.min(word.length, text.length) < SHORTEST_WORD || !isSuggested(known)) return false;
    // `db-1` and `db-2`, `staging` and `staging2` are names of different things.
    return word.replace(/\d+/g, '') !== text.replace(/\d+/g, '');
  };
}
