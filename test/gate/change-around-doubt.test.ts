import { describe, expect, it } from 'vitest';
import { diff } from '../../src/gate/diff.ts';
import { check } from '../../src/gate/run-gate.ts';
import { memoryWorkspace } from '../support/memory-workspace.ts';

/** Objects as documents of one file; JSON is YAML. */
const text = (...objects: readonly object[]): string => objects.map((one) => JSON.stringify(one)).join('\n---\n');

type Labels = Readonly<Record<string, string>>;

interface PodParts {
  readonly labels?: Labels;
  readonly annotations?: Labels;
  readonly spec?: object;
}

const deployment = (name: string, { labels = {}, annotations = {}, spec = {} }: PodParts = {}): object => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'shop' },
  spec: {
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name, ...labels }, annotations },
      spec: { containers: [{ name: 'main', image: 'example.com/main:1', ports: [{ containerPort: 80 }] }], ...spec },
    },
  },
});

const namespace = (labels: Labels = {}, annotations: Labels = {}): object => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'shop', labels, annotations },
});

const named = (apiVersion: string, kind: string, name: string, rest: object): object => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'shop' },
  ...rest,
});

const wide = (apiVersion: string, kind: string, name: string, rest: object): object => ({
  apiVersion,
  kind,
  metadata: { name },
  ...rest,
});

const SHOP = namespace();
const [WEB, DB] = [deployment('web'), deployment('db')];

function changesOf(before: readonly object[], after: readonly object[]) {
  const side = (objects: readonly object[], name: string) => ({
    workspace: memoryWorkspace({ 'k8s.yaml': text(...objects) }),
    base: '',
    manifests: [],
    name,
  });
  const report = diff({ before: side(before, 'a'), after: side(after, 'b'), failOnNew: 'never', dataplane: 'cilium' });
  return report.change.worlds.flatMap(({ changes }) => changes);
}

/** The rows of a comparison, in short. */
function rows(before: readonly object[], after: readonly object[]): readonly string[] {
  return changesOf(before, after).map(({ kind, from, to, door }) => {
    const way = door === undefined ? '' : ` by ${door}`;
    return `${kind} ${from} > ${to}${way}`.replaceAll('shop/Deployment:', '');
  });
}

function causes(before: readonly object[], after: readonly object[]): readonly string[] {
  return changesOf(before, after).flatMap((change) => change.causes.map((cause) => cause.text));
}

function statusOf(before: readonly object[], after: readonly object[], sentence: string): string | undefined {
  const tree = (objects: readonly object[]) => memoryWorkspace({ 'k8s.yaml': text(...objects) });
  const report = check({
    workspace: tree(after),
    before: { kind: 'tree', workspace: tree(before), name: 'base' },
    base: '',
    manifests: ['k8s.yaml'],
    suites: [],
    sentences: [sentence],
    dataplane: 'cilium',
    failOn: 'error',
    today: '2026-01-01',
  });
  return report.claims[0]?.status;
}

const FOR_CLIENTS = { podSelector: { matchLabels: { role: 'client' } } };

const HOOK = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'db', namespace: 'shop', annotations: { 'helm.sh/hook': 'pre-install,pre-upgrade' } },
  spec: {
    podSelector: { matchLabels: { app: 'db' } },
    policyTypes: ['Ingress'],
    ingress: [{ from: [FOR_CLIENTS] }],
  },
};

const HASHED = {
  ...HOOK,
  spec: { ...HOOK.spec, ingress: [{ from: [{ podSelector: { matchLabels: { 'pod-template-hash': '5d9c7' } } }] }] },
};

const cilium = (peers: object): object =>
  named('cilium.io/v2', 'CiliumNetworkPolicy', 'db', {
    spec: { endpointSelector: { matchLabels: { app: 'db' } }, ingress: [peers] },
  });

const CILIUM = cilium({ fromEndpoints: [{ matchLabels: { role: 'client' } }] });

