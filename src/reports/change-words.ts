import type { EndpointNames } from './endpoint-names.ts';
import { formatTraffic } from './format-traffic.ts';
import type { ChangeGroup } from './group-changes.ts';
import { isAddressRange, rangeNames } from './range-name.ts';

/** More ends than these, ranges apart, are counted. */
const NAMED_ENDS = 3;

/** The ends of a side, each written by `show`: "`web`, `api` and 10 more"; addresses come last, and all of them are one. */
export function endsInWords(
  ids: readonly string[],
  { words: known }: Pick<ChangeGroup, 'words'>,
  names: EndpointNames,
  show: { readonly name: (text: string) => string; readonly words: (text: string) => string },
): string {
  const ranges = rangeNames(ids.filter(isAddressRange), names, show.name);
  const others = ids
    .filter((id) => !isAddressRange(id))
    .map((id) => {
      const words = known.get(id);
      return words === undefined ? show.name(names(id)) : show.words(words);
    });
  const more = others.length - NAMED_ENDS;
  const shown = more > 0 ? [...others.slice(0, NAMED_ENDS), `${more} more`] : others;
  return listed([...shown, ...ranges]);
}

function listed(all: readonly string[]): string {
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}

/** What becomes of the traffic of a group, in words. */
export function trafficInWords({ kind, opened, closed, unsure }: ChangeGroup): string {
  const also = unsure.length > 0 ? [`${formatTraffic(unsure)} may change`] : [];
  switch (kind) {
    case 'opened':
      return ['opened', [formatTraffic(opened), ...also].join(', ')].join(' on ');
    case 'closed':
      return ['closed', [formatTraffic(closed), ...also].join(', ')].join(' on ');
    case 'unsure':
      return `may change on ${formatTraffic(unsure)}`;
    case 'changed': {
      const parts = [
        ...(opened.length > 0 ? [`now also ${formatTraffic(opened)}`] : []),
        ...(closed.length > 0 ? [`no longer ${formatTraffic(closed)}`] : []),
      ];
      return `altered: ${[...parts, ...also].join(', ')}`;
    }
  }
}
