import fc from 'fast-check';
import type { AdminPeer, AdminPolicy, AdminProtocol, AdminRule, AdminWorld, OlderPort } from '../oracle/admin-world.ts';
import type { World } from '../oracle/world.ts';
import { anyIpBlock } from './random-ip-block.ts';
import {
  anySelector,
  NAMESPACE_LABELS,
  NAMESPACE_NAME_LABEL,
  NAMESPACES,
  POD_LABELS,
  PORT_NAMES,
  PORT_NUMBERS,
  PROTOCOLS,
  record,
  recordOf,
} from './random-parts.ts';
import { anyWorld } from './random-world.ts';

type Kind = AdminPolicy['kind'];
type Direction = 'ingress' | 'egress';

// One of the ranges that blocks and networks are made of, so that some of them cover nodes.
const NODE_CIDRS = ['203.0.113.128/25', '2001:db8:f::/48'];
// Few, so that equal ones are common.
const PRIORITIES = [1, 1, 2, 3];

/** A world with policies of every kind, and with a reading of what the API leaves to plugins. */
export const anyAdminWorld: fc.Arbitrary<World> = fc
  .tuple(
    anyWorld,
    record<AdminWorld>({
      networksMatchPods: fc.boolean(),
      networkPolicyIsFinalForPod: fc.boolean(),
      experimentalPeers: fc.constantFrom('enforced', 'enforced', 'fail closed'),
      nodeCIDRs: fc.constant(NODE_CIDRS),
      policies: anyPolicies(),
    }),
  )
  .map(([world, admin]) => ({ ...world, admin }));

function anyPolicies(): fc.Arbitrary<readonly AdminPolicy[]> {
  const many = fc.array(fc.oneof(anyPolicy('AdminNetworkPolicy'), anyPolicy('ClusterNetworkPolicy')), {
    minLength: 1,
    maxLength: 4,
    size: 'max',
  });
  return fc
    .tuple(many, fc.option(anyPolicy('BaselineAdminNetworkPolicy'), { freq: 1 }))
    .map(([policies, baseline]) => [
      ...policies.map((policy, index) => ({ ...policy, metadata: { name: `a${index}` } })),
      ...(baseline === null ? [] : [baseline]),
    ]);
}

function anyPolicy(kind: Kind): fc.Arbitrary<AdminPolicy> {
  const isNewer = kind === 'ClusterNetworkPolicy';
  const rules = (direction: Direction) => fc.array(anyRule(kind, direction), { maxLength: 3, size: 'max' });
  const priority = fc.constantFrom(...PRIORITIES);
  const tier = fc.constantFrom('Admin' as const, 'Baseline' as const);
  return record<AdminPolicy>({
    apiVersion: fc.constant(`policy.networking.k8s.io/${isNewer ? 'v1alpha2' : 'v1alpha1'}`),
    kind: fc.constant(kind),
    metadata: fc.constant({ name: 'default' }),
    spec: record<AdminPolicy['spec']>({
      ...(kind === 'BaselineAdminNetworkPolicy' ? {} : { priority }),
      ...(isNewer ? { tier } : {}),
      subject: fc.oneof(anyPods(), fc.constant({ namespaces: {} })),
      ingress: rules('ingress'),
      egress: rules('egress'),
    } as { [K in keyof AdminPolicy['spec']]: fc.Arbitrary<AdminPolicy['spec'][K]> }),
  });
}

function anyPods(): fc.Arbitrary<AdminPeer> {
  const pods = anySelector(POD_LABELS);
  const namespaces = anySelector({ ...NAMESPACE_LABELS, [NAMESPACE_NAME_LABEL]: NAMESPACES });
  return fc.oneof(
    fc.constant({ namespaces: {} }),
    record({ namespaces }),
    record({ pods: record({ namespaceSelector: fc.oneof(namespaces, fc.constant({})), podSelector: pods }) }),
  );
}

