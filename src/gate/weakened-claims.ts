import type { ClaimEntry, Suite } from '../assertions/suite.ts';
import type { Comparison } from '../findings/change.ts';
import { sameSuite } from './same-suite.ts';

type Weakened = Extract<Comparison, { kind: 'compared' }>['claimsRemoved'][number];

/**
 * Claims that the base's suites make and those of the head do not, or not as strictly, told by file and sentence; and what
 * all claims of a suite rest on, where that is another now: with other manifests a claim says something else.
 */
export function weakenedClaims(base: readonly Suite[], head: readonly Suite[]): readonly Weakened[] {
  return [...claimsOf(base, head), ...base.flatMap((was) => changedGrounds(was, sameSuite(was, base, head)))];
}

function claimsOf(base: readonly Suite[], head: readonly Suite[]): readonly Weakened[] {
  const now = new Map<string, ClaimEntry[]>();
  for (const { suite, entry } of entriesOf(head)) {
    const key = keyOf(suite, entry);
    now.set(key, [...(now.get(key) ?? []), entry]);
  }
  return entriesOf(base).flatMap(({ suite, entry }) => {
    const how = whatBecame(entry, now.get(keyOf(suite, entry)) ?? []);
    return how === undefined ? [] : [{ sentence: entry.sentence, suite, how }];
  });
}

function entriesOf(suites: readonly Suite[]): readonly { readonly suite: string; readonly entry: ClaimEntry }[] {
  return suites.flatMap(({ file, claims }) => claims.map((entry) => ({ suite: file, entry })));
}

function keyOf(suite: string, { sentence }: ClaimEntry): string {
  return JSON.stringify([suite, sentence.trim().replace(/\s+/g, ' ')]);
}

function whatBecame(was: ClaimEntry, now: readonly ClaimEntry[]): string | undefined {
  if (now.length === 0) return 'is no longer made';
  // Of several the strictest counts.
  const all = now.map((is) => weakening(was, is));
  return all.includes(undefined) ? undefined : all[0];
}

function weakening(was: ClaimEntry, is: ClaimEntry): string | undefined {
  if (was.severity === 'error' && is.severity === 'warning') return 'is a warning now';
  if (is.waive !== undefined && was.waive === undefined) return `is waived until ${is.waive.until} now`;
  if (is.waive !== undefined && was.waive !== undefined && is.waive.until > was.waive.until) {
    return `is waived until ${is.waive.until} now, and was until ${was.waive.until}`;
  }
  return is.allowEmpty && !was.allowEmpty ? 'may judge nothing now (`allow-empty`)' : undefined;
}

/** What the claims of a suite rest on: what is written under these keys. */
const GROUNDS = ['manifests', 'namespace', 'define', 'assume', 'ingressController', 'lint'] as const;

function changedGrounds(was: Suite, is: Suite | undefined): readonly Weakened[] {
  // Its claims are told to be gone.
  if (is === undefined) return [];
  const suite = was.file;
  const changed = GROUNDS.filter((key) => canonical(was[key]) !== canonical(is[key])).map((key) => ({
    sentence: key === 'ingressController' ? 'assume: ingressController' : key,
    suite,
    how: 'says something else now, on which all claims of the suite rest',
  }));
  return [...changed, ...changedEnvironments(was, is)];
}

function changedEnvironments(was: Suite, is: Suite): readonly Weakened[] {
  const now = new Map((is.environments ?? []).map((environment) => [environment.name, environment]));
  return (was.environments ?? []).flatMap((environment) => {
    const { name } = environment;
    const same = now.get(name);
    if (same !== undefined && canonical(same) === canonical(environment)) return [];
    const how = same === undefined ? 'is gone, and no claim is made about it' : 'is made of something else now';
    return [{ sentence: `environments: ${name}`, suite: was.file, how }];
  });
}

/** Where something is written, which is no part of what it says. */
const PLACES = new Set(['origin', 'origins', 'at', 'stretch', 'findings', 'nameAt']);

function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (key, part: unknown) => {
      if (PLACES.has(key)) return undefined;
      if (typeof part === 'bigint') return String(part);
      return part instanceof Map || part instanceof Set ? [...part] : part;
    }) ?? ''
  );
}
