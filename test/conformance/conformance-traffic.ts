import {
  ALL_CONNECTIONS,
  type ConnectionSet,
  connections,
  NO_CONNECTIONS,
  PROTOCOLS,
} from '../../src/sets/connection-set.ts';
import { union } from '../../src/sets/interval-set.ts';
import { fieldsOf } from './read-corpora.ts';

/** Reads `{all}` or protocol → `80,443,8000-9000`. Throws on anything else: what cannot be read is not compared. */
export function readConn(value: unknown): ConnectionSet {
  const conn = fieldsOf(value);
  if (conn['all'] === true) return ALL_CONNECTIONS;
  let traffic = NO_CONNECTIONS;
  for (const [key, ports] of Object.entries(conn)) {
    if (key === 'all') continue;
    const protocol = PROTOCOLS.find((known) => known === key);
    if (protocol === undefined) throw new Error(`unknown protocol ${key}`);
    for (const part of String(ports).split(',')) {
      const run = /^\s*(\d+)(?:-(\d+))?\s*$/.exec(part);
      if (run === null) throw new Error(`unknown ports ${part}`);
      traffic = union(traffic, connections(protocol, Number(run[1]), Number(run[2] ?? run[1])));
    }
  }
  return traffic;
}
