import type { ConnectionChange } from '../change/connection-change.ts';
import type { listChanges } from '../change/list-changes.ts';
import { HELP_TO_COMPARE, WHY_NOT_COMPARED } from '../change/not-compared.ts';
import type { Finding } from '../findings/finding.ts';
import type { ConnectionSet } from '../sets/connection-set.ts';
import { describeTraffic } from '../sets/describe-traffic.ts';
import { isEmpty } from '../sets/interval-set.ts';
import { type Side, unreadIn, uprooted } from './gaps-of-change.ts';
import type { FailOnNew } from './request.ts';

/** More connections, or causes, than these no sentence holds. */
const NAMED = 2;

/**
 * A finding for each cause of new connections that are not to be; what may be new counts, and says that it may. One more
 * where such connections may be among what was not compared.
 */
export function newConnections(
  { changes, notCompared }: ReturnType<typeof listChanges>,
  failOn: FailOnNew,
): readonly Finding[] {
  const groups = new Map<string, ConnectionChange[]>();
  for (const change of changes) {
    if (!isRefused(change, failOn)) continue;
    const [cause] = change.causes;
    const key = `${isEmpty(change.change.opened)} ${cause?.tree} ${cause?.text}`;
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  const mayBeMissed = failOn === 'any' ? notCompared !== undefined : failOn === 'internet' && notCompared?.internet;
  return [
    ...[...groups.values()].map((group) => findingFor(group, failOn)),
    ...(mayBeMissed ? [notKnown(WHY_NOT_COMPARED, HELP_TO_COMPARE)] : []),
  ];
}

const READABLE =
  'name a tree to compare with that can be read (`--base`, the input `base`), or leave `fail-on-new` out';

/** The finding that it is not known whether connections are new; `help` says what settles it. */
export function notKnown(why: string, help = READABLE): Finding {
  return {
    code: 'new-connection',
    severity: 'error',
    message: `it is not known whether connections are new, because ${why}`,
    help,
  };
}

/** Findings that connections may be new whatever the comparison lists; what cannot be read in the head has its own. */
export function unsureOfAll(base: Side, head: Side, failOn: FailOnNew): readonly Finding[] {
  if (failOn === 'never') return [];
  const [unread] = unreadIn(base);
  const gap = uprooted(base.world, head.world);
  return [
    ...(unread === undefined ? [] : [notKnown(`in the base, ${unread.message}`, unread.help)]),
    ...(gap === undefined ? [] : [notKnown(gap.why, gap.help)]),
  ];
}

function isRefused({ change, internet }: ConnectionChange, failOn: FailOnNew): boolean {
  if (failOn === 'never' || isEmpty(change.mayOpen)) return false;
  return failOn === 'any' || internet;
}

function findingFor(group: readonly ConnectionChange[], failOn: FailOnNew): Finding {
  const [first] = group as readonly [ConnectionChange];
  const causes = [
    ...new Map(group.flatMap((one) => one.causes).map((one) => [`${one.tree} ${one.text}`, one])).values(),
  ];
  const [cause, ...more] = causes;
  const isSure = !isEmpty(first.change.opened);
  const named = group
    .slice(0, NAMED)
    .map((change) => inWords(change, isSure ? change.change.opened : change.change.mayOpen));
  const rest = group.length > NAMED ? ` and ${group.length - NAMED} more` : '';
  const which = failOn === 'internet' ? ' with the internet' : '';
  const forbidden = `which \`fail-on-new: ${failOn}\` forbids`;
  const what = isSure
    ? `the change opens connections${which}, ${forbidden}`
    : `the change may open connections${which}, ${forbidden}`;
  const at = cause?.tree === 'head' ? cause.at : undefined;
  const related = more.flatMap((one) => (one.tree === 'head' && one.at ? [{ at: one.at, message: one.text }] : []));
  return {
    code: 'new-connection',
    severity: 'error',
    message: `${what}: ${named.join('; ')}${rest}: ${causesInWords(causes)}`,
    help: 'narrow what admits them; if they are meant, say so in review and merge without `fail-on-new`',
    ...(at && { at }),
    ...(related.length > 0 && { related }),
  };
}

/** The first causes; the places of all of them stand beside. */
function causesInWords(causes: ConnectionChange['causes']): string {
  const shown = causes.slice(0, NAMED).map(({ text }) => withoutAside(text));
  const more = causes.length - NAMED;
  return [...shown, ...(more > 0 ? [`${more} more ${more === 1 ? 'cause' : 'causes'}`] : [])].join(', and ');
}

/** What every plugin makes of something, after a doubt, is told where the change is. */
function withoutAside(text: string): string {
  return text.includes(' is not known: ') ? text.replace(/ \([^()]*\)$/, '') : text;
}

function inWords({ named, door }: ConnectionChange, traffic: ConnectionSet): string {
  const through = door === undefined ? '' : ` through ${door}`;
  return `from ${named.from} to ${named.to} on ${describeTraffic(traffic)}${through}`;
}
