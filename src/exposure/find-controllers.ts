import type { Cluster } from '../cluster/cluster.ts';
import type { PodEndpoint } from '../cluster/endpoint.ts';
import type { Gateway } from '../resources/route.ts';
import type { Front } from './door.ts';

/** Which API an object that needs a front belongs to. */
export type FrontApi = 'Ingress' | 'Gateway' | 'Route';

interface KnownController {
  /** Any of these sets of labels tells its pods. */
  readonly labels: readonly Readonly<Record<string, string>>[];
  readonly serves: readonly FrontApi[];
  /** Names that its classes usually have. */
  readonly classes: readonly string[];
}

const APP_NAME = 'app.kubernetes.io/name';
const COMPONENT = 'app.kubernetes.io/component';
const ROUTER = 'ingresscontroller.operator.openshift.io/deployment-ingresscontroller';
/** Pods that an implementation makes for one Gateway carry its name (GEP-1762). */
const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';

/**
 * Labels that the projects' own manifests and charts give to the pods that take traffic. Those that others may wear as well
 * (`app: envoy`) are left out: what is taken for a front hides the one that is not shown.
 */
const KNOWN: readonly KnownController[] = [
  {
    labels: [{ [APP_NAME]: 'ingress-nginx', [COMPONENT]: 'controller' }, { app: 'ingress-nginx' }],
    serves: ['Ingress'],
    classes: ['nginx'],
  },
  { labels: [{ [APP_NAME]: 'nginx-ingress' }, { app: 'nginx-ingress' }], serves: ['Ingress'], classes: ['nginx'] },
  {
    labels: [{ [APP_NAME]: 'nginx-gateway' }, { [APP_NAME]: 'nginx-gateway-fabric' }],
    serves: ['Gateway'],
    classes: ['nginx'],
  },
  { labels: [{ [APP_NAME]: 'traefik' }, { app: 'traefik' }], serves: ['Ingress', 'Gateway'], classes: ['traefik'] },
  {
    labels: [{ [APP_NAME]: 'haproxy-ingress' }, { [APP_NAME]: 'kubernetes-ingress' }, { run: 'haproxy-ingress' }],
    serves: ['Ingress'],
    classes: ['haproxy'],
  },
  {
    labels: [{ [APP_NAME]: 'contour', [COMPONENT]: 'envoy' }],
    serves: ['Ingress', 'Gateway'],
    classes: ['contour'],
  },
  {
    labels: [{ [APP_NAME]: 'envoy', 'app.kubernetes.io/managed-by': 'envoy-gateway' }],
    serves: ['Gateway'],
    classes: ['eg', 'envoy', 'envoy-gateway'],
  },
  { labels: [{ istio: 'ingressgateway' }], serves: ['Ingress', 'Gateway'], classes: ['istio'] },
  {
    labels: [{ [APP_NAME]: 'kong' }, { app: 'ingress-kong' }],
    serves: ['Ingress', 'Gateway'],
    classes: ['kong'],
  },
  { labels: [{ [ROUTER]: 'default' }], serves: ['Ingress', 'Route'], classes: ['openshift-default'] },
];

/** What may front objects of an API: pods of known controllers among the endpoints, told apart by the class. */
export function findControllers(cluster: Cluster, api: FrontApi, classNames: readonly string[]): Front {
  const serving = KNOWN.filter(({ serves }) => serves.includes(api));
  const ofClass = serving.filter(({ classes }) => classNames.some((name) => classes.includes(name)));
  const named = podsOf(cluster, ofClass);
  if (named.length > 0) return { kind: 'controller', pods: named, orUnknown: false };
  // A class of another name may belong to any controller, and to one that no manifest shows.
  const any = ofClass.length > 0 ? [] : podsOf(cluster, serving);
  return { kind: 'controller', pods: any, orUnknown: any.length === 0 || classNames.length > 0 };
}

/** The pods that were made for some Gateways. */
export function podsOfGateways(cluster: Cluster, gateways: readonly Gateway[]): readonly number[] {
  return where(cluster, (pod) =>
    gateways.some(({ namespace, name }) => pod.namespace.name === namespace && pod.labels.get(GATEWAY_NAME) === name),
  );
}

function podsOf(cluster: Cluster, controllers: readonly KnownController[]): readonly number[] {
  const labels = controllers.flatMap((controller) => controller.labels);
  return where(cluster, (pod) =>
    labels.some((wanted) => Object.entries(wanted).every(([key, value]) => pod.labels.get(key) === value)),
  );
}

function where({ endpoints }: Cluster, test: (pod: PodEndpoint) => boolean): readonly number[] {
  return endpoints.flatMap((endpoint, index) => (endpoint.kind === 'pod' && test(endpoint) ? [index] : []));
}
