import type { Cluster } from '../cluster/cluster.ts';
import { podIndexOf } from '../cluster/pod-index.ts';
import type { Resources, Service } from '../resources/resources.ts';
import type { Gateway, ReferenceGrant } from '../resources/route.ts';
import { type FoundFront, type FrontApi, findControllers } from './find-controllers.ts';
import { groupBy } from './group-by.ts';
import { once } from './once.ts';

/** The objects that routes name, found without looking at all of them; those of one name in the order of the manifests. */
export interface DoorIndex {
  readonly cluster: Cluster;
  readonly services: (namespace: string, name: string) => readonly Service[];
  /** The Services of a name in whatever namespace. */
  readonly servicesCalled: (name: string) => readonly Service[];
  /** Whether there is, or anything is in, a namespace of this name. */
  readonly isNamespace: (name: string) => boolean;
  readonly gateways: (namespace: string, name: string) => readonly Gateway[];
  readonly grantsIn: (namespace: string) => readonly ReferenceGrant[];
  /** What may front objects of a class. Worked out once for each class. */
  readonly controllers: (api: FrontApi, className: string | undefined) => FoundFront;
}

/** What an index of a world is made of. */
export type IndexedResources = Pick<Resources, 'services' | 'gateways' | 'referenceGrants' | 'frontClasses'>;

/** Indexes the objects of a world that routes name. */
export function indexDoors(resources: IndexedResources, cluster: Cluster): DoorIndex {
  const { services, gateways, referenceGrants, frontClasses } = resources;
  const servicesByKey = once(() => groupBy(services, keyOf));
  const servicesByName = once(() => groupBy(services, ({ name }) => name));
  const namespacesOfServices = once(() => new Set(services.map(({ namespace }) => namespace)));
  const gatewaysByKey = once(() => groupBy(gateways, keyOf));
  const grants = once(() => groupBy(referenceGrants, ({ namespace }) => namespace));
  const classes = once(() => groupBy(frontClasses, ({ name }) => name));
  const fronts = new Map<string, FoundFront>();
  return {
    cluster,
    services: (namespace, name) => servicesByKey().get(keyOf({ namespace, name })) ?? [],
    servicesCalled: (name) => servicesByName().get(name) ?? [],
    isNamespace: (name) =>
      cluster.namespaces.has(name) ||
      namespacesOfServices().has(name) ||
      podIndexOf(cluster).inNamespace(name).length > 0,
    gateways: (namespace, name) => gatewaysByKey().get(keyOf({ namespace, name })) ?? [],
    grantsIn: (namespace) => grants().get(namespace) ?? [],
    controllers: (api, className) => {
      const key = className === undefined ? api : `${api} ${className}`;
      const found =
        fronts.get(key) ??
        findControllers(cluster, api, className, className === undefined ? [] : (classes().get(className) ?? []));
      fronts.set(key, found);
      return found;
    },
  };
}

/** A text for each name in a namespace; the length keeps apart names that hold a slash, which only a refused object has. */
function keyOf({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `${namespace.length} ${namespace}/${name}`;
}
