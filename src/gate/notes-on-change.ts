import type { Finding } from '../findings/finding.ts';
import { unreadIn } from './compare-worlds.ts';
import type { World } from './read-world.ts';

/** What readers must know of a comparison, because it bears on all that is said. */
export function notesOnChange(base: World, head: World, selected: readonly Finding[]): readonly string[] {
  const [wasUnread, isUnread] = [unreadIn(base), unreadIn(head)];
  const missing = selected.filter(({ code }) => code === 'pattern-matches-nothing');
  return [
    ...missing.map(({ message }) => `in the base ${message}: all that it picks now is new`),
    ...(base.resources.ledger.length === 0 && missing.length === 0
      ? ['in the base there is no manifest: all is new']
      : []),
    ...unread(wasUnread, 'in the base'),
    ...unread(isUnread, 'now'),
  ];
}

function unread(findings: readonly Finding[], when: string): readonly string[] {
  const [first] = findings;
  if (first === undefined) return [];
  const more = findings.length > 1 ? ` (and ${findings.length - 1} more)` : '';
  return [`not everything could be read ${when}, so that no change is sure: ${first.message}${more}`];
}
