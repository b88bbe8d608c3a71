import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Endpoint } from '../../src/cluster/endpoint.ts';
import type { Door } from '../../src/exposure/door.ts';
import { ALL_CONNECTIONS, type ConnectionSet, connections, NO_CONNECTIONS } from '../../src/sets/connection-set.ts';
import { difference, union } from '../../src/sets/interval-set.ts';
import { isTrue, type KnownWorld, type SpokenClaim, speak } from './read-aloud.ts';
import { type Answer, addresses, judgeIn, pod } from './tiny-world.ts';

// `rest` stands for every connection that no claim names.
const NAMED = { '80': connections('TCP', 80), '81': connections('TCP', 81), '53/udp': connections('UDP', 53) };
const CONNECTIONS = [...Object.keys(NAMED), 'rest'];
const REST = Object.values(NAMED).reduce(difference, ALL_CONNECTIONS);
const setOf = (name: string): ConnectionSet => NAMED[name as keyof typeof NAMED] ?? REST;

const HASH = new Set(['hash']);
const IDS = ['shop/Deployment:a', 'shop/Deployment:b', 'shop/Deployment:c', '0.0.0.0/0'] as const;
const [A, B, C, X] = IDS;

const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  a: [A],
  b: [B],
  c: [C],
  internet: [X],
  pods: [A, B, C],
  'pods[app=x]': [A, B],
  // `c` has the label with a value that nobody knows.
  'pods[hash=1]': [B, C],
};

function endpointsOf(single: ReadonlySet<string>): readonly Endpoint[] {
  return [
    pod('shop/a', { app: 'x' }, { single: single.has(A) }),
    pod('shop/b', { app: 'x', hash: '1' }, { single: single.has(B) }),
    pod('shop/c', { app: 'y' }, { single: single.has(C), runtimeLabelKeys: HASH }),
    addresses('0.0.0.0/0'),
  ];
}

// Whoever may come directly may come through a door as well, so that places outside need no more than policy's consent.
const DOORS: readonly Door[] = [0, 1, 2].map((to) => ({
  title: `the door of ${IDS[to]}`,
  to,
  traffic: { min: ALL_CONNECTIONS, max: ALL_CONNECTIONS },
  front: { kind: 'nodes', keepsClient: true },
  origin: { kind: 'span', file: 'k8s.yaml' },
}));

type Known = 'allowed' | 'denied' | 'undecided';

interface Guess {
  readonly single: ReadonlySet<string>;
  /** By `from > to`: what is known of each connection. */
  readonly answers: ReadonlyMap<string, readonly Known[]>;
}

const PAIRS = IDS.flatMap((from) => IDS.map((to) => `${from} > ${to}`));

const term = fc.constantFrom(...Object.keys(MEMBERS));
const ports = fc.option(fc.subarray(Object.keys(NAMED), { minLength: 1 }), { nil: undefined });
const claim: fc.Arbitrary<SpokenClaim> = fc
  .record({
    onlyFrom: fc.boolean(),
    from: fc.uniqueArray(term, { minLength: 1, maxLength: 2 }),
    arrow: fc.constantFrom<SpokenClaim['arrow']>('-->', '-->', '-/->', '<-->', '<-/->'),
    onlyTo: fc.boolean(),
    targets: fc.uniqueArray(fc.record({ term, ports, onlyPorts: fc.boolean() }), {
      minLength: 1,
      maxLength: 2,
      selector: (target) => target.term,
    }),
  })
  .map((parts) => {
    const only = parts.arrow === '-->';
    const targets = parts.targets.map((target) => ({
      ...target,
      ports: parts.arrow.startsWith('<') ? undefined : target.ports,
      onlyPorts: only && target.onlyPorts && target.ports !== undefined,
    }));
    return { ...parts, targets, onlyFrom: only && parts.onlyFrom, onlyTo: only && parts.onlyTo };
  });

const doubt = fc.tuple(
  fc.constantFrom(...PAIRS),
  fc.nat(CONNECTIONS.length - 1),
  fc.constantFrom<Known>('allowed', 'denied', 'undecided'),
);

/** A world that a claim is nearly true of, so that one connection more or less decides. */
function guessFor(spoken: SpokenClaim): fc.Arbitrary<Guess> {
  return fc
    .record({ single: fc.subarray([A, B, C]), doubts: fc.array(doubt, { maxLength: 5 }), hash: fc.boolean() })
    .map(({ single, doubts, hash }) => {
      const means = (name: string, id: string): boolean =>
        (MEMBERS[name] ?? []).includes(id) && (hash || name !== 'pods[hash=1]' || id !== C);
      const wanted = (from: string, to: string, port: string): boolean =>
        spoken.from.some((name) => means(name, from)) &&
        spoken.targets.some(({ term: name, ports: some }) => means(name, to) && (some?.includes(port) ?? true));
      const answer = (from: string, to: string, port: string): Known => {
        if (spoken.arrow.includes('/')) return 'denied';
        return wanted(from, to, port) || (spoken.arrow === '<-->' && wanted(to, from, port)) ? 'allowed' : 'denied';
      };
      const answers = new Map<string, Known[]>(
        IDS.flatMap((from) =>
          IDS.map((to) => [`${from} > ${to}`, CONNECTIONS.map((port) => answer(from, to, port))] as const),
        ),
      );
      for (const [pair, index, known] of doubts) (answers.get(pair) as Known[])[index] = known;
      return { single: new Set<string>(single), answers };
    });
}

