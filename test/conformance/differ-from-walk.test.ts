import { describe, expect, it } from 'vitest';
import type { PossibleAnswer, PossibleQuestion } from '../../src/connectivity/possible-question.ts';
import { everyPossiblePod } from '../../src/possible/pod-box.ts';
import { ALL_CONNECTIONS, NO_CONNECTIONS } from '../../src/sets/connection-set.ts';
import { networkPolicy, workload, worldOf } from '../support/worlds.ts';
import { askExposure } from './ask-exposure.ts';
import { differFromWalk } from './differ-from-walk.ts';
import { makePods } from './make-pods.ts';
import { openCase } from './open-case.ts';

const OBJECTS = [
  workload('shop/db', { role: 'db' }),
  networkPolicy('shop/db-in', {
    podSelector: { matchLabels: { role: 'db' } },
    ingress: [{ from: [{ podSelector: { matchLabels: { role: 'api' } } }], ports: [{ port: 5432 }] }],
  }),
];
const { cluster, engine, indexOf } = worldOf(OBJECTS);
const to = indexOf('shop/db');

function podsLabelled(role: string) {
  const labels = { requirements: [{ key: 'role', operator: 'In', values: [role] } as const] };
  const namespaces = { kind: 'named', name: 'shop' } as const;
  return makePods({ namespaces, labels }, cluster.namespaces, cluster.podAddresses);
}

function walk(wanted: PossibleQuestion['wanted'], change = (answers: readonly PossibleAnswer[]) => answers) {
  const answers = [...engine.ask({ from: everyPossiblePod(cluster), to, traffic: ALL_CONNECTIONS, wanted })].flat();
  return { end: 'from', wanted, answers: change(answers) } as const;
}

const differences = (role: string, walked: ReturnType<typeof walk>): readonly (string | undefined)[] =>
  podsLabelled(role).map((pod) => differFromWalk(pod, engine.decide(pod, to), walked));

describe('what is answered for all pods that could be created', () => {
  it.each(['all', 'open'] as const)('is what each of them has alone, where `%s` is wanted', (wanted) => {
    expect(differences('api', walk(wanted))).toEqual([undefined]);
    expect(differences('other', walk(wanted))).toEqual([undefined]);
  });

  it.each([
    ['leaves out a pod', () => [], /^it lies in 0 boxes$/],
    ['answers twice for a pod', (all: readonly PossibleAnswer[]) => [...all, ...all], /^it lies in 2 boxes$/],
    [
      'takes for undecided what is decided',
      (all: readonly PossibleAnswer[]) => all.map((one) => ({ ...one, mayAllow: ALL_CONNECTIONS })),
      /^its box has .*; undecided .*, but alone it has .*; undecided nothing$/,
    ],
    [
      'refuses nothing',
      (all: readonly PossibleAnswer[]) =>
        all.map((one) => ({ ...one, mayAllow: ALL_CONNECTIONS, mayDeny: NO_CONNECTIONS })),
      /^its box has every port; undecided nothing, but alone it has (5432\/tcp|nothing); undecided nothing$/,
    ],
  ])('differs if it %s', (_, change, difference) => {
    for (const role of ['api', 'other']) {
      expect(differences(role, walk('all', change))).toEqual([expect.stringMatching(difference)]);
    }
  });

  it('is compared wherever rows speak of exposure', () => {
    const manifests = { kind: 'objects', objects: OBJECTS } as const;
    const opened = openCase({ manifests, assumptions: {}, addressCuts: [], rewrite: undefined });
    const { world } = opened;
    const unanswering = { ...opened, world: { ...world, engine: { ...world.engine, ask: () => [] } } };
    const outside = (asked: typeof opened) =>
      askExposure({}, asked).disagreements.filter(({ text }) => text.endsWith('it lies in 0 boxes'));
    expect(outside(opened)).toEqual([]);
    expect(outside(unanswering)).not.toEqual([]);
  });

  it('holds no pod to which nothing is open if only what is open is wanted', () => {
    expect(differences('other', { ...walk('all'), wanted: 'open' })).toEqual(['it lies in 1 boxes']);
  });
});
