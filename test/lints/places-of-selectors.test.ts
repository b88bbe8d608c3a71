import { expect, it } from 'vitest';
import { connectivity } from '../../src/gate/run-gate.ts';
import { memoryWorkspace } from '../support/memory-workspace.ts';

const NAMESPACE = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: mon}\n---\n';
const PEER = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db, namespace: shop}
spec:
  podSelector: {}
  ingress:
    - from:
        - namespaceSelector:
            matchLabels:
              name: mon # here
`;
const SUBJECT = (form: string) => `apiVersion: policy.networking.k8s.io/v1alpha2
kind: ClusterNetworkPolicy
metadata: {name: top}
spec:
  tier: Admin
  priority: 1
  subject:
${form}
  ingress: [{action: Deny, from: [{namespaces: {}}]}]
`;

it.each([
  ['a peer of a NetworkPolicy', PEER],
  ['namespaces of an admin policy', SUBJECT('    namespaces:\n      matchLabels:\n        name: mon # here')],
  [
    'pods of an admin policy',
    SUBJECT(
      '    pods:\n      podSelector: {}\n      namespaceSelector:\n        matchLabels:\n          name: mon # here',
    ),
  ],
])('a lint underlines the selector of %s where it is written', (_, text) => {
  const workspace = memoryWorkspace({ 'k8s.yaml': NAMESPACE + text });
  const { findings } = connectivity({ workspace, base: '', manifests: [] });
  const place = findings.find(({ code }) => code === 'namespace-label-missing')?.at;
  const line = (NAMESPACE + text).split('\n')[(place?.span?.line ?? 0) - 1];
  expect(line).toContain('# here');
});
