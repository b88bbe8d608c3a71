import type { Comparison, ReportedChange } from '../findings/change.ts';
import { placeJson, trafficJson } from './json-parts.ts';

/** What a change does, as JSON; keys always stand in the same order. */
export function changeJson(change: Comparison): object {
  const { claimsRemoved } = change;
  const removed = claimsRemoved?.map(({ sentence, suite, how }) => ({ sentence, suite, how }));
  if (change.kind === 'unavailable') {
    return { kind: change.kind, why: change.why, help: change.help, ...(removed && { claimsRemoved: removed }) };
  }
  return {
    kind: change.kind,
    base: change.base,
    worlds: change.worlds.map(({ world, changes, omitted, isPartial, unknown, notes }) => ({
      world,
      changes: changes.map(connectionJson),
      omitted,
      ...(isPartial && { partial: true }),
      ...(unknown && { unknown: { why: unknown.why, help: unknown.help } }),
      notes,
    })),
    claimsRemoved: removed,
  };
}

function connectionJson(change: ReportedChange): object {
  const { kind, from, to, inWords, added, removed, door, opened, closed, unsure, internet, causes } = change;
  return {
    kind,
    from,
    to,
    ...(inWords && { inWords }),
    added,
    removed,
    ...(door !== undefined && { door }),
    opened: opened.map(trafficJson),
    closed: closed.map(trafficJson),
    unsure: unsure.map(trafficJson),
    internet,
    causes: causes.map(({ tree, text, at }) => ({ tree, text, ...(at && { at: placeJson(at) }) })),
  };
}
