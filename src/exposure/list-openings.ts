import type { Cluster } from '../cluster/cluster.ts';
import type { NamespaceScope } from '../cluster/predicate.ts';
import type { LabelSelector } from '../resources/label-selector.ts';
import type { Resources, Service } from '../resources/resources.ts';
import type { Route } from '../resources/route.ts';
import type { SourceRef } from '../source/source-ref.ts';
import type { Front } from './door.ts';
import { findServices } from './find-services.ts';
import { type DoorIndex, indexDoors } from './index-doors.ts';
import { openingOf } from './node-doors.ts';
import { attachmentOf, frontOf } from './route-doors.ts';
import { selectorOf } from './selector-of.ts';

/** An object that lets traffic in from outside, and the pods behind it: those that exist and those that could be created. */
export interface Opening {
  /** ``Ingress `shop/web` ``. */
  readonly title: string;
  readonly namespaces: NamespaceScope;
  readonly labels: LabelSelector;
  readonly front: Front;
  readonly origin: SourceRef;
}

type Behind = Pick<Opening, 'namespaces' | 'labels'>;

const ALL = selectorOf([]);

/** Every object that lets traffic in, on whichever ports; `stated`: what fronts routes, as a suite says. */
export function listOpenings(resources: Resources, cluster: Cluster, stated?: readonly number[]): readonly Opening[] {
  const front: Front | undefined = stated && { kind: 'controller', pods: stated, orUnknown: false, isStated: true };
  const index = indexDoors(resources, cluster);
  return [
    ...resources.services.filter((service) => openingOf(service) !== undefined).map(openService),
    ...resources.routes.flatMap((route) => openRoute(route, index, front)),
    ...resources.opaqueDoors.map(({ kind, namespace, name, scope, origin }): Opening => {
      const unknown: Front = { kind: 'controller', pods: [], orUnknown: true };
      const behind = anyPod(scope === 'cluster' ? undefined : namespace);
      return { title: `${kind} \`${namespace}/${name}\``, ...behind, front: front ?? unknown, origin };
    }),
  ];
}

function openService(service: Service): Opening {
  const { namespace, name, origin, exposure } = service;
  const keepsClient = exposure.externalTrafficPolicy === 'Local';
  return {
    title: `Service \`${namespace}/${name}\``,
    ...podsOf(service),
    front: { kind: 'nodes', keepsClient },
    origin,
  };
}

function openRoute(route: Route, index: DoorIndex, stated: Front | undefined): readonly Opening[] {
  const attachment = attachmentOf(route, index);
  if (attachment.shut !== undefined) return [];
  const front = stated ?? frontOf(route, attachment, index);
  const title = `${route.kind} \`${route.namespace}/${route.name}\``;
  return route.backends.flatMap(({ namespace, service, origin }) => {
    const found =
      service === undefined || namespace === undefined
        ? { services: [], missing: [{ namespace }] }
        : findServices({ namespace, name: service }, index);
    const behind = [...found.services.map(podsOf), ...found.missing.map((one) => anyPod(one.namespace))];
    return behind.map((pods) => ({ title, ...pods, front, origin }));
  });
}

function podsOf({ namespace, selector }: Service): Behind {
  if (selector === undefined) return anyPod(undefined);
  return { namespaces: { kind: 'named', name: namespace }, labels: selectorOf(selector) };
}

function anyPod(namespace: string | undefined): Behind {
  if (namespace === undefined) return { namespaces: { kind: 'selected', selector: ALL }, labels: ALL };
  return { namespaces: { kind: 'named', name: namespace }, labels: ALL };
}
