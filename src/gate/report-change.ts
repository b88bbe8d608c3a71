import type { ConnectionChange } from '../change/connection-change.ts';
import type { listChanges } from '../change/list-changes.ts';
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
  { changes, omitted }: ReturnType<typeof listChanges>,
  locate: LocateInTrees,
  notes: readonly string[],
): WorldChange {
  return { world, changes: changes.map((change) => reported(change, locate)), omitted, notes };
}

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
