import { describe, expect, it } from 'vitest';
import { workload } from '../support/worlds.ts';
import { doorsIn, exposedWorld, gateway, httpRoute, ingress, NGINX, service, TO_WEB, WEB } from './exposed-world.ts';

const doors = (...objects: readonly unknown[]): readonly string[] => doorsIn(exposedWorld([WEB, ...objects]));

describe('a Service', () => {
  it.each([
    [{ type: 'NodePort' }, 'Service `shop/web` (NodePort) → shop/Deployment:web 8080/tcp'],
    [{ type: 'LoadBalancer' }, 'Service `shop/web` (LoadBalancer) → shop/Deployment:web 8080/tcp'],
    [{ externalIPs: ['192.0.2.1'] }, 'Service `shop/web` (externalIPs) → shop/Deployment:web 8080/tcp'],
  ])('with %j is a door to the ports of its pods', (spec, door) => {
    expect(doors(service('shop/web', spec))).toEqual([door]);
  });

  it.each([{}, { clusterIP: 'None' }, { clusterIP: 'None', externalIPs: ['192.0.2.1'] }, { type: 'ExternalName' }])(
    'with %j is none',
    (spec) => {
      expect(doors(service('shop/web', spec))).toEqual([]);
    },
  );

  it('leads only to pods that it selects, in its own namespace', () => {
    const others = [workload('shop/api', { app: 'api' }), workload('blog/web', { app: 'web' })];
    expect(doors(...others, service('shop/web', { type: 'NodePort' }))).toHaveLength(1);
  });

  it('whose target port has a name that no container declares leads nowhere', () => {
    expect(doors(service('shop/web', { type: 'NodePort', ports: [{ port: 80, targetPort: 'admin' }] }))).toEqual([]);
  });

  it('without a selector may lead to any pod', () => {
    const { selector: _, ...spec } = { selector: {}, type: 'LoadBalancer' };
    const bare = { apiVersion: 'v1', kind: 'Service', metadata: { namespace: 'shop', name: 'x' }, spec };
    expect(doors(bare)).toEqual([
      'Service `shop/x` (LoadBalancer) → shop/Deployment:web ? all: Service `shop/x` has no selector, so that its endpoints are made by hand and may be any pod',
    ]);
  });

  it('with a target port by name leads to a pod of unknown ports on any of them, perhaps', () => {
    const assume = { workloads: [{ name: 'w', namespace: 'shop', labels: new Map([['app', 'web']]) }] };
    const world = exposedWorld([service('shop/web', { type: 'NodePort' })], { assume });
    expect(doorsIn(world)).toEqual([
      'Service `shop/web` (NodePort) → shop/Pod:w ? */tcp: it is not known which number port `http` has on `shop/w`',
    ]);
  });

  it('marked as internal is no sure door', () => {
    const annotated = {
      ...(service('shop/web', { type: 'LoadBalancer' }) as object),
      metadata: { namespace: 'shop', name: 'web', annotations: { 'networking.gke.io/load-balancer-type': 'Internal' } },
    };
    expect(doors(annotated)).toEqual([
      'Service `shop/web` (LoadBalancer) → shop/Deployment:web ? 8080/tcp: annotations of Service `shop/web` ask for a load balancer of private networks',
    ]);
  });
});

describe('a pod', () => {
  it('with a host port is a door of its own', () => {
    const pod = workload('shop/dns', { app: 'dns' }, [{ containerPort: 53, hostPort: 5353, protocol: 'UDP' }]);
    expect(doorsIn(exposedWorld([pod]))).toEqual([
      'host port 5353 of Deployment `shop/dns` → shop/Deployment:dns 53/udp',
    ]);
  });

  it.each(['127.0.0.1', '127.1.2.3', '::1'])('with a host port of the loopback %s is none', (hostIP) => {
    const port = { containerPort: 53, hostPort: 5353, protocol: 'UDP', hostIP };
    expect(doorsIn(exposedWorld([workload('shop/dns', { app: 'dns' }, [port])]))).toEqual([]);
  });

  it('in the network of its node is reached like the node', () => {
    const pod = workload('shop/agent', { app: 'agent' }, [], { hostNetwork: true });
    expect(doorsIn(exposedWorld([pod]))).toEqual(['the node of Deployment `shop/agent` → shop/Deployment:agent all']);
  });
});