const anything: fc.Arbitrary<readonly [SpokenClaim, Guess]> = claim.chain((spoken) =>
  fc.tuple(fc.constant(spoken), guessFor(spoken)),
);

function answersOf({ answers }: Guess): Record<string, Answer> {
  const setFor = (known: readonly Known[], wanted: Known): ConnectionSet =>
    CONNECTIONS.filter((_, index) => known[index] === wanted)
      .map(setOf)
      .reduce(union, NO_CONNECTIONS);
  return Object.fromEntries(
    [...answers].map(([pair, known]) => [pair, { allowed: setFor(known, 'allowed'), denied: setFor(known, 'denied') }]),
  );
}

/** Every world that the guess leaves possible, with and without `c` among `pods[hash=1]`. */
function* possibleWorlds({ single, answers }: Guess): Generator<KnownWorld> {
  const open = [...answers].flatMap(([pair, known]) =>
    known.flatMap((one, index) => (one === 'undecided' ? [`${pair} ${CONNECTIONS[index]}`] : [])),
  );
  for (let bits = 0; bits < 2 ** (open.length + 1); bits++) {
    const opened = new Set(open.filter((_, index) => (bits >> (index + 1)) & 1));
    const hash = (bits & 1) === 1 ? [B, C] : [B];
    yield {
      everyone: IDS,
      addresses: new Set([X]),
      single,
      membersOf: (name) => (name === 'pods[hash=1]' ? hash : (MEMBERS[name] ?? [])),
      allows: (from, to, connection) =>
        answers.get(`${from} > ${to}`)?.[CONNECTIONS.indexOf(connection)] === 'allowed' ||
        opened.has(`${from} > ${to} ${connection}`),
    };
  }
}

function verdictOn(
  spoken: SpokenClaim,
  known: Guess,
): { readonly status: string; readonly truths: ReadonlySet<boolean> } {
  const world = { endpoints: endpointsOf(known.single), answers: answersOf(known), doors: DOORS };
  const { status } = judgeIn(world, speak(spoken));
  const truths = new Set([...possibleWorlds(known)].map((world) => isTrue(spoken, world, CONNECTIONS)));
  return { status, truths };
}

describe('the judge', () => {
  it('says `holds` only of what is true, and `fails` only of what is false, in every possible world', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(anything, ([spoken, known]) => {
        const { status, truths } = verdictOn(spoken, known);
        seen.set(status, (seen.get(status) ?? 0) + 1);
        if (status === 'holds') expect(truths).toEqual(new Set([true]));
        if (status === 'fails') expect(truths).toEqual(new Set([false]));
        // Whatever is true in every possible world holds: no doubt is made up.
        if (status === 'undecided') expect(truths).not.toEqual(new Set([true]));
      }),
      { numRuns: 3000 },
    );
    expect([...seen.keys()].sort()).toEqual(['fails', 'holds', 'invalid', 'undecided']);
  });

  it('is undecided only where there are worlds of both kinds, as long as it is known who is meant', () => {
    const certain = anything.filter(
      ([{ from, targets }]) => ![...from, ...targets.map((one) => one.term)].includes('pods[hash=1]'),
    );
    // Two targets of one pod may contradict each other, which no single connection shows.
    const apart = certain.filter(([{ targets }]) => targets.length === 1);
    fc.assert(
      fc.property(apart, ([spoken, known]) => {
        const { status, truths } = verdictOn(spoken, known);
        if (status === 'undecided') expect(truths).toEqual(new Set([true, false]));
      }),
      { numRuns: 2000 },
    );
  });

  it('calls a claim invalid only where its arrow joins no pair', () => {
    fc.assert(
      fc.property(anything, ([spoken, known]) => {
        const { status } = verdictOn(spoken, known);
        if (status !== 'invalid') return;
        // Then the arrow says nothing, so that denying and demanding are both true of every world.
        const arrowOnly = { ...spoken, onlyFrom: false, onlyTo: false };
        for (const world of possibleWorlds(known)) {
          expect(isTrue({ ...arrowOnly, arrow: '-/->' }, world, CONNECTIONS)).toBe(true);
          expect(isTrue({ ...arrowOnly, arrow: '-->' }, world, CONNECTIONS)).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
