import { describe, expect, it } from 'vitest';

import { shopPolicy, shopWorld, verdict } from './shop-world.ts';
import type { NetworkPolicy, PolicySpec } from './world.ts';

interface Row {
  readonly name: string;
  readonly policies: readonly (PolicySpec | null | undefined)[];
  readonly allows?: readonly string[];
  readonly denies?: readonly string[];
}

const IN = 'shop/web > shop/db 80/tcp';
const IN_FROM_OUTSIDE = '203.0.113.9 > shop/db 80/tcp';
const OUT = 'shop/db > tools/web 80/tcp';
const OUT_TO_OUTSIDE = 'shop/db > 203.0.113.9 443/tcp';
const db = { matchLabels: { app: 'db' } };

const rows: readonly Row[] = [
  { name: 'without policies everything is allowed', policies: [], allows: [IN, IN_FROM_OUTSIDE, OUT, OUT_TO_OUTSIDE] },
  {
    name: 'a policy without spec isolates the ingress of its namespace',
    policies: [undefined],
    denies: [IN, IN_FROM_OUTSIDE],
    allows: [OUT, OUT_TO_OUTSIDE],
  },
  {
    name: 'a policy whose spec is null isolates the ingress of its namespace',
    policies: [null],
    denies: [IN],
    allows: [OUT],
  },
  { name: 'an empty spec isolates the ingress of its namespace', policies: [{}], denies: [IN], allows: [OUT] },
  { name: 'a policy does not touch pods of other namespaces', policies: [{}], allows: ['shop/web > tools/web 80/tcp'] },
  {
    name: 'an empty podSelector selects pods without labels',
    policies: [{ podSelector: {} }],
    denies: ['shop/web > shop/bare 80/tcp'],
  },
  {
    name: 'a null podSelector selects every pod of the namespace',
    policies: [{ podSelector: null }],
    denies: [IN, 'shop/db > shop/web 80/tcp'],
  },
  {
    name: 'a policy leaves pods it does not select alone',
    policies: [{ podSelector: db }],
    denies: [IN],
    allows: ['shop/db > shop/web 80/tcp'],
  },
  {
    name: 'absent policyTypes with egress rules isolate both directions',
    policies: [{ egress: [{}] }],
    denies: [IN],
    allows: ['shop/db > 203.0.113.9 1/udp'],
  },
  {
    name: 'absent policyTypes with egress rules restrict egress to them',
    policies: [{ egress: [{ ports: [{ port: 80 }] }] }],
    denies: [IN, OUT_TO_OUTSIDE],
    allows: [OUT],
  },
  {
    name: 'absent policyTypes with an empty egress list leave egress alone',
    policies: [{ egress: [] }],
    denies: [IN],
    allows: [OUT, OUT_TO_OUTSIDE],
  },
  {
    name: 'absent policyTypes with a null egress leave egress alone',
    policies: [{ egress: null }],
    denies: [IN],
    allows: [OUT],
  },
  {
    name: 'empty policyTypes are absent policyTypes',
    policies: [{ policyTypes: [], egress: [] }],
    denies: [IN],
    allows: [OUT],
  },
  {
    name: 'empty policyTypes with egress rules isolate both directions',
    policies: [{ policyTypes: [], egress: [{ ports: [{ port: 80 }] }] }],
    denies: [IN, OUT_TO_OUTSIDE],
    allows: [OUT],
  },
  {
    name: 'null policyTypes are absent policyTypes',
    policies: [{ policyTypes: null, ingress: [{}] }],
    allows: [IN, OUT],
  },
  {
    name: 'the order of policyTypes means nothing',
    policies: [{ policyTypes: ['Egress', 'Ingress'] }],
    denies: [IN, OUT],
  },
  {
    name: 'a repeated policy type is one policy type',
    policies: [{ podSelector: db, policyTypes: ['Egress', 'Egress'] }],
    denies: [OUT],
    allows: [IN],
  },
  {
    name: 'an egress policy without egress denies all egress and takes any ingress',
    policies: [{ podSelector: db, policyTypes: ['Egress'] }],
    denies: [OUT, OUT_TO_OUTSIDE],
    allows: [IN, IN_FROM_OUTSIDE],
  },
  {
    name: 'egress rules of an ingress policy are ignored',
    policies: [{ policyTypes: ['Ingress'], egress: [{ ports: [{ port: 1 }] }] }],
    denies: [IN],
    allows: [OUT],
  },
  {
    name: 'ingress rules of an egress policy are ignored',
    policies: [{ podSelector: db, policyTypes: ['Egress'], ingress: [{ ports: [{ port: 1 }] }] }],
    denies: [OUT],
    allows: [IN],
  },
  {
    name: 'missing ingress denies all ingress',
    policies: [{ policyTypes: ['Ingress'] }],
    denies: [IN, IN_FROM_OUTSIDE],
  },
  { name: 'null ingress denies all ingress', policies: [{ ingress: null }], denies: [IN] },
  { name: 'empty ingress denies all ingress', policies: [{ ingress: [] }], denies: [IN, IN_FROM_OUTSIDE] },
  {
    name: 'an empty ingress rule allows all ingress',
    policies: [{ ingress: [{}] }],
    allows: [IN, IN_FROM_OUTSIDE, 'tools/web > shop/db 7/sctp'],
  },
  {
    name: 'an empty egress rule allows all egress',
    policies: [{ policyTypes: ['Egress'], egress: [{}] }],
    allows: [OUT, OUT_TO_OUTSIDE],
  },
  {
    name: 'empty from allows every source',
    policies: [{ ingress: [{ from: [], ports: [{ port: 80 }] }] }],
    allows: [IN, IN_FROM_OUTSIDE],
    denies: ['shop/web > shop/db 81/tcp'],
  },
  { name: 'null from allows every source', policies: [{ ingress: [{ from: null }] }], allows: [IN, IN_FROM_OUTSIDE] },
  {
    name: 'null to allows every destination',
    policies: [{ policyTypes: ['Egress'], egress: [{ to: null }] }],
    allows: [OUT, OUT_TO_OUTSIDE],
  },
  {
    name: 'empty to allows every destination',
    policies: [{ policyTypes: ['Egress'], egress: [{ to: [] }] }],
    allows: [OUT, OUT_TO_OUTSIDE],
  },
  {
    name: 'policies add up',
    policies: [{}, { podSelector: db, ingress: [{ from: [{ podSelector: { matchLabels: { app: 'web' } } }] }] }],
    allows: [IN],
    denies: [IN_FROM_OUTSIDE, 'shop/db > shop/web 80/tcp'],
  },
  {
    name: 'rules of one policy add up',
    policies: [{ ingress: [{ ports: [{ port: 1 }] }, { ports: [{ port: 80 }] }] }],
    allows: [IN],
    denies: ['shop/web > shop/db 2/tcp'],
  },
  {
    name: 'a pod reaches itself whatever the policies say',
    policies: [{ policyTypes: ['Ingress', 'Egress'] }],
    allows: ['shop/db > shop/db 80/tcp'],
    denies: [IN],
  },
  {
    name: 'egress of the source alone does not open the ingress of the destination',
    policies: [{}, { policyTypes: ['Egress'], egress: [{}] }],
    denies: [IN],
  },
  {
    name: 'ingress of the destination alone does not open the egress of the source',
    policies: [{ policyTypes: ['Egress'] }, { ingress: [{}] }],
    denies: [IN],
    allows: ['tools/web > shop/db 80/tcp'],
  },
];

describe('the structure of a policy', () => {
  it.each(rows.map((row) => [row.name, row] as const))('%s', (_, { policies, allows = [], denies = [] }) => {
    const world = shopWorld(policies.map(shopPolicy));
    const expected = [...allows.map((text) => [text, 'allowed']), ...denies.map((text) => [text, 'denied'])];
    expect([...allows, ...denies].map((text) => [text, verdict(world, text)])).toEqual(expected);
  });

  it('a policy without namespace governs the namespace default', () => {
    const policy: NetworkPolicy = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'np' },
    };
    const [web, ...rest] = shopWorld([]).pods;
    if (web === undefined) throw new Error('the shop has pods');
    const world = shopWorld([policy], { pods: [{ ...web, metadata: { name: 'web' } }, ...rest] });
    expect(verdict(world, 'shop/db > default/web 80/tcp')).toBe('denied');
    expect(verdict(world, 'default/web > shop/db 80/tcp')).toBe('allowed');
  });
});