describe('an Ingress', () => {
  it.each([
    [{ name: 'http' }, '8080/tcp'],
    [{ number: 80 }, '8080/tcp'],
    [{ number: 8080 }, '? 8080/tcp: Service `shop/web` has no port `8080`'],
  ])('with the port %j leads to the port of the pods: %s', (port, ports) => {
    expect(doors(service('shop/web'), ingress({ service: { name: 'web', port } }))).toEqual([
      `Ingress \`shop/web\` → shop/Deployment:web ${ports}`,
    ]);
  });

  it('sees the target ports of a headless Service', () => {
    expect(doors(service('shop/web', { clusterIP: 'None' }), ingress(TO_WEB))).toEqual([
      'Ingress `shop/web` → shop/Deployment:web 8080/tcp',
    ]);
  });

  const target = 'http://auth.blog.svc.cluster.local$request_uri';
  it.each([
    ['mirror-target', target, 'blog/Deployment:auth ? 8080/tcp'],
    ['auth-url', 'http://auth/check', 'shop/Deployment:web ? all'],
    ['auth-url', 'http://$host/check', 'shop/Deployment:web ? all'],
    ['auth-url', 'https://auth.example.com/check', undefined],
    ['server-snippet', 'location /x { proxy_pass http://web; }', 'shop/Deployment:web ? all'],
    ['configuration-snippet', 'more_set_headers "A: b";', undefined],
  ])('may lead elsewhere by the annotation `%s`: %s', (short, value, expected) => {
    const key = `nginx.ingress.kubernetes.io/${short}`;
    const annotated = {
      ...(ingress({ service: { name: 'none', port: { number: 80 } } }) as object),
      metadata: { namespace: 'shop', name: 'web', annotations: { [key]: value } },
    };
    const auth = workload('blog/auth', { app: 'auth' }, [{ name: 'http', containerPort: 8080 }]);
    const none = service('shop/none', { selector: { app: 'none' } });
    const [first] = doors(none, annotated, auth, service('blog/auth'));
    const why = `only some controllers heed the annotation \`${key}\``;
    expect(first).toBe(expected && `Ingress \`shop/web\` → ${expected}: ${why}`);
  });

  it('whose Service is not in the manifests may lead to any pod of the namespace', () => {
    expect(doors(ingress(TO_WEB), workload('blog/web', { app: 'web' }))).toEqual([
      'Ingress `shop/web` → shop/Deployment:web ? all: Service `shop/web` is not in the manifests, so that any pod of `shop` may be behind it',
    ]);
  });

  it('whose backend is no Service may lead to any pod of the namespace', () => {
    expect(doors(ingress({ resource: { apiGroup: 'x', kind: 'Bucket', name: 'y' } }))).toEqual([
      'Ingress `shop/web` → shop/Deployment:web ? all: its backend is a `resource` and no Service',
    ]);
  });

  it('follows an external name into the cluster, and no further', () => {
    const alias = (externalName: string) => service('shop/alias', { type: 'ExternalName', externalName });
    const toAlias = ingress({ service: { name: 'alias', port: { number: 80 } } });
    expect(doors(service('shop/web'), alias('web.shop.svc.cluster.local'), toAlias)).toEqual([
      'Ingress `shop/web` → shop/Deployment:web 8080/tcp',
    ]);
    expect(doors(alias('db.example.com'), toAlias)).toEqual([]);
    expect(doors(alias('example.com'), toAlias)).toEqual([]);
    expect(doors(service('shop/web'), alias('Web.Shop.Svc.cluster.local.'), toAlias)).toEqual([
      'Ingress `shop/web` → shop/Deployment:web 8080/tcp',
    ]);
  });

  it.each(['web.shop', 'Web.Shop.', 'web', 'web-0.web.shop.svc'])(
    'follows the short external name `%s`, which may be meant otherwise',
    (externalName) => {
      const alias = service('shop/alias', { type: 'ExternalName', externalName });
      const toAlias = ingress({ service: { name: 'alias', port: { number: 80 } } });
      expect(doors(service('shop/web'), alias, toAlias)).toEqual([
        `Ingress \`shop/web\` → shop/Deployment:web ? 8080/tcp: \`externalName: ${externalName}\` may be a name of another place`,
      ]);
      expect(doors(alias, toAlias)[0]).toContain('shop/Deployment:web ? all');
    },
  );

  it('does not follow names that go round in circles', () => {
    const round = service('shop/alias', { type: 'ExternalName', externalName: 'alias.shop.svc' });
    expect(doors(round, ingress({ service: { name: 'alias', port: { number: 80 } } }))).toEqual([]);
  });
});

