import type { Finding } from '../findings/finding.ts';
import { below, type SourceRef } from '../source/source-ref.ts';
import { parseClaim } from './parse-claim.ts';
import { asList, asMap, asString } from './plain-data.ts';
import { stretchOf } from './stretch-of.ts';
import type { ClaimEntry, Waiver } from './suite.ts';

type Facts = Partial<Pick<ClaimEntry, 'id' | 'because' | 'waive'>> & Pick<ClaimEntry, 'severity' | 'allowEmpty'>;

const NO_FACTS: Facts = { severity: 'error', allowEmpty: false };

/** The claims under `expect`, and what is wrong beside the sentences (those carry their own problems). */
export function loadClaims(
  value: unknown,
  origin: SourceRef,
): { readonly claims: readonly ClaimEntry[]; readonly findings: readonly Finding[] } {
  const findings: Finding[] = [];
  const claims: ClaimEntry[] = [];
  const originsById = new Map<string, SourceRef>();
  const items = typeof value === 'string' ? [{ item: value, at: origin }] : itemsOf(value, origin);
  for (const { item, at } of items) {
    const map = asMap(item);
    const sentence = asString(item) ?? asString(map?.claim);
    if (sentence === undefined || sentence === '') continue;
    const facts = map === undefined ? NO_FACTS : factsOf(map, at, findings);
    if (facts.id !== undefined) checkUnique(facts.id, below(at, 'id'), originsById, findings);
    claims.push(claimEntryOf(sentence, map === undefined ? at : below(at, 'claim'), facts));
  }
  return { claims, findings };
}

/** A sentence with what stands beside it; what is wrong with the sentence is among its problems. */
export function claimEntryOf(sentence: string, origin: SourceRef, facts: Facts = NO_FACTS): ClaimEntry {
  const parsed = parseClaim(sentence);
  const shown = sentence.trim().replace(/^expect\s+/, '');
  if (parsed.kind === 'claim') return { sentence: shown, claim: parsed.claim, ...facts, origin, problems: [] };
  const problem: Finding = {
    code: 'invalid-claim',
    severity: 'error',
    message: parsed.message,
    ...(parsed.help !== undefined && { help: parsed.help }),
    at: stretchOf(origin, parsed.stretch),
  };
  return { sentence: shown, ...facts, origin, problems: [problem] };
}

function itemsOf(value: unknown, origin: SourceRef): readonly { readonly item: unknown; readonly at: SourceRef }[] {
  return (asList(value) ?? []).map((item, index) => ({ item, at: below(origin, index) }));
}

function factsOf(map: Readonly<Record<string, unknown>>, at: SourceRef, findings: Finding[]): Facts {
  const id = asString(map.id);
  const because = asString(map.because);
  const waive = waiverOf(map.waive, below(at, 'waive'), findings);
  return {
    ...(id !== undefined && { id }),
    ...(because !== undefined && { because }),
    ...(waive !== undefined && { waive }),
    severity: map.severity === 'warning' ? 'warning' : 'error',
    allowEmpty: map['allow-empty'] === true,
  };
}

/** A waiver that says everything it must; one that does not is no waiver. */
function waiverOf(value: unknown, at: SourceRef, findings: Finding[]): Waiver | undefined {
  const map = asMap(value);
  const [until, owner, reason] = [asString(map?.until), asString(map?.owner), asString(map?.reason)];
  if (until !== undefined && !isDate(until)) {
    const message = `\`${until}\` is not a date`;
    const help = 'write the last day of the waiver as `YYYY-MM-DD`';
    findings.push({ code: 'invalid-suite', severity: 'error', message, help, at: below(at, 'until') });
    return undefined;
  }
  return until && owner?.trim() && reason?.trim() ? { until, owner, reason } : undefined;
}

/** Whether a text is a day of the calendar, as `YYYY-MM-DD`. */
function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  // JavaScript turns 31 February into 2 or 3 March.
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function checkUnique(id: string, at: SourceRef, originsById: Map<string, SourceRef>, findings: Finding[]): void {
  const first = originsById.get(id);
  if (first === undefined) {
    originsById.set(id, at);
    return;
  }
  findings.push({
    code: 'invalid-suite',
    severity: 'error',
    message: `two claims have the id \`${id}\``,
    help: 'give each claim an id of its own',
    at,
    related: [{ at: first, message: 'the first one' }],
  });
}
