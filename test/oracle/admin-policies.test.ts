import { describe, expect, it } from 'vitest';
import type { AdminPolicy, AdminRule, AdminWorld } from './admin-world.ts';
import { possibleAnswers } from './decide-packet.ts';
import { packet, shopPolicy, shopWorld } from './shop-world.ts';
import type { NetworkPolicy } from './world.ts';

const ALL = [{ namespaces: {} }];

function cluster(tier: 'Admin' | 'Baseline', priority: number, ...ingress: readonly AdminRule[]): AdminPolicy {
  return {
    apiVersion: 'policy.networking.k8s.io/v1alpha2',
    kind: 'ClusterNetworkPolicy',
    metadata: { name: 'p' },
    spec: { tier, priority, subject: { namespaces: {} }, ingress },
  };
}

/** What the oracle knows of `shop/web > shop/db 80/tcp` and of other packets. */
function answers(
  policies: readonly AdminPolicy[],
  text = 'shop/web > shop/db 80/tcp',
  networkPolicies: readonly NetworkPolicy[] = [],
  change: Partial<AdminWorld> = {},
): string {
  const admin: AdminWorld = {
    policies,
    networksMatchPods: true,
    networkPolicyIsFinalForPod: false,
    experimentalPeers: 'enforced',
    nodeCIDRs: [],
    ...change,
  };
  const possible = possibleAnswers(shopWorld(networkPolicies, { admin }), packet(text));
  return [...possible]
    .map((allowed) => (allowed ? 'allowed' : 'denied'))
    .sort()
    .join(' or ');
}

const rule = (action: AdminRule['action'], more: Partial<AdminRule> = {}): AdminRule => ({
  action,
  from: ALL,
  ...more,
});
const NOTHING = shopPolicy({ podSelector: {}, policyTypes: ['Ingress'] });
const EGRESS_ONLY = shopPolicy({ podSelector: {}, policyTypes: ['Egress'], egress: [{}] });

describe('admin policies, one packet at a time', () => {
  it('come before NetworkPolicy, or after it', () => {
    expect(answers([cluster('Admin', 1, rule('Accept'))], undefined, [NOTHING])).toBe('allowed');
    expect(answers([cluster('Baseline', 1, rule('Accept'))], undefined, [NOTHING])).toBe('denied');
    expect(answers([cluster('Baseline', 1, rule('Deny'))])).toBe('denied');
  });

  it('are asked in order, and the first rule that matches counts', () => {
    expect(answers([cluster('Admin', 2, rule('Deny')), cluster('Admin', 1, rule('Accept'))])).toBe('allowed');
    expect(answers([cluster('Admin', 1, rule('Deny'), rule('Accept'))])).toBe('denied');
  });

  it('pass to the next tier and skip the rest of their own', () => {
    expect(answers([cluster('Admin', 1, rule('Pass'), rule('Deny'))])).toBe('allowed');
    expect(answers([cluster('Admin', 1, rule('Pass')), cluster('Baseline', 1, rule('Deny'))])).toBe('denied');
    expect(answers([cluster('Baseline', 1, rule('Pass')), cluster('Baseline', 2, rule('Deny'))])).toBe('allowed');
  });

  it('with equal priorities have every order', () => {
    expect(answers([cluster('Admin', 1, rule('Deny')), cluster('Admin', 1, rule('Accept'))])).toBe('allowed or denied');
    expect(answers([cluster('Admin', 1, rule('Deny')), cluster('Admin', 1, rule('Deny'))])).toBe('denied');
  });

  it('leave the last word to NetworkPolicy for a direction, or for the pod', () => {
    const baseline = [cluster('Baseline', 1, rule('Deny'))];
    expect(answers(baseline, undefined, [EGRESS_ONLY])).toBe('denied');
    expect(answers(baseline, undefined, [EGRESS_ONLY], { networkPolicyIsFinalForPod: true })).toBe('allowed');
  });

  it('find a named port on the destination, with its protocol', () => {
    const named = [cluster('Admin', 1, rule('Deny', { protocols: [{ destinationNamedPort: 'dns' }] }))];
    expect(answers(named, 'shop/web > shop/db 53/udp')).toBe('denied');
    expect(answers(named, 'shop/web > shop/db 53/tcp')).toBe('allowed');
    expect(answers(named, 'shop/web > shop/db 54/udp')).toBe('allowed');
  });

  it('fail closed where a peer is not supported', () => {
    const out = (action: AdminRule['action']): AdminPolicy => ({
      ...cluster('Admin', 1),
      spec: {
        tier: 'Admin',
        priority: 1,
        subject: { namespaces: {} },
        egress: [{ action, to: [...ALL, { nodes: {} }] }],
      },
    });
    const closed = { experimentalPeers: 'fail closed' } as const;
    expect(answers([out('Deny')], 'shop/web > 10.9.9.9 80/tcp', [], closed)).toBe('denied');
    expect(answers([out('Deny')], 'shop/web > 10.9.9.9 80/tcp')).toBe('allowed');
    expect(answers([out('Pass')], 'shop/web > 10.9.9.9 80/tcp', [], closed)).toBe('denied');
    expect(answers([out('Accept'), cluster('Admin', 2, rule('Deny'))], undefined, [], closed)).toBe('denied');
  });
});
