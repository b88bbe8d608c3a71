import type { PodEndpoint } from '../cluster/endpoint.ts';
import type { Service, ServicePort } from '../resources/resources.ts';
import type { Protocol } from '../sets/connection-set.ts';
import { type LintedWorld, podsMeant } from './linted-world.ts';

/** One port by its number. */
export interface SinglePort {
  readonly protocol: Protocol;
  readonly number: number;
}

/** A port of a Service in whose place all the pods behind it listen on one other port. */
export interface Translation {
  readonly service: Service;
  readonly port: ServicePort;
  readonly target: number;
  /** Those of the pods asked about that are behind the Service. */
  readonly behind: readonly PodEndpoint[];
}

/** What Services make of ports on a list of pods, by `TCP 80`. */
interface ServedPorts {
  readonly translations: ReadonlyMap<string, readonly Translation[]>;
  /** Ports of the pods to which Services lead. */
  readonly direct: ReadonlySet<string>;
}

/**
 * Finds the Services of whose ports one is written where pods are spoken of that do not listen on it themselves; in the
 * order of the Services.
 */
export function findTranslations(
  world: LintedWorld,
): (written: SinglePort, pods: readonly PodEndpoint[]) => readonly Translation[] {
  const { services } = world.resources;
  const translated = new Set(
    services
      .flatMap(({ ports }) => ports.filter(({ port, targetPort }) => port !== targetPort))
      .map(({ protocol, port }) => keyOf({ protocol, number: port })),
  );
  const order = new Map(services.map((service, index) => [service, index]));
  let behind: ServicesByPod | undefined;
  const declaredBy = new Map<readonly PodEndpoint[], ReadonlySet<string>>();
  const servedBy = new Map<readonly PodEndpoint[], ServedPorts>();
  return (written, pods) => {
    const key = keyOf(written);
    if (!translated.has(key)) return [];
    const declared = declaredBy.get(pods) ?? new Set(pods.flatMap((pod) => pod.declaredPorts.map(keyOf)));
    declaredBy.set(pods, declared);
    if (declared.has(key)) return [];
    behind ??= servicesByPod(world);
    const served = servedBy.get(pods) ?? servedPorts(pods, behind, order);
    servedBy.set(pods, served);
    return served.direct.has(key) ? [] : (served.translations.get(key) ?? []);
  };
}

type ServicesByPod = ReadonlyMap<PodEndpoint, readonly Service[]>;

function servicesByPod(world: LintedWorld): ServicesByPod {
  const byPod = new Map<PodEndpoint, Service[]>();
  for (const service of world.resources.services) {
    for (const pod of podsBehind(service, world)) append(byPod, pod, service);
  }
  return byPod;
}

/** Pods that are surely behind a Service. */
function podsBehind({ namespace, selector = new Map() }: Service, world: LintedWorld): readonly PodEndpoint[] {
  if (selector.size === 0) return [];
  const labels = [...selector];
  const requirements = labels.map(([key, value]) => ({ key, operator: 'In', values: [value] }) as const);
  return podsMeant(world, { kind: 'named', name: namespace }, { requirements }).filter((pod) =>
    labels.every(([key, value]) => pod.labels.get(key) === value),
  );
}

function servedPorts(
  pods: readonly PodEndpoint[],
  behind: ServicesByPod,
  order: ReadonlyMap<Service, number>,
): ServedPorts {
  const podsByService = new Map<Service, PodEndpoint[]>();
  for (const pod of pods) {
    for (const service of behind.get(pod) ?? []) append(podsByService, service, pod);
  }
  const inOrder = [...podsByService].sort(([a], [b]) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
  const direct = new Set<string>();
  const translations = new Map<string, Translation[]>();
  for (const [service, own] of inOrder) {
    const seen = new Set<string>();
    for (const port of service.ports) {
      const key = keyOf({ protocol: port.protocol, number: port.port });
      const targets = new Set(own.map((pod) => targetOn(pod, port)));
      for (const number of targets) if (number !== undefined) direct.add(keyOf({ protocol: port.protocol, number }));
      const [target] = targets;
      // Of two ports of one number the first counts.
      if (targets.size === 1 && target !== undefined && target !== port.port && !seen.has(key)) {
        append(translations, key, { service, port, target, behind: own });
      }
      seen.add(key);
    }
  }
  return { translations, direct };
}

function targetOn(pod: PodEndpoint, { targetPort, protocol }: ServicePort): number | undefined {
  if (typeof targetPort === 'number') return targetPort;
  return pod.namedPorts?.find((port) => port.name === targetPort && port.protocol === protocol)?.number;
}

function keyOf({ protocol, number }: SinglePort): string {
  return `${protocol} ${number}`;
}

function append<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
