import type { Cluster } from '../cluster/cluster.ts';
import type { Doubt } from '../cluster/truth.ts';
import type { Resources, Service, Workload } from '../resources/resources.ts';
import { ALL_CONNECTIONS, connections } from '../sets/connection-set.ts';
import { below } from '../source/source-ref.ts';
import { doubted, podsBehind } from './backend-pods.ts';
import type { Door } from './door.ts';
import { sourceRanges } from './source-ranges.ts';

/** The doors that nodes and load balancers are: of Services, of `hostPort`s, of pods in their node's network. */
export function nodeDoors(resources: Resources, cluster: Cluster): readonly Door[] {
  return [
    ...resources.services.flatMap((service) => serviceDoors(service, cluster)),
    ...workloadDoors(resources.workloads, cluster),
  ];
}

function workloadDoors(workloads: readonly Workload[], { endpoints }: Cluster): readonly Door[] {
  // Few are, and the others need not be looked up.
  const open = workloads.filter(
    ({ hostNetwork, ports }) => hostNetwork || ports.some((port) => port.hostPort !== undefined),
  );
  if (open.length === 0) return [];
  const indexes = new Map(endpoints.map(({ id }, index) => [id, index]));
  return open.flatMap((workload) => {
    const to = indexes.get(`${workload.namespace}/${workload.kind}:${workload.name}`);
    return to === undefined ? [] : podDoors(workload, to);
  });
}

function serviceDoors(service: Service, cluster: Cluster): readonly Door[] {
  const { exposure, namespace, name, origin, ports } = service;
  const opening = openingOf(service);
  if (opening === undefined) return [];
  const sources = sourceRanges(service);
  const doubt = doubtOfService(service);
  return podsBehind(service, ports, cluster, 'addresses').map(({ to, traffic }) => ({
    title: `Service \`${namespace}/${name}\` (${opening})`,
    to,
    traffic: doubt === undefined ? traffic : doubted(traffic, doubt),
    front: { kind: 'nodes', keepsClient: exposure.externalTrafficPolicy === 'Local' },
    ...(sources !== undefined && { sources }),
    origin: below(origin, 'spec', opening === 'externalIPs' ? 'externalIPs' : 'type'),
  }));
}

/** What opens a Service to the outside; undefined: nothing does. */
export function openingOf({ exposure }: Service): string | undefined {
  if (exposure.type === 'NodePort' || exposure.type === 'LoadBalancer') return exposure.type;
  if (exposure.type === 'unknown') return 'of no known type';
  // Nothing maps the ports of a Service without an address of its own.
  return exposure.hasExternalIPs && !exposure.headless && exposure.type === 'ClusterIP' ? 'externalIPs' : undefined;
}

function doubtOfService({ exposure, namespace, name, origin }: Service): Doubt | undefined {
  if (exposure.type === 'unknown') {
    const why = `Service \`${namespace}/${name}\` has a type that does not exist`;
    return { why, settle: 'mend the type of the Service', origin };
  }
  if (exposure.type !== 'LoadBalancer' || !exposure.internal) return undefined;
  return {
    why: `annotations of Service \`${namespace}/${name}\` ask for a load balancer of private networks`,
    settle: 'claim what the pods behind it take: name the addresses, or the nodes',
    origin,
  };
}

function podDoors(workload: Workload, to: number): readonly Door[] {
  const { kind, namespace, name, origin, ports, hostNetwork } = workload;
  const pod = `${kind} \`${namespace}/${name}\``;
  if (hostNetwork) {
    const traffic = { min: ALL_CONNECTIONS, max: ALL_CONNECTIONS };
    return [{ title: `the node of ${pod}`, to, traffic, front: { kind: 'nodes', keepsClient: true }, origin }];
  }
  return ports.flatMap(({ hostPort, number, protocol, origin: at }): readonly Door[] => {
    if (hostPort === undefined) return [];
    const traffic = connections(protocol, number);
    return [
      {
        title: `host port ${hostPort} of ${pod}`,
        to,
        traffic: { min: traffic, max: traffic },
        front: { kind: 'nodes', keepsClient: false },
        origin: at,
      },
    ];
  });
}
