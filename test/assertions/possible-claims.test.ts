import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeClaim } from '../../src/assertions/judge-claim.ts';
import { loadSuite } from '../../src/assertions/load-suite.ts';
import type { Policy, Rule } from '../../src/cluster/cluster.ts';
import type { Endpoint, PodEndpoint } from '../../src/cluster/endpoint.ts';
import { matches } from '../../src/cluster/matches.ts';
import type { EndpointPredicate } from '../../src/cluster/predicate.ts';
import { trafficOn } from '../../src/connectivity/traffic-on.ts';
import { expose } from '../../src/exposure/expose.ts';
import { connections, type Protocol } from '../../src/sets/connection-set.ts';
import { isSubset } from '../../src/sets/interval-set.ts';
import { anySmallWorld, everyPod } from '../support/small-universe.ts';
import { namespace, networkPolicy, type TestWorld, workload, worldOf } from '../support/worlds.ts';

type Status = 'holds' | 'fails' | 'undecided';
type Asked = readonly [Protocol, number];

function statusOf(sentence: string, { cluster, engine }: TestWorld): Status {
  const suite = loadSuite({ file: 'suite.yaml', document: 0, value: { expect: [sentence] } });
  const [entry] = suite.claims;
  if (entry === undefined) throw new Error('one claim');
  const { status, message } = judgeClaim(entry, {
    cluster,
    engine,
    exposure: expose({ cluster, engine, listDoors: () => [], listOpenings: () => [] }),
    services: [],
    suite,
    today: '2026-01-01',
  });
  if (status === 'invalid' || status === 'waived') throw new Error(`${sentence}: ${message}`);
  return status;
}

const PORT_80: Asked = ['TCP', 80];
const PORT_81: Asked = ['TCP', 81];

/** Whether one connection is what is demanded, one pair at a time, as the engine answers for real pods. */
function demand(world: TestWorld, from: Endpoint, to: Endpoint, asked: Asked, wanted: 'allowed' | 'denied'): Status {
  const verdict = world.engine.decide(from, to);
  const one = connections(...asked);
  if (isSubset(one, verdict[wanted])) return 'holds';
  return isSubset(one, verdict.undecided) ? 'undecided' : 'fails';
}

function worst(statuses: Iterable<Status>): Status {
  const all = [...statuses];
  return all.find((status) => status === 'fails') ?? all.find((status) => status === 'undecided') ?? 'holds';
}

const known = ({ cluster, indexOf }: TestWorld, name: string): PodEndpoint =>
  cluster.endpoints[indexOf(name)] as PodEndpoint;
const podsOf = ({ cluster }: TestWorld): readonly PodEndpoint[] =>
  cluster.endpoints.filter((one) => one.kind === 'pod');

/** Known pods and all that could be created in the small universe, with and without the port name in question. */
const allPods = (world: TestWorld, asked: Asked): readonly PodEndpoint[] => [
  ...podsOf(world),
  ...everyPod(world, asked),
];
const everybody = (world: TestWorld, asked: Asked): readonly Endpoint[] => [
  ...world.cluster.endpoints.filter((one) => one.kind !== 'pod'),
  ...allPods(world, asked),
];

const has =
  (key: string, value: string) =>
  (pod: PodEndpoint): boolean =>
    pod.labels.get(key) === value;

const partsOf = (predicate: EndpointPredicate): readonly EndpointPredicate[] =>
  predicate.kind === 'union' ? predicate.of.flatMap(partsOf) : [predicate];

/** The definition of the language: it lives where `named` does and agrees with it on every label the rule tests, of which it has one. */
function countsAs(named: PodEndpoint, pod: PodEndpoint, rule: Rule): boolean {
  return partsOf(rule.peer).some((part) => {
    if (part.kind !== 'pods' || matches(part, pod) !== true) return false;
    const keys = part.labels.requirements.map(({ key }) => key);
    const agrees = keys.every((key) => pod.labels.get(key) === named.labels.get(key));
    const hasOne = keys.some((key) => named.labels.has(key));
    return hasOne && pod.namespace.name === named.namespace.name && agrees;
  });
}