function anyRule(kind: Kind, direction: Direction): fc.Arbitrary<AdminRule> {
  const accept = kind === 'ClusterNetworkPolicy' ? ('Accept' as const) : ('Allow' as const);
  const actions =
    kind === 'BaselineAdminNetworkPolicy' ? [accept, 'Deny' as const] : [accept, 'Deny' as const, 'Pass' as const];
  return fc.constantFrom(...actions).chain((action) => {
    const allowsNames = action === accept && kind !== 'BaselineAdminNetworkPolicy';
    const peer = direction === 'ingress' ? anyPods() : anyDestination(allowsNames);
    return fc.array(peer, { minLength: 1, maxLength: 2 }).chain((peers) => {
      const isPods = peers.every(({ namespaces, pods }) => namespaces ?? pods);
      return anyPorts(kind, isPods).map((ports) => ({
        action,
        [direction === 'ingress' ? 'from' : 'to']: peers,
        ...ports,
      }));
    });
  });
}

function anyDestination(allowsNames: boolean): fc.Arbitrary<AdminPeer> {
  const network = anyIpBlock().map(({ cidr }) => cidr);
  return fc.oneof(
    { arbitrary: anyPods(), weight: 6 },
    { arbitrary: record({ networks: fc.array(network, { minLength: 1, maxLength: 2 }) }), weight: 4 },
    { arbitrary: fc.constant({ nodes: {} }), weight: 1 },
    ...(allowsNames ? [{ arbitrary: fc.constant({ domainNames: ['*.example.com'] }), weight: 1 }] : []),
  );
}

/** The API server refuses names of ports beside peers that are no pods. */
function anyPorts(kind: Kind, mayBeNamed: boolean): fc.Arbitrary<Pick<AdminRule, 'ports' | 'protocols'>> {
  const isNewer = kind === 'ClusterNetworkPolicy';
  const list = <T>(item: fc.Arbitrary<T>) => fc.array(item, { minLength: 1, maxLength: 2 });
  const some: fc.Arbitrary<Pick<AdminRule, 'ports' | 'protocols'>> = isNewer
    ? record({ protocols: list(anyProtocol(mayBeNamed)) })
    : record({ ports: list(anyOlderPort(mayBeNamed)) });
  return fc.oneof({ arbitrary: some, weight: 3 }, { arbitrary: fc.constant({}), weight: 1 });
}

const anyRange = fc
  .tuple(fc.constantFrom(...PORT_NUMBERS), fc.constantFrom(...PORT_NUMBERS))
  .filter(([a, b]) => a !== b)
  .map((ends) => ({ start: Math.min(...ends), end: Math.max(...ends) }));

function anyProtocol(mayBeNamed: boolean): fc.Arbitrary<AdminProtocol> {
  const destinationPort = fc.oneof(record({ number: fc.constantFrom(...PORT_NUMBERS) }), record({ range: anyRange }));
  const byNumber = fc
    .tuple(fc.constantFrom('tcp', 'tcp', 'udp', 'sctp'), destinationPort)
    .map(([protocol, port]) => ({ [protocol]: { destinationPort: port } }));
  return mayBeNamed ? fc.oneof(byNumber, record({ destinationNamedPort: fc.constantFrom(...PORT_NAMES) })) : byNumber;
}

function anyOlderPort(mayBeNamed: boolean): fc.Arbitrary<OlderPort> {
  const protocol = fc.constantFrom(...PROTOCOLS);
  const byNumber: fc.Arbitrary<OlderPort> = fc.oneof(
    record({ portNumber: recordOf({ protocol, port: fc.constantFrom(...PORT_NUMBERS) }, ['port']) }),
    record({
      portRange: fc.tuple(recordOf({ protocol }, []), anyRange).map(([rest, ends]) => ({ ...rest, ...ends })),
    }),
  );
  return mayBeNamed ? fc.oneof(byNumber, record({ namedPort: fc.constantFrom(...PORT_NAMES) })) : byNumber;
}
