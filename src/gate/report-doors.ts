import type { Door } from '../exposure/door.ts';
import type { Exposure } from '../exposure/expose.ts';
import type { ReportedDoor } from '../findings/report.ts';
import { type ConnectionSet, NO_CONNECTIONS, trafficOf } from '../sets/connection-set.ts';
import { difference, isEmpty, union } from '../sets/interval-set.ts';
import type { Place } from '../source/place.ts';
import type { SourceRef } from '../source/source-ref.ts';
import type { World } from './read-world.ts';

/** The doors of a world with what comes through each from somebody outside; one for each object and pod. */
export function reportDoors(
  { cluster }: Pick<World, 'cluster'>,
  exposure: Exposure,
  locate: (ref: SourceRef) => Place,
): readonly ReportedDoor[] {
  const outside = cluster.endpoints.flatMap((endpoint, index) =>
    endpoint.kind === 'addresses' && endpoint.owner === 'outside' ? [index] : [],
  );
  const byName = new Map<string, Door[]>();
  for (const door of exposure.doors()) {
    const key = `${door.to} ${door.title}`;
    const known = byName.get(key);
    if (known === undefined) byName.set(key, [door]);
    else known.push(door);
  }
  return [...byName.values()].map((doors) => {
    const [first] = doors as [Door];
    const seen = lookThrough(doors, outside, exposure);
    const leads = doors.map(({ traffic }) => traffic.max).reduce(union);
    return {
      name: first.title,
      at: locate(first.origin),
      to: cluster.endpoints[first.to]?.id ?? '',
      open: trafficOf(seen.sure),
      undecided: trafficOf(difference(seen.may, seen.sure)),
      shut: trafficOf(difference(leads, seen.may)),
      ...(seen.why !== undefined && { why: seen.why }),
    };
  });
}

interface Seen {
  readonly sure: ConnectionSet;
  readonly may: ConnectionSet;
  readonly why?: string;
}

function lookThrough(doors: readonly Door[], outside: readonly number[], exposure: Exposure): Seen {
  let sure = NO_CONNECTIONS;
  let may = NO_CONNECTIONS;
  let why = doors.find(({ shut }) => shut !== undefined)?.shut;
  for (const from of outside) {
    for (const passage of exposure.passages(from, (doors[0] as Door).to)) {
      if (!doors.includes(passage.door)) continue;
      sure = union(sure, passage.sure);
      may = union(may, passage.may);
      why ??= passage.doubt?.why;
    }
  }
  // What is sure for somebody needs no excuse for others.
  return { sure, may, ...(why !== undefined && !(isEmpty(difference(may, sure)) && !isEmpty(may)) && { why }) };
}