/** The rules of policies that surely govern a pod, which admit a connection to `destination`. */
function admitting(
  world: TestWorld,
  subject: Endpoint,
  direction: 'ingress' | 'egress',
  destination: Endpoint,
  asked: Asked,
): readonly Rule[] {
  const policies: readonly Policy[] = world.cluster.layers.flatMap(({ tiers }) =>
    tiers.flatMap((tier) => tier.policies),
  );
  return policies
    .filter((policy) => policy.doubt === undefined && matches(policy.subject, subject) === true)
    .flatMap((policy) => policy.rules[direction])
    .filter(({ action, doubt }) => action === 'allow' && doubt === undefined)
    .filter(({ traffic }) => isSubset(connections(...asked), trafficOn(traffic, destination).min));
}

const CLAIMS: readonly { readonly sentence: string; readonly truth: (world: TestWorld) => Status }[] = [
  {
    sentence: 'any pods[role=r] -/-> c/app:80,81',
    truth: (world) =>
      worst(
        [PORT_80, PORT_81].flatMap((asked) =>
          allPods(world, asked)
            .filter(has('role', 'r'))
            .map((pod) => demand(world, pod, known(world, 'c/app'), asked, 'denied')),
        ),
      ),
  },
  {
    sentence: 'a/db -/-> any namespaces[team=x]/pods:80',
    truth: (world) =>
      worst(
        allPods(world, PORT_80)
          .filter((pod) => pod !== known(world, 'a/db'))
          .flatMap((pod) => {
            const inTeam = pod.namespace.labels.get('team') === 'x';
            const perhaps = !pod.namespace.complete;
            const status = demand(world, known(world, 'a/db'), pod, PORT_80, 'denied');
            return inTeam ? [status] : perhaps && status !== 'holds' ? ['undecided' as const] : [];
          }),
      ),
  },
  {
    sentence: 'any a/pods[tier=t] --> c/app:80',
    truth: (world) =>
      worst(
        allPods(world, PORT_80)
          .filter((pod) => pod.namespace.name === 'a' && has('tier', 't')(pod))
          .map((pod) => demand(world, pod, known(world, 'c/app'), PORT_80, 'allowed')),
      ),
  },
  {
    sentence: 'any a/pods[role=r] -/-> any b/pods[tier=t]:80',
    truth: (world) =>
      worst(
        allPods(world, PORT_80)
          .filter((from) => from.namespace.name === 'a' && has('role', 'r')(from))
          .flatMap((from) =>
            everyPod(world, PORT_80)
              .filter((to) => to.namespace.name === 'b' && has('tier', 't')(to))
              .map((to) => demand(world, from, to, PORT_80, 'denied')),
          ),
      ),
  },
  {
    sentence: 'only pods[role=r] --> c/app:80',
    truth: (world) =>
      worst([
        demand(world, known(world, 'a/db'), known(world, 'c/app'), PORT_80, 'allowed'),
        ...everybody(world, PORT_80)
          .filter((from) => from !== known(world, 'c/app') && !(from.kind === 'pod' && has('role', 'r')(from)))
          .map((from) => demand(world, from, known(world, 'c/app'), PORT_80, 'denied')),
      ]),
  },
  {
    sentence: 'only a/db --> c/app:80',
    truth: (world) => {
      const [db, app] = [known(world, 'a/db'), known(world, 'c/app')];
      const rules = admitting(world, app, 'ingress', app, PORT_80);
      const counts = (from: Endpoint): boolean =>
        from.kind === 'pod' && !podsOf(world).includes(from) && rules.some((rule) => countsAs(db, from, rule));
      return worst([
        demand(world, db, app, PORT_80, 'allowed'),
        ...everybody(world, PORT_80)
          .filter((from) => from !== db && from !== app && !counts(from))
          .map((from) => demand(world, from, app, PORT_80, 'denied')),
      ]);
    },
  },
  {
    sentence: 'c/app --> only a/db:80',
    truth: (world) => {
      const [db, app] = [known(world, 'a/db'), known(world, 'c/app')];
      const others = (['TCP', 'UDP'] as const).flatMap((protocol) =>
        [80, 81]
          .map((port) => [protocol, port] as const)
          .flatMap((asked) =>
            everybody(world, asked)
              .filter((to) => to !== app && !(to === db && asked[0] === 'TCP' && asked[1] === 80))
              .filter((to) => {
                if (to.kind !== 'pod' || podsOf(world).includes(to) || asked[0] !== 'TCP' || asked[1] !== 80)
                  return true;
                return !admitting(world, app, 'egress', to, asked).some((rule) => countsAs(db, to, rule));
              })
              .map((to) => demand(world, app, to, asked, 'denied')),
          ),
      );
      return worst([demand(world, app, db, PORT_80, 'allowed'), ...others]);
    },
  },
  {
    sentence: 'any c/pods[tier=t] isolated ingress',
    truth: (world) =>
      worst(
        allPods(world, PORT_80)
          .filter((pod) => pod.namespace.name === 'c' && has('tier', 't')(pod))
          .map((pod): Status => {
            const isolating = world.cluster.layers
              .flatMap(({ tiers }) => tiers.flatMap((tier) => tier.policies))
              .filter(({ isolates }) => isolates.ingress)
              .map(({ subject }) => matches(subject, pod));
            return isolating.includes(true)
              ? 'holds'
              : isolating.some((truth) => truth !== false)
                ? 'undecided'
                : 'fails';
          }),
      ),
  },
];

