import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AddressEndpoint, Endpoint } from '../../src/cluster/endpoint.ts';
import { type ConnectivityMap, isJudged, mapConnectivity } from '../../src/connectivity/map-connectivity.ts';
import { familyOf } from '../../src/sets/address-set.ts';
import { isEmpty } from '../../src/sets/interval-set.ts';
import type { World } from '../oracle/world.ts';
import { anyWorld } from '../support/random-world.ts';
import { networkPolicy, workload, worldOf } from '../support/worlds.ts';

/** The id under which a map shows an endpoint. */
function shownAs(endpoint: Endpoint, { endpoints }: ConnectivityMap): string {
  const holds = (group: Endpoint): boolean =>
    group.kind === 'addresses' && endpoint.kind === 'addresses'
      ? group.owner === endpoint.owner && group.first <= endpoint.first && endpoint.last <= group.last
      : group === endpoint;
  const [found, ...others] = endpoints.filter((group) => holds(group.endpoint));
  if (found === undefined || others.length > 0) throw new Error(`${endpoint.id} is shown ${others.length + 1} times`);
  return found.id;
}

const rangesOf = ({ endpoints }: ConnectivityMap): readonly (AddressEndpoint & { readonly shown: string })[] =>
  endpoints.flatMap(({ id, endpoint }) => (endpoint.kind === 'addresses' ? [{ ...endpoint, shown: id }] : []));

function mapOf({ namespaces, pods, policies }: World) {
  const { cluster, engine } = worldOf([...namespaces, ...pods, ...policies]);
  return { cluster, engine, map: mapConnectivity(cluster, engine) };
}

describe('the connectivity map', () => {
  it('says of every pair what the engine says', () => {
    let merged = 0;
    fc.assert(
      fc.property(anyWorld, (world) => {
        const { cluster, engine, map } = mapOf(world);
        const told = new Map(map.connections.map((one) => [`${one.from} > ${one.to}`, one]));
        const names = cluster.endpoints.map((endpoint) => shownAs(endpoint, map));
        merged += names.length - map.endpoints.length;
        for (const [from, source] of cluster.endpoints.entries()) {
          for (const [to, target] of cluster.endpoints.entries()) {
            if (!isJudged(source, target)) continue;
            const { allowed, undecided } = engine.verdict(from, to);
            const connection = told.get(`${names[from]} > ${names[to]}`);
            expect([connection?.allowed ?? [], connection?.undecided ?? []]).toEqual([allowed, undecided]);
          }
        }
        expect(map.connections.filter((one) => isEmpty(one.allowed) && isEmpty(one.undecided))).toEqual([]);
      }),
      { numRuns: 60 },
    );
    expect(merged).toBeGreaterThan(60);
  });

  it('shows neighbouring ranges as one where nothing tells them apart', () => {
    let neighbours = 0;
    fc.assert(
      fc.property(anyWorld, (world) => {
        const { map } = mapOf(world);
        const rowOf = (id: string): unknown =>
          map.connections.flatMap(({ from, to, ...said }) =>
            from === id ? [['to', to, said]] : to === id ? [['from', from, said]] : [],
          );
        const ranges = rangesOf(map);
        for (const [index, range] of ranges.entries()) {
          const next = ranges[index + 1];
          if (next?.owner !== range.owner || familyOf(range.last) !== familyOf(next.first)) continue;
          neighbours++;
          expect(rowOf(next.shown)).not.toEqual(rowOf(range.shown));
        }
      }),
      { numRuns: 120 },
    );
    expect(neighbours).toBeGreaterThan(20);
  });

  it.each(['ingress', 'egress'] as const)('keeps ranges apart that %s alone tells apart', (direction) => {
    const peer = direction === 'ingress' ? 'from' : 'to';
    const rule = { [peer]: [{ ipBlock: { cidr: '10.0.0.0/8' } }] };
    const { cluster, engine } = worldOf([
      workload('a/web', { app: 'web' }),
      networkPolicy('a/ten', {
        podSelector: {},
        policyTypes: [direction === 'ingress' ? 'Ingress' : 'Egress'],
        [direction]: [rule],
      }),
    ]);
    expect(rangesOf(mapConnectivity(cluster, engine)).map(({ shown }) => shown)).toContain('10.0.0.0-10.255.255.255');
  });
});
