import type { Finding } from '../findings/finding.ts';
import { type Side, unreadIn, uprooted } from './gaps-of-change.ts';

/** What readers must know of a comparison, because it bears on all that is said. */
export function notesOnChange(base: Side, head: Side): readonly string[] {
  const gap = uprooted(base.world, head.world);
  const isEmpty = base.world.resources.ledger.length === 0;
  const missing = isEmpty ? base.selected.filter(({ code }) => code === 'pattern-matches-nothing') : [];
  return [
    ...missing.map(({ message }) => `in the base ${message}: all that it picks now is new`),
    ...(isEmpty && missing.length === 0 ? ['in the base there is no manifest: all is new'] : []),
    ...unread(unreadIn(base), 'in the base'),
    ...unread(unreadIn(head), 'now'),
    ...(gap === undefined ? [] : [`no change is sure, because ${gap.why}; ${gap.help}`]),
  ];
}

function unread(findings: readonly Finding[], when: string): readonly string[] {
  const [first] = findings;
  if (first === undefined) return [];
  const more = findings.length > 1 ? ` (and ${findings.length - 1} more)` : '';
  const settle = first.help === undefined ? '' : `; ${first.help}`;
  return [`not everything could be read ${when}, so that no change is sure: ${first.message}${more}${settle}`];
}
