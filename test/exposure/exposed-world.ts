import type { Door } from '../../src/exposure/door.ts';
import { type Exposure, expose } from '../../src/exposure/expose.ts';
import { listDoors } from '../../src/exposure/list-doors.ts';
import { listOpenings } from '../../src/exposure/list-openings.ts';
import { parseAddress } from '../../src/sets/address-set.ts';
import { type ConnectionSet, NO_CONNECTIONS } from '../../src/sets/connection-set.ts';
import { difference, isEmpty, union } from '../../src/sets/interval-set.ts';
import { inWords, type TestWorld, workload, worldOf } from '../support/worlds.ts';

/** A world with its doors. */
export interface ExposedWorld extends TestWorld {
  readonly exposure: Exposure;
}

interface Options extends NonNullable<Parameters<typeof worldOf>[1]> {
  /** Workloads that a suite states as the front of routes. */
  readonly stated?: readonly string[];
}

/** The doors of plain objects. */
export function exposedWorld(objects: readonly unknown[], { stated, ...options }: Options = {}): ExposedWorld {
  const world = worldOf(objects, options);
  const { resources, cluster, engine, indexOf } = world;
  const front = stated?.map(indexOf);
  const exposure = expose({
    cluster,
    engine,
    listDoors: () => listDoors(resources, cluster, front),
    listOpenings: () => listOpenings(resources, cluster, front),
    ...(options.assume?.nodeCIDRs && { nodeCIDRs: options.assume.nodeCIDRs }),
  });
  return { ...world, exposure };
}

/** Each door as one line: `` Ingress `shop/web` → shop/Deployment:web 8080/tcp``, `? …` for what is not sure. */
export function doorsIn({ exposure, cluster }: ExposedWorld): readonly string[] {
  return exposure.doors().map((door) => `${door.title} → ${cluster.endpoints[door.to]?.id} ${portsOf(door)}`);
}

function portsOf({ traffic: { min, max, doubt }, shut }: Door): string {
  if (shut !== undefined) return `shut: ${shut}`;
  const open = difference(max, min);
  return isEmpty(open) ? inWords(max) : `${isEmpty(min) ? '' : `${inWords(min)} `}? ${inWords(open)}: ${doubt?.why}`;
}

/** What comes from an address to a workload through all doors: `8080/tcp`, `? 8080/tcp`, `none`. */
export function through(world: ExposedWorld, address: string, name: string): string {
  const passages = world.exposure.passages(indexOfAddress(world, address), world.indexOf(name));
  const join = (part: 'sure' | 'may'): ConnectionSet => passages.map((one) => one[part]).reduce(union, NO_CONNECTIONS);
  const [sure, may] = [join('sure'), join('may')];
  const open = difference(may, sure);
  return isEmpty(may)
    ? 'none'
    : [isEmpty(sure) ? '' : inWords(sure), isEmpty(open) ? '' : `? ${inWords(open)}`].join(' ').trim();
}

/** The first doubt that keeps something from being sure. */
export function whyOpen(world: ExposedWorld, address: string, name: string): string | undefined {
  const passages = world.exposure.passages(indexOfAddress(world, address), world.indexOf(name));
  return passages.find(({ doubt }) => doubt !== undefined)?.doubt?.why;
}

/** The index of the endpoint that an address belongs to. */
export function indexOfAddress({ cluster }: ExposedWorld, text: string): number {
  const address = parseAddress(text) as bigint;
  return cluster.endpoints.findIndex((one) => one.kind === 'addresses' && one.first <= address && address <= one.last);
}

export const WEB = workload('shop/web', { app: 'web' }, [{ name: 'http', containerPort: 8080 }]);

const NGINX_LABELS = { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' };
export const NGINX = workload('ingress-nginx/controller', NGINX_LABELS, [{ containerPort: 80 }]);

/** The load balancer that leads to the pods of such labels, and keeps the address of clients. */
export function balancer(name: string, selector: object = NGINX_LABELS, spec: object = {}): unknown {
  const ports = [{ port: 80 }];
  return service(name, { type: 'LoadBalancer', externalTrafficPolicy: 'Local', selector, ports, ...spec });
}

/** A Service `namespace/name` of pods labelled `app=name`, with more of its spec. */
export function service(name: string, spec: object = {}): unknown {
  const [namespace, short] = name.split('/');
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { namespace, name: short },
    spec: { selector: { app: short }, ports: [{ name: 'http', port: 80, targetPort: 'http' }], ...spec },
  };
}

/** An Ingress with one backend. */
export function ingress(backend: object, spec: object = {}, name = 'shop/web'): unknown {
  const [namespace, short] = name.split('/');
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { namespace, name: short },
    spec: { rules: [{ http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }], ...spec },
  };
}

export const TO_WEB = { service: { name: 'web', port: { name: 'http' } } };

/** A Gateway of namespace `infra` with one listener. */
export function gateway(listener: object = {}, name = 'edge', gatewayClassName = 'example'): unknown {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { namespace: 'infra', name },
    spec: {
      gatewayClassName,
      listeners: [
        { name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'All' } }, ...listener },
      ],
    },
  };
}

/** An HTTPRoute `shop/web` to the Service `web`, attached to the Gateway `infra/edge`. */
export function httpRoute(spec: object = {}, backend: object = {}): unknown {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { namespace: 'shop', name: 'web' },
    spec: {
      parentRefs: [{ name: 'edge', namespace: 'infra' }],
      rules: [{ backendRefs: [{ name: 'web', port: 80, ...backend }] }],
      ...spec,
    },
  };
}
