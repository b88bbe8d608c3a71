import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { CheckReport, ClaimReport } from '../../src/findings/report.ts';
import { check, connectivity, explain } from '../../src/gate/run-gate.ts';
import { renderJson } from '../../src/reports/json.ts';
import { memoryWorkspace } from '../support/memory-workspace.ts';

const pod = (name: string, labels: string, ports: string): string => {
  const [namespace, short] = name.split('/');
  return `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${short}, namespace: ${namespace}}
spec:
  selector: {matchLabels: {${labels}}}
  template:
    metadata: {labels: {${labels}}}
    spec: {containers: [{name: main, image: 'example.com/main:1', ports: [${ports}]}]}
`;
};
const WEB = pod('shop/web', 'app: web', '{containerPort: 8080}');
const PROXY = pod('edge/proxy', 'app: proxy', '{containerPort: 80}');
const SERVICE = `apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
`;
const INGRESS = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: shop}
spec:
  rules:
    - http:
        paths:
          - {path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}
`;
const policy = (ingress: string): string => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec: {podSelector: {matchLabels: {app: web}}, policyTypes: [Ingress], ingress: ${ingress}}
`;
const FROM_PROXY = policy('[{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: edge}}}]}]');

function run(documents: readonly string[], claim: string, assume = '{}'): CheckReport {
  const suite = `assume: ${assume}\nexpect: [${JSON.stringify(claim)}]\n`;
  return check({
    workspace: memoryWorkspace({ 'k8s/all.yaml': documents.join('---\n'), 'policies-tests/s.yaml': suite }),
    base: '',
    suites: [],
    sentences: [],
    manifests: [],
    failOn: 'error',
    today: '2030-01-01',
  });
}

function judge(documents: readonly string[], claim: string, assume?: string): ClaimReport {
  const [judged] = run(documents, claim, assume).claims;
  if (judged === undefined) throw new Error('one claim');
  return judged;
}

const STATED = '{ingressController: edge/proxy}';

describe('a claim that denies traffic from outside', () => {
  const closed = [WEB, PROXY, SERVICE, policy('[]')];

  it('holds where policy refuses both ways, though an Ingress leads there', () => {
    expect(judge([...closed, INGRESS], 'internet -/-> web').status).toBe('holds');
  });

  it('fails where policy refuses addresses and lets the front of a door in', () => {
    const { status, message, help, guilty, witness } = judge(
      [WEB, PROXY, SERVICE, INGRESS, FROM_PROXY],
      'external -/-> web',
      STATED,
    );
    expect([status, message, help, guilty.span?.line]).toEqual([
      'fails',
      'traffic from `1.0.0.0-9.255.255.255` to `shop/web` on 8080/tcp is allowed through Ingress `shop/web`, but the claim denies it',
      'ingress rule 1 of NetworkPolicy `shop/web` admits it; narrow its `from` or its `ports`',
      36,
    ]);
    expect(witness?.door?.name).toBe('Ingress `shop/web`');
    expect(witness?.door?.at?.span?.line).toBe(31);
  });

  it('is undecided where nobody says who fronts the door', () => {
    const { status, message, help } = judge([WEB, PROXY, SERVICE, INGRESS, FROM_PROXY], 'internet -/-> web');
    expect([status, message, help]).toEqual([
      'undecided',
      'it cannot be decided whether traffic from `1.0.0.0-9.255.255.255` to `shop/web` on 8080/tcp comes through Ingress `shop/web`, because the manifests do not show which pods front Ingress `shop/web`, and policy does not treat everybody alike',
      'state these pods under `assume: ingressController`',
    ]);
  });

  it('holds where the stated front is not let in', () => {
    const other = pod('shop/other', 'app: other', '');
    expect(
      judge([WEB, other, SERVICE, INGRESS, FROM_PROXY], 'internet -/-> web', '{ingressController: other}').status,
    ).toBe('holds');
  });

  it('says where nothing leads there that addresses of pods may be routable', () => {
    const { status, help } = judge([WEB], 'internet -/-> web');
    expect([status, help]).toEqual([
      'fails',
      'no object in the manifests exposes it, but the addresses of pods may be routable: no policy governs ingress of `shop/web`; add a policy that isolates `shop/web` for ingress',
    ]);
  });

  it('is undecided where an object may lead there that the API server would refuse', () => {
    const refused = INGRESS.replace('port: {number: 80}', 'port: {number: 0}');
    const { status, message } = judge([WEB, PROXY, SERVICE, refused, FROM_PROXY], 'internet -/-> web', STATED);
    expect([status, message]).toEqual([
      'undecided',
      expect.stringContaining('because the API server would refuse Ingress `shop/web`'),
    ]);
  });
});

