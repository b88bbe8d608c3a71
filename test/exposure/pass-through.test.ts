import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALL_CONNECTIONS } from '../../src/sets/connection-set.ts';
import { difference, isSubset } from '../../src/sets/interval-set.ts';
import { networkPolicy, workload } from '../support/worlds.ts';
import {
  balancer,
  exposedWorld,
  gateway,
  httpRoute,
  indexOfAddress,
  ingress,
  NGINX,
  service,
  TO_WEB,
  through,
  WEB,
  whyOpen,
} from './exposed-world.ts';

const CLIENT = '8.8.8.8';
const FROM_ALL = {};
const FROM_CLIENTS = { from: [{ ipBlock: { cidr: '8.0.0.0/8' } }] };
const RANGE_OF_NODES = { from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] };
const PRIVATE = { from: [{ ipBlock: { cidr: '192.168.0.0/16' } }] };
const FROM_PODS = { from: [{ podSelector: {} }] };
const FROM_NGINX = {
  from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress-nginx' } } }],
};
const admits = (name: string, labels: object, ...rules: readonly object[]): unknown =>
  networkPolicy(name, { podSelector: { matchLabels: labels }, policyTypes: ['Ingress'], ingress: rules });
const web = (...rules: readonly object[]): unknown => admits('shop/web', { app: 'web' }, ...rules);
const RANGES = {
  assume: { dataplane: 'calico', nodeCIDRs: [0x0a000000n, 0x0b000000n], podCIDRs: [0x0c000000n, 0x0d000000n] },
} as const;

describe('through a Service that keeps the addresses of clients', () => {
  const local = service('shop/web', { type: 'LoadBalancer', externalTrafficPolicy: 'Local' });

  it.each([
    ['nothing', [], '8080/tcp'],
    ['a policy for everybody', [web(FROM_ALL)], '8080/tcp'],
    ['a policy for these clients', [web(FROM_CLIENTS)], '8080/tcp'],
    ['a policy for another port', [web({ ports: [{ port: 9 }] })], 'none'],
    ['a policy for pods', [web(FROM_PODS)], 'none'],
    ['a policy for nobody', [web()], 'none'],
  ])('past %s comes %s', (_, policies, expected) => {
    expect(through(exposedWorld([WEB, local, ...policies], RANGES), CLIENT, 'shop/web')).toBe(expected);
  });
});

describe('through a Service that may replace the address of clients by that of a node', () => {
  const cluster = service('shop/web', { type: 'NodePort' });

  it.each([
    ['nothing', [], '8080/tcp'],
    ['a policy for these clients', [web(FROM_CLIENTS)], '? 8080/tcp'],
    ['a policy for nodes', [web(RANGE_OF_NODES)], '? 8080/tcp'],
    ['a policy for both', [web(FROM_CLIENTS, RANGE_OF_NODES)], '8080/tcp'],
    ['a policy for pods', [web(FROM_PODS)], 'none'],
  ])('past %s comes %s', (_, policies, expected) => {
    expect(through(exposedWorld([WEB, cluster, ...policies], RANGES), CLIENT, 'shop/web')).toBe(expected);
  });

  it('the doubt is the address that policy sees', () => {
    expect(whyOpen(exposedWorld([WEB, cluster, web(RANGE_OF_NODES)], RANGES), CLIENT, 'shop/web')).toBe(
      "policy may see the address of a node or load balancer in place of the client's behind Service `shop/web` (NodePort)",
    );
  });

  it('a load balancer in front of the nodes may have any private address', () => {
    const assume = { ...RANGES.assume, nodeCIDRs: [0x0e000000n, 0x0f000000n] };
    expect(through(exposedWorld([WEB, cluster, web(RANGE_OF_NODES)], { assume }), CLIENT, 'shop/web')).toBe(
      '? 8080/tcp',
    );
  });

  it('a host port is like that', () => {
    const pod = workload('shop/web', { app: 'web' }, [{ containerPort: 8080, hostPort: 80 }]);
    expect(through(exposedWorld([pod, web(RANGE_OF_NODES)], RANGES), CLIENT, 'shop/web')).toBe('? 8080/tcp');
  });
});

describe('through a load balancer with source ranges', () => {
  const ranged = service('shop/web', {
    type: 'LoadBalancer',
    externalTrafficPolicy: 'Local',
    loadBalancerSourceRanges: ['8.0.0.0/8'],
  });

  it('who is in them comes, and who is not only may: a node lets it in on its port', () => {
    const cuts = [[0x08000000n, 0x09000000n]];
    const world = exposedWorld([WEB, ranged], { cuts });
    expect(through(world, CLIENT, 'shop/web')).toBe('8080/tcp');
    expect(through(world, '9.9.9.9', 'shop/web')).toBe('? 8080/tcp');
    expect(whyOpen(world, '9.9.9.9', 'shop/web')).toContain('`loadBalancerSourceRanges`');
  });

  it('who is not in them stays out where policy refuses the address', () => {
    expect(through(exposedWorld([WEB, ranged, web(FROM_CLIENTS)]), '9.9.9.9', 'shop/web')).toBe('none');
  });
});

