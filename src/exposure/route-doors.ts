import type { NamespaceFacts } from '../cluster/endpoint.ts';
import { type Doubt, doubtOf } from '../cluster/truth.ts';
import { unknownNamespace } from '../cluster/unknown-namespace.ts';
import type { Service, ServicePort } from '../resources/resources.ts';
import type { Route, RouteBackend } from '../resources/route.ts';
import { NO_CONNECTIONS } from '../sets/connection-set.ts';
import { type Attachment, attachRoute } from './attach-route.ts';
import { type BackendPod, doubted, mended, podsBehind, podsWithin } from './backend-pods.ts';
import type { Door, Front } from './door.ts';
import { type FoundFront, podsOfGateway } from './find-controllers.ts';
import { findServices } from './find-services.ts';
import type { DoorIndex } from './index-doors.ts';

/** The doors of one Ingress, Route or route of the Gateway API; `stated`: what fronts it, as a suite says. */
export function routeDoors(route: Route, index: DoorIndex, stated: Front | undefined): readonly Door[] {
  const attachment = attachmentOf(route, index);
  const title = `${route.kind} \`${route.namespace}/${route.name}\``;
  const front = stated ?? frontOf(route, attachment, index);
  const doubt = doubtOfRoute(route, attachment, title);
  return route.backends.flatMap((backend) => {
    const granted = grantOf(route, backend, index);
    const shut = attachment.shut ?? granted.shut;
    const why = doubt ?? granted.doubt;
    return backendPods(route, backend, index).map(({ to, traffic }): Door => {
      const common = { title, to, front, origin: backend.origin };
      if (shut !== undefined) return { ...common, traffic: { min: NO_CONNECTIONS, max: NO_CONNECTIONS }, shut };
      return { ...common, traffic: why === undefined ? traffic : doubted(traffic, why) };
    });
  });
}

/** What a route is attached to; an Ingress or Route needs no Gateway. */
export function attachmentOf(route: Route, { gateways, cluster }: DoorIndex): Attachment {
  if (route.parents === undefined) return { attached: true, gateways: [], orUnknown: false };
  return attachRoute(route, gateways, (name) => factsOf(name, cluster));
}

function factsOf(name: string, { namespaces }: DoorIndex['cluster']): NamespaceFacts {
  return namespaces.get(name) ?? unknownNamespace(name);
}

/** What fronts a route, as far as the manifests tell: any front of a Gateway that it may be attached to. */
export function frontOf(route: Route, { gateways, orUnknown }: Attachment, { cluster, controllers }: DoorIndex): Front {
  if (route.kind === 'Ingress' || route.kind === 'Route') {
    return { kind: 'controller', ...controllers(route.kind, route.className) };
  }
  const fronts = gateways.map((gateway): FoundFront => {
    const own = podsOfGateway(cluster, gateway);
    if (own.length > 0) return { pods: own, orUnknown: false };
    return controllers('Gateway', gateway.className);
  });
  return {
    kind: 'controller',
    pods: [...new Set(fronts.flatMap(({ pods }) => pods))],
    orUnknown: orUnknown || fronts.some((front) => front.orUnknown),
  };
}

function doubtOfRoute(route: Route, { attached, gateways }: Attachment, title: string): Doubt | undefined {
  if (route.doubt !== undefined) return mended(route.doubt, route);
  const internal = route.internal || gateways.some((gateway) => gateway.internal);
  return (
    doubtOf(attached) ??
    (internal
      ? {
          why: `annotations ask for a front of ${title} that only private networks reach`,
          settle: 'claim the traffic of the controller itself instead',
          origin: route.origin,
        }
      : undefined)
  );
}

/** Gateway API: "a ReferenceGrant is required in the referent namespace" for backends of other namespaces. */
function grantOf(
  route: Route,
  backend: RouteBackend,
  { grantsIn }: DoorIndex,
): { readonly shut?: string; readonly doubt?: Doubt } {
  // Nobody grants anything to annotations of an Ingress.
  if (route.parents === undefined || backend.namespace === undefined) return {};
  if (backend.namespace === route.namespace) return {};
  const granting = grantsIn(backend.namespace).filter(
    ({ from, to }) =>
      from.some((who) => who.kind === route.kind && who.namespace === route.namespace) &&
      to.some(({ kind, name }) => kind === 'Service' && (name === undefined || name === backend.service)),
  );
  if (granting.some(({ doubt }) => doubt === undefined)) return {};
  const [first] = granting;
  if (first?.doubt !== undefined) return { doubt: mended(first.doubt, backend) };
  return { shut: `no ReferenceGrant in namespace \`${backend.namespace}\` lets it name Services there` };
}

function backendPods(route: Route, backend: RouteBackend, index: DoorIndex): readonly BackendPod[] {
  const { cluster } = index;
  const doubt: Doubt | undefined =
    backend.doubt === undefined
      ? undefined
      : { why: backend.doubt, settle: 'send the traffic to a Service in the manifests', origin: backend.origin };
  if (backend.service === undefined || backend.namespace === undefined) {
    return podsWithin(cluster, backend.namespace, doubt ?? missingService(backend, route.namespace, ''));
  }
  const wanted = { namespace: backend.namespace, name: backend.service };
  const { services, missing, doubt: guess } = findServices(wanted, index);
  const pods = [
    ...services.flatMap((service) => podsOfService(service, route, backend, index)),
    ...missing.flatMap(({ namespace, name }) =>
      podsWithin(cluster, namespace, missingService(backend, namespace, name)),
    ),
  ];
  const why = doubt ?? (guess === undefined ? undefined : elsewhere(guess, backend));
  return why === undefined ? pods : pods.map((pod) => ({ ...pod, traffic: doubted(pod.traffic, why) }));
}

function elsewhere(why: string, { origin }: RouteBackend): Doubt {
  return { why, settle: 'write the name in full: `<name>.<namespace>.svc.cluster.local`', origin };
}

function missingService(backend: RouteBackend, namespace: string, name: string): Doubt {
  return {
    why: `Service \`${namespace}/${name}\` is not in the manifests, so that any pod of \`${namespace}\` may be behind it`,
    settle: 'add the Service to the manifests',
    origin: backend.origin,
  };
}

function podsOfService(
  service: Service,
  route: Route,
  backend: RouteBackend,
  { cluster }: DoorIndex,
): readonly BackendPod[] {
  const { ports, isGuess } = portsMeant(service, route, backend);
  const pods = podsBehind(service, ports, cluster, 'endpoints');
  if (!isGuess) return pods;
  const doubt: Doubt = {
    why: `Service \`${service.namespace}/${service.name}\` has no port \`${backend.port}\``,
    settle: 'name a port of the Service',
    origin: backend.origin,
  };
  return pods.map((pod) => ({ ...pod, traffic: doubted(pod.traffic, doubt) }));
}

/** The ports of a Service that a backend names; controllers differ on what to do with one that is none. */
function portsMeant(
  { ports }: Service,
  { kind }: Route,
  { port }: RouteBackend,
): { readonly ports: readonly ServicePort[]; readonly isGuess: boolean } {
  if (port === undefined) return { ports, isGuess: kind !== 'Route' };
  const target = (one: ServicePort): number | string => one.endpointPort ?? one.targetPort;
  // Route: "If this is a string, it will be looked up as a named port in the target endpoints port list."
  const meant = ports.filter((one) =>
    kind === 'Route' ? target(one) === port || one.name === port : one.port === port || one.name === port,
  );
  if (meant.length > 0) return { ports: meant, isGuess: false };
  return { ports, isGuess: true };
}
