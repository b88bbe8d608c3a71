import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { check } from '../../src/gate/run-gate.ts';
import type { AdminPolicy, AdminRule } from '../oracle/admin-world.ts';
import { addressesAtEdges, portsAtEdges } from '../oracle/aimed-packets.ts';
import { possibleAnswers } from '../oracle/decide-packet.ts';
import type { NetworkPolicy, Packet, PacketEnd, Pod, PolicyPeer, Protocol, World } from '../oracle/world.ts';
import { memoryWorkspace } from '../support/memory-workspace.ts';
import { anyAdminWorld } from '../support/random-admin-world.ts';
import { anyWorld, toManifests } from '../support/random-world.ts';

const PROTOCOLS: readonly Protocol[] = ['TCP', 'UDP', 'SCTP'];

/** One run of ports that a claim names. */
interface Ports {
  readonly protocol: Protocol;
  readonly first: number;
  readonly last: number;
}

const anyPorts: fc.Arbitrary<Ports> = fc
  .tuple(
    fc.constantFrom(...PROTOCOLS),
    fc.constantFrom(1, 80, 81, 83, 8080, 65535),
    fc.constantFrom(0, 81, 8080, 65535),
  )
  .map(([protocol, first, end]) => ({ protocol, first, last: Math.max(first, end) }));

const inWords = ({ protocol, first, last }: Ports): string =>
  `${first}${last > first ? `-${last}` : ''}/${protocol.toLowerCase()}`;

/** What the oracle lets through between two ends, at every port where an answer can change. */
interface Answers {
  readonly every: (from: string, to: string, test: (allowed: boolean, isNamed: boolean) => boolean) => boolean;
}

/**
 * Where the oracle knows several answers, `leaning` says which of them is taken throughout: what holds, holds for both,
 * because each part of a sentence asks for more traffic or for less.
 */
function answersOf(world: World, ports: Ports, leaning: boolean): Answers {
  const { protocol: named, first, last } = ports;
  const edges = [...portsAtEdges(world), 1, 65535, first - 1, first, last, last + 1];
  const asked = [...new Set(edges)].filter((port) => port >= 1 && port <= 65535);
  const endOf = (name: string): PacketEnd => (name.includes('/') ? { pod: name } : { address: name });
  const every: Answers['every'] = (from, to, test) =>
    PROTOCOLS.every((protocol) =>
      asked.every((port) => {
        const packet: Packet = { from: endOf(from), to: endOf(to), protocol, port };
        const isNamed = protocol === named && port >= first && port <= last;
        const possible = possibleAnswers(world, packet);
        return test(possible.has(leaning) ? leaning : !leaning, isNamed);
      }),
    );
  return { every };
}

/** A form of sentence and when it is true, read off the table of the language one packet at a time. */
interface Form {
  readonly sentence: (a: string, b: string, ports: string) => string;
  readonly holds: (a: string, b: string, others: readonly string[], answers: Answers) => boolean;
}

const admits = ({ every }: Answers, a: string, b: string): boolean => every(a, b, (ok, named) => !named || ok);
const refuses = ({ every }: Answers, a: string, b: string): boolean => every(a, b, (ok, named) => !named || !ok);
const closed = ({ every }: Answers, a: string, b: string): boolean => every(a, b, (ok) => !ok);

