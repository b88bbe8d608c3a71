import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readResources } from '../../src/resources/read-resources.ts';

const networkPolicy = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'db', namespace: 'shop', labels: { app: 'db' } },
  spec: {
    podSelector: { matchLabels: { app: 'db' }, matchExpressions: [{ key: 'tier', operator: 'In', values: ['data'] }] },
    policyTypes: ['Ingress', 'Egress'],
    ingress: [
      {
        from: [
          { podSelector: { matchLabels: { app: 'api' } }, namespaceSelector: {} },
          { ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } },
        ],
        ports: [{ protocol: 'TCP', port: 5432 }, { port: 'metrics' }, { port: 8000, endPort: 8080 }],
      },
    ],
    egress: [{ to: [{ namespaceSelector: { matchExpressions: [{ key: 'a', operator: 'Exists' }] } }] }],
  },
};

const peers = [
  { namespaces: { matchLabels: { team: 'a' } } },
  { pods: { namespaceSelector: {}, podSelector: { matchExpressions: [{ key: 'a', operator: 'Exists' }] } } },
];

const clusterNetworkPolicy = {
  apiVersion: 'policy.networking.k8s.io/v1alpha2',
  kind: 'ClusterNetworkPolicy',
  metadata: { name: 'guard' },
  spec: {
    tier: 'Baseline',
    priority: 5,
    subject: { pods: { namespaceSelector: {}, podSelector: { matchLabels: { app: 'db' } } } },
    ingress: [{ name: 'in', action: 'Accept', from: peers, protocols: [{ destinationNamedPort: 'http' }] }],
    egress: [
      {
        action: 'Deny',
        to: [{ networks: ['10.0.0.0/8', '2001:db8::/32'] }, { nodes: {} }],
        protocols: [
          { tcp: { destinationPort: { number: 80 } } },
          { udp: { destinationPort: { range: { start: 1, end: 9 } } } },
        ],
      },
      { action: 'Accept', to: [{ domainNames: ['*.example.com'] }] },
    ],
  },
};

const adminNetworkPolicy = {
  apiVersion: 'policy.networking.k8s.io/v1alpha1',
  kind: 'AdminNetworkPolicy',
  metadata: { name: 'guard' },
  spec: {
    priority: 5,
    subject: { namespaces: { matchLabels: { team: 'a' } } },
    ingress: [{ action: 'Pass', from: peers, ports: [{ namedPort: 'http' }, { portNumber: { port: 80 } }] }],
    egress: [
      {
        action: 'Allow',
        to: [{ networks: ['0.0.0.0/0'] }],
        ports: [{ portRange: { protocol: 'UDP', start: 1, end: 9 } }],
      },
    ],
  },
};

type Mutation = { readonly at: number; readonly how: string; readonly value: unknown };

const strangeValue = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -1,
    80,
    Number.POSITIVE_INFINITY,
    70000,
    Number.NaN,
    '',
    'tcp',
    'Ingress',
    '10.0.0.1/8',
  ),
  fc.constantFrom<unknown>([], {}, [null], [{}], { app: 'db' }, { matchLabels: { app: 1 } }, [['a']], '__proto__'),
  fc.string(),
);

const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.nat(200),
  how: fc.constantFrom('replace', 'drop', 'rename', 'add'),
  value: strangeValue,
});

/** Every container of the value with every key in it, from the outside in; what decides the kind stays. */
function placesIn(value: unknown, isRoot = true): [Record<string, unknown>, string][] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  const keys = Object.keys(holder).filter((key) => !isRoot || (key !== 'apiVersion' && key !== 'kind'));
  return keys.flatMap((key) => [[holder, key] as [Record<string, unknown>, string], ...placesIn(holder[key], false)]);
}

function mutate(valid: object, mutations: readonly Mutation[]): unknown {
  const object = structuredClone(valid);
  for (const step of mutations) {
    const places = placesIn(object);
    const place = places[step.at % places.length];
    if (place !== undefined) change(place, step);
  }
  return object;
}

function change([holder, key]: [Record<string, unknown>, string], { how, value }: Mutation): void {
  const old = holder[key];
  const copy = structuredClone(value);
  if (how === 'replace') holder[key] = copy;
  else if (how === 'add' && Array.isArray(holder)) holder.push(copy);
  else if (how === 'add') define(holder, typeof value === 'string' ? value : 'matchLabels', copy);
  else delete holder[key];
  if (how === 'rename') define(holder, key.toLowerCase(), old);
}

/** Sets a key as a YAML reader does, also `__proto__`. */
function define(holder: object, key: string, value: unknown): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

describe('a policy with random changes', () => {
  it.each([networkPolicy, clusterNetworkPolicy, adminNetworkPolicy])(
    'of the kind $kind is accepted without an error or refused with one, and never dropped',
    (valid) => {
      let refused = 0;
      const runs = 3000;
      fc.assert(
        fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
          const document = { file: 'a.yaml', document: 0, value: mutate(valid, mutations) };
          const file = { file: 'a.yaml', documents: [document], documentCount: 1, findings: [] };
          const { networkPolicies, adminPolicies, opaquePolicies, findings } = readResources([file], {
            namespace: 'default',
          });
          const hasError = findings.some(({ severity }) => severity === 'error');
          const accepted = [...networkPolicies, ...adminPolicies].length;
          expect([accepted, opaquePolicies.length]).toEqual(hasError ? [0, 1] : [1, 0]);
          expect(findings.every(({ at }) => at?.kind === 'path')).toBe(true);
          if (hasError) refused++;
        }),
        { numRuns: runs },
      );
      // Both outcomes must be common, or the property says little.
      expect(refused).toBeGreaterThan(runs / 10);
      expect(refused).toBeLessThan((runs * 19) / 20);
    },
  );
});