describe('a claim that needs traffic from outside', () => {
  const shown = [WEB, PROXY, SERVICE, INGRESS, FROM_PROXY];

  it.each([
    ['internet --> web:8080', 'holds', 'all 22 pairs are allowed on 8080/tcp through Ingress `shop/web`'],
    ['internet --> web', 'holds', 'all 22 pairs are allowed something through Ingress `shop/web`'],
    [
      'external --> web:only 8080',
      'holds',
      'all 46 pairs are allowed on 8080/tcp through Ingress `shop/web`, and nothing else gets through (46 pairs judged)',
    ],
    ['internet --> web:80', 'fails', 'Ingress `shop/web` leads to 8080/tcp of `shop/web`, but the claim needs 80/tcp'],
    [
      'internet --> edge/proxy',
      'fails',
      'no object in the manifests lets traffic in from outside to `edge/proxy`, but the claim needs it',
    ],
    ['8.8.8.8 --> edge/proxy', 'holds', 'the one pair is allowed something'],
    ['8.8.8.8 --> web:8080', 'holds', 'the one pair is allowed on 8080/tcp'],
  ])('%s %s', (claim, status, message) => {
    const judged = judge(shown, claim, STATED);
    expect([judged.status, judged.message]).toEqual([status, message]);
  });

  it('fails at the leg that policy refuses, with what would let it through', () => {
    const refusing = policy('[{from: [{podSelector: {}}]}]');
    const { status, message, help } = judge([WEB, PROXY, SERVICE, INGRESS, refusing], 'internet --> web:8080', STATED);
    expect([status, message, help]).toEqual([
      'fails',
      'traffic from `1.0.0.0-9.255.255.255` to `shop/web` on 8080/tcp is denied behind Ingress `shop/web`, but the claim needs it',
      '`shop/web` ingress rule 1 admits namespace `shop`; `edge/proxy` is in `edge`; change one of the two',
    ]);
  });

  it('fails at the leg from outside to the front', () => {
    const wall =
      'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: wall, namespace: edge}\nspec: {podSelector: {}, policyTypes: [Ingress]}\n';
    const { status, help } = judge([...shown, wall], 'internet --> web:8080', STATED);
    expect([status, help]).toEqual([
      'fails',
      expect.stringContaining('NetworkPolicy `edge/wall` isolates `edge/proxy` for ingress'),
    ]);
  });
});

describe('an object that the API server would refuse', () => {
  const gateway = (more: string): string => `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: shop}
spec: {gatewayClassName: x, listeners: [{name: a, port: 80, protocol: HTTP${more}}]}
`;
  const route = (backend: string): string => `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: web, namespace: shop}
spec: {parentRefs: [{name: edge}], rules: [{backendRefs: [${backend}]}]}
`;
  const grant = (more: string): string => `apiVersion: gateway.networking.k8s.io/v1
kind: ReferenceGrant
metadata: {name: web, namespace: edge}
spec:
  from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: shop}]
  to: [{group: '', kind: Service${more}}]
`;
  const TO_WEB = '{name: web, port: 80}';
  const TO_PROXY = '{name: proxy, namespace: edge, port: 80}';
  const PROXY_SERVICE =
    'apiVersion: v1\nkind: Service\nmetadata: {name: proxy, namespace: edge}\nspec: {selector: {app: proxy}, ports: [{port: 80}]}\n';

  it.each([
    ['a Service', [SERVICE.replace('port: 80,', 'port: 80, bogus: 1,'), gateway(''), route(TO_WEB)], 'web:8080'],
    ['a Gateway', [SERVICE, gateway(', hostname: 1'), route(TO_WEB)], 'web:8080'],
    ['a ReferenceGrant', [PROXY_SERVICE, gateway(''), route(TO_PROXY), grant(', bogus: 1')], 'edge/proxy:80'],
  ])('is there for sure nowhere: %s', (_, documents, target) => {
    expect(judge([WEB, PROXY, ...documents], `internet --> ${target}`).status).toBe('undecided');
    const mended = documents.map((text) => text.replace(/ ?(bogus|hostname): 1,?/, '').replace(', }', '}'));
    expect(judge([WEB, PROXY, ...mended], `internet --> ${target}`).status).toBe('holds');
  });
});

