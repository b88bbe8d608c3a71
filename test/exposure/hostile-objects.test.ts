import fc from 'fast-check';
import { expect, it } from 'vitest';
import { connectivity } from '../../src/gate/run-gate.ts';
import { memoryWorkspace } from '../support/memory-workspace.ts';
import { WEB } from './exposed-world.ts';

const KINDS = [
  ['v1', 'Service'],
  ['networking.k8s.io/v1', 'Ingress'],
  ['extensions/v1beta1', 'Ingress'],
  ['gateway.networking.k8s.io/v1', 'Gateway'],
  ['gateway.networking.k8s.io/v1', 'HTTPRoute'],
  ['gateway.networking.k8s.io/v1alpha2', 'TCPRoute'],
  ['gateway.networking.k8s.io/v1beta1', 'ReferenceGrant'],
  ['route.openshift.io/v1', 'Route'],
  ['networking.istio.io/v1', 'VirtualService'],
] as const;

const KEYS = [
  'rules',
  'http',
  'paths',
  'backend',
  'defaultBackend',
  'service',
  'resource',
  'name',
  'port',
  'number',
  'parentRefs',
  'backendRefs',
  'filters',
  'requestMirror',
  'backendRef',
  'listeners',
  'allowedRoutes',
  'namespaces',
  'from',
  'to',
  'kinds',
  'kind',
  'selector',
  'ports',
  'targetPort',
  'type',
  'externalName',
  'loadBalancerSourceRanges',
  'externalIPs',
  'clusterIP',
  'namespace',
  'hostnames',
  'weight',
  '__proto__',
];
const leaf = fc.constantFrom<unknown>(
  null,
  true,
  0,
  80,
  -1,
  1.5,
  '',
  'web',
  'http',
  '80',
  'None',
  'LoadBalancer',
  'NodePort',
  'All',
  'Selector',
  '10.0.0.0/8',
  'web.shop.svc',
  '\u202e<b>',
);
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 6, depthSize: 'large' },
    leaf,
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...KEYS), tie('tree'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

it('whatever stands in an object of exposure, it is read without a crash', () => {
  const object = fc.record({ kind: fc.constantFrom(...KINDS), metadata: tree, spec: tree });
  fc.assert(
    fc.property(fc.array(object, { minLength: 1, maxLength: 3 }), (objects) => {
      const items = objects.map(({ kind: [apiVersion, kind], metadata, spec }, index) => ({
        apiVersion,
        kind,
        metadata: index % 2 === 0 ? { name: 'web', namespace: 'shop' } : metadata,
        spec,
      }));
      const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [WEB, ...items] });
      const report = connectivity({
        workspace: memoryWorkspace({ 'a.json': text }),
        base: '',
        manifests: [],
      });
      expect(report.endpoints.length).toBeGreaterThan(0);
    }),
    { numRuns: 200 },
  );
});
