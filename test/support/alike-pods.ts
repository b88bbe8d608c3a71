import fc from 'fast-check';

/** The manifests of two trees. */
export interface ChangedManifests {
  readonly before: readonly object[];
  readonly after: readonly object[];
}

const NAMES = ['p0', 'p1', 'p2', 'p3', 'p4', 'p5'] as const;

const namespaces = ['shop', 'bank'].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }));

const anySome = fc.subarray([...NAMES], { minLength: 1, maxLength: 3 });

const appIn = (values: readonly string[]) => ({ matchExpressions: [{ key: 'app', operator: 'In', values }] });

const inShop = (podSelector: object) => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } },
  podSelector,
});

const anyPod = (name: string) =>
  fc
    .record({
      hostNetwork: fc.constantFrom(false, false, false, true),
      port: fc.constantFrom(undefined, 80, 8080),
    })
    .map(({ hostNetwork, port }) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { namespace: 'shop', name, labels: { app: name } },
      spec: {
        ...(hostNetwork && { hostNetwork }),
        containers: [
          {
            name: 'main',
            image: 'example.com/main:1',
            ...(port && { ports: [{ name: 'http', containerPort: port }] }),
          },
        ],
      },
    }));

/** Pods that are seldom told apart by more than one thing. */
const anyPeer = fc.constantFrom<object>({}, { matchLabels: { role: 'a' } }, { matchLabels: { role: 'b' } });

interface NetworkPolicyOf {
  readonly peer: object;
  readonly range: boolean;
  readonly port: number | string | undefined;
  readonly directions: readonly string[];
  readonly rules: boolean;
}

const anyNetworkPolicyOf = fc.record<NetworkPolicyOf>({
  peer: fc.oneof({ arbitrary: anyPeer, weight: 3 }, { arbitrary: anySome.map(appIn), weight: 1 }),
  range: fc.boolean(),
  port: fc.constantFrom(undefined, undefined, 80, 'http'),
  directions: fc.subarray(['Ingress', 'Egress'], { minLength: 1 }),
  rules: fc.boolean(),
});

const networkPolicy = ({ peer, range, port, directions, rules }: NetworkPolicyOf, podSelector: object) => {
  const ends = range ? [{ ipBlock: { cidr: '10.0.0.0/8' } }] : [{ podSelector: peer }];
  const ports = port === undefined ? {} : { ports: [{ port }] };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { namespace: 'shop' },
    spec: {
      podSelector,
      policyTypes: directions,
      ...(rules && directions.includes('Ingress') && { ingress: [{ from: ends, ...ports }] }),
      ...(rules && directions.includes('Egress') && { egress: [{ to: ends, ...ports }] }),
    },
  };
};

interface AdminPolicyOf {
  readonly kind: 'AdminNetworkPolicy' | 'Admin' | 'Baseline';
  readonly priority: number;
  readonly action: 'Allow' | 'Deny' | 'Pass';
  readonly peer: object;
}

const anyAdminPolicyOf = fc.record<AdminPolicyOf>({
  kind: fc.constantFrom('AdminNetworkPolicy', 'Admin', 'Baseline'),
  priority: fc.constantFrom(1, 2),
  action: fc.constantFrom('Allow', 'Deny', 'Pass'),
  peer: anyPeer,
});

const adminPolicy = ({ kind, priority, action, peer }: AdminPolicyOf, podSelector: object) => {
  const isOlder = kind === 'AdminNetworkPolicy';
  const pods = { pods: inShop(peer) };
  const rule = { action: action === 'Allow' && !isOlder ? 'Accept' : action };
  return {
    apiVersion: `policy.networking.k8s.io/${isOlder ? 'v1alpha1' : 'v1alpha2'}`,
    kind: isOlder ? kind : 'ClusterNetworkPolicy',
    metadata: {},
    spec: {
      ...(!isOlder && { tier: kind }),
      priority,
      subject: { pods: inShop(podSelector) },
      ingress: [{ ...rule, from: [pods] }],
      egress: [{ ...rule, to: [pods] }],
    },
  };
};

/** Of a dialect that is not evaluated. */
const opaquePolicy = (name: string) => ({
  apiVersion: 'cilium.io/v2',
  kind: 'CiliumNetworkPolicy',
  metadata: { namespace: 'shop' },
  spec: { endpointSelector: { matchLabels: { app: name } }, egress: [{}], ingress: [{}] },
});

/** A policy for some pods, and others for other pods that differ from it in one thing at most. */
function variantsOf<P extends object>(
  any: fc.Arbitrary<P>,
  write: (policy: P, podSelector: object) => object,
): fc.Arbitrary<readonly object[]> {
  return any.chain((first) => {
    const anyVariant = fc
      .tuple(any, fc.constantFrom(undefined, ...(Object.keys(first) as (keyof P)[])))
      .map(([other, key]) => (key === undefined ? first : { ...first, [key]: other[key] }));
    return fc
      .array(fc.tuple(anyVariant, anySome), { minLength: 2, maxLength: 3, size: 'max' })
      .map((all) => all.map(([policy, names]) => write(policy, appIn(names))));
  });
}

const anyPolicies = fc
  .tuple(
    variantsOf(anyNetworkPolicyOf, networkPolicy),
    variantsOf(anyAdminPolicyOf, adminPolicy),
    fc.oneof(
      { arbitrary: fc.constant([]), weight: 2 },
      { arbitrary: fc.constantFrom(...NAMES).map((name) => [opaquePolicy(name)]), weight: 1 },
    ),
    fc.constantFrom('both', 'network', 'admin'),
  )
  .map(([network, admin, opaque, which]) =>
    [...(which === 'admin' ? [] : network), ...(which === 'network' ? [] : admin), ...opaque].map((policy, index) => ({
      ...policy,
      metadata: { ...('metadata' in policy && (policy.metadata as object)), name: `policy-${index}` },
    })),
  );

/**
 * Pods with policies that are much alike, and a change that bears on all of them: a policy for the whole namespace, or
 * for some of it.
 */
export const anyAlikePods: fc.Arbitrary<ChangedManifests> = fc
  .tuple(
    fc.tuple(...NAMES.map(anyPod)),
    anyPolicies,
    anyNetworkPolicyOf,
    fc.oneof({ arbitrary: fc.constant({}), weight: 2 }, { arbitrary: anySome.map(appIn), weight: 1 }),
    fc.boolean(),
  )
  .map(([pods, policies, added, whom, turned]) => {
    const more = { ...networkPolicy(added, whom), metadata: { namespace: 'shop', name: 'added' } };
    const before = [...namespaces, ...pods, ...policies];
    return turned ? { before: [...before, more], after: before } : { before, after: [...before, more] };
  });
