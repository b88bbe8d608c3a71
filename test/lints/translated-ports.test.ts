import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PodEndpoint } from '../../src/cluster/endpoint.ts';
import type { LintedWorld } from '../../src/lints/linted-world.ts';
import { findTranslations, type SinglePort } from '../../src/lints/translated-ports.ts';
import type { Service, ServicePort } from '../../src/resources/resources.ts';
import { worldOf } from '../support/worlds.ts';
import { podsByNamespace } from './random-pods.ts';

const HTTP = ['http', 'web'];
const portNumber = fc.constantFrom(80, 81);
const portOfContainer = fc.record({ name: fc.constantFrom(...HTTP), containerPort: fc.constantFrom(80, 82, 83) });
const portsOfContainer = fc.uniqueArray(portOfContainer, { maxLength: 1, selector: ({ name }) => name });
const labels = fc.record({ app: fc.constantFrom('a', 'b'), tier: fc.constantFrom('x', 'y') }, { requiredKeys: [] });
const namespace = fc.constantFrom('one', 'two');
const portOfService = fc.record({
  port: portNumber,
  targetPort: fc.oneof(fc.constantFrom(80, 81, 82), fc.constantFrom(...HTTP)),
});
const portsOfService = fc.uniqueArray(portOfService, { minLength: 1, maxLength: 2, selector: ({ port }) => port });

const anyWorld = fc
  .record({
    pods: fc.array(fc.tuple(namespace, labels, portsOfContainer), { minLength: 2, maxLength: 6 }),
    services: fc.array(fc.tuple(namespace, labels, portsOfService), { maxLength: 5 }),
  })
  .map(({ pods, services }) =>
    worldOf([
      ...pods.map(([home, own, ports], index) => ({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { namespace: home, name: `pod-${index}`, labels: own },
        spec: { containers: [{ name: 'main', image: 'example.com/main:1', ports }] },
      })),
      ...services.map(([home, selector, ports], index) => ({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { namespace: home, name: `service-${index}` },
        spec: { selector, ports: ports.map((port) => ({ name: `p${port.port}`, ...port })) },
      })),
    ]),
  );

function targetOn(pod: PodEndpoint, { targetPort }: ServicePort): number | undefined {
  return typeof targetPort === 'number' ? targetPort : pod.namedPorts?.find(({ name }) => name === targetPort)?.number;
}

function isBehind({ namespace: home, selector }: Service, pod: PodEndpoint): boolean {
  const wanted = [...(selector ?? [])];
  return (
    wanted.length > 0 && pod.namespace.name === home && wanted.every(([key, value]) => pod.labels.get(key) === value)
  );
}

/** By the definition: each Service is asked about each pod. */
function translations(services: readonly Service[], pods: readonly PodEndpoint[], { number }: SinglePort): unknown {
  const listens = pods.some(
    (pod) =>
      pod.declaredPorts.some((port) => port.number === number) ||
      services.some((one) => isBehind(one, pod) && one.ports.some((port) => targetOn(pod, port) === number)),
  );
  return services.flatMap((service) => {
    const behind = pods.filter((pod) => isBehind(service, pod));
    const port = service.ports.find((one) => one.port === number);
    const targets = new Set(behind.map((pod) => port && targetOn(pod, port)));
    const [target] = targets;
    return listens || targets.size !== 1 || target === undefined ? [] : [{ service, port, target, behind }];
  });
}

describe('the ports that Services translate', () => {
  it('are found as asking every Service about every pod would find them', () => {
    let told = 0;
    fc.assert(
      fc.property(anyWorld, fc.boolean(), portNumber, ({ resources, cluster, engine }, isReversed, number) => {
        const all = podsByNamespace(cluster).flat();
        const pods = isReversed ? [...all].reverse() : all;
        const written = { protocol: 'TCP', number } as const;
        const world = { resources, cluster, engine } as LintedWorld;
        const found = findTranslations(world)(written, pods);
        told += found.length;
        expect(found).toEqual(translations(resources.services, pods, written));
      }),
      { numRuns: 800 },
    );
    expect(told).toBeGreaterThan(80);
  });
});
