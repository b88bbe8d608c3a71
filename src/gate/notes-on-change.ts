import type { Finding } from '../findings/finding.ts';
import { type ReadWorld, unreadIn } from './compare-worlds.ts';

type Side = Pick<ReadWorld, 'world' | 'selected'>;

/** What readers must know of a comparison, because it bears on all that is said. */
export function notesOnChange(base: Side, head: Side): readonly string[] {
  const [wasUnread, isUnread] = [unreadIn(base.world, base.selected), unreadIn(head.world, head.selected)];
  const isEmpty = base.world.resources.ledger.length === 0;
  const missing = isEmpty ? base.selected.filter(({ code }) => code === 'pattern-matches-nothing') : [];
  return [
    ...missing.map(({ message }) => `in the base ${message}: all that it picks now is new`),
    ...(isEmpty && missing.length === 0 ? ['in the base there is no manifest: all is new'] : []),
    ...unread(wasUnread, 'in the base'),
    ...unread(isUnread, 'now'),
  ];
}

function unread(findings: readonly Finding[], when: string): readonly string[] {
  const [first] = findings;
  if (first === undefined) return [];
  const more = findings.length > 1 ? ` (and ${findings.length - 1} more)` : '';
  const settle = first.help === undefined ? '' : `; ${first.help}`;
  return [`not everything could be read ${when}, so that no change is sure: ${first.message}${more}${settle}`];
}
