import { describe, expect, it } from 'vitest';
import { flatten, readText } from './read-text.ts';

const INGRESS = `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: shop}
spec:
  ingressClassName: nginx
  defaultBackend: {service: {name: fallback, port: {number: 80}}}
  rules:
    - host: no-paths.example.com
    - http:
        paths:
          - {path: /, pathType: Prefix, backend: {service: {name: web, port: {name: http}}}}
          - {path: /s, pathType: Prefix, backend: {resource: {apiGroup: s3, kind: Bucket, name: files}}}
`;

const gatewayRoute = (kind: string, rule: string, version = 'v1'): string =>
  `apiVersion: gateway.networking.k8s.io/${version}\nkind: ${kind}\nmetadata: {name: web, namespace: shop}\nspec:\n  parentRefs: [{name: edge, namespace: infra, sectionName: https}]\n  rules: [${rule}]\n`;

describe('an Ingress', () => {
  it('leads to its default backend and to the backend of each path, whatever rules lack', () => {
    const { routes, findings } = readText(INGRESS);
    expect(findings).toEqual([]);
    expect(routes[0]?.className).toBe('nginx');
    expect(routes[0]?.backends.map(({ service, port, doubt }) => [service, port, doubt])).toEqual([
      ['fallback', 80, undefined],
      ['web', 'http', undefined],
      [undefined, undefined, 'its backend is a `resource` and no Service'],
    ]);
  });

  it('may lead to a Service that an annotation names', () => {
    const annotated = INGRESS.replace(
      'namespace: shop}',
      'namespace: shop, annotations: {nginx.ingress.kubernetes.io/default-backend: ops/spy}}',
    );
    expect(readText(annotated).routes[0]?.backends.at(-1)).toMatchObject({
      namespace: 'ops',
      service: 'spy',
      doubt: 'only some controllers heed the annotation `nginx.ingress.kubernetes.io/default-backend`',
    });
  });

  it('stands at the line of each backend', () => {
    const places = readText(INGRESS).routes[0]?.backends.map(({ origin }) =>
      origin.kind === 'path' ? origin.path.join('.') : '',
    );
    expect(places).toEqual([
      'spec.defaultBackend',
      'spec.rules.1.http.paths.0.backend',
      'spec.rules.1.http.paths.1.backend',
    ]);
  });

  it.each(['extensions/v1beta1', 'networking.k8s.io/v1beta1'])('of %s may be there still', (apiVersion) => {
    const { routes, findings } = readText(
      `apiVersion: ${apiVersion}\nkind: Ingress\nmetadata: {name: web}\nspec: {backend: {serviceName: web, servicePort: 80}}\n`,
    );
    expect(findings.map(({ code }) => code)).toEqual(['unsupported-version']);
    expect(routes[0]).toMatchObject({
      backends: [{ service: 'web', port: 80 }],
      doubt: 'the API server does not serve the version of Ingress `default/web`',
    });
  });

  it('that the API server would refuse may be there, too', () => {
    const { routes, findings } = readText(INGRESS.replace('port: {number: 80}', 'ports: 80'));
    expect(findings.map(({ code }) => code)).toEqual(['unknown-field', 'invalid-field']);
    expect(routes[0]?.doubt).toBe('the API server would refuse Ingress `shop/web`');
    expect(routes[0]?.backends[0]).toMatchObject({ service: 'fallback' });
  });

  it('whose path is not absolute is refused', () => {
    const { findings } = readText(INGRESS.replace('path: /s', 'path: s'));
    expect(findings.map(flatten)).toEqual([
      {
        code: 'invalid-field',
        severity: 'error',
        message: 'the path `s` does not begin with `/`, in Ingress `shop/web`',
        help: 'write `/s`; the API server refuses the object otherwise',
        at: 'spec.rules.1.http.paths.1.path',
      },
    ]);
  });

  it('with neither rules nor a default backend is refused', () => {
    const { findings } = readText('apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: in}\n');
    expect(findings.map(flatten)).toEqual([
      {
        code: 'invalid-field',
        severity: 'error',
        message: 'Ingress `default/in` has neither `rules` nor a `defaultBackend`',
        help: 'add `spec.rules`; the API server refuses the object without',
        at: '',
      },
    ]);
  });

  it('with two texts leads to the backends of both', () => {
    const { routes } = readText(`${INGRESS}---${INGRESS.replace('name: fallback', 'name: other')}`);
    expect(routes.map(({ backends, doubt }) => [backends[0]?.service, doubt])).toEqual([
      ['fallback', 'Ingress `shop/web` is defined twice with different texts'],
      ['other', 'Ingress `shop/web` is defined twice with different texts'],
    ]);
  });
});

describe('a route of the Gateway API', () => {
  it.each([
    ['HTTPRoute', 'v1'],
    ['GRPCRoute', 'v1'],
    ['TLSRoute', 'v1alpha3'],
    ['TCPRoute', 'v1alpha2'],
    ['UDPRoute', 'v1alpha2'],
  ])('of kind %s leads from its listener to its backends, mirrors and other namespaces', (kind, version) => {
    const rule =
      '{backendRefs: [{name: web, port: 80}, {name: old, port: 80, weight: 0}, {kind: Bucket, name: x}], filters: [{type: RequestMirror, requestMirror: {backendRef: {name: spy, namespace: ops, port: 9}}}]}';
    const { routes, findings } = readText(gatewayRoute(kind, rule, version));
    expect(findings).toEqual([]);
    expect(routes[0]).toMatchObject({ kind, parents: [{ namespace: 'infra', name: 'edge', section: 'https' }] });
    expect(routes[0]?.backends.map(({ namespace, service, doubt }) => [namespace, service, doubt])).toEqual([
      ['shop', 'web', undefined],
      ['shop', 'old', 'its backend has weight 0'],
      ['shop', undefined, 'its backend is of kind `Bucket`'],
      ['ops', 'spy', undefined],
    ]);
  });
});

