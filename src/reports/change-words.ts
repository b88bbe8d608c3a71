import { isAddressRange } from './change-headline.ts';
import type { EndpointNames } from './endpoint-names.ts';
import { formatTraffic } from './format-traffic.ts';
import type { ChangeGroup } from './group-changes.ts';
import { isEveryAddress } from './simplify-edges.ts';

/** More ends than these are counted. */
const NAMED_ENDS = 3;

/** The ends of a side, each written by `show`: "`web`, `api` and 10 more"; addresses come last, and all of them are one. */
export function endsInWords(
  ids: readonly string[],
  { words: known }: Pick<ChangeGroup, 'words'>,
  names: EndpointNames,
  show: { readonly name: (text: string) => string; readonly words: (text: string) => string },
): string {
  const ranges = ids.filter(isAddressRange);
  const others = ids
    .filter((id) => !isAddressRange(id))
    .map((id) => {
      const words = known.get(id);
      return words === undefined ? show.name(names(id)) : show.words(words);
    });
  const named = isEveryAddress(ranges) ? ['any address'] : ranges.map((id) => show.name(names(id)));
  const all = [...others, ...named];
  const shown = all.slice(0, NAMED_ENDS);
  const more = all.length - shown.length;
  const last = more > 0 ? `${more} more` : shown.length > 1 ? shown.pop() : undefined;
  return last === undefined ? shown.join(', ') : `${shown.join(', ')} and ${last}`;
}

/** What becomes of the traffic of a group, in words. */
export function trafficInWords({ kind, opened, closed, unsure }: ChangeGroup): string {
  const also = unsure.length > 0 ? [`perhaps ${formatTraffic(unsure)}`] : [];
  switch (kind) {
    case 'opened':
      return ['opened', [formatTraffic(opened), ...also].join(', ')].join(' on ');
    case 'closed':
      return ['closed', [formatTraffic(closed), ...also].join(', ')].join(' on ');
    case 'unsure':
      return `perhaps otherwise on ${formatTraffic(unsure)}`;
    case 'changed': {
      const parts = [
        ...(opened.length > 0 ? [`now also ${formatTraffic(opened)}`] : []),
        ...(closed.length > 0 ? [`no longer ${formatTraffic(closed)}`] : []),
      ];
      return `changed: ${[...parts, ...also].join(', ')}`;
    }
  }
}
