import type { Cluster } from '../cluster/cluster.ts';
import { indexOf } from '../cluster/index-endpoints.ts';
import type { NamespaceScope } from '../cluster/predicate.ts';
import type { FrontClass, Gateway } from '../resources/route.ts';
import { members, unionOf } from '../sets/interval-set.ts';
import type { Front } from './door.ts';
import { selectorOf } from './selector-of.ts';

/** Which API an object that needs a front belongs to. */
export type FrontApi = 'Ingress' | 'Gateway' | 'Route';

type Labels = Readonly<Record<string, string>>;

interface KnownController {
  /** Any of these sets of labels tells its pods. */
  readonly labels: readonly Labels[];
  readonly serves: readonly FrontApi[];
  /** Names that its classes usually have. */
  readonly classes: readonly string[];
  /** What an IngressClass or GatewayClass calls it (`spec.controller`, `spec.controllerName`). */
  readonly controllers: readonly string[];
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
    controllers: ['k8s.io/ingress-nginx'],
  },
  {
    labels: [{ [APP_NAME]: 'nginx-ingress' }, { app: 'nginx-ingress' }],
    serves: ['Ingress'],
    classes: ['nginx'],
    controllers: ['nginx.org/ingress-controller'],
  },
  {
    labels: [{ [APP_NAME]: 'nginx-gateway' }, { [APP_NAME]: 'nginx-gateway-fabric' }],
    serves: ['Gateway'],
    classes: ['nginx'],
    controllers: ['gateway.nginx.org/nginx-gateway-controller'],
  },
  {
    labels: [{ [APP_NAME]: 'traefik' }, { app: 'traefik' }],
    serves: ['Ingress', 'Gateway'],
    classes: ['traefik'],
    controllers: ['traefik.io/ingress-controller', 'traefik.io/gateway-controller'],
  },
  {
    labels: [{ [APP_NAME]: 'haproxy-ingress' }, { [APP_NAME]: 'kubernetes-ingress' }, { run: 'haproxy-ingress' }],
    serves: ['Ingress'],
    classes: ['haproxy'],
    controllers: ['haproxy-ingress.github.io/controller', 'haproxy.org/ingress-controller/haproxy'],
  },
  {
    labels: [{ [APP_NAME]: 'contour', [COMPONENT]: 'envoy' }],
    serves: ['Ingress', 'Gateway'],
    classes: ['contour'],
    controllers: ['projectcontour.io/ingress-controller', 'projectcontour.io/gateway-controller'],
  },
  {
    labels: [{ [APP_NAME]: 'envoy', 'app.kubernetes.io/managed-by': 'envoy-gateway' }],
    serves: ['Gateway'],
    classes: ['eg', 'envoy', 'envoy-gateway'],
    controllers: ['gateway.envoyproxy.io/gatewayclass-controller'],
  },
  {
    labels: [{ istio: 'ingressgateway' }],
    serves: ['Ingress', 'Gateway'],
    classes: ['istio'],
    controllers: ['istio.io/ingress-controller', 'istio.io/gateway-controller'],
  },
  {
    labels: [{ [APP_NAME]: 'kong' }, { app: 'ingress-kong' }],
    serves: ['Ingress', 'Gateway'],
    classes: ['kong'],
    controllers: ['ingress-controllers.konghq.com/kong', 'konghq.com/kic-gateway-controller'],
  },
  {
    labels: [{ [ROUTER]: 'default' }],
    serves: ['Ingress', 'Route'],
    classes: ['openshift-default'],
    controllers: ['openshift.io/ingress-to-route'],
  },
];

/** Pods that front something, or perhaps something that the manifests do not show. */
export type FoundFront = Omit<Extract<Front, { kind: 'controller' }>, 'kind'>;

/**
 * What may front objects of an API that name a class: pods of known controllers among the endpoints. They are the only
 * ones if the class has the name that it usually has with them, and no object of that class says otherwise.
 */
export function findControllers(
  cluster: Cluster,
  api: FrontApi,
  className: string | undefined,
  classes: readonly FrontClass[],
): FoundFront {
  const serving = KNOWN.filter(({ serves }) => serves.includes(api));
  const kind = api === 'Gateway' ? 'GatewayClass' : 'IngressClass';
  const said = classes.filter((one) => one.kind === kind && one.name === className).map(({ controller }) => controller);
  const ofClass = serving.filter(
    (known) =>
      className !== undefined &&
      known.classes.includes(className) &&
      said.every((controller) => controller !== undefined && known.controllers.includes(controller)),
  );
  const named = podsOf(cluster, ofClass);
  if (named.length > 0) return { pods: named, orUnknown: false };
  // Without a class, or with one of another name, it may be any controller, and one that no manifest shows.
  return { pods: ofClass.length > 0 ? [] : podsOf(cluster, serving), orUnknown: true };
}

/** The pods that were made for a Gateway. */
export function podsOfGateway(cluster: Cluster, { namespace, name }: Gateway): readonly number[] {
  return podsWith([{ [GATEWAY_NAME]: name }], { kind: 'named', name: namespace }, cluster);
}

function podsOf(cluster: Cluster, controllers: readonly KnownController[]): readonly number[] {
  const labels = controllers.flatMap((controller) => controller.labels);
  return podsWith(labels, { kind: 'selected', selector: selectorOf([]) }, cluster);
}

/** The pods in scope that wear any of these sets of labels for sure. Ascending. */
function podsWith(sets: readonly Labels[], scope: NamespaceScope, cluster: Cluster): readonly number[] {
  const { podsMeant } = indexOf(cluster);
  const meant = unionOf(sets.map((labels) => podsMeant(scope, selectorOf(Object.entries(labels)))));
  return [...members(meant)].filter((index) => {
    const pod = cluster.endpoints[index];
    return pod?.kind === 'pod' && sets.some((labels) => wears(pod.labels, labels));
  });
}

function wears(worn: ReadonlyMap<string, string>, labels: Labels): boolean {
  return Object.entries(labels).every(([key, value]) => worn.get(key) === value);
}
