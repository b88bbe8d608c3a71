import { describe, expect, it } from 'vitest';
import { CHOICES } from './choices.ts';
import { endOf, PASSED, SHOP, useTinyCorpus, WEB_TO_DB } from './tiny-corpus.ts';

const { run } = useTinyCorpus();

/** Policies beside the pods of the shop, whose own policy is taken away. */
function shopWith(policy: string): string {
  return `${SHOP.slice(0, SHOP.indexOf('  - apiVersion: networking'))}---\n${policy}`;
}

const ADMIN = 'apiVersion: policy.networking.k8s.io/v1alpha1\nkind: AdminNetworkPolicy\nmetadata: { name: rules }\n';
const DENY_ALL = 'ingress: [{ action: Deny, from: [{ namespaces: {} }] }]';

const DOOR = `apiVersion: v1
kind: Service
metadata: { name: db, namespace: shop }
spec: { selector: { role: db }, ports: [{ port: 80, targetPort: 5432 }] }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: db, namespace: shop }
spec: { defaultBackend: { service: { name: db, port: { number: 5432 } } } }`;
const DOOR_ROW = { src: '{ingress-controller}', dst: 'shop/db[Pod]', conn: { TCP: '5432' } };

const probe = (allow: boolean): object => ({ probes: [{ ...WEB_TO_DB, allow }] });

/** For each choice: manifests that its tools read in their own way, and what they say of `shop/web` (or who is asked) to `shop/db`. */
const EXAMPLES = [
  {
    about: '`NotIn` on a missing key',
    corpus: 'cyclonus',
    manifests: SHOP.replace(
      'matchLabels: { role: web }',
      'matchExpressions: [{ key: tier, operator: NotIn, values: [be] }]',
    ),
    allow: false,
  },
  {
    about: '`hostNetwork: true`',
    corpus: 'netpol-analyzer',
    manifests: SHOP.replace(
      'spec: { containers: [{ name: main, image: db',
      'spec: { hostNetwork: true, containers: [{ name: main, image: db',
    ).replace('role: web } } }]', 'role: api } } }]'),
    allow: false,
  },
  {
    about: 'another API group',
    corpus: 'netpol-analyzer',
    manifests: SHOP.replace('networking.k8s.io/v1', 'crd.projectcalico.org/v1').replace(
      'role: web } } }]',
      'role: api } } }]',
    ),
    allow: false,
  },
  {
    about: 'capitals and `_`',
    corpus: 'netpol-analyzer',
    manifests: SHOP.replace('name: db-in', 'name: DB_in'),
    allow: true,
  },
  {
    about: 'values that no label can have',
    corpus: 'kube-network-policies',
    manifests: shopWith(
      `${ADMIN}spec: { priority: 1, subject: { namespaces: { matchLabels: { a: not this } } }, ${DENY_ALL} }`,
    ),
    allow: true,
  },
  {
    about: 'for the pods that run on such nodes',
    corpus: 'kube-network-policies',
    manifests: shopWith(`${ADMIN}spec:
  priority: 1
  subject: { namespaces: {} }
  egress:
    - { action: Allow, to: [{ nodes: {} }] }
    - { action: Deny, to: [{ namespaces: {} }] }`),
    allow: true,
  },
  {
    about: 'its nodes run Linux',
    corpus: 'network-policy-api',
    requires: ['node-peers'],
    manifests: shopWith(`${ADMIN}spec:
  priority: 1
  subject: { namespaces: {} }
  egress: [{ action: Deny, to: [{ nodes: { matchLabels: { kubernetes.io/os: linux } } }] }]`).replace(
      'spec: { containers: [{ name: main, image: db',
      'spec: { hostNetwork: true, containers: [{ name: main, image: db',
    ),
    allow: false,
  },
  {
    about: '`pods` without one of its two selectors',
    corpus: 'netpol-analyzer',
    manifests: shopWith(
      `${ADMIN}spec: { priority: 1, subject: { pods: { podSelector: { matchLabels: { role: db } } } }, ${DENY_ALL} }`,
    ),
    allow: false,
  },
  {
    about: 'is called `default`',
    corpus: 'kube-network-policies',
    manifests: shopWith(`${ADMIN.replace('Admin', 'BaselineAdmin')}spec: { subject: { namespaces: {} }, ${DENY_ALL} }`),
    allow: false,
  },
  {
    about: 'a port of a Service by its target port',
    corpus: 'netpol-analyzer',
    manifests: shopWith(DOOR),
    allow: true,
    ask: (allow: boolean) => ({
      mode: 'connlist_focus',
      options: { focus_workloads: ['ingress-controller'] },
      expected: allow ? [DOOR_ROW] : [],
    }),
  },
];

describe('a choice of the tools behind a corpus', () => {
  it.each(EXAMPLES)(
    'excepts a case that rests on it and no other: $about',
    ({ about, corpus, manifests, allow, requires = [], ask = probe }) => {
      const one = { requires, ...ask(allow) };
      const agreeing = { name: 'two', dir: 'shop', probes: [WEB_TO_DB] };
      const excepted = run({ corpus, manifests, folders: { shop: SHOP }, cases: [one, agreeing] });
      expect(endOf(excepted)).toEqual(PASSED);
      const reason = excepted.lines.find((line) => line.includes(about));
      expect(CHOICES.map((choice) => `  ${choice.reason} (1)`)).toContain(reason);
      const contrary = run({ corpus, manifests, cases: [{ requires, ...ask(!allow) }] });
      expect(contrary.lines).not.toContain(reason);
    },
  );

  it('has an example here', () => {
    const without = CHOICES.filter(({ reason }) => !EXAMPLES.some(({ about }) => reason.includes(about)));
    expect(without).toEqual([]);
  });
});