const FORMS: readonly Form[] = [
  { sentence: (a, b) => `${a} -/-> ${b}`, holds: (a, b, _, answers) => closed(answers, a, b) },
  { sentence: (a, b, p) => `${a} -/-> ${b}:${p}`, holds: (a, b, _, answers) => refuses(answers, a, b) },
  { sentence: (a, b, p) => `${a} --> ${b}:${p}`, holds: (a, b, _, answers) => admits(answers, a, b) },
  { sentence: (a, b) => `${a} --> ${b}`, holds: (a, b, _, answers) => !closed(answers, a, b) },
  { sentence: (a, b) => `${a} --> ${b}:*`, holds: (a, b, _, { every }) => every(a, b, (ok) => ok) },
  {
    sentence: (a, b) => `${a} <--> ${b}`,
    holds: (a, b, _, answers) => !closed(answers, a, b) && !closed(answers, b, a),
  },
  {
    sentence: (a, b) => `${a} <-/-> ${b}`,
    holds: (a, b, _, answers) => closed(answers, a, b) && closed(answers, b, a),
  },
  {
    sentence: (a, b, p) => `${a} --> ${b}:only ${p}`,
    holds: (a, b, _, { every }) => every(a, b, (ok, named) => ok === named),
  },
  {
    sentence: (a, b, p) => `only ${a} --> ${b}:${p}`,
    holds: (a, b, others, answers) => admits(answers, a, b) && others.every((other) => refuses(answers, other, b)),
  },
  {
    sentence: (a, b) => `only ${a} --> ${b}`,
    holds: (a, b, others, answers) => !closed(answers, a, b) && others.every((other) => closed(answers, other, b)),
  },
  {
    sentence: (a, b, p) => `${a} --> only ${b}:${p}`,
    holds: (a, b, others, answers) =>
      answers.every(a, b, (ok, named) => ok === named) && others.every((other) => closed(answers, a, other)),
  },
  {
    sentence: (_, b, p) => `pods except ${b} -/-> ${b}:${p}`,
    holds: (a, b, others, answers) =>
      [a, ...others.filter((other) => other.includes('/'))].every((pod) => refuses(answers, pod, b)),
  },
];

interface Expected {
  readonly sentence: string;
  /** One for each leaning. */
  readonly isTrue: readonly boolean[];
}

/** Claims that name exactly who reaches `b`, and whom `a` reaches: true wherever the outside stays out. */
function exactClaims(
  a: string,
  b: string,
  pods: readonly string[],
  outside: readonly string[],
  readings: readonly Answers[],
): readonly Expected[] {
  const isReached = (from: string, to: string): boolean => readings.every((answers) => !closed(answers, from, to));
  const sources = pods.filter((pod) => pod !== b && isReached(pod, b));
  const targets = pods.filter((pod) => pod !== a && isReached(a, pod));
  const strangers = (others: readonly string[], named: readonly string[], but: string): readonly string[] =>
    others.filter((other) => other !== but && !named.includes(other));
  const ends = [...pods, ...outside];
  const isExact = (pairs: readonly (readonly [string, string])[]): readonly boolean[] =>
    readings.map((answers) => pairs.every(([from, to]) => closed(answers, from, to)));
  return [
    ...(sources.length > 0
      ? [
          {
            sentence: `only ${sources.join(' | ')} --> ${b}`,
            isTrue: isExact(strangers(ends, sources, b).map((other) => [other, b])),
          },
        ]
      : []),
    ...(targets.length > 0
      ? [
          {
            sentence: `${a} --> only ${targets.join(' | ')}`,
            isTrue: isExact(strangers(ends, targets, a).map((other) => [a, other])),
          },
        ]
      : []),
  ];
}

/** The world with one direction closed to all but pods that rules name, so that `only` has a chance to be true. */
function closedWorld(world: World, direction: 'Ingress' | 'Egress'): World {
  const isInside = (peers: readonly PolicyPeer[] | null | undefined): boolean =>
    (peers ?? []).length > 0 && (peers ?? []).every(({ ipBlock }) => ipBlock === undefined || ipBlock === null);
  const policies = world.policies.map((policy): NetworkPolicy => {
    const ingress = (policy.spec?.ingress ?? []).filter(({ from }) => isInside(from));
    const egress = (policy.spec?.egress ?? []).filter(({ to }) => isInside(to));
    return { ...policy, spec: { ...policy.spec, policyTypes: [direction], ingress, egress } };
  });
  const denyAll = world.namespaces.map(
    ({ metadata: { name } }): NetworkPolicy => ({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'deny-all', namespace: name },
      spec: { policyTypes: [direction] },
    }),
  );
  return { ...world, policies: [...policies, ...denyAll] };
}

