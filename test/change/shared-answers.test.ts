import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { questionKeys } from '../../src/change/alike-ends.ts';
import type { ChangeEnd } from '../../src/change/change-end.ts';
import { comparePossible } from '../../src/change/compare-possible.ts';
import type { ComparedTrees } from '../../src/change/compare-trees.ts';
import { contentKey } from '../../src/change/content-key.ts';
import { findSameness } from '../../src/change/sameness.ts';
import { everyPossiblePodOf } from '../../src/change/trees.ts';
import type { AssumedWorkload } from '../../src/cluster/assumptions.ts';
import { profileOf } from '../../src/cluster/dataplane-profile.ts';
import { limitedWork } from '../../src/connectivity/work.ts';
import { readingsOf } from '../connectivity/engine-over.ts';
import type { World } from '../oracle/world.ts';
import { anyAlikePods } from '../support/alike-pods.ts';
import { changedOf, comparedOver, objectsOf, type Readings } from '../support/changed-worlds.ts';
import { anyAdminWorld } from '../support/random-admin-world.ts';
import { anyWorld } from '../support/random-world.ts';
import { clusterPolicy, networkPolicy, workload } from '../support/worlds.ts';

interface Changed {
  readonly before: readonly unknown[];
  readonly after: readonly unknown[];
  readonly readings: Readings;
}

const DIRECTIONS = ['egress', 'ingress'] as const;

interface Question {
  readonly end: number;
  readonly direction: (typeof DIRECTIONS)[number];
}

/** All questions of known ends and every pod that could be created. */
function questionsOf({ ends }: ComparedTrees): readonly Question[] {
  return DIRECTIONS.flatMap((direction) => ends.map((_, end) => ({ end, direction })));
}

function endsOf(
  { trees, ends }: ComparedTrees,
  { end, direction }: Question,
): readonly [from: ChangeEnd, to: ChangeEnd] {
  const everyone = everyPossiblePodOf(trees);
  const known = ends[end];
  if (known === undefined) throw new RangeError(`no end ${end} among ${ends.length}`);
  return direction === 'egress' ? [known, everyone] : [everyone, known];
}

/** What a change is for a known pod with all that could be created; `direction` is that of the known pod's own policies. */
function changesOf(name: string, direction: Question['direction'], compared: ComparedTrees): string {
  const end = compared.ends.findIndex(({ endpoint }) => endpoint.kind === 'pod' && endpoint.name === name);
  return contentKey(compared.possible(...endsOf(compared, { end, direction })).changes.map(({ change }) => change));
}

describe('answers that known ends share', () => {
  const definite = (world: World): Readings => ({
    profile: profileOf(world.ipBlockMatchesPods ? 'kube-network-policies' : 'cilium'),
  });
  const worldsOf = (worlds: fc.Arbitrary<World>, readings: (world: World) => Readings) =>
    changedOf(worlds).map(([before, after]) => ({
      before: objectsOf(before),
      after: objectsOf(after),
      readings: readings(before),
    }));
  const alike = (readings: Readings) => anyAlikePods.map((manifests) => ({ ...manifests, readings }));
  it.each([
    ['one reading of a plugin', worldsOf(anyWorld, definite), 15, 15],
    ['readings that nobody chose', worldsOf(anyWorld, () => ({})), 15, 15],
    // Of these worlds few have known ends that are alike.
    ['policies of every kind', worldsOf(anyAdminWorld, readingsOf), 8, 0],
    ['pods that are much alike', alike({ profile: profileOf('kube-network-policies') }), 80, 80],
    ['pods that are much alike, and readings that nobody chose', alike({}), 40, 40],
  ] as const)(
    'are those that each gets alone, with %s',
    (_, changes, runs, fewest) => {
      let shared = 0;
      fc.assert(
        fc.property<[Changed]>(changes, ({ before, after, readings }) => {
          const together = comparedOver(before, after, readings);
          const sameness = findSameness(together.trees);
          const keyOf = questionKeys(together.trees);
          const seen = new Set<string | undefined>();
          for (const question of questionsOf(together)) {
            const asked = endsOf(together, question);
            const answer = together.possible(...asked);
            const alone = comparePossible(together.trees, sameness, () => limitedWork(Number.POSITIVE_INFINITY));
            expect(contentKey(answer)).toBe(contentKey(alone(...asked)));
            const key = keyOf(...asked);
            if (answer.changes.length > 0 && seen.has(key)) shared++;
            seen.add(key);
          }
        }),
        { numRuns: runs },
      );
      expect(shared).toBeGreaterThanOrEqual(fewest);
    },
    300_000,
  );

  const clusterPolicyOf = (app: string | undefined, action: string, priority: number, tier: 'Admin' | 'Baseline') => {
    const podSelector = app === undefined ? {} : { matchLabels: { app } };
    return clusterPolicy(`${action}-${priority}-${tier}-${app ?? 'all'}`.toLowerCase(), tier, priority, {
      subject: { pods: { namespaceSelector: {}, podSelector } },
      egress: [{ action, to: [{ namespaces: {} }] }],
    });
  };

  it.each([
    [
      'in other tiers',
      [
        clusterPolicyOf(undefined, 'Pass', 1, 'Admin'),
        clusterPolicyOf('one', 'Deny', 2, 'Admin'),
        clusterPolicyOf('two', 'Deny', 2, 'Baseline'),
      ],
    ],
    [
      'in an order that nobody knows',
      [
        clusterPolicyOf(undefined, 'Deny', 1, 'Admin'),
        clusterPolicyOf('one', 'Accept', 1, 'Admin'),
        clusterPolicyOf('two', 'Accept', 2, 'Admin'),
      ],
    ],
  ])('are others where the same rules stand %s', (_, policies) => {
    const before = [...['one', 'two'].map((app) => workload(`shop/${app}`, { app })), ...policies];
    const closed = networkPolicy('shop/closed', { podSelector: { matchLabels: { app: 'other' } } });
    const compared = comparedOver(before, [...before, closed], { profile: profileOf('kube-network-policies') });
    expect(changesOf('two', 'egress', compared)).not.toBe(changesOf('one', 'egress', compared));
  });

  it('are others where the ports of one alone are not known', () => {
    const before = [networkPolicy('shop/named', { podSelector: {}, ingress: [{ ports: [{ port: 'http' }] }] })];
    const closed = networkPolicy('shop/closed', {
      podSelector: { matchLabels: { app: 'other' } },
      policyTypes: ['Egress'],
    });
    const workloads: readonly AssumedWorkload[] = [
      { namespace: 'shop', name: 'one', labels: new Map() },
      { namespace: 'shop', name: 'two', labels: new Map(), ports: [] },
    ];
    const compared = comparedOver(before, [...before, closed], { assume: { workloads } });
    expect(changesOf('two', 'ingress', compared)).not.toBe(changesOf('one', 'ingress', compared));
  });

  it('are others where one of two is new that no policy bears on', () => {
    const [one, two] = ['one', 'two'].map((name) => workload(`shop/${name}`, { app: 'now' }));
    const before = [workload('shop/two', { app: 'then' })];
    const closed = networkPolicy('shop/closed', { podSelector: { matchLabels: { app: 'other' } } });
    const compared = comparedOver(before, [one, two, closed]);
    expect(changesOf('two', 'egress', compared)).not.toBe(changesOf('one', 'egress', compared));
  });
});
