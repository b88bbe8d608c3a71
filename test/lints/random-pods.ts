import fc from 'fast-check';
import type { Cluster } from '../../src/cluster/cluster.ts';
import { profileOf } from '../../src/cluster/dataplane-profile.ts';
import type { NamespaceFacts, PodEndpoint } from '../../src/cluster/endpoint.ts';
import type { NamespaceScope } from '../../src/cluster/predicate.ts';
import type { LabelRequirement, LabelSelector } from '../../src/resources/label-selector.ts';
import { ALL_ADDRESSES } from '../../src/sets/address-set.ts';

/** Keys and values some of which are near to each other, or stand for each other. */
const KEYS = ['app', 'apps', 'name', 'tier'];
const VALUES = ['web', 'backend', 'backends', 'bakcend', 'frontend', 'db-1', 'db-2', 'name'];
const NAMESPACES = ['a', 'b', 'c'];
const ADDRESSES = { kind: 'within', addresses: ALL_ADDRESSES } as const;

const labels = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...KEYS), fc.constantFrom(...VALUES)), {
    maxLength: 3,
    selector: ([key]) => key,
  })
  .map((pairs) => new Map(pairs));

const requirement: fc.Arbitrary<LabelRequirement> = fc.oneof(
  { weight: 3, arbitrary: requirementOf(['In', 'NotIn'], 1) },
  { weight: 1, arbitrary: requirementOf(['Exists', 'DoesNotExist'], 0) },
);

function requirementOf(
  operators: readonly LabelRequirement['operator'][],
  count: 0 | 1,
): fc.Arbitrary<LabelRequirement> {
  return fc.record({
    key: fc.constantFrom(...KEYS),
    operator: fc.constantFrom(...operators),
    values: fc.subarray(VALUES, { minLength: count, maxLength: 2 * count }),
  });
}

export const anySelector: fc.Arbitrary<LabelSelector> = fc.record({
  requirements: fc.array(requirement, { maxLength: 3 }),
});

export const anyScope: fc.Arbitrary<NamespaceScope> = fc.oneof(
  fc.record({ kind: fc.constant('named' as const), name: fc.constantFrom(...NAMESPACES, 'empty') }),
  fc.record({ kind: fc.constant('selected' as const), selector: anySelector }),
);

const anyNamespaces: fc.Arbitrary<readonly NamespaceFacts[]> = fc
  .tuple(...NAMESPACES.map(() => fc.tuple(labels, fc.boolean())))
  .map((facts) =>
    facts.map(([own, complete], index) => ({ name: NAMESPACES[index] as string, labels: own, complete })),
  );

/** Clusters of pods alone, in namespaces of which some have no object. */
export const anyCluster: fc.Arbitrary<Cluster> = fc
  .tuple(
    anyNamespaces,
    fc.array(fc.tuple(fc.nat({ max: 2 }), labels, fc.subarray(KEYS, { maxLength: 1 })), { maxLength: 12 }),
  )
  .map(([namespaces, pods]) => ({
    endpoints: pods.map(([home, own, unknown], index) =>
      podOf(namespaces[home] as NamespaceFacts, index, own, unknown),
    ),
    namespaces: new Map(namespaces.map((one) => [one.name, one])),
    layers: [],
    profile: profileOf(undefined),
    podAddresses: ADDRESSES,
  }));

function podOf(
  namespace: NamespaceFacts,
  index: number,
  own: ReadonlyMap<string, string>,
  unknown: readonly string[],
): PodEndpoint {
  const name = `pod-${index}`;
  return {
    kind: 'pod',
    id: `${namespace.name}/Pod:${name}`,
    namespace,
    workloadKind: 'Pod',
    name,
    labels: own,
    runtimeLabelKeys: new Set(unknown.filter((key) => !own.has(key))),
    namedPorts: [],
    declaredPorts: [],
    hostNetwork: false,
    addresses: ADDRESSES,
    serviceAccount: 'default',
    single: true,
    assumed: false,
  };
}

/** Namespace by namespace, in the order in which pods name them. */
export function podsByNamespace({ endpoints }: Cluster): readonly (readonly PodEndpoint[])[] {
  const pods = endpoints.filter((endpoint) => endpoint.kind === 'pod');
  return [...new Set(pods.map(({ namespace }) => namespace.name))].map((name) =>
    pods.filter(({ namespace }) => namespace.name === name),
  );
}