describe('what fronts an Ingress', () => {
  const fronts = (spec: object, ...objects: readonly unknown[]): unknown => {
    const { exposure, cluster } = exposedWorld([WEB, service('shop/web'), ingress(TO_WEB, spec), ...objects]);
    const front = exposure.doors()[0]?.front;
    if (front?.kind !== 'controller') return front;
    return [...front.pods.map((index) => cluster.endpoints[index]?.id), ...(front.orUnknown ? ['?'] : [])];
  };
  const CONTROLLER = 'ingress-nginx/Deployment:controller';
  const ANY_NGINX = [CONTROLLER, '?'];
  const NAMED = { ingressClassName: 'nginx' };
  const ingressClass = (name: string, controller?: string): unknown => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IngressClass',
    metadata: { name, annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' } },
    spec: { ...(controller !== undefined && { controller }) },
  });
  const TRAEFIK = workload('edge/traefik', { 'app.kubernetes.io/name': 'traefik' });

  it.each([
    ['nothing that is shown', {}, [], ['?']],
    ['any, without a class', {}, [NGINX], ['ingress-nginx/Deployment:controller', '?']],
    ['either of two', {}, [NGINX, TRAEFIK], ['ingress-nginx/Deployment:controller', 'edge/Deployment:traefik', '?']],
    ['that of the default class, perhaps', {}, [NGINX, ingressClass('x', 'y')], ANY_NGINX],
    ['that whose class it is', NAMED, [NGINX, ingressClass('nginx', 'k8s.io/ingress-nginx')], [CONTROLLER]],
    [
      'nobody that is shown, if the class is of another',
      NAMED,
      [NGINX, ingressClass('nginx', 'acme.io/in')],
      ANY_NGINX,
    ],
    ['in doubt, if a class says nothing', NAMED, [NGINX, ingressClass('nginx')], ANY_NGINX],
    ['that of its class', { ingressClassName: 'traefik' }, [NGINX, TRAEFIK], ['edge/Deployment:traefik']],
    ['any, for a class of its own', { ingressClassName: 'own' }, [NGINX], ['ingress-nginx/Deployment:controller', '?']],
    ['nobody of another class', { ingressClassName: 'traefik' }, [NGINX], ['?']],
  ])('is %s', (_, spec, objects, expected) => {
    expect(fronts(spec, ...objects)).toEqual(expected);
  });

  it('is what the suite states, whatever else there is', () => {
    const world = exposedWorld([WEB, NGINX, TRAEFIK, service('shop/web'), ingress(TO_WEB)], {
      stated: ['edge/traefik'],
    });
    expect(world.exposure.doors()[0]?.front).toEqual({
      kind: 'controller',
      pods: [world.indexOf('edge/traefik')],
      orUnknown: false,
      isStated: true,
    });
  });
});

