import type { Cluster } from '../cluster/cluster.ts';
import type { PodEndpoint } from '../cluster/endpoint.ts';
import { indexOf } from '../cluster/index-endpoints.ts';
import { labelsOfPod, selects } from '../cluster/matches.ts';
import type { NamespaceScope } from '../cluster/predicate.ts';
import { type Doubt, doubtOf } from '../cluster/truth.ts';
import { type TrafficBounds, trafficOn } from '../connectivity/traffic-on.ts';
import type { LabelSelector } from '../resources/label-selector.ts';
import type { Service, ServicePort } from '../resources/resources.ts';
import { ALL_CONNECTIONS, connections, NO_CONNECTIONS } from '../sets/connection-set.ts';
import { isEmpty, members, union } from '../sets/interval-set.ts';
import { selectorOf } from './selector-of.ts';

/** A pod that a Service (or whatever stands for one) leads to, with the ports of the pod. */
export interface BackendPod {
  readonly to: number;
  readonly traffic: TrafficBounds;
}

/** The pods behind ports of a Service. `reads`: whoever reads endpoints sees the target ports of headless Services. */
export function podsBehind(
  service: Service,
  ports: readonly ServicePort[],
  cluster: Cluster,
  reads: 'addresses' | 'endpoints',
): readonly BackendPod[] {
  const { selector, namespace, name, origin } = service;
  if (selector === undefined) {
    return podsWithin(cluster, undefined, {
      why: `Service \`${namespace}/${name}\` has no selector, so that its endpoints are made by hand and may be any pod`,
      settle: 'give the Service a selector, or take it out of the manifests under check',
      origin,
    });
  }
  const labels = selectorOf(selector);
  const refused = service.doubt === undefined ? undefined : mended(service.doubt, service);
  return podsMeant(cluster, namespace, labels).flatMap(({ pod, index }) => {
    const doubt = refused ?? doubtOf(selects(labels, labelsOfPod(pod)));
    const traffic = ports.map((port) => targetOn(port, pod, reads)).reduce(joined, NOTHING);
    return isEmpty(traffic.max)
      ? []
      : [{ to: index, traffic: doubt === undefined ? traffic : doubted(traffic, doubt) }];
  });
}

/** Every pod of a namespace (or of the cluster), on any port, for a reason. */
export function podsWithin(cluster: Cluster, namespace: string | undefined, doubt: Doubt): readonly BackendPod[] {
  return podsMeant(cluster, namespace, ANY_LABELS).map(({ index }) => ({
    to: index,
    traffic: { min: NO_CONNECTIONS, max: ALL_CONNECTIONS, doubt },
  }));
}

/** The same ports, none of them for sure. */
export function doubted({ max }: TrafficBounds, doubt: Doubt): TrafficBounds {
  return { min: NO_CONNECTIONS, max, doubt };
}

/** The doubt about an object that may not be there as written. */
export function mended(why: string, { origin }: Pick<Service, 'origin'>): Doubt {
  return { why, settle: 'mend the object', origin };
}

const ANY_LABELS = selectorOf([]);

/** The pods that a selector picks, or may pick; in the order of endpoints. */
function podsMeant(
  cluster: Cluster,
  namespace: string | undefined,
  labels: LabelSelector,
): readonly { readonly pod: PodEndpoint; readonly index: number }[] {
  const scope: NamespaceScope =
    namespace === undefined ? { kind: 'selected', selector: ANY_LABELS } : { kind: 'named', name: namespace };
  return [...members(indexOf(cluster).podsMeant(scope, labels))].flatMap((index) => {
    const pod = cluster.endpoints[index];
    return pod?.kind === 'pod' ? [{ pod, index }] : [];
  });
}

const NOTHING: TrafficBounds = { min: NO_CONNECTIONS, max: NO_CONNECTIONS };

function targetOn(port: ServicePort, pod: PodEndpoint, reads: 'addresses' | 'endpoints'): TrafficBounds {
  const { protocol, targetPort } = port;
  const target = reads === 'endpoints' ? (port.endpointPort ?? targetPort) : targetPort;
  if (typeof target === 'string') return trafficOn([{ kind: 'named', name: target, protocol }], pod);
  const traffic = connections(protocol, target);
  return { min: traffic, max: traffic };
}

function joined(a: TrafficBounds, b: TrafficBounds): TrafficBounds {
  const doubt = a.doubt ?? b.doubt;
  return { min: union(a.min, b.min), max: union(a.max, b.max), ...(doubt && { doubt }) };
}