const ISTIO = named('security.istio.io/v1', 'AuthorizationPolicy', 'db', {
  spec: { rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/client'] } }] }] },
});

const calicoSet = (...nets: readonly string[]): object =>
  wide('projectcalico.org/v3', 'GlobalNetworkSet', 'partners', { metadata: { name: 'partners' }, spec: { nets } });

const CALICO = named('projectcalico.org/v3', 'NetworkPolicy', 'db', {
  spec: { ingress: [{ action: 'Allow', source: { selector: 'partner == "yes"' } }] },
});

const service = (selector: Labels): object =>
  named('v1', 'Service', 'web', { spec: { selector, ports: [{ port: 80 }] } });

describe('a pair about which nothing is known', () => {
  const client = { labels: { role: 'client' } };
  const cases: readonly (readonly [what: string, before: readonly object[], after: readonly object[]])[] = [
    [
      'a label that a policy made by a hook asks for',
      [SHOP, WEB, DB, HOOK],
      [SHOP, deployment('web', client), DB, HOOK],
    ],
    [
      'a label that a policy of another dialect asks for',
      [SHOP, WEB, DB, CILIUM],
      [SHOP, deployment('web', client), DB, CILIUM],
    ],
    [
      'the service account',
      [SHOP, WEB, DB, ISTIO],
      [SHOP, deployment('web', { spec: { serviceAccountName: 'client' } }), DB, ISTIO],
    ],
    [
      'labels of a service account',
      [SHOP, WEB, DB, CALICO, wide('v1', 'ServiceAccount', 'client', {})],
      [SHOP, WEB, DB, CALICO, wide('v1', 'ServiceAccount', 'client', { automountServiceAccountToken: false })],
    ],
    [
      'the hash of a template that a policy asks for',
      [SHOP, WEB, DB, HASHED],
      [SHOP, deployment('web', { spec: { terminationGracePeriodSeconds: 5 } }), DB, HASHED],
    ],
    ['labels of the namespace', [SHOP, WEB, DB, CILIUM], [namespace({ tier: 'front' }), WEB, DB, CILIUM]],
    [
      'a set of addresses of Calico',
      [SHOP, WEB, DB, CALICO, calicoSet('203.0.113.0/24')],
      [SHOP, WEB, DB, CALICO, calicoSet('0.0.0.0/0')],
    ],
    [
      'a group of ranges of Cilium',
      [
        SHOP,
        WEB,
        DB,
        CILIUM,
        wide('cilium.io/v2', 'CiliumCIDRGroup', 'partners', { spec: { externalCIDRs: ['203.0.113.0/24'] } }),
      ],
      [
        SHOP,
        WEB,
        DB,
        CILIUM,
        wide('cilium.io/v2', 'CiliumCIDRGroup', 'partners', { spec: { externalCIDRs: ['0.0.0.0/0'] } }),
      ],
    ],
    [
      'a Service to which a policy may admit',
      [SHOP, WEB, DB, CILIUM, service({ app: 'web' })],
      [SHOP, WEB, DB, CILIUM, service({ app: 'db' })],
    ],
    [
      'an annotation that takes a pod out of the mesh',
      [SHOP, WEB, DB, ISTIO],
      [SHOP, WEB, deployment('db', { annotations: { 'sidecar.istio.io/inject': 'false' } }), ISTIO],
    ],
    [
      'an annotation of the namespace for the mesh',
      [SHOP, WEB, DB, ISTIO],
      [namespace({}, { 'config.linkerd.io/default-inbound-policy': 'all-unauthenticated' }), WEB, DB, ISTIO],
    ],
    [
      'the second text of a policy that is defined twice',
      [SHOP, WEB, DB, CILIUM, cilium({ fromEntities: ['host'] })],
      [SHOP, WEB, DB, CILIUM, cilium({ fromEntities: ['all'] })],
    ],
  ];

  it.each(cases)('is not taken for unchanged where it depends on %s', (_, before, after) => {
    expect(rows(before, before)).toEqual([]);
    const found = rows(before, after);
    expect(found.some((row) => row.startsWith('unsure') && row.endsWith('> db'))).toBe(true);
    expect(found.filter((row) => !row.startsWith('unsure'))).toEqual([]);
    expect(statusOf(before, after, 'no new connections to shop/db')).toBe('undecided');
  });

  it('says what else is other than before', () => {
    const [, before, after] = cases.find(([what]) => what === 'a set of addresses of Calico') ?? ['', [], []];
    expect(causes(before, after)).toContain(
      'GlobalNetworkSet `partners` is not as before, and such a policy may depend on that',
    );
    expect(causes([SHOP, WEB, DB, CILIUM], [SHOP, deployment('web', client), DB, CILIUM])).toContain(
      'labels or the service account of `shop/web` are others than before, and such a policy may ask for them',
    );
  });

  it('is told with the pods that could be created too, if the label of a pod that exists is another', () => {
    const found = rows([SHOP, WEB, DB, CILIUM], [SHOP, deployment('web', client), DB, CILIUM]);
    expect(found).toContain('unsure web > db');
    expect(found.some((row) => /^unsure possible:\S+ > db$/.test(row))).toBe(false);
  });

  it('is unchanged where only an image, a ConfigMap, an alert or another namespace changes', () => {
    const around = (word: string): readonly object[] => [
      named('v1', 'ConfigMap', 'settings', { data: { word } }),
      named('monitoring.coreos.com/v1', 'PrometheusRule', 'web', { spec: { groups: [{ name: word }] } }),
      { ...namespace(), metadata: { name: 'elsewhere' } },
      named('apps/v1', 'Deployment', 'job', {
        metadata: { name: 'job', namespace: 'elsewhere' },
        spec: {
          selector: { matchLabels: { app: 'job' } },
          template: {
            metadata: { labels: { app: 'job' } },
            spec: { containers: [{ name: 'main', image: `example.com/job:${word}` }] },
          },
        },
      }),
    ];
    expect(rows([SHOP, WEB, DB, CILIUM, ...around('one')], [SHOP, WEB, DB, CILIUM, ...around('two')])).toEqual([]);
  });

  it('is unchanged where what is known of a pod without a doubt about it is another', () => {
    const policy = { ...HOOK, metadata: { name: 'db', namespace: 'shop' } };
    const relabelled = deployment('web', { labels: { release: '2' }, spec: { serviceAccountName: 'web' } });
    expect(rows([SHOP, WEB, DB, policy], [SHOP, relabelled, DB, policy])).toEqual([]);
  });
});

/** `web` takes traffic from whoever is in the namespace of the controllers alone. */
const GUARD = named('networking.k8s.io/v1', 'NetworkPolicy', 'web', {
  spec: {
    podSelector: { matchLabels: { app: 'web' } },
    policyTypes: ['Ingress'],
    ingress: [{ from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress' } } }] }],
  },
});

const ingress = (className?: string): object =>
  named('networking.k8s.io/v1', 'Ingress', 'web', {
    spec: {
      ...(className !== undefined && { ingressClassName: className }),
      defaultBackend: { service: { name: 'web', port: { number: 80 } } },
    },
  });

const ingressClass = (name: string, isDefault: boolean, rest: object = {}): object => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'IngressClass',
  metadata: { name, annotations: { 'ingressclass.kubernetes.io/is-default-class': String(isDefault) } },
  spec: { controller: 'ingress.k8s.aws/alb', ...rest },
});

const WORLD = [SHOP, WEB, GUARD, service({ app: 'web' })];

describe('a door about which not all is known', () => {
  const routed = named('traefik.io/v1alpha1', 'IngressRoute', 'web', {
    spec: {
      routes: [{ match: 'PathPrefix(`/`)', services: [{ name: 'web', port: 80 }], middlewares: [{ name: 'own' }] }],
    },
  });
  const allowList = (range: string): object =>
    named('traefik.io/v1alpha1', 'Middleware', 'own', { spec: { ipAllowList: { sourceRange: [range] } } });
  const albClass = ingressClass('alb', false, {
    parameters: { apiGroup: 'elbv2.k8s.aws', kind: 'IngressClassParams', name: 'alb' },
  });
  const albParams = (scheme: string): object =>
    wide('elbv2.k8s.aws/v1beta1', 'IngressClassParams', 'alb', { spec: { scheme } });
  const gatewayClass = (kind: string, group: string): object =>
    wide('gateway.networking.k8s.io/v1', 'GatewayClass', 'own', {
      spec: {
        controllerName: 'gateway.envoyproxy.io/gatewayclass-controller',
        parametersRef: { group, kind, name: 'own', namespace: 'shop' },
      },
    });
  const gateway = [
    named('gateway.networking.k8s.io/v1', 'Gateway', 'own', {
      spec: { gatewayClassName: 'own', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] },
    }),
    named('gateway.networking.k8s.io/v1', 'HTTPRoute', 'web', {
      spec: { parentRefs: [{ name: 'own' }], rules: [{ backendRefs: [{ name: 'web', port: 80 }] }] },
    }),
  ];
  const envoy = (type: string): object =>
    named('gateway.envoyproxy.io/v1alpha1', 'EnvoyProxy', 'own', {
      spec: { provider: { type: 'Kubernetes', kubernetes: { envoyService: { type } } } },
    });
  const settings = (type: string): object =>
    named('v1', 'ConfigMap', 'own', { data: { service: `spec: {type: ${type}}` } });

  const reader = deployment('reader', {
    spec: { containers: [{ name: 'main', image: 'a', envFrom: [{ configMapRef: { name: 'own' } }] }] },
  });
  const grouped = (name: string, annotations: Labels): object => ({
    ...ingress('alb'),
    metadata: {
      name,
      namespace: 'shop',
      annotations: { 'alb.ingress.kubernetes.io/group.name': 'all', ...annotations },
    },
    ...(name === 'other' && {
      spec: { ingressClassName: 'alb', defaultBackend: { service: { name: 'gone', port: { number: 80 } } } },
    }),
  });

  const cases: readonly (readonly [what: string, before: readonly object[], after: readonly object[]])[] = [
    ['a middleware', [routed, allowList('10.0.0.0/8')], [routed, allowList('0.0.0.0/0')]],
    [
      'the parameters of an IngressClass',
      [ingress('alb'), albClass, albParams('internal')],
      [ingress('alb'), albClass, albParams('internet-facing')],
    ],
    [
      'the parameters of a GatewayClass',
      [...gateway, gatewayClass('EnvoyProxy', 'gateway.envoyproxy.io'), envoy('ClusterIP')],
      [...gateway, gatewayClass('EnvoyProxy', 'gateway.envoyproxy.io'), envoy('LoadBalancer')],
    ],
    [
      'parameters in a ConfigMap',
      [...gateway, gatewayClass('ConfigMap', ''), settings('ClusterIP')],
      [...gateway, gatewayClass('ConfigMap', ''), settings('LoadBalancer')],
    ],
    [
      'parameters in a ConfigMap that a workload reads too',
      [...gateway, gatewayClass('ConfigMap', ''), settings('ClusterIP'), reader],
      [...gateway, gatewayClass('ConfigMap', ''), settings('LoadBalancer'), reader],
    ],
    [
      'another Ingress of its group',
      [grouped('web', {}), grouped('other', { 'alb.ingress.kubernetes.io/scheme': 'internal' })],
      [grouped('web', {}), grouped('other', { 'alb.ingress.kubernetes.io/scheme': 'internet-facing' })],
    ],
    [
      'which class is the default',
      [ingress(), ingressClass('internal', true), ingressClass('public', false)],
      [ingress(), ingressClass('internal', false), ingressClass('public', true)],
    ],
  ];

  it.each(cases)('is not taken for unchanged where it depends on %s', (_, before, after) => {
    const [was, is] = [
      [...WORLD, ...before],
      [...WORLD, ...after],
    ];
    expect(rows(was, was)).toEqual([]);
    const found = rows(was, is);
    expect(found.length).toBeGreaterThan(0);
    expect(found.every((row) => /^unsure .* > web by /.test(row))).toBe(true);
    expect(statusOf(was, is, 'no new connections to shop/web')).toBe('undecided');
  });

  it('says what is other than before', () => {
    const own = [...WORLD, routed];
    expect(causes([...own, allowList('10.0.0.0/8')], [...own, allowList('0.0.0.0/0')])).toContain(
      'whether the same comes through IngressRoute `shop/web` as before is not known: Middleware `shop/own` is not as before, and it may depend on that',
    );
  });

  it('is not taken for unchanged where it leads to pods by a Service that changes, or by labels that do', () => {
    const by = (selector: Labels, ...pods: readonly object[]): readonly object[] => [
      SHOP,
      ...pods,
      service(selector),
      routed,
    ];
    const toDb = (before: readonly object[], after: readonly object[]): readonly string[] =>
      rows(before, after).filter((row) => row.includes('> db by IngressRoute'));
    const closed = { ...GUARD, spec: { ...(GUARD as { readonly spec: object }).spec, podSelector: {} } };
    const was = [...by({ shown: 'yes' }, WEB, DB), closed];
    expect(toDb(was, [...by({ app: 'db' }, WEB, DB), closed])).not.toEqual([]);
    expect(
      toDb(was, [...by({ shown: 'yes' }, WEB, deployment('db', { labels: { shown: 'yes' } })), closed]),
    ).not.toEqual([]);
    expect(toDb(was, was)).toEqual([]);
  });

  it('is not taken for unchanged where nobody shows who comes to the controller, and what it lets through is other', () => {
    const controller = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'nginx', namespace: 'shop' },
      spec: {
        selector: { matchLabels: { app: 'ingress-nginx' } },
        template: {
          metadata: { labels: { app: 'ingress-nginx' } },
          spec: {
            containers: [{ name: 'main', image: 'nginx' }],
            volumes: [{ name: 'own', configMap: { name: 'nginx' } }],
          },
        },
      },
    };
    const ranges = 'nginx.ingress.kubernetes.io/whitelist-source-range';
    const world = (own: string, all: string): readonly object[] => [
      SHOP,
      WEB,
      controller,
      service({ app: 'web' }),
      { ...ingress('nginx'), metadata: { name: 'web', namespace: 'shop', annotations: { [ranges]: own } } },
      named('v1', 'ConfigMap', 'nginx', { data: { 'whitelist-source-range': all } }),
    ];
    const [narrow, wide] = ['10.0.0.0/8', '0.0.0.0/0'];
    expect(rows(world(narrow, narrow), world(narrow, narrow))).toEqual([]);
    for (const after of [world(wide, narrow), world(narrow, wide)]) {
      expect(rows(world(narrow, narrow), after).some((row) => row.includes('> web by Ingress'))).toBe(true);
    }
  });

  it('is unchanged where only settings of a workload, an image or another Service change', () => {
    const around = (word: string): readonly object[] => [
      named('v1', 'ConfigMap', 'settings', { data: { word } }),
      named('v1', 'Service', 'other', { spec: { selector: { app: word }, ports: [{ port: 80 }] } }),
      deployment('job', {
        spec: {
          containers: [
            { name: 'main', image: `example.com/job:${word}`, envFrom: [{ configMapRef: { name: 'settings' } }] },
          ],
        },
      }),
    ];
    const own = [...WORLD, ingress('own')];
    expect(rows([...own, ...around('one')], [...own, ...around('two')])).toEqual([]);
  });
});