describe('what fronts a route of two parents', () => {
  const own = (name: string): unknown => workload(`infra/${name}`, { 'gateway.networking.k8s.io/gateway-name': name });
  const FABRIC = workload('infra/fabric', { 'app.kubernetes.io/name': 'nginx-gateway-fabric' });
  const GATEWAYS = [gateway({}, 'a', 'nginx'), gateway({}, 'b', 'example')];
  const b = { name: 'b', namespace: 'infra' };
  const gatewayClass = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'GatewayClass',
    metadata: { name: 'nginx' },
    spec: { controllerName: 'acme.io/gateway' },
  };

  it.each([
    ['the pods of both', b, [own('a'), own('b')], ['infra/Deployment:a', 'infra/Deployment:b']],
    ['the pods of one, or somebody unknown', b, [own('a')], ['infra/Deployment:a', '?']],
    ['the pods of a class, or somebody unknown', b, [FABRIC], ['infra/Deployment:fabric', '?']],
    ['perhaps that of a Gateway that is not shown', { name: 'c' }, [own('a')], ['infra/Deployment:a', '?']],
    ['perhaps that of a kind not read', { kind: 'ListenerSet', name: 'c' }, [own('a')], ['infra/Deployment:a', '?']],
    [
      'in doubt if the class is of another',
      { ...b, name: 'a' },
      [FABRIC, gatewayClass],
      ['infra/Deployment:fabric', '?'],
    ],
    ['only the one that lets it attach', { ...b, sectionName: 'no' }, [own('a')], ['infra/Deployment:a']],
  ])('is %s', (_, parent, objects, expected) => {
    const route = httpRoute({ parentRefs: [{ name: 'a', namespace: 'infra' }, parent] });
    const { exposure, cluster } = exposedWorld([WEB, service('shop/web'), ...GATEWAYS, route, ...objects]);
    const front = exposure.doors()[0]?.front;
    if (front?.kind !== 'controller') throw new Error('a proxy');
    const pods = front.pods.map((index) => cluster.endpoints[index]?.id);
    expect([...pods, ...(front.orUnknown ? ['?'] : [])]).toEqual(expected);
  });
});