describe('claims about pods that could be created', () => {
  it.each(CLAIMS)(
    '$sentence ends as a look at each pod of a small universe says',
    ({ sentence, truth }) => {
      const seen = new Map<Status, number>();
      fc.assert(
        fc.property(anySmallWorld, (world) => {
          const expected = truth(world);
          seen.set(expected, (seen.get(expected) ?? 0) + 1);
          expect(statusOf(sentence, world)).toBe(expected);
        }),
        { numRuns: 100 },
      );
      for (const status of ['holds', 'fails']) expect([...seen.keys()]).toContain(status);
    },
    120_000,
  );
});

it('are spoken of by a range of addresses from which pods get theirs, where traffic is refused', () => {
  const world = worldOf(
    [
      workload('a/db', { app: 'db' }),
      networkPolicy('a/db', {
        podSelector: {},
        ingress: [{ from: [{ podSelector: { matchLabels: { app: 'new' } } }] }],
      }),
    ],
    { assume: { podCIDRs: [10n << 24n, 11n << 24n] }, cuts: [[10n << 24n, 11n << 24n]] },
  );
  // Only a pod that does not exist yet could get in.
  expect(statusOf('a/db -/-> a/db', world)).toBe('holds');
  expect(statusOf('10.0.0.0/8 -/-> a/db', world)).not.toBe('holds');
});

it('are shown as those whom no policy governs only where that is so of all of them', () => {
  const subject = { namespaces: { matchLabels: { team: 'red' } } };
  const egress = [{ action: 'Deny', to: [{ namespaces: {} }], ports: [{ portNumber: { protocol: 'TCP', port: 80 } }] }];
  const world = worldOf([
    namespace('d'),
    workload('d/w', { app: 'w' }),
    {
      apiVersion: 'policy.networking.k8s.io/v1alpha1',
      kind: 'AdminNetworkPolicy',
      metadata: { name: 'a' },
      spec: { priority: 5, subject, egress },
    },
  ]);
  const suite = loadSuite({ file: 'suite.yaml', document: 0, value: { expect: ['any pods[app=z] -/-> d/w:53/udp'] } });
  const { cluster, engine } = world;
  const exposure = expose({ cluster, engine, listDoors: () => [], listOpenings: () => [] });
  const context = { cluster, engine, exposure, services: [], suite, today: '2026-01-01' };
  const [judged] = suite.claims.map((entry) => judgeClaim(entry, context));
  // The policy has nothing to say on this port, but it governs such pods where the team is red.
  const told = JSON.stringify(judged?.witness?.reasons.map(({ reason }) => reason));
  expect(told).not.toContain('no policy governs egress of a pod labelled `app=z` in any other namespace');
});
