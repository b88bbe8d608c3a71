import type { ClaimEntry, Suite } from '../assertions/suite.ts';
import type { Comparison } from '../findings/change.ts';

type Weakened = Extract<Comparison, { kind: 'compared' }>['claimsRemoved'][number];

/** Claims that the base's suites make and those of the head do not, or not as strictly; told by file and sentence. */
export function weakenedClaims(base: readonly Suite[], head: readonly Suite[]): readonly Weakened[] {
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