describe('a route of the Gateway API', () => {
  const open = 'HTTPRoute `shop/web` → shop/Deployment:web 8080/tcp';
  const unattached = 'HTTPRoute `shop/web` → shop/Deployment:web shut: no listener of `infra/edge` lets it attach';
  const allowed = (namespaces: object): object => ({ allowedRoutes: { namespaces } });

  it.each([
    ['lets every namespace in', {}, {}, open],
    ['lets only its own namespace in', allowed({ from: 'Same' }), {}, unattached],
    ['lets nobody in', allowed({ from: 'None' }), {}, unattached],
    [
      'selects the namespace',
      allowed({ from: 'Selector', selector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } } }),
      {},
      open,
    ],
    [
      'selects another',
      allowed({ from: 'Selector', selector: { matchLabels: { 'kubernetes.io/metadata.name': 'blog' } } }),
      {},
      unattached,
    ],
    [
      'is for other kinds',
      { allowedRoutes: { namespaces: { from: 'All' }, kinds: [{ kind: 'GRPCRoute' }] } },
      {},
      unattached,
    ],
    ['has another protocol', { protocol: 'TCP' }, {}, unattached],
    ['has another name', {}, { parentRefs: [{ name: 'edge', namespace: 'infra', sectionName: 'https' }] }, unattached],
    ['has another port', {}, { parentRefs: [{ name: 'edge', namespace: 'infra', port: 443 }] }, unattached],
    ['has another host name', { hostname: 'shop.example.com' }, { hostnames: ['blog.example.com'] }, unattached],
    ['has a host name in common', { hostname: '*.example.com' }, { hostnames: ['shop.example.com'] }, open],
    ['has a longer host name', { hostname: '*.example.com' }, { hostnames: ['example.com'] }, unattached],
  ])('whose listener %s', (_, listener, spec, door) => {
    expect(doors(service('shop/web'), gateway(listener), httpRoute(spec))).toEqual([door]);
  });

  it.each([
    [[], 'shut: it names no Gateway under `parentRefs`'],
    [[{ kind: 'Service', group: '', name: 'web' }], 'shut: no listener of `shop/web` lets it attach'],
    [[{ kind: 'ListenerSet', name: 'x' }], '? 8080/tcp: ListenerSet `shop/x` is of a kind that is not read'],
    [[{ group: '', name: 'x' }], '? 8080/tcp: core Gateway `shop/x` is of a kind that is not read'],
    [[{ name: 'away' }], '? 8080/tcp: Gateway `shop/away`, to which the route attaches, is not in the manifests'],
  ])('with the parents %j', (parentRefs, rest) => {
    expect(doors(service('shop/web'), httpRoute({ parentRefs }))).toEqual([
      `HTTPRoute \`shop/web\` → shop/Deployment:web ${rest}`,
    ]);
  });

  it('may attach to default Gateways that nobody names', () => {
    const spec = { parentRefs: [], useDefaultGateways: 'All' };
    expect(doors(service('shop/web'), httpRoute(spec))).toEqual([
      'HTTPRoute `shop/web` → shop/Deployment:web ? 8080/tcp: `useDefaultGateways` attaches it to whichever Gateways are defaults of the cluster',
    ]);
  });

  it.each([
    [{ externalAuth: { protocol: 'HTTP', backendRef: { name: 'web', port: 80 } } }, '8080/tcp'],
    [
      { extensionRef: { group: 'x', kind: 'Y', name: 'z' } },
      '? all: its filter `ExtensionRef` may send traffic elsewhere',
    ],
  ])('sends traffic by its filter %j', (filter, rest) => {
    const rules = [{ filters: [filter] }];
    expect(doors(service('shop/web'), gateway(), httpRoute({ rules }))).toEqual([
      `HTTPRoute \`shop/web\` → shop/Deployment:web ${rest}`,
    ]);
  });

  it('is asked of a namespace whose labels are not known', () => {
    const listener = allowed({ from: 'Selector', selector: { matchLabels: { team: 'shop' } } });
    expect(doors(service('shop/web'), gateway(listener), httpRoute())[0]).toContain(
      '? 8080/tcp: it is not known which value label `team` has on namespace `shop`',
    );
  });

  const vault = workload('vault/vault', { app: 'vault' }, [{ name: 'http', containerPort: 8200 }]);
  const grant = (from: string, to: object = {}, kind = 'HTTPRoute'): unknown => ({
    apiVersion: 'gateway.networking.k8s.io/v1beta1',
    kind: 'ReferenceGrant',
    metadata: { namespace: 'vault', name: 'grant' },
    spec: {
      from: [{ group: 'gateway.networking.k8s.io', kind, namespace: from }],
      to: [{ group: '', kind: 'Service', ...to }],
    },
  });
  const refused = 'shut: no ReferenceGrant in namespace `vault` lets it name Services there';

  it.each([
    ['no grant', [], refused],
    ['a grant for its namespace', [grant('shop')], '8200/tcp'],
    ['a grant for the Service by name', [grant('shop', { name: 'vault' })], '8200/tcp'],
    ['a grant for another namespace', [grant('blog')], refused],
    ['a grant for another kind', [grant('shop', {}, 'GRPCRoute')], refused],
    ['a grant for another Service', [grant('shop', { name: 'keys' })], refused],
  ])('to a Service of another namespace, with %s', (_, grants, rest) => {
    const route = httpRoute({}, { name: 'vault', namespace: 'vault' });
    const world = exposedWorld([vault, service('vault/vault'), gateway(), route, ...grants]);
    expect(doorsIn(world)).toEqual([`HTTPRoute \`shop/web\` → vault/Deployment:vault ${rest}`]);
  });
});

