import type { Cluster } from '../cluster/cluster.ts';
import type { Doubt } from '../cluster/truth.ts';
import type { Resources } from '../resources/resources.ts';
import type { OpaqueDoor } from '../resources/route.ts';
import { doubted, podsBehind, podsWithin } from './backend-pods.ts';
import type { Door, Front } from './door.ts';

/**
 * Where an object may lead whose kind is not followed: to the Services it names by any of its words, else to any pod of
 * its namespace. `stated`: what fronts it, as a suite says.
 */
export function opaqueDoors(
  door: OpaqueDoor,
  resources: Resources,
  cluster: Cluster,
  stated: Front | undefined,
): readonly Door[] {
  const title = `${door.kind} \`${door.namespace}/${door.name}\``;
  const doubt: Doubt = {
    why: `${title} of \`${door.apiVersion}\` may lead there, and objects of this kind are not followed`,
    settle: 'take the object out of the manifests under check, or refuse its front by policy',
    origin: door.origin,
  };
  const front: Front = stated ?? { kind: 'controller', pods: [], orUnknown: true };
  const within = podsWithin(cluster, door.namespace, doubt);
  return podsMeant(door, resources, cluster, within).map(({ to, traffic }) => ({
    title,
    to,
    traffic: doubted(traffic, doubt),
    front,
    origin: door.origin,
  }));
}

function podsMeant(
  door: OpaqueDoor,
  { services }: Resources,
  cluster: Cluster,
  within: ReturnType<typeof podsWithin>,
): ReturnType<typeof podsWithin> {
  if (door.ownPods === true) {
    const id = `${door.namespace}/${door.kind}:${door.name}`;
    return within.filter(({ to }) => cluster.endpoints[to]?.id === id);
  }
  const named = services.filter(
    ({ name, namespace }) => door.words.has(name) && (door.scope === 'cluster' || namespace === door.namespace),
  );
  if (named.length === 0) return within;
  // Some kinds name ports of the pods themselves, so that any port may be meant.
  const pods = named.flatMap((service) => podsBehind(service, service.ports, cluster, 'endpoints'));
  return podsWithin(cluster, undefined, { why: '', settle: '' }).filter(({ to }) => pods.some((pod) => pod.to === to));
}