describe('through a controller in the manifests', () => {
  const OF_CLASS = ingress(TO_WEB, { ingressClassName: 'nginx' });
  const route = [WEB, NGINX, balancer('ingress-nginx/controller'), service('shop/web'), OF_CLASS];
  const nginxPolicy = (direction: 'ingress' | 'egress', ...rules: readonly object[]): unknown =>
    networkPolicy('ingress-nginx/controller', {
      podSelector: {},
      policyTypes: [direction === 'ingress' ? 'Ingress' : 'Egress'],
      [direction]: rules,
    });

  it.each([
    ['nothing', [], '8080/tcp'],
    ['a policy for the controller', [web(FROM_NGINX)], '8080/tcp'],
    ['a policy for clients, who are not seen here', [web(FROM_CLIENTS)], 'none'],
    ['a policy that lets nobody into the controller', [nginxPolicy('ingress')], 'none'],
    ['a policy that lets pods into the controller', [nginxPolicy('ingress', FROM_PODS)], 'none'],
    ['a policy that lets everybody into the controller', [nginxPolicy('ingress', FROM_ALL)], '8080/tcp'],
    [
      'a policy for a port that the controller does not serve',
      [nginxPolicy('ingress', { ports: [{ port: 10254 }] })],
      '? 8080/tcp',
    ],
    ['a policy that lets nodes into the controller', [nginxPolicy('ingress', RANGE_OF_NODES)], '? 8080/tcp'],
    ['a policy that lets a private range into the controller', [nginxPolicy('ingress', PRIVATE)], '? 8080/tcp'],
    ['a policy that lets the controller send nothing', [nginxPolicy('egress')], 'none'],
  ])('past %s comes %s', (_, policies, expected) => {
    expect(through(exposedWorld([...route, ...policies], RANGES), CLIENT, 'shop/web')).toBe(expected);
  });

  it('in the network of its node the first leg stands open', () => {
    const labels = { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' };
    const host = workload('ingress-nginx/controller', labels, [], { hostNetwork: true });
    const world = exposedWorld([WEB, host, service('shop/web'), OF_CLASS, nginxPolicy('ingress')]);
    expect(through(world, CLIENT, 'shop/web')).toBe('8080/tcp');
  });

  it('of two, what both let through is sure and what one does is not', () => {
    const labels = { 'app.kubernetes.io/name': 'nginx-ingress' };
    const other = [workload('edge/nginx', labels), balancer('edge/nginx', labels)];
    expect(through(exposedWorld([...route, ...other]), CLIENT, 'shop/web')).toBe('8080/tcp');
    expect(through(exposedWorld([...route, ...other, web(FROM_NGINX)]), CLIENT, 'shop/web')).toBe('? 8080/tcp');
  });

  it('that is not asked about nothing is told', () => {
    const world = exposedWorld(route);
    const { exposure, indexOf } = world;
    const [controller, to] = [indexOf('ingress-nginx/controller'), indexOf('shop/web')];
    const from = indexOfAddress(world, CLIENT);
    expect(exposure.passages(from, to)).toHaveLength(1);
    expect(exposure.passages(from, to, (index) => index === controller)).toEqual([]);
  });
});

describe('to a controller', () => {
  const OF_CLASS = ingress(TO_WEB, { ingressClassName: 'nginx' });
  const route = [WEB, NGINX, service('shop/web'), OF_CLASS];
  const closed = (...rules: readonly object[]): unknown =>
    networkPolicy('ingress-nginx/controller', { podSelector: {}, policyTypes: ['Ingress'], ingress: rules });

  it('that nothing exposes, nothing comes for sure, unless the suite vouches for it', () => {
    const world = exposedWorld([...route, service('ingress-nginx/controller')]);
    expect(through(world, CLIENT, 'shop/web')).toBe('? 8080/tcp');
    expect(whyOpen(world, CLIENT, 'shop/web')).toBe(
      '`ingress-nginx/controller` fronts it, and nothing in the manifests exposes `ingress-nginx/controller` itself',
    );
    const stated = ['ingress-nginx/controller'];
    expect(through(exposedWorld(route, { stated }), CLIENT, 'shop/web')).toBe('8080/tcp');
  });

  it('comes what a pod behind a load balancer may hand on', () => {
    const labels = { app: 'lb' };
    const inFront = [workload('ingress-nginx/lb', labels), balancer('ingress-nginx/lb', labels)];
    const admitting = networkPolicy('ingress-nginx/controller', {
      podSelector: { matchLabels: { 'app.kubernetes.io/name': 'ingress-nginx' } },
      policyTypes: ['Ingress'],
      ingress: [FROM_PODS],
    });
    const behind = exposedWorld([...route, ...inFront, admitting]);
    expect(through(behind, CLIENT, 'shop/web')).toBe('? 8080/tcp');
    expect(whyOpen(behind, CLIENT, 'shop/web')).toBe(
      '`ingress-nginx/lb`, to which traffic from outside may get, may hand it on to `ingress-nginx/controller`',
    );
  });

  it('that another pod may hand traffic on to, which a front gets it from that is looked at later, something may come', () => {
    const toRelay = { service: { name: 'relay', port: { name: 'http' } } };
    const fromRelay = { from: [{ namespaceSelector: {}, podSelector: { matchLabels: { app: 'relay' } } }] };
    const world = exposedWorld([
      WEB,
      NGINX,
      kong,
      workload('shop/relay', { app: 'relay' }, [{ name: 'http', containerPort: 8080 }]),
      service('shop/web'),
      service('shop/relay'),
      ingress(TO_WEB, { ingressClassName: 'nginx' }),
      ingress(toRelay, { ingressClassName: 'kong' }, 'shop/relay'),
      balancer('edge/kong', KONG),
      networkPolicy('ingress-nginx/in', { podSelector: {}, policyTypes: ['Ingress'], ingress: [fromRelay] }),
    ]);
    expect(through(world, CLIENT, 'shop/web')).toBe('? 8080/tcp');
    expect(whyOpen(world, CLIENT, 'shop/web')).toBe(
      '`shop/relay`, to which traffic from outside may get, may hand it on to `ingress-nginx/controller`',
    );
  });

  const KONG = { 'app.kubernetes.io/name': 'kong' };
  const kong = workload('edge/kong', KONG, [{ containerPort: 80 }]);
  const toKong = { service: { name: 'kong', port: { number: 80 } } };
  const chain = [
    WEB,
    NGINX,
    kong,
    service('shop/web'),
    service('edge/kong', { selector: KONG, ports: [{ port: 80 }] }),
    ingress(toKong, { ingressClassName: 'nginx' }, 'edge/kong'),
    ingress(TO_WEB, { ingressClassName: 'kong' }),
    admits('edge/kong', KONG, FROM_NGINX),
    web({ from: [{ namespaceSelector: {}, podSelector: { matchLabels: KONG } }] }),
  ];

  it('comes what another one in front of it hands on', () => {
    const led = [...chain, balancer('ingress-nginx/controller')];
    expect(through(exposedWorld(led), CLIENT, 'shop/web')).toBe('8080/tcp');
    expect(through(exposedWorld([...led, closed()]), CLIENT, 'shop/web')).toBe('none');
  });

  it('comes nothing where two front each other and nothing leads to either', () => {
    const back = { service: { name: 'nginx', port: { number: 80 } } };
    const round = [
      service('ingress-nginx/nginx', {
        selector: { 'app.kubernetes.io/name': 'ingress-nginx' },
        ports: [{ port: 80 }],
      }),
      ingress(back, { ingressClassName: 'kong' }, 'ingress-nginx/nginx'),
      closed({ from: [{ namespaceSelector: {}, podSelector: { matchLabels: KONG } }] }),
    ];
    expect(through(exposedWorld([...chain, ...round]), CLIENT, 'shop/web')).toBe('none');
  });
});

describe('through whatever fronts the cluster, if nobody says', () => {
  const route = [WEB, service('shop/web'), ingress(TO_WEB)];

  it.each([
    ['nothing', [], '8080/tcp'],
    ['a policy for everybody', [web(FROM_ALL)], '8080/tcp'],
    ['a policy for everybody on that port', [web({ ports: [{ port: 'http' }] })], '8080/tcp'],
    ['a policy for everybody on another port', [web({ ports: [{ port: 9 }] })], 'none'],
    ['a policy for some pods', [web({ from: [{ podSelector: { matchLabels: { role: 'x' } } }] })], '? 8080/tcp'],
    ['a policy for clients', [web(FROM_CLIENTS)], '? 8080/tcp'],
    ['a policy for nobody', [web()], 'none'],
  ])('past %s comes %s', (_, policies, expected) => {
    expect(through(exposedWorld([...route, ...policies]), CLIENT, 'shop/web')).toBe(expected);
  });

  it('the doubt tells what to state', () => {
    expect(whyOpen(exposedWorld([...route, web(FROM_PODS)]), CLIENT, 'shop/web')).toBe(
      'the manifests do not show which pods front Ingress `shop/web`, and policy does not treat everybody alike',
    );
  });

  it('load balancers that send to pods themselves count, too', () => {
    const balancers = web({ from: [{ ipBlock: { cidr: '35.191.0.0/16' } }] });
    const world = exposedWorld([...route, balancers], RANGES);
    expect(through(world, CLIENT, 'shop/web')).toBe('? 8080/tcp');
  });

  it('a rule whose selector no pod can satisfy lets nobody through', () => {
    const others = {
      podSelector: {
        matchExpressions: [
          { key: 'role', operator: 'In', values: ['x'] },
          { key: 'role', operator: 'NotIn', values: ['x'] },
        ],
      },
    };
    expect(through(exposedWorld([...route, web({ from: [others] })]), CLIENT, 'shop/web')).toBe('none');
  });

  it('a policy of the whole cluster may keep it from sending', () => {
    const everywhere = {
      apiVersion: 'policy.networking.k8s.io/v1alpha1',
      kind: 'AdminNetworkPolicy',
      metadata: { name: 'egress' },
      spec: {
        priority: 1,
        subject: { namespaces: {} },
        egress: [{ action: 'Deny', to: [{ namespaces: {} }] }],
      },
    };
    expect(through(exposedWorld([...route, everywhere]), CLIENT, 'shop/web')).toBe('? 8080/tcp');
  });
});

it('a route that is not honoured lets nothing through', () => {
  const none = gateway({ allowedRoutes: { namespaces: { from: 'None' } } });
  expect(through(exposedWorld([WEB, service('shop/web'), none, httpRoute()]), CLIENT, 'shop/web')).toBe('none');
});

it('nothing comes through doors from addresses of the cluster itself', () => {
  const assume = { podCIDRs: [0x0a000000n, 0x0b000000n] };
  const world = exposedWorld([WEB, service('shop/web', { type: 'NodePort' })], { assume });
  expect(through(world, '10.1.2.3', 'shop/web')).toBe('none');
  expect(through(world, CLIENT, 'shop/web')).toBe('8080/tcp');
});

describe('the bound for pods of which nothing is known', () => {
  const LABELS = [{}, { app: 'web' }, { role: 'x' }, { app: 'web', role: 'x' }];
  const selector = fc.constantFrom(...LABELS.map((matchLabels) => ({ matchLabels })));
  const peer = fc.oneof(
    fc.record({ podSelector: selector }),
    fc.record({ namespaceSelector: fc.constantFrom({}, { matchLabels: { 'kubernetes.io/metadata.name': 'edge' } }) }),
    fc.constant({ ipBlock: { cidr: '0.0.0.0/0' } }),
  );
  const rule = fc.record(
    {
      from: fc.array(peer, { maxLength: 2 }),
      ports: fc.array(fc.constantFrom({ port: 8080 }, { port: 'http' }, {}), { maxLength: 1 }),
    },
    { requiredKeys: [] },
  );
  const policy = fc.record({
    podSelector: selector,
    policyTypes: fc.constant(['Ingress']),
    ingress: fc.array(rule, { maxLength: 2 }),
  });

  it('is never narrower than the verdict on any pod that could be created', () => {
    fc.assert(
      fc.property(fc.array(policy, { maxLength: 2 }), (policies) => {
        // Somebody with each of the labels, at home and elsewhere, and none of them known to the bound.
        const strangers = ['shop', 'edge'].flatMap((home) =>
          LABELS.map((labels, i) => workload(`${home}/s${i}`, labels)),
        );
        const objects = policies.map((spec, index) => networkPolicy(`shop/p${index}`, spec));
        const all = exposedWorld([WEB, service('shop/web'), ingress(TO_WEB), ...strangers, ...objects]);
        const to = all.indexOf('shop/web');
        const [passage] = all.exposure.passages(all.cluster.endpoints.length - 1, to);
        for (const [index, { kind }] of all.cluster.endpoints.entries()) {
          if (kind !== 'pod') continue;
          const { allowed, denied } = all.engine.verdict(index, to);
          const may = difference(all.exposure.doorsTo(to)[0]?.traffic.max ?? [], denied);
          expect(isSubset(may, passage?.may ?? [])).toBe(true);
          expect(isSubset(passage?.sure ?? [], allowed)).toBe(true);
        }
        expect(isSubset(passage?.may ?? [], ALL_CONNECTIONS)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
