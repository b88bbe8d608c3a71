import { decidePacket } from './decide-packet.ts';
import type { NetworkPolicy, Packet, PacketEnd, Pod, PolicySpec, Protocol, World } from './world.ts';

/**
 * A small cluster to try policies on: `shop/web`, `shop/db` (http is 80/tcp), `shop/bare` without labels or ports, and
 * `tools/web` (http is 8080/tcp) in a namespace with the label `team: red`.
 */
export function shopWorld(policies: readonly NetworkPolicy[], change: Partial<World> = {}): World {
  return {
    ipBlockMatchesPods: true,
    namespaces: [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'tools', labels: { team: 'red' } } },
    ],
    pods: [
      pod('shop/web', { app: 'web', tier: 'front' }, '10.0.0.1', {
        containers: [{ name: 'main', ports: [{ name: 'http', containerPort: 80 }] }],
      }),
      pod('shop/db', { app: 'db' }, '10.0.0.2', {
        containers: [
          {
            name: 'main',
            ports: [
              { name: 'http', containerPort: 80 },
              { name: 'sql', containerPort: 5432, protocol: 'TCP' },
            ],
          },
          {
            name: 'second',
            ports: [
              { name: 'sql', containerPort: 5433 },
              { name: 'dns', containerPort: 53, protocol: 'UDP' },
            ],
          },
        ],
        initContainers: [
          { name: 'sidecar', restartPolicy: 'Always', ports: [{ name: 'mesh', containerPort: 15001 }] },
          { name: 'setup', ports: [{ name: 'setup', containerPort: 9000 }] },
        ],
      }),
      pod('shop/bare', null, '10.0.0.3', { containers: [{ name: 'main', ports: null }], initContainers: null }),
      pod('tools/web', { app: 'web' }, '10.0.0.4', {
        containers: [{ name: 'main', ports: [{ name: 'http', containerPort: 8080 }] }],
      }),
    ],
    policies,
    ...change,
  };
}

/** A pod `namespace/name` with its labels, its address and the rest of its spec. */
export function pod(id: string, labels: Record<string, string> | null, podIP: string | null, spec: Pod['spec']): Pod {
  const [namespace = '', name = ''] = id.split('/');
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace, labels }, spec, status: { podIP } };
}

/** A policy of the namespace `shop` with this spec; without one if none is given. */
export function shopPolicy(spec?: PolicySpec | null): NetworkPolicy {
  const metadata = { name: 'under-test', namespace: 'shop' };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata,
    ...(spec === undefined ? {} : { spec }),
  };
}

/** Reads `shop/web > 10.9.9.9 53/udp` as a packet. */
export function packet(text: string): Packet {
  const [, from, to, port, protocol] = /^(\S+) > (\S+) (\d+)\/(tcp|udp|sctp)$/.exec(text) ?? [];
  if (from === undefined || to === undefined || protocol === undefined) throw new Error(`not a packet: ${text}`);
  return { from: end(from), to: end(to), port: Number(port), protocol: protocol.toUpperCase() as Protocol };
}

/** The decision on a packet written as text: `allowed` or `denied`. */
export function verdict(world: World, text: string): 'allowed' | 'denied' {
  return decidePacket(world, packet(text)).allowed ? 'allowed' : 'denied';
}

function end(text: string): PacketEnd {
  return text.includes('/') ? { pod: text } : { address: text };
}
