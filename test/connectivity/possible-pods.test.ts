import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Endpoint, PodEndpoint } from '../../src/cluster/endpoint.ts';
import type { PossibleAnswer, PossibleEnds } from '../../src/connectivity/possible-question.ts';
import type { LabelDomain, LabelDomains } from '../../src/possible/label-domain.ts';
import { everyPossiblePod, type PodBox } from '../../src/possible/pod-box.ts';
import { type ConnectionSet, connections, type Protocol } from '../../src/sets/connection-set.ts';
import { isSubset, union } from '../../src/sets/interval-set.ts';
import { ASKED, anySmallWorld, everyPod, TRAFFIC } from '../support/small-universe.ts';
import { namespace, type TestWorld, workload, worldOf } from '../support/worlds.ts';

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
      const verdict = world.engine.decide(from, to);
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
      fc.property(anySmallWorld, (world) => {
        const to = world.indexOf('a/db');
        const db = world.cluster.endpoints[to] as Endpoint;
        const answers = world.engine.ask({
          from: everyPossiblePod(world.cluster),
          to,
          traffic: TRAFFIC,
          wanted: 'all',
        });
        expectAnswers(world, [...answers].flat(), boxes('from'), (pod) => [pod, db]);
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  it('are answered for as destinations as each of them would be alone', () => {
    fc.assert(
      fc.property(anySmallWorld, (world) => {
        const from = world.indexOf('c/app');
        const app = world.cluster.endpoints[from] as Endpoint;
        const answers = world.engine.ask({
          from,
          to: everyPossiblePod(world.cluster),
          traffic: TRAFFIC,
          wanted: 'all',
        });
        expectAnswers(world, [...answers].flat(), boxes('to'), (pod) => [app, pod]);
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  it('are told apart by each of several policies of which nobody knows the order', () => {
    const policy = (name: string, action: string, podSelector: object): unknown => ({
      apiVersion: 'policy.networking.k8s.io/v1alpha2',
      kind: 'ClusterNetworkPolicy',
      metadata: { name },
      spec: {
        tier: 'Admin',
        priority: 1,
        subject: { namespaces: {} },
        ingress: [{ action, from: [{ pods: { namespaceSelector: {}, podSelector } }] }],
      },
    });
    const world = worldOf([
      workload('a/db', { role: 'r' }),
      namespace('b'),
      workload('c/app', { role: 's' }),
      policy('accepts', 'Accept', { matchLabels: { role: 'r' } }),
      policy('denies', 'Deny', { matchLabels: { tier: 't' } }),
    ]);
    const to = world.indexOf('a/db');
    const answers = world.engine.ask({
      from: everyPossiblePod(world.cluster),
      to,
      traffic: TRAFFIC,
      wanted: 'all',
    });
    const db = world.cluster.endpoints[to] as Endpoint;
    expectAnswers(world, [...answers].flat(), boxes('from'), (pod) => [pod, db]);
  });
});