/** With the readings of a plugin that decides nearly everything; `nodes` it reads in a way of its own. */
const anyClaimedWorld: fc.Arbitrary<World> = fc.oneof(
  anyWorld,
  anyAdminWorld.map((world): World => {
    const withoutNodes = (rules: readonly AdminRule[] = []): readonly AdminRule[] =>
      rules.filter(({ to }) => !(to ?? []).some(({ nodes }) => nodes));
    const policies = (world.admin?.policies ?? []).map(
      ({ spec, ...rest }): AdminPolicy => ({
        ...rest,
        spec: { ...spec, ingress: withoutNodes(spec.ingress), egress: withoutNodes(spec.egress) },
      }),
    );
    return {
      ...world,
      ipBlockMatchesPods: true,
      admin: {
        policies,
        networksMatchPods: true,
        networkPolicyIsFinalForPod: true,
        experimentalPeers: 'enforced',
        nodeCIDRs: [],
      },
    };
  }),
);

const anyOpenOrClosedWorld = fc
  .tuple(anyClaimedWorld, fc.constantFrom('as it is', 'Ingress' as const, 'Egress' as const))
  .map(([world, closing]) => (closing === 'as it is' ? world : closedWorld(world, closing)));

const nameOf = ({ metadata }: Pod): string => `${metadata.namespace ?? 'default'}/${metadata.name}`;

/** Addresses at the edges of the rules, in the family that the world's pods have. */
function outsideOf(world: World): readonly string[] {
  const isSix = world.pods.some(({ status }) => status?.podIP?.includes(':') === true);
  return [...addressesAtEdges(world).filter((text) => text.includes(':') === isSix), isSix ? '2a00::7' : '8.8.8.8'];
}

describe('whole claims against the oracle', () => {
  it('hold only where every packet agrees, and fail only where one does not', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(
        anyOpenOrClosedWorld,
        fc.array(fc.tuple(fc.nat(), fc.nat(), anyPorts), { minLength: 2, maxLength: 2 }),
        (world, picks) => {
          const pods = world.pods.map(nameOf);
          const outside = outsideOf(world);
          const claims = picks.flatMap(([first, second, ports]) => {
            const a = pods[first % pods.length] as string;
            const b = pods[second % pods.length] as string;
            const others = [...pods, ...outside].filter((other) => other !== a && other !== b);
            const readings = [true, false].map((leaning) => answersOf(world, ports, leaning));
            return a === b
              ? []
              : [
                  ...FORMS.map((form) => ({
                    sentence: form.sentence(a, b, inWords(ports)),
                    isTrue: readings.map((answers) => form.holds(a, b, others, answers)),
                  })),
                  ...exactClaims(a, b, pods, outside, readings),
                ];
          });
          fc.pre(claims.length > 0);
          const dataplane = world.ipBlockMatchesPods ? 'kube-network-policies' : 'cilium';
          const report = check({
            workspace: memoryWorkspace({ 'k8s/all.yaml': toManifests(world) }),
            base: '',
            suites: [],
            sentences: claims.map(({ sentence }) => sentence),
            manifests: ['k8s'],
            dataplane,
            failOn: 'error',
            today: '2026-01-01',
          });
          const wrong = report.claims.flatMap(({ sentence, status, message }, index) => {
            const isTrue = claims[index]?.isTrue ?? [];
            const isOnly = sentence.includes('only');
            const key = `${isOnly ? 'only ' : ''}${status}`;
            seen.set(key, (seen.get(key) ?? 0) + 1);
            // Of `only` the oracle is asked about some outside addresses and no pod that could be created, the gate about all.
            const agreed: Readonly<Record<string, boolean>> = {
              holds: !isTrue.includes(false),
              fails: isOnly || !isTrue.includes(true),
              undecided: isOnly || world.admin !== undefined,
            };
            const agrees = agreed[status] ?? false;
            return agrees ? [] : [{ sentence, status, isTrue, message }];
          });
          expect(wrong).toEqual([]);
        },
      ),
      { numRuns: 200 },
    );
    for (const status of ['holds', 'fails', 'undecided', 'only fails'])
      expect([status, seen.get(status)]).not.toEqual([status, undefined]);
  }, 120_000);
});
