import type { Door } from '../exposure/door.ts';
import type { Exposure } from '../exposure/expose.ts';
import { groupBy } from '../exposure/group-by.ts';
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
  const seen = new Map<string, Seen>();
  for (const doors of groupBy(exposure.doors(), ({ to }) => to).values()) lookThrough(doors, outside, exposure, seen);
  return [...groupBy(exposure.doors(), nameOf)].map(([name, doors]) => {
    const [first] = doors as readonly [Door];
    const { sure, may, why } = seen.get(name) as Seen;
    const leads = doors.map(({ traffic }) => traffic.max).reduce(union);
    return {
      name: first.title,
      at: locate(first.origin),
      to: cluster.endpoints[first.to]?.id ?? '',
      open: trafficOf(sure),
      undecided: trafficOf(difference(may, sure)),
      shut: trafficOf(difference(leads, may)),
      // What is sure for somebody needs no excuse for others.
      ...(why !== undefined && !(isEmpty(difference(may, sure)) && !isEmpty(may)) && { why }),
    };
  });
}

/** What somebody outside gets through doors of one name. */
interface Seen {
  sure: ConnectionSet;
  may: ConnectionSet;
  why: string | undefined;
}

function nameOf({ to, title }: Door): string {
  return `${to} ${title}`;
}

/** Adds what comes through the doors of one pod to what is seen, by name. */
function lookThrough(
  doors: readonly Door[],
  outside: readonly number[],
  exposure: Exposure,
  seen: Map<string, Seen>,
): void {
  for (const door of doors) {
    const known = seen.get(nameOf(door)) ?? { sure: NO_CONNECTIONS, may: NO_CONNECTIONS, why: undefined };
    known.why ??= door.shut;
    seen.set(nameOf(door), known);
  }
  for (const from of outside) {
    for (const { door, sure, may, doubt } of exposure.passages(from, (doors[0] as Door).to)) {
      const known = seen.get(nameOf(door)) as Seen;
      known.sure = union(known.sure, sure);
      known.may = union(known.may, may);
      known.why ??= doubt?.why;
    }
  }
}
