import type { ConnectionChange } from '../change/connection-change.ts';
import type { listChanges } from '../change/list-changes.ts';
import { HELP_TO_COMPARE, WHY_NOT_COMPARED } from '../change/not-compared.ts';
import { unsureOf } from '../change/pair-change.ts';
import type { TreeName } from '../change/trees.ts';
import type { ReportedChange, WorldChange } from '../findings/change.ts';
import { trafficOf } from '../sets/connection-set.ts';
import type { Place } from '../source/place.ts';
import type { SourceRef } from '../source/source-ref.ts';

/** Finds places in the texts of each tree. */
export type LocateInTrees = Readonly<Record<TreeName, (ref: SourceRef) => Place>>;

/** What a change does in one world, as data for reports. */
export function reportChange(
  world: string,
  { changes, omitted, notCompared }: ReturnType<typeof listChanges>,
  locate: LocateInTrees,
  notes: readonly string[],
): WorldChange {
  const reportedChanges = changes.map((change) => reported(change, locate));
  if (notCompared === undefined) return { world, changes: reportedChanges, omitted, notes };
  return { world, changes: reportedChanges, omitted, isPartial: true, notes: [...notes, NOT_ALL_COMPARED] };
}

const NOT_ALL_COMPARED = `connections may change that are not listed, because ${WHY_NOT_COMPARED}; to have more compared, ${HELP_TO_COMPARE}`;

function reported(change: ConnectionChange, locate: LocateInTrees): ReportedChange {
  const { kind, from, to, inWords, added, removed, door, internet } = change;
  return {
    kind,
    from,
    to,
    ...(inWords && Object.keys(inWords).length > 0 && { inWords }),
    added,
    removed,
    ...(door !== undefined && { door }),
    opened: trafficOf(change.change.opened),
    closed: trafficOf(change.change.closed),
    unsure: trafficOf(unsureOf(change.change)),
    internet,
    causes: change.causes.map(({ tree, text, at }) => ({ tree, text, ...(at && { at: locate[tree](at) }) })),
  };
}
