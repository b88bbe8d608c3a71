import fc from 'fast-check';
import type { NamespaceFacts, PodEndpoint } from '../../src/cluster/endpoint.ts';
import { connections, type Protocol } from '../../src/sets/connection-set.ts';
import { union } from '../../src/sets/interval-set.ts';
import { namespace, type TestWorld, workload, worldOf } from './worlds.ts';

/** The labels and names that rules may ask for, and for each key a value of which no rule has heard. */
const KEYS = { role: ['r', 's'], tier: ['t'] } as const;
const TEAM = ['x', 'y'] as const;

const requirement = (key: string, values: readonly string[]): fc.Arbitrary<object> =>
  fc.oneof(
    fc
      .subarray([...values], { minLength: 1 })
      .chain((some) =>
        fc.constantFrom({ key, operator: 'In', values: some }, { key, operator: 'NotIn', values: some }),
      ),
    fc.constantFrom({ key, operator: 'Exists' }, { key, operator: 'DoesNotExist' }),
  );

const podSelector = fc
  .array(fc.oneof(requirement('role', KEYS.role), requirement('tier', KEYS.tier)), { maxLength: 2 })
  .map((matchExpressions) => ({ matchExpressions }));

const namespaceSelector = fc
  .array(fc.oneof(requirement('team', TEAM), requirement('kubernetes.io/metadata.name', ['a', 'b', 'd'])), {
    maxLength: 2,
  })
  .map((matchExpressions) => ({ matchExpressions }));

const namespacedPeer = fc.oneof(
  podSelector.map((selector) => ({ podSelector: selector })),
  namespaceSelector.map((selector) => ({ namespaceSelector: selector })),
  fc.record({ podSelector, namespaceSelector }),
  fc.constant({ ipBlock: { cidr: '10.0.0.0/8' } }),
);

const ports = fc.subarray([{ port: 80 }, { port: 81 }, { port: 'http' }, { port: 80, protocol: 'UDP' }], {
  maxLength: 2,
});

const directionOf = (peerKey: 'from' | 'to') =>
  fc.array(fc.record({ [peerKey]: fc.array(namespacedPeer, { maxLength: 2 }), ports }), { maxLength: 2 });

const networkPolicy = fc
  .record({
    namespace: fc.constantFrom('a', 'b', 'c'),
    podSelector,
    policyTypes: fc.subarray(['Ingress', 'Egress'], { minLength: 1 }),
    ingress: directionOf('from'),
    egress: directionOf('to'),
  })
  .map(({ namespace: home, ...spec }) => (name: string) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace: home },
    spec,
  }));

const adminPeer = fc.oneof(
  namespaceSelector.map((namespaces) => ({ namespaces })),
  fc.record({ namespaceSelector, podSelector }).map((pods) => ({ pods })),
);
const protocols = fc.option(
  fc.subarray(
    [
      { tcp: { destinationPort: { number: 80 } } },
      { udp: { destinationPort: { range: { start: 80, end: 81 } } } },
      { destinationNamedPort: 'http' },
    ],
    { minLength: 1, maxLength: 2 },
  ),
  { nil: undefined },
);
const adminRules = (peerKey: 'from' | 'to') =>
  fc.array(
    fc
      .record({
        action: fc.constantFrom('Accept', 'Deny', 'Pass'),
        [peerKey]: fc.array(adminPeer, { minLength: 1, maxLength: 2 }),
        protocols,
      })
      .map(({ protocols: written, ...rule }) => (written === undefined ? rule : { ...rule, protocols: written })),
    { maxLength: 2 },
  );
const adminPolicy = fc
  .record({
    tier: fc.constantFrom('Admin', 'Baseline'),
    priority: fc.constantFrom(1, 2),
    subject: adminPeer,
    ingress: adminRules('from'),
    egress: adminRules('to'),
  })
  .map((spec) => (name: string) => ({
    apiVersion: 'policy.networking.k8s.io/v1alpha2',
    kind: 'ClusterNetworkPolicy',
    metadata: { name },
    spec,
  }));

const likeDb = {
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'a' } },
  podSelector: { matchLabels: { role: 'r' } },
};

/** Lets `c/app` talk with pods like `a/db` alone, so that claims about nobody else have a chance to be true. */
const GUARD = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'guard', namespace: 'c' },
  spec: {
    policyTypes: ['Ingress', 'Egress'],
    ingress: [{ from: [likeDb], ports: [{ port: 80 }] }],
    egress: [{ to: [likeDb], ports: [{ port: 80 }] }],
  },
};

/** Small worlds in which every label that a rule asks for is one of a few. */
export const anySmallWorld: fc.Arbitrary<TestWorld> = fc
  .record({
    isGuarded: fc.boolean(),
    policies: fc.array(fc.oneof(networkPolicy, adminPolicy), { maxLength: 4 }),
    dataplane: fc.constantFrom('calico' as const, 'cilium' as const, undefined),
  })
  .map(({ isGuarded, policies, dataplane }) =>
    worldOf(
      [
        namespace('a', { team: 'x' }),
        namespace('b'),
        workload('a/db', { role: 'r' }, [{ name: 'http', containerPort: 81 }]),
        workload('c/app', { role: 's', tier: 't' }),
        ...(isGuarded ? [GUARD] : []),
        ...policies.slice(0, isGuarded ? 2 : 4).map((policy, index) => policy(`policy-${index}`)),
      ],
      { assume: dataplane === undefined ? {} : { dataplane } },
    ),
  );

/** Every combination of the values of each key, and of having no such label. */
function combinations(keys: Readonly<Record<string, readonly string[]>>): readonly ReadonlyMap<string, string>[] {
  return Object.entries(keys).reduce<readonly ReadonlyMap<string, string>[]>(
    (maps, [key, values]) =>
      maps.flatMap((map) => [map, ...[...values, 'unheard-of'].map((value) => new Map([...map, [key, value]]))]),
    [new Map()],
  );
}

/** The connections that are asked about. */
export const ASKED: readonly (readonly [Protocol, number])[] = [
  ['TCP', 80],
  ['TCP', 81],
  ['UDP', 80],
];
export const TRAFFIC = ASKED.map(([protocol, port]) => connections(protocol, port)).reduce(union);

/** All pods of the small universe; each with and without a port `http` that has the number in question. */
export function everyPod(
  { cluster }: TestWorld,
  [protocol, number]: readonly [Protocol, number],
): readonly PodEndpoint[] {
  const others = combinations({ team: TEAM }).flatMap((labels) =>
    ['d', 'e'].map((name): NamespaceFacts => {
      return { name, labels: new Map([...labels, ['kubernetes.io/metadata.name', name]]), complete: true };
    }),
  );
  return [...cluster.namespaces.values(), ...others].flatMap((facts) =>
    combinations(KEYS).flatMap((labels) =>
      [[], [{ name: 'http', protocol, number }]].map((namedPorts): PodEndpoint => {
        const id = JSON.stringify([facts.name, [...facts.labels], [...labels], namedPorts]);
        const none = { runtimeLabelKeys: new Set<string>(), declaredPorts: [], hostNetwork: false, single: false };
        const names = {
          id,
          namespace: facts,
          workloadKind: 'Pod',
          name: 'p',
          serviceAccount: 'default',
          assumed: false,
        };
        return { kind: 'pod', ...names, ...none, labels, namedPorts, addresses: cluster.podAddresses };
      }),
    ),
  );
}