describe('a load balancer with source ranges', () => {
  const ranged = SERVICE.replace(
    'spec: {',
    'spec: {type: LoadBalancer, externalTrafficPolicy: Local, loadBalancerSourceRanges: [8.8.8.0/24], ',
  );

  it.each([
    ['8.8.8.8 --> web:8080', policy('[{}]'), 'holds'],
    ['internet --> web:8080', policy('[{}]'), 'undecided'],
    ['internet -/-> web', policy('[{from: [{ipBlock: {cidr: 8.8.8.0/24}}]}]'), 'fails'],
    ['9.9.9.9 -/-> web', policy('[{from: [{ipBlock: {cidr: 8.8.8.0/24}}]}]'), 'holds'],
  ])('%s, with %s: %s', (claim, rules, status) => {
    expect(judge([WEB, ranged, rules], claim).status).toBe(status);
  });

  it('lets in for sure who is in them', () => {
    const request = {
      workspace: memoryWorkspace({ 'a.yaml': [WEB, ranged].join('---\n') }),
      base: '',
      manifests: [],
    };
    expect(connectivity(request).doors[0]?.open).toEqual([{ protocol: 'TCP', first: 8080, last: 8080 }]);
  });
});

describe('a claim about pods that could be created', () => {
  const everywhere = FROM_PROXY.replace('{matchLabels: {app: web}}, policy', '{}, policy');
  const world = [WEB, PROXY, SERVICE, INGRESS, everywhere];

  it('is open where such a pod would be behind a door', () => {
    const { status, message, help, guilty } = judge(world, 'internet -/-> any shop/pods[tier=data]', STATED);
    const line = world.join('---\n').split('\n')[(guilty.span?.line ?? 0) - 1];
    expect([status, message.replace(/`[0-9][^`]*`/, 'somebody'), help, line?.trim()]).toEqual([
      'undecided',
      'it cannot be decided whether traffic from somebody to a pod labelled `app=web` and `tier=data` in namespace `shop` on every TCP port is allowed, because Ingress `shop/web` lets traffic in from outside, and a pod labelled `app=web` and `tier=data` in namespace `shop` would be behind it',
      'refuse by policy what whoever fronts it may send to such pods, or narrow the claim',
      INGRESS.trim().split('\n').at(-1)?.trim(),
    ]);
  });

  it.each([
    ['no such pod would be behind a door', world, 'internet -/-> any shop/pods[app=db]', STATED],
    ['no object lets anybody in', [WEB, PROXY, SERVICE, everywhere], 'internet -/-> any shop/pods', STATED],
    [
      'policy shuts the door',
      [WEB, PROXY, SERVICE, INGRESS, policy('[]').replace('{matchLabels: {app: web}}', '{}')],
      'internet -/-> any shop/pods',
      '{}',
    ],
    ['the door is of those who may come', world, 'only edge/pods --> any shop/pods[app=web]:8080', STATED],
  ])('holds where %s', (_, documents, claim, assume) => {
    expect(judge(documents, claim, assume).status).toBe('holds');
  });

  it.each([
    ['a node port', [WEB, SERVICE.replace('spec: {', 'spec: {type: NodePort, ')]],
    ['a Service that is not in the manifests', [WEB, INGRESS]],
    [
      'an object that is not followed',
      [
        WEB,
        SERVICE,
        'apiVersion: traefik.io/v1alpha1\nkind: IngressRoute\nmetadata: {name: web, namespace: shop}\nspec: {}\n',
      ],
    ],
  ])('is open behind %s', (_, documents) => {
    const nodes = policy(
      '[{from: [{ipBlock: {cidr: 10.0.0.0/8}}, {namespaceSelector: {}, podSelector: {matchLabels: {app: x}}}]}]',
    );
    const all = nodes.replace('{matchLabels: {app: web}}, policy', '{}, policy');
    const assume = '{dataplane: calico, nodeCIDRs: [10.0.0.0/8], podCIDRs: [11.0.0.0/8]}';
    expect(judge([...documents, all], 'internet -/-> any shop/pods', assume).status).toBe('undecided');
  });
});

describe('a claim that lets only some reach a pod', () => {
  it('does not count the door of those whom it names', () => {
    expect(judge([WEB, PROXY, SERVICE, INGRESS, FROM_PROXY], 'only edge/pods --> web:8080', STATED).status).toBe(
      'holds',
    );
  });

  it('counts the doors of others', () => {
    const { status, message } = judge(
      [WEB, PROXY, pod('edge/job', 'app: job', ''), SERVICE, INGRESS, FROM_PROXY],
      'only edge/pods --> web:8080',
      '{ingressController: edge/proxy}',
    );
    expect([status, message]).toEqual(['holds', expect.any(String)]);
    const narrow = judge([WEB, PROXY, SERVICE, INGRESS, FROM_PROXY], 'only nodes --> web:9090', STATED);
    expect(narrow.status).toBe('fails');
  });

  it('counts a node port, behind which policy sees nodes', () => {
    const nodePort = SERVICE.replace('spec: {', 'spec: {type: NodePort, ');
    const nodes = policy('[{from: [{ipBlock: {cidr: 10.0.0.0/8}}, {podSelector: {}}]}]');
    const other = pod('shop/other', 'app: other', '');
    const { status, message } = judge(
      [WEB, other, nodePort, nodes],
      'only shop/pods | 10.0.0.0/8 --> web:8080',
      '{dataplane: calico, nodeCIDRs: [10.0.0.0/8], podCIDRs: [11.0.0.0/8]}',
    );
    expect([status, message]).toEqual([
      'undecided',
      expect.stringContaining('policy may see the address of a node or load balancer in place of the client'),
    ]);
  });
});

describe('`assume: ingressController`', () => {
  const documents = [
    WEB,
    SERVICE,
    INGRESS,
    policy('[{from: [{namespaceSelector: {}, podSelector: {matchLabels: {app: nginx}}}]}]'),
  ];

  it('may describe pods that no manifest holds', () => {
    const nginx = '{ingressController: {namespace: ingress-nginx, labels: {app: nginx}}}';
    expect(judge(documents, 'internet --> web:8080', nginx).status).toBe('holds');
    const haproxy = '{ingressController: {namespace: ingress-nginx, labels: {app: haproxy}}}';
    expect(judge(documents, 'internet -/-> web', haproxy).status).toBe('holds');
  });

  it('may name addresses, for load balancers that send to pods themselves', () => {
    const direct = policy('[{from: [{ipBlock: {cidr: 35.191.0.0/16}}]}]');
    const stated = '{ingressController: 35.191.0.0/16, podCIDRs: [10.0.0.0/8]}';
    expect(judge([WEB, SERVICE, INGRESS, direct], 'internet --> web:8080', stated).status).toBe('holds');
  });

  it('that names nobody is an error, with the form that describes pods', () => {
    const { exitCode, findings } = run([WEB], 'web --> web', '{ingressController: edge/proxy}');
    expect(exitCode).toBe(2);
    expect(findings.find(({ code }) => code === 'unknown-name')?.help).toContain(
      'state pods that no manifest holds as `ingressController: {namespace: …, labels: {…}}`',
    );
  });
});

it('explain walks through the leg behind the door before anything else', () => {
  const nginx = pod('edge/proxy', 'app.kubernetes.io/name: ingress-nginx, app.kubernetes.io/component: controller', '');
  const ofClass = INGRESS.replace('spec:', 'spec:\n  ingressClassName: nginx');
  const workspace = memoryWorkspace({ 'a.yaml': [WEB, nginx, SERVICE, ofClass, FROM_PROXY].join('---\n') });
  const report = explain({ workspace, base: '', manifests: [], sentence: 'internet -/-> web' });
  expect([report.pairs[0]?.from, report.pairs[0]?.to]).toEqual(['edge/Deployment:proxy', 'shop/Deployment:web']);
  expect(report.pairs[0]?.allowed).not.toEqual([]);
});

it('the JSON of a claim carries its door, and agrees with the published schema', () => {
  const report = run([WEB, PROXY, SERVICE, INGRESS, FROM_PROXY], 'internet -/-> web', STATED);
  const json = JSON.parse(renderJson(report));
  expect(json.claims[0].witness.door).toEqual({
    name: 'Ingress `shop/web`',
    at: expect.objectContaining({ line: 31 }),
  });
  const schema = JSON.parse(readFileSync('schemas/check-report.schema.json', 'utf8'));
  expect(new Ajv2020({ strict: false }).validate(schema, json)).toBe(true);
});

it('connectivity shows a door once, whatever the number of paths to it, and whether policy lets somebody in', () => {
  const twice =
    INGRESS +
    INGRESS.split('\n')
      .filter((line) => line.includes('path:'))
      .join('\n')
      .concat('\n');
  const text = [WEB, SERVICE, twice, policy('[]')].join('---\n');
  const request = { workspace: memoryWorkspace({ 'a.yaml': text }), base: '', manifests: [] };
  expect(connectivity(request).doors).toEqual([
    {
      name: 'Ingress `shop/web`',
      at: expect.objectContaining({ file: 'a.yaml' }),
      to: 'shop/Deployment:web',
      open: [],
      undecided: [],
      shut: [{ protocol: 'TCP', first: 8080, last: 8080 }],
    },
  ]);
});
