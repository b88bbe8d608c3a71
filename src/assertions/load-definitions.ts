import type { Finding } from '../findings/finding.ts';
import { below, type SourceRef, underlining } from '../source/source-ref.ts';
import type { Group, Term } from './claim.ts';
import { parseGroup, RESERVED_WORDS } from './parse-group.ts';
import { isDnsSubdomain } from './parse-label-selector.ts';
import { asMap, asStrings } from './plain-data.ts';
import { stretchOf } from './stretch-of.ts';

/** The groups under `define` by name, and what is wrong with them. */
export function loadDefinitions(
  value: unknown,
  origin: SourceRef,
): { readonly define: ReadonlyMap<string, Group>; readonly findings: readonly Finding[] } {
  const define = new Map<string, Group>();
  const findings: Finding[] = [];
  for (const [name, definition] of Object.entries(asMap(value) ?? {})) {
    const at = below(origin, name);
    const refusal = refusedName(name, underlining(at, 'key'));
    if (refusal !== undefined) findings.push(refusal);
    const texts = asStrings(definition) ?? [];
    const groups = texts.flatMap(({ text, key }) => groupOf(text, below(at, ...key), findings));
    // Half a group would be another group, so that claims would be judged for fewer pods than were meant.
    if (refusal === undefined && groups.length > 0 && groups.length === texts.length) {
      define.set(name, join(groups, at, findings));
    }
  }
  return { define, findings };
}

/** The one group that a text is, its terms located; none if it cannot be read, with a finding. */
export function groupOf(text: string, at: SourceRef, findings: Finding[]): readonly Group[] {
  const parsed = parseGroup(text);
  if (parsed.kind === 'group') {
    const place = ({ stretch }: Term): { readonly origin: SourceRef } => ({ origin: stretchOf(at, stretch) });
    const locate = (terms: readonly Term[]): readonly Term[] => terms.map((term) => ({ ...term, ...place(term) }));
    return [{ ...parsed.group, terms: locate(parsed.group.terms), except: locate(parsed.group.except) }];
  }
  findings.push({
    code: 'invalid-claim',
    severity: 'error',
    message: parsed.message,
    ...(parsed.help !== undefined && { help: parsed.help }),
    at: stretchOf(at, parsed.stretch),
  });
  return [];
}

function join(groups: readonly Group[], at: SourceRef, findings: Finding[]): Group {
  const [first, ...rest] = groups as [Group, ...Group[]];
  if (rest.length === 0) return first;
  if (groups.some(({ except }) => except.length > 0)) {
    const message = '`except` cannot stand in a list of several groups';
    const help = 'write the group as one text: `web | bff except shop/old`';
    findings.push({ code: 'invalid-suite', severity: 'error', message, help, at });
  }
  const text = groups.map((group) => group.text).join(' | ');
  return { text, stretch: { start: 0, end: text.length }, terms: groups.flatMap(({ terms }) => terms), except: [] };
}

function refusedName(name: string, at: SourceRef): Finding | undefined {
  // `dns` alone may be defined anew, for clusters whose resolver has other labels.
  if (name === 'dns') return undefined;
  const reserved = RESERVED_WORDS.has(name);
  if (!reserved && isDnsSubdomain(name)) return undefined;
  const message = reserved
    ? `\`${name}\` is a word of the language and cannot be defined`
    : `\`${name}\` cannot be a name`;
  const help = reserved ? 'choose another name' : 'a name has lower-case letters, digits, `-` and `.`';
  return { code: 'invalid-suite', severity: 'error', message, help, at };
}
