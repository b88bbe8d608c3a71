import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cluster } from '../../src/cluster/cluster.ts';
import type { PodEndpoint } from '../../src/cluster/endpoint.ts';
import { labelsOfPod, selects } from '../../src/cluster/matches.ts';
import { podsBehind, podsWithin } from '../../src/exposure/backend-pods.ts';
import { findControllers, podsOfGateway } from '../../src/exposure/find-controllers.ts';
import { type IndexedResources, indexDoors } from '../../src/exposure/index-doors.ts';
import { selectorOf } from '../../src/exposure/selector-of.ts';
import type { Resources, Service } from '../../src/resources/resources.ts';
import type { Gateway } from '../../src/resources/route.ts';
import { workload, worldOf } from '../support/worlds.ts';

/** Names that hold a slash are refused by the API server, but are in manifests all the same. */
const NAMES = ['a', 'b', 'a/b', 'b/a', '', 'Ingress'];
const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';
const APP_NAME = 'app.kubernetes.io/name';

type Name = Pick<Service, 'namespace' | 'name'>;

const EVERY_NAME: readonly Name[] = NAMES.flatMap((namespace) => NAMES.map((name) => ({ namespace, name })));

const named = fc.record({ namespace: fc.constantFrom(...NAMES), name: fc.constantFrom(...NAMES) });
const anyResources = fc
  .record({
    services: fc.array(named, { maxLength: 12 }),
    gateways: fc.array(named, { maxLength: 12 }),
    referenceGrants: fc.array(named, { maxLength: 12 }),
    frontClasses: fc.array(
      fc.record({
        kind: fc.constantFrom('IngressClass', 'GatewayClass'),
        name: fc.constantFrom('nginx', 'traefik', 'other'),
        controller: fc.constantFrom('k8s.io/ingress-nginx', 'traefik.io/ingress-controller', undefined),
      }),
      { maxLength: 3 },
    ),
  })
  .map((some) => some as unknown as IndexedResources);

const anyLabels = fc
  .record(
    {
      app: fc.constantFrom('ingress-nginx', 'traefik', 'web'),
      [APP_NAME]: fc.constantFrom('ingress-nginx', 'nginx-ingress', 'nginx-gateway', 'traefik', 'kong'),
      'app.kubernetes.io/component': fc.constantFrom('controller', 'envoy'),
      [GATEWAY_NAME]: fc.constantFrom('edge', 'other'),
    },
    { requiredKeys: [] },
  )
  .map((labels) => labels as Readonly<Record<string, string>>);

const anyPod = fc.record({
  namespace: fc.constantFrom('a', 'b', 'c'),
  labels: anyLabels,
  hidden: fc.subarray(['app', APP_NAME, GATEWAY_NAME], { maxLength: 1 }),
});

/** Pods among other endpoints, some with labels of which only the key is known. */
const anyCluster: fc.Arbitrary<Cluster> = fc.array(anyPod, { maxLength: 10 }).map((pods) => {
  const objects = pods.map(({ namespace, labels }, index) => workload(`${namespace}/pod-${index}`, labels));
  const { cluster } = worldOf(objects);
  let next = 0;
  const endpoints = cluster.endpoints.map((endpoint) => {
    const hidden = endpoint.kind === 'pod' ? pods[next++]?.hidden : undefined;
    return endpoint.kind === 'pod' && hidden !== undefined
      ? { ...endpoint, runtimeLabelKeys: new Set([...endpoint.runtimeLabelKeys, ...hidden]) }
      : endpoint;
  });
  return { ...cluster, endpoints };
});

function scan({ endpoints }: Cluster, test: (pod: PodEndpoint) => boolean): readonly number[] {
  return endpoints.flatMap((endpoint, index) => (endpoint.kind === 'pod' && test(endpoint) ? [index] : []));
}

const EMPTY: IndexedResources = { services: [], gateways: [], referenceGrants: [], frontClasses: [] };

