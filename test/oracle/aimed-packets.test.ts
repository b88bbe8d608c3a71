import { describe, expect, it } from 'vitest';

import { addressesAtEdges, aimedPackets, portsAtEdges } from './aimed-packets.ts';
import { shopPolicy, shopWorld } from './shop-world.ts';

describe('aimed packets', () => {
  const ingress = [
    { from: [{ ipBlock: { cidr: '203.0.113.0/30', except: ['203.0.113.3/32'] } }], ports: [{ port: 70, endPort: 75 }] },
  ];
  const world = shopWorld([
    shopPolicy({
      ingress: [...ingress, { from: [{ ipBlock: { cidr: '10.0.0.1/32' } }, { ipBlock: { cidr: '::/0' } }] }],
    }),
  ]);

  it('stand at both sides of every port edge', () => {
    expect(portsAtEdges(world)).toEqual([
      1, 52, 53, 54, 69, 70, 71, 74, 75, 76, 79, 80, 81, 5431, 5432, 5433, 5434, 8079, 8080, 8081, 8999, 9000, 9001,
      15000, 15001, 15002, 65535,
    ]);
  });

  it('stand at both sides of every block edge, but not on pods', () => {
    expect(addressesAtEdges(world)).toEqual([
      '203.0.113.0',
      '203.0.113.3',
      '203.0.112.255',
      '203.0.113.4',
      '203.0.113.2',
      '10.0.0.0',
      '0:0:0:0:0:0:0:0',
      'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
    ]);
  });

  it('are all combinations when these are few enough', () => {
    const packets = aimedPackets(world, 1_000_000);
    expect(packets).toHaveLength((4 * 4 + 8 * 4 * 2) * 3 * 27);
    expect(new Set(packets.map((packet) => JSON.stringify(packet))).size).toBe(packets.length);
  });

  it('are otherwise a fixed sample without repeats, and a large one meets every pair, protocol and port', () => {
    const packets = aimedPackets(world, 800);
    expect(packets.length).toBeGreaterThan(700);
    expect(packets.length).toBeLessThanOrEqual(800);
    expect(aimedPackets(world, 800)).toEqual(packets);
    expect(new Set(packets.map((packet) => JSON.stringify(packet))).size).toBe(packets.length);
    expect(new Set(packets.map(({ from, to }) => JSON.stringify([from, to]))).size).toBe(4 * 4 + 8 * 4 * 2);
    expect(new Set(packets.map(({ protocol, port }) => `${port}/${protocol}`)).size).toBe(3 * 27);
  });
});