describe('a Gateway', () => {
  it.each([
    ['{}', 'same'],
    ['{allowedRoutes: {namespaces: {from: All}}}', 'all'],
    ['{allowedRoutes: {namespaces: {from: None}}}', 'none'],
    ['{allowedRoutes: {namespaces: {from: Elsewhere}}}', 'unknown'],
  ])('with a listener %s lets routes of these namespaces attach: %s', (more, allowed) => {
    const listener = `{name: a, port: 80, protocol: HTTP, ${more.slice(1)}`;
    const { gateways } = readText(
      `apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {name: edge}\nspec: {gatewayClassName: x, listeners: [${listener}]}\n`,
    );
    expect(gateways[0]?.listeners[0]?.allowedNamespaces).toBe(allowed);
  });
});

describe('an OpenShift Route', () => {
  it.each(['route.openshift.io/v1', 'v1'])('of %s leads to its Service and the alternate ones', (apiVersion) => {
    const { routes } = readText(
      `apiVersion: ${apiVersion}\nkind: Route\nmetadata: {name: web}\nspec: {to: {kind: Service, name: web}, alternateBackends: [{kind: Service, name: b, weight: 0}], port: {targetPort: http}}\n`,
    );
    expect(routes[0]?.backends.map(({ service, port, doubt }) => [service, port, doubt])).toEqual([
      ['web', 'http', undefined],
      ['b', 'http', 'its backend has weight 0'],
    ]);
  });
});

describe('a kind that leads traffic in from outside in a way that is not followed', () => {
  it.each([
    [
      'networking.istio.io/v1',
      'VirtualService',
      '{gateways: [edge], http: [{route: [{destination: {host: web.shop.svc}}]}]}',
    ],
    ['traefik.io/v1alpha1', 'IngressRoute', '{routes: [{services: [{name: web, port: 80}]}]}'],
    ['getambassador.io/v3alpha1', 'Mapping', '{service: "web.shop:80"}'],
  ])('like %s %s is a door, and noticed', (apiVersion, kind, spec) => {
    const { opaqueDoors, findings } = readText(
      `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: in, namespace: shop}\nspec: ${spec}\n`,
    );
    expect(opaqueDoors.map(({ name, scope }) => [name, scope])).toEqual([['in', 'cluster']]);
    expect(findings.map(({ code, severity, message }) => [code, severity, message])).toEqual([
      [
        'not-modelled',
        'notice',
        `${kind} \`shop/in\` of \`${apiVersion}\` lets traffic in from outside in a way that is not followed`,
      ],
    ]);
  });

  it.each(['', 'gateways: [mesh], '])('but not a VirtualService for the mesh alone: {%s…}', (gateways) => {
    const { opaqueDoors, findings, ledger } = readText(
      `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: in}\nspec: {hosts: [in], ${gateways}http: []}\n`,
    );
    expect([opaqueDoors, findings]).toEqual([[], []]);
    expect(ledger[0]?.ignored[0]?.why).toBe('steers traffic inside of the mesh; nothing comes in from outside by it');
  });

  it('or a Knative Service, which fronts its own pods', () => {
    const { opaqueDoors } = readText(
      'apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: hello}\nspec: {template: {spec: {containers: []}}}\n',
    );
    expect(opaqueDoors.map(({ name, ownPods }) => [name, ownPods])).toEqual([['hello', true]]);
  });
});

describe('a Service', () => {
  const exposure = (spec: string) =>
    readText(`apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: ${spec}\n`).services[0];

  it('says how it is reached from outside', () => {
    expect(
      exposure('{type: LoadBalancer, externalTrafficPolicy: Local, loadBalancerSourceRanges: [10.0.0.0/8]}')?.exposure,
    ).toEqual({
      type: 'LoadBalancer',
      headless: false,
      hasExternalIPs: false,
      sourceRanges: ['10.0.0.0/8'],
      externalTrafficPolicy: 'Local',
      internal: false,
    });
  });

  it('without a cluster address maps ports for whoever reads its endpoints', () => {
    expect(exposure('{clusterIP: None, selector: {a: b}, ports: [{port: 80, targetPort: web}]}')?.ports).toEqual([
      { port: 80, protocol: 'TCP', targetPort: 80, endpointPort: 'web' },
    ]);
  });

  it('of a type that is none may be there as anything', () => {
    expect(exposure('{type: LoadBalanced}')).toMatchObject({
      exposure: { type: 'unknown' },
      doubt: 'the API server would refuse Service `default/s`',
    });
  });
});

it('a port of the node that leads to a container is read', () => {
  const { workloads } = readText(
    'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: i, ports: [{containerPort: 80, hostPort: 8080}]}]}\n',
  );
  expect(workloads[0]?.ports[0]).toMatchObject({ number: 80, hostPort: 8080 });
});