describe('the index of what doors are made of', () => {
  it('finds objects by their names, as looking at each would', () => {
    const { cluster } = worldOf([]);
    let found = 0;
    fc.assert(
      fc.property(anyResources, (resources) => {
        const index = indexDoors(resources, cluster);
        for (const { namespace, name } of EVERY_NAME) {
          const is = (one: Name): boolean => one.namespace === namespace && one.name === name;
          found += index.services(namespace, name).length;
          expect(index.services(namespace, name)).toEqual(resources.services.filter(is));
          expect(index.servicesCalled(name)).toEqual(resources.services.filter((one) => one.name === name));
          expect(index.gateways(namespace, name)).toEqual(resources.gateways.filter(is));
          expect(index.grantsIn(namespace)).toEqual(
            resources.referenceGrants.filter((one) => one.namespace === namespace),
          );
        }
      }),
    );
    expect(found).toBeGreaterThan(200);
  });

  it('knows the namespaces that an object, a Service or a pod tells of', () => {
    const { cluster } = worldOf([
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'empty' } },
      workload('shop/web', {}),
    ]);
    const services = [{ namespace: 'served', name: 'x' }] as unknown as Resources['services'];
    const { isNamespace } = indexDoors({ ...EMPTY, services }, cluster);
    expect(['empty', 'shop', 'served', 'x', 'web', 'nowhere'].filter(isNamespace)).toEqual(['empty', 'shop', 'served']);
  });

  it('tells the fronts of every class apart, however often it is asked', () => {
    let found = 0;
    const classes = ['nginx', 'traefik', 'other', '', 'undefined', undefined];
    fc.assert(
      fc.property(anyResources, anyCluster, (resources, cluster) => {
        const { controllers } = indexDoors(resources, cluster);
        for (const className of [...classes, ...classes]) {
          for (const api of ['Ingress', 'Gateway', 'Route'] as const) {
            const fronts = findControllers(cluster, api, className, resources.frontClasses);
            expect(controllers(api, className)).toEqual(fronts);
            found += fronts.pods.length;
          }
        }
      }),
    );
    expect(found).toBeGreaterThan(100);
  });
});

describe('pods of doors', () => {
  it('are, for the controllers of a class, those that surely wear their labels, in the order of endpoints', () => {
    let found = 0;
    fc.assert(
      fc.property(anyCluster, (cluster) => {
        const isNginx = ({ labels }: PodEndpoint): boolean =>
          labels.get('app') === 'ingress-nginx' ||
          labels.get('app') === 'nginx-ingress' ||
          labels.get(APP_NAME) === 'nginx-ingress' ||
          (labels.get(APP_NAME) === 'ingress-nginx' && labels.get('app.kubernetes.io/component') === 'controller');
        const { pods } = findControllers(cluster, 'Ingress', 'nginx', []);
        found += pods.length;
        expect(pods).toEqual(scan(cluster, isNginx));
      }),
    );
    expect(found).toBeGreaterThan(50);
  });

  it('are, for a Gateway, those of its namespace that surely wear its name', () => {
    let found = 0;
    fc.assert(
      fc.property(anyCluster, fc.constantFrom('a', 'b'), (cluster, namespace) => {
        const pods = podsOfGateway(cluster, { namespace, name: 'edge' } as Gateway);
        found += pods.length;
        expect(pods).toEqual(
          scan(cluster, (pod) => pod.namespace.name === namespace && pod.labels.get(GATEWAY_NAME) === 'edge'),
        );
      }),
      { numRuns: 300 },
    );
    expect(found).toBeGreaterThan(20);
  });

  it('are, for a Service, those of its namespace that it selects or may select, and these with a doubt', () => {
    let found = 0;
    fc.assert(
      fc.property(anyCluster, fc.constantFrom('a', 'b'), anyLabels, (cluster, namespace, labels) => {
        const selector = new Map(Object.entries(labels).slice(0, 1));
        const service = { namespace, name: 'x', selector } as unknown as Service;
        const ports = [{ name: undefined, protocol: 'TCP', port: 80, targetPort: 80 }] as never;
        const truthOf = (index: number): unknown => {
          const pod = cluster.endpoints[index] as PodEndpoint;
          return selects(selectorOf(selector), labelsOfPod(pod));
        };
        const behind = podsBehind(service, ports, cluster, 'addresses');
        found += behind.length;
        expect(behind.map(({ to }) => to)).toEqual(
          scan(cluster, (pod) => pod.namespace.name === namespace).filter((index) => truthOf(index) !== false),
        );
        for (const { to, traffic } of behind) expect(traffic.doubt ?? true).toEqual(truthOf(to));
      }),
      { numRuns: 300 },
    );
    expect(found).toBeGreaterThan(50);
  });

  it('are, where it is not known which, all of a namespace or of the cluster', () => {
    fc.assert(
      fc.property(anyCluster, fc.constantFrom('a', 'b', 'empty', undefined), (cluster, namespace) => {
        const doubt = { why: 'why', settle: 'how' } as never;
        expect(podsWithin(cluster, namespace, doubt).map(({ to }) => to)).toEqual(
          scan(cluster, (pod) => namespace === undefined || pod.namespace.name === namespace),
        );
      }),
    );
  });
});
