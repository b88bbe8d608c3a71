import type { ConnectionSet } from '../sets/connection-set.ts';
import { difference, intersection, isEmpty } from '../sets/interval-set.ts';
import type { Row } from './read-row.ts';

/** Ports with all those who get through on just these. */
export interface PortShare {
  readonly traffic: ConnectionSet;
  readonly peers: readonly number[];
}

/** Splits what is open into ports that the same workloads share. */
export function splitPorts(open: Row['open']): readonly PortShare[] {
  let shares: readonly PortShare[] = [];
  for (const { traffic, peers } of open) {
    let left = traffic;
    const split = shares.flatMap((share): readonly PortShare[] => {
      const both = intersection(share.traffic, traffic);
      left = difference(left, share.traffic);
      return [
        { traffic: both, peers: [...share.peers, ...peers] },
        { traffic: difference(share.traffic, traffic), peers: share.peers },
      ].filter((part) => !isEmpty(part.traffic));
    });
    shares = isEmpty(left) ? split : [...split, { traffic: left, peers }];
  }
  return shares;
}
