import type { Container, IpBlock, LabelSelector, PolicyPeer, PolicyPort, PolicySpec, World } from './world.ts';

const NAME_LABEL = 'kubernetes.io/metadata.name';

/** Rewrites every part of every policy; what a function does not name stays. */
interface Rewrite {
  readonly spec?: (spec: PolicySpec) => PolicySpec;
  readonly peers?: (peers: readonly PolicyPeer[] | null | undefined) => readonly PolicyPeer[] | null | undefined;
  readonly ports?: (ports: readonly PolicyPort[] | null | undefined) => readonly PolicyPort[] | null | undefined;
}

const keep = <T>(value: T): T => value;
const nobody: PolicyPeer = { podSelector: { matchLabels: { nobody: 'here' } } };

function rewritten(world: World, { spec = keep, peers = keep, ports = keep }: Rewrite): World {
  const policies = world.policies.map((policy) => {
    const before = policy.spec ?? {};
    const ingress = before.ingress?.map((rule) => ({ from: peers(rule.from), ports: ports(rule.ports) }));
    const egress = before.egress?.map((rule) => ({ to: peers(rule.to), ports: ports(rule.ports) }));
    return { ...policy, spec: spec({ ...before, ingress, egress }) };
  });
  return { ...world, policies };
}

function withSelectors(change: (selector: LabelSelector) => LabelSelector): Rewrite {
  const or = (selector: LabelSelector | null | undefined) => selector && change(selector);
  return {
    spec: (spec) => ({ ...spec, podSelector: or(spec.podSelector) }),
    peers: (peers) =>
      peers?.map((peer) => ({
        ...peer,
        podSelector: or(peer.podSelector),
        namespaceSelector: or(peer.namespaceSelector),
      })),
  };
}

function withBlocks(change: (block: IpBlock) => IpBlock | undefined): Rewrite {
  const one = (peer: PolicyPeer) => {
    const block = peer.ipBlock ? change(peer.ipBlock) : undefined;
    return peer.ipBlock ? (block ? { ipBlock: block } : nobody) : peer;
  };
  return { peers: (peers) => peers?.map(one) };
}

const withPorts = (change: (port: PolicyPort) => PolicyPort): Rewrite => ({ ports: (ports) => ports?.map(change) });

const withoutOperator = (operator: string): Rewrite =>
  withSelectors(({ matchExpressions, ...rest }) => ({
    ...rest,
    matchExpressions: matchExpressions?.filter((requirement) => requirement.operator !== operator),
  }));

function withInitContainers(world: World, change: (container: Container) => Container | undefined): World {
  const pods = world.pods.map((pod) => {
    const initContainers = pod.spec.initContainers?.flatMap((container) => change(container) ?? []);
    return { ...pod, spec: { ...pod.spec, initContainers } };
  });
  return { ...world, pods };
}

function withoutNameLabel(selector: LabelSelector): LabelSelector {
  const { [NAME_LABEL]: _, ...matchLabels } = selector.matchLabels ?? {};
  return { matchLabels, matchExpressions: selector.matchExpressions?.filter(({ key }) => key !== NAME_LABEL) };
}

/** Each feature of the API, and a function to the world as it would be if the feature did nothing. */
export const features: readonly (readonly [name: string, ignore: (world: World) => World])[] = [
  ...['In', 'NotIn', 'Exists', 'DoesNotExist'].map(
    (operator) => [`the operator ${operator}`, (world: World) => rewritten(world, withoutOperator(operator))] as const,
  ),
  [
    'matchLabels',
    (world) =>
      rewritten(
        world,
        withSelectors(({ matchExpressions }) => ({ matchExpressions })),
      ),
  ],
  ['a null list of peers', (world) => rewritten(world, { peers: (peers) => (peers === null ? [nobody] : peers) })],
  [
    'an absent list of peers',
    (world) => rewritten(world, { peers: (peers) => (peers === undefined ? [nobody] : peers) }),
  ],
  [
    'an empty list of peers',
    (world) => rewritten(world, { peers: (peers) => (peers?.length === 0 ? [nobody] : peers) }),
  ],
  ['a null list of ports', (world) => rewritten(world, { ports: (ports) => (ports === null ? [{}] : ports) })],
  ['an absent list of ports', (world) => rewritten(world, { ports: (ports) => (ports === undefined ? [{}] : ports) })],
  ['an empty list of ports', (world) => rewritten(world, { ports: (ports) => (ports?.length === 0 ? [{}] : ports) })],
  [
    'a named port',
    (world) =>
      rewritten(
        world,
        withPorts((port) => (typeof port.port === 'string' ? { ...port, port: 'gone' } : port)),
      ),
  ],
  [
    'the protocol of a named port',
    (world) =>
      rewritten(
        world,
        withPorts((port) => (typeof port.port === 'string' ? { ...port, protocol: 'TCP' } : port)),
      ),
  ],
  [
    'a port range',
    (world) =>
      rewritten(
        world,
        withPorts(({ endPort: _, ...port }) => port),
      ),
  ],
  [
    'UDP',
    (world) =>
      rewritten(
        world,
        withPorts((port) => (port.protocol === 'UDP' ? { ...port, protocol: 'TCP' } : port)),
      ),
  ],
  [
    'SCTP',
    (world) =>
      rewritten(
        world,
        withPorts((port) => (port.protocol === 'SCTP' ? { ...port, protocol: 'TCP' } : port)),
      ),
  ],
  [
    'a protocol without port',
    (world) =>
      rewritten(
        world,
        withPorts((port) => ({ ...port, port: port.port ?? 'gone' })),
      ),
  ],
  [
    'a block',
    (world) =>
      rewritten(
        world,
        withBlocks(() => undefined),
      ),
  ],
  [
    'an exception of a block',
    (world) =>
      rewritten(
        world,
        withBlocks(({ cidr }) => ({ cidr })),
      ),
  ],
  [
    'an IPv6 block',
    (world) =>
      rewritten(
        world,
        withBlocks((block) => (block.cidr.includes(':') ? undefined : block)),
      ),
  ],
  ['a block that covers pods', (world) => ({ ...world, ipBlockMatchesPods: !world.ipBlockMatchesPods })],
  ['egress', (world) => rewritten(world, { spec: (spec) => ({ ...spec, policyTypes: ['Ingress'] }) })],
  ['ingress', (world) => rewritten(world, { spec: (spec) => ({ ...spec, policyTypes: ['Egress'] }) })],
  ['policy types', (world) => rewritten(world, { spec: ({ policyTypes: _, ...spec }) => spec })],
  ['a native sidecar', (world) => withInitContainers(world, () => undefined)],
  [
    'an init container that ends',
    (world) => withInitContainers(world, (container) => ({ ...container, restartPolicy: 'Always' })),
  ],
  ['the name label of a namespace', (world) => rewritten(world, withSelectors(withoutNameLabel))],
  [
    'a namespace label',
    (world) => ({
      ...world,
      namespaces: world.namespaces.map(({ metadata: { name }, ...rest }) => ({ ...rest, metadata: { name } })),
    }),
  ],
];
