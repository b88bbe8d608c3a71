import { describe, expect, it } from 'vitest';
import { inWords, namespace, networkPolicy, workload, worldOf } from '../support/worlds.ts';

const OBJECTS = [
  namespace('shop'),
  namespace('mail'),
  workload('shop/db', { app: 'db' }),
  workload('shop/web', { app: 'web' }),
  workload('mail/app', { app: 'mail' }),
];
const other = (apiVersion: string, kind: string): unknown => ({
  apiVersion,
  kind,
  metadata: { name: 'other', namespace: 'shop' },
  spec: {},
});
const AUTHORIZATION = other('security.istio.io/v1', 'AuthorizationPolicy');
const CILIUM = other('cilium.io/v2', 'CiliumNetworkPolicy');
const DENY_ALL = networkPolicy('shop/deny-all', { podSelector: {} });
const ALLOW_ALL = networkPolicy('shop/allow-all', { podSelector: {}, ingress: [{}] });

/** A default deny for `shop/db` that a Helm hook makes. */
const PASSING_DENY = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'hooked', namespace: 'shop', annotations: { 'helm.sh/hook': 'test' } },
  spec: { podSelector: { matchLabels: { app: 'db' } } },
};

/** The verdict on all traffic, in one word. */
function verdict(policies: readonly unknown[], from: string, to: string): string {
  const { allowed, denied, undecided } = worldOf([...OBJECTS, ...policies]).decide(from, to);
  const words = Object.entries({ allowed, denied, undecided }).filter(([, traffic]) => inWords(traffic) === 'all');
  return words.map(([word]) => word).join() || 'mixed';
}

describe('a policy of a kind that is not modelled', () => {
  it('leaves open what its namespace takes in, where it can refuse', () => {
    expect(verdict([AUTHORIZATION], 'mail/app', 'shop/db')).toBe('undecided');
    expect(verdict([AUTHORIZATION, ALLOW_ALL], 'mail/app', 'shop/db')).toBe('undecided');
    expect(verdict([CILIUM, ALLOW_ALL], 'mail/app', 'shop/db')).toBe('undecided');
  });

  it('leaves open what a NetworkPolicy refuses only where it can allow', () => {
    expect(verdict([AUTHORIZATION, DENY_ALL], 'mail/app', 'shop/db')).toBe('denied');
    expect(verdict([CILIUM, DENY_ALL], 'mail/app', 'shop/db')).toBe('undecided');
  });

  it('says nothing of other namespaces, nor of directions that its kind does not govern', () => {
    expect(verdict([AUTHORIZATION], 'shop/db', 'mail/app')).toBe('allowed');
    expect(verdict([CILIUM], 'mail/app', 'mail/app')).toBe('allowed');
  });
});

describe('a NetworkPolicy that may not be there', () => {
  it('may isolate the pods that it selects, and no others', () => {
    expect(verdict([PASSING_DENY], 'mail/app', 'shop/db')).toBe('undecided');
    expect(verdict([PASSING_DENY], 'mail/app', 'shop/web')).toBe('allowed');
    const { engine, indexOf } = worldOf([...OBJECTS, PASSING_DENY]);
    expect(engine.isolated(indexOf('shop/db'), 'ingress')).toMatchObject({ why: expect.stringContaining('Helm hook') });
  });

  it('takes nothing from what others admit, and may admit what they refuse', () => {
    expect(verdict([PASSING_DENY, ALLOW_ALL], 'mail/app', 'shop/db')).toBe('allowed');
    expect(verdict([PASSING_DENY, DENY_ALL], 'mail/app', 'shop/db')).toBe('undecided');
  });
});
