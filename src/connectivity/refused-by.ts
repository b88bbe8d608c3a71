import type { Cluster } from '../cluster/cluster.ts';
import type { Endpoint } from '../cluster/endpoint.ts';
import type { Direction } from '../resources/resources.ts';
import { ALL_CONNECTIONS } from '../sets/connection-set.ts';
import { difference, equals, type IntervalSet, interval, isEmpty, unionOf } from '../sets/interval-set.ts';
import type { FindMeant } from './find-meant.ts';
import { type Governing, walkLayer } from './walk-layer.ts';

/**
 * Finds the peers of whom no rule of some policies means one, where these refuse all that no rule lets through: by
 * index. Worked out once for each set of governing policies.
 */
export function findRefused(
  { endpoints }: Cluster,
  { meantBy }: FindMeant,
): (governing: Governing, direction: Direction, subject: Endpoint) => IntervalSet {
  const known = new Map<Governing, IntervalSet>();
  const find = (governing: Governing, direction: Direction, subject: Endpoint): IntervalSet => {
    // Where no rule means the peer, no port is looked at: any destination would do.
    const { mayAllow, mayDeny } = walkLayer(governing, direction, subject, []);
    if (!isEmpty(mayAllow) || !equals(mayDeny, ALL_CONNECTIONS)) return [];
    const meant = governing.rules.flatMap(({ peer }) => [meantBy(peer).surely, meantBy(peer).perhaps]);
    return difference(interval(0, endpoints.length - 1), unionOf(meant));
  };
  return (governing, direction, subject) => {
    const refused = known.get(governing) ?? find(governing, direction, subject);
    known.set(governing, refused);
    return refused;
  };
}