describe('an OpenShift Route', () => {
  const route = (port?: number | string): unknown => ({
    apiVersion: 'route.openshift.io/v1',
    kind: 'Route',
    metadata: { namespace: 'shop', name: 'web' },
    spec: { to: { kind: 'Service', name: 'web' }, ...(port !== undefined && { port: { targetPort: port } }) },
  });
  const ports = [
    { name: 'web', port: 80, targetPort: 8080 },
    { name: 'admin', port: 81, targetPort: 9090 },
  ];

  it.each([
    [undefined, '8080/tcp 9090/tcp'],
    ['web', '8080/tcp'],
    [9090, '9090/tcp'],
    [80, '? 8080/tcp 9090/tcp: Service `shop/web` has no port `80`'],
  ])('with the target port %j names ports of endpoints: %s', (port, expected) => {
    expect(doors(service('shop/web', { ports }), route(port))).toEqual([
      `Route \`shop/web\` → shop/Deployment:web ${expected}`,
    ]);
  });
});

describe('an object whose way in is not followed', () => {
  const virtualService = (host: string): unknown => ({
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { namespace: 'edge', name: 'in' },
    spec: { gateways: ['edge'], http: [{ route: [{ destination: { host } }] }] },
  });

  const into = (pod: string): string =>
    `VirtualService \`edge/in\` → ${pod} ? all: VirtualService \`edge/in\` of \`networking.istio.io/v1\` may lead there, and objects of this kind are not followed`;

  it.each([
    ['web.shop.svc.cluster.local', [service('shop/web')]],
    ['admin.shop.svc.cluster.local', []],
  ])('may lead to any pod of the cluster, whether it names a Service (%s) or not', (host, services) => {
    expect(doors(...services, virtualService(host), workload('blog/db', { app: 'db' }))).toEqual([
      into('shop/Deployment:web'),
      into('blog/Deployment:db'),
    ]);
  });

  it('of a kind that does not leave its namespace may lead to any pod of that, unless it includes others', () => {
    const proxy = (spec: object): unknown => ({
      apiVersion: 'projectcontour.io/v1',
      kind: 'HTTPProxy',
      metadata: { namespace: 'shop', name: 'in' },
      spec,
    });
    const others = [workload('shop/api', { app: 'api' }), workload('blog/db', { app: 'db' }), service('shop/web')];
    expect(doors(...others, proxy({ routes: [{ services: [{ name: 'web' }] }] }))).toHaveLength(2);
    expect(doors(...others, proxy({ includes: [{ name: 'x', namespace: 'blog' }] }))).toHaveLength(3);
  });

  it.each([
    ['traefik.io/v1alpha1', 'TraefikService'],
    ['consul.hashicorp.com/v1alpha1', 'IngressGateway'],
    ['kuma.io/v1alpha1', 'MeshGatewayRoute'],
    ['networking.cfargotunnel.com/v1alpha1', 'TunnelBinding'],
  ])('may be a %s %s', (apiVersion, kind) => {
    expect(doors({ apiVersion, kind, metadata: { namespace: 'shop', name: 'in' }, spec: {} })).toHaveLength(1);
  });

  it('is a table of ports for ingress-nginx, whatever its name', () => {
    const table = (data: object): unknown => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { namespace: 'edge', name: 'tcp' },
      data,
    });
    expect(doors(table({ 5432: 'shop/web:80' }))).toHaveLength(1);
    expect(doors(table({ 5432: 'db', key: 'shop/web:80' }))).toEqual([]);
  });

  it('is a VirtualService that others delegate to, too', () => {
    const delegate = {
      ...(virtualService('admin') as object),
      spec: { http: [{ route: [{ destination: { host: 'admin' } }] }] },
    };
    expect(doors(delegate)).toHaveLength(1);
    expect(doors({ ...delegate, spec: { ...delegate.spec, hosts: ['admin'] } })).toEqual([]);
  });
});

it('names in manifests are data: a Service called `__proto__` and an Ingress of odd words make no trouble', () => {
  const odd = ingress({ service: { name: '__proto__', port: { name: 'constructor' } } });
  expect(doors(odd)).toHaveLength(1);
});
