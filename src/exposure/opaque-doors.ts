import type { Cluster } from '../cluster/cluster.ts';
import type { Doubt } from '../cluster/truth.ts';
import type { OpaqueDoor } from '../resources/route.ts';
import { podsWithin } from './backend-pods.ts';
import type { Door, Front } from './door.ts';

/**
 * Where an object may lead whose kind is not followed: to any pod of its scope. The Services that it names do not narrow
 * that: it may name others by way of objects of its own (a TraefikService, a delegate). `stated`: what fronts it, as a
 * suite says.
 */
export function opaqueDoors(door: OpaqueDoor, cluster: Cluster, stated: Front | undefined): readonly Door[] {
  const title = `${door.kind} \`${door.namespace}/${door.name}\``;
  const doubt: Doubt = {
    why: `${title} of \`${door.apiVersion}\` may lead there, and objects of this kind are not followed`,
    settle: 'take the object out of the manifests under check, or refuse its front by policy',
    origin: door.origin,
  };
  const front: Front = stated ?? { kind: 'controller', pods: [], orUnknown: true };
  return podsMeant(door, cluster, doubt).map(({ to, traffic }) => ({
    title,
    to,
    traffic,
    front,
    origin: door.origin,
  }));
}

function podsMeant(
  { ownPods, kind, namespace, name, scope }: OpaqueDoor,
  cluster: Cluster,
  doubt: Doubt,
): ReturnType<typeof podsWithin> {
  if (ownPods !== true) return podsWithin(cluster, scope === 'cluster' ? undefined : namespace, doubt);
  const id = `${namespace}/${kind}:${name}`;
  return podsWithin(cluster, namespace, doubt).filter(({ to }) => cluster.endpoints[to]?.id === id);
}
