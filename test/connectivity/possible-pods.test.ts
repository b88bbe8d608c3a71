import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Endpoint, NamespaceFacts, PodEndpoint } from '../../src/cluster/endpoint.ts';
import type { PossibleAnswer, PossibleEnds } from '../../src/connectivity/possible-question.ts';
import type { LabelDomain, LabelDomains } from '../../src/possible/label-domain.ts';
import { everyPossiblePod, type PodBox } from '../../src/possible/pod-box.ts';
import { type ConnectionSet, connections, type Protocol } from '../../src/sets/connection-set.ts';
import { isSubset, union } from '../../src/sets/interval-set.ts';
import { namespace, type TestWorld, workload, worldOf } from '../support/worlds.ts';

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

const anyWorld = fc
  .record({
    policies: fc.array(fc.oneof({ weight: 3, arbitrary: networkPolicy }, adminPolicy), { maxLength: 4 }),
    dataplane: fc.constantFrom('calico' as const, 'cilium' as const, undefined),
  })
  .map(({ policies, dataplane }) =>
    worldOf(
      [
        namespace('a', { team: 'x' }),
        namespace('b'),
        workload('a/db', { role: 'r' }, [{ name: 'http', containerPort: 81 }]),
        workload('c/app', { role: 's', tier: 't' }),
        ...policies.map((policy, index) => policy(`policy-${index}`)),
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

/** One connection that is asked about. */
const ASKED: readonly (readonly [Protocol, number])[] = [
  ['TCP', 80],
  ['TCP', 81],
  ['UDP', 80],
];
const TRAFFIC = ASKED.map(([protocol, port]) => connections(protocol, port)).reduce(union);

/** All pods of the small universe; each with and without a port `http` that has the number in question. */
function everyPod({ cluster }: TestWorld, [protocol, number]: readonly [Protocol, number]): readonly PodEndpoint[] {
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

const allows = ({ absent, values }: LabelDomain, value: string | undefined): boolean =>
  value === undefined ? absent : values.listed.has(value) === (values.kind === 'only');

const allowsAll = (domains: LabelDomains, labels: ReadonlyMap<string, string>): boolean =>
  [...domains].every(([key, domain]) => allows(domain, labels.get(key)));

function isIn(
  pod: PodEndpoint,
  { namespace: where, labels, ports: given }: PodBox,
  [protocol, number]: readonly [Protocol, number],
): boolean {
  const inside =
    where.kind === 'known'
      ? where.facts === pod.namespace
      : !['a', 'b', 'c'].includes(pod.namespace.name) && allowsAll(where.labels, pod.namespace.labels);
  const gives = (port: string): boolean =>
    (pod.namedPorts ?? []).some(
      (one) => `${one.name}/${one.protocol}` === port && one.protocol === protocol && one.number === number,
    );
  return (
    inside &&
    allowsAll(labels, pod.labels) &&
    [...given].every(([port, is]) => !port.endsWith(protocol) || gives(port) === is)
  );
}

/** What an answer says of one connection. */
function wordOf(answer: Pick<PossibleAnswer, 'mayAllow' | 'mayDeny'>, one: ConnectionSet): string {
  const [mayAllow, mayDeny] = [isSubset(one, answer.mayAllow), isSubset(one, answer.mayDeny)];
  return mayAllow && mayDeny ? 'undecided' : mayAllow ? 'allowed' : mayDeny ? 'denied' : 'nothing';
}

function expectAnswers(
  world: TestWorld,
  answers: readonly PossibleAnswer[],
  ends: (answer: PossibleAnswer) => readonly PodBox[],
  pairOf: (pod: PodEndpoint) => readonly [Endpoint, Endpoint],
): void {
  for (const asked of ASKED) {
    const one = connections(...asked);
    for (const pod of everyPod(world, asked)) {
      const [from, to] = pairOf(pod);
      const verdict = world.engine.decideBetween(from, to);
      const truth = wordOf(
        { mayAllow: union(verdict.allowed, verdict.undecided), mayDeny: union(verdict.denied, verdict.undecided) },
        one,
      );
      const found = answers.flatMap((answer) =>
        ends(answer).flatMap((box) => (isIn(pod, box, asked) ? [wordOf(answer, one)] : [])),
      );
      // Port names of other protocols make no difference to this connection: such boxes say the same.
      expect([...new Set(found)], `${pod.id} ${asked.join(' ')}`).toEqual([truth]);
    }
  }
}

const boxes = (end: keyof PossibleEnds) => (answer: PossibleAnswer) => answer.ends.flatMap((ends) => ends[end] ?? []);

describe('pods that could be created', () => {
  it('are answered for as sources as each of them would be alone', () => {
    fc.assert(
      fc.property(anyWorld, (world) => {
        const to = world.indexOf('a/db');
        const db = world.cluster.endpoints[to] as Endpoint;
        const answers = everyPossiblePod(world.cluster).flatMap((from) =>
          world.engine.ask({ from, to, traffic: TRAFFIC, wanted: 'all' }),
        );
        expectAnswers(world, answers, boxes('from'), (pod) => [pod, db]);
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  it('are answered for as destinations as each of them would be alone', () => {
    fc.assert(
      fc.property(anyWorld, (world) => {
        const from = world.indexOf('c/app');
        const app = world.cluster.endpoints[from] as Endpoint;
        const answers = everyPossiblePod(world.cluster).flatMap((to) =>
          world.engine.ask({ from, to, traffic: TRAFFIC, wanted: 'all' }),
        );
        expectAnswers(world, answers, boxes('to'), (pod) => [app, pod]);
      }),
      { numRuns: 60 },
    );
  }, 120_000);
});
