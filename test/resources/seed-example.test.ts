import { describe, expect, it } from 'vitest';
import { flatten, readText } from './read-text.ts';

const asPrinted = `kind: NetworkPolicy
apiVersion: networking.k8s.io/v1
metadata:
  name: backend-access-ingress
spec:
  podSelector:
    matchLabels:
      app: myapp
      role: backend
  ingress:
  - from:
    - podSelector:
        matchLabels:
          app: myapp
          role: web
---
kind: NetworkPolicy
apiVersion: networking.k8s.io/v1
metadata:
  name: db-access-ingress
spec:
  podSelector:
  matchLabels:
    app: myapp
    role: db
  ingress:
  - from:
    - podSelector:
      matchLabels:
        app: myapp
        role: backend
`;

describe('the printed example with its indentation slips', () => {
  it('has one finding for each selector that is empty by mistake, with the lines as they should stand', () => {
    expect(readText(asPrinted).findings.map(flatten)).toEqual([
      {
        code: 'selects-everything',
        severity: 'error',
        message:
          '`podSelector` of `default/db-access-ingress` is empty, so it selects every pod of the namespace: `matchLabels` stands beside it, not under it',
        help: 'indent `matchLabels` below `podSelector`; as it stands the API server refuses `matchLabels` as unknown, and a client that drops it leaves a policy that selects every pod of the namespace',
        example: 'podSelector:\n  matchLabels:\n    app: myapp\n    role: db',
        at: 'spec.podSelector (key)',
        related: [{ at: 'spec.matchLabels', message: 'indent this below `podSelector`' }],
      },
      {
        code: 'selects-everything',
        severity: 'error',
        message:
          '`podSelector` of peer 1 of ingress rule 1 of `default/db-access-ingress` is empty, so it does not say whom it selects: `matchLabels` stands beside it, not under it',
        help: 'indent `matchLabels` below `podSelector`; as it stands the API server refuses `matchLabels` as unknown, and a client that drops it leaves a peer that says nothing',
        example: '- podSelector:\n    matchLabels:\n      app: myapp\n      role: backend',
        at: 'spec.ingress.0.from.0.podSelector (key)',
        related: [{ at: 'spec.ingress.0.from.0.matchLabels', message: 'indent this below `podSelector`' }],
      },
    ]);
  });

  it('keeps the sound policy, and the other as one that may do anything to ingress in the namespace', () => {
    const { networkPolicies, opaquePolicies } = readText(asPrinted);
    expect(networkPolicies.map(({ name }) => name)).toEqual(['backend-access-ingress']);
    expect(opaquePolicies).toEqual([
      {
        kind: 'NetworkPolicy',
        apiVersion: 'networking.k8s.io/v1',
        namespace: 'default',
        name: 'db-access-ingress',
        directions: ['ingress'],
        effect: 'either',
        why: 'the API server would refuse it as it is written',
        origin: { kind: 'path', file: 'a.yaml', document: 1, path: [] },
      },
    ]);
  });

  it('is accepted once the lines are indented', () => {
    const indented = asPrinted
      .replace('  matchLabels:\n    app: myapp\n    role: db', '    matchLabels:\n      app: myapp\n      role: db')
      .replace(/ {6}matchLabels:\n {8}app: myapp\n {8}role: backend/, (lines) => lines.replace(/^/gm, '  '));
    const { findings, networkPolicies } = readText(indented);
    expect([findings, networkPolicies.length]).toEqual([[], 2]);
  });
});
