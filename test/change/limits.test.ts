import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeClaim } from '../../src/assertions/judge-claim.ts';
import type { Judgement } from '../../src/assertions/judgement.ts';
import { loadSuite } from '../../src/assertions/load-suite.ts';
import type { ChangeEnd } from '../../src/change/change-end.ts';
import type { PossibleChanges } from '../../src/change/compare-possible.ts';
import type { ComparedTrees, Limits } from '../../src/change/compare-trees.ts';
import { contentKey } from '../../src/change/content-key.ts';
import { listChanges } from '../../src/change/list-changes.ts';
import { everyPossiblePodOf } from '../../src/change/trees.ts';
import { limitedWork, OutOfWork } from '../../src/connectivity/work.ts';
import { newConnections } from '../../src/gate/new-connections.ts';
import { reportChange } from '../../src/gate/report-change.ts';
import { ALL_CONNECTIONS } from '../../src/sets/connection-set.ts';
import { isEmpty } from '../../src/sets/interval-set.ts';
import { readingsOf } from '../connectivity/engine-over.ts';
import type { World } from '../oracle/world.ts';
import { changedOf, comparedOver, objectsOf } from '../support/changed-worlds.ts';
import { anyAdminWorld } from '../support/random-admin-world.ts';
import { anyWorld } from '../support/random-world.ts';
import { clusterPolicy, namespace, networkPolicy, workload } from '../support/worlds.ts';

/** Policies that tell kinds of pods apart by so many labels and names of ports that no machine compares all of them. */
const manifold = (ports: number, labels = 16): readonly unknown[] => [
  namespace('shop'),
  workload('shop/web', { app: 'web' }),
  clusterPolicy('many', 'Admin', 1, {
    subject: { namespaces: {} },
    ingress: Array.from({ length: labels }, (_, index) => ({
      action: index % 2 === 0 ? 'Accept' : 'Deny',
      from: [{ pods: { namespaceSelector: {}, podSelector: { matchLabels: { [`a${index}`]: 'x' } } } }],
      protocols:
        index < ports ? [{ destinationNamedPort: `p${index}` }] : [{ tcp: { destinationPort: { number: 80 } } }],
    })),
  }),
];

const [before, after] = [manifold(12), manifold(13)];

function judge(sentence: string, compared: ComparedTrees): Judgement {
  const suite = loadSuite({ file: 'suite.yaml', document: 0, value: { expect: [sentence] } });
  const [entry] = suite.claims;
  if (entry === undefined) throw new Error('a suite has its claim');
  const { cluster, engine, exposure } = compared.trees.head;
  const was = { kind: 'compared', compared, services: { base: [], head: [] } } as const;
  return judgeClaim(entry, { cluster, engine, exposure, services: [], suite, today: '2026-01-01', before: () => was });
}

/** What is said of each pair of boxes. */
function saidIn({ changes }: PossibleChanges): ReadonlySet<string> {
  return new Set(changes.flatMap(({ change, ends }) => ends.map((one) => contentKey([change, one]))));
}

describe('work that is limited', () => {
  it('ends where it is used up, and where all that it is a part of is', () => {
    const all = limitedWork(10);
    const work = limitedWork(6, all);
    work.spend(6);
    expect(() => work.spend(1)).toThrow(OutOfWork);
    expect(() => limitedWork(6, all).spend(3)).not.toThrow();
    expect(() => limitedWork(6, all).spend(1)).toThrow(OutOfWork);
  });
});

describe('a comparison that is too much work', () => {
  it('ends after a number of boxes, and says what it found and that it is not all', () => {
    const limits: Limits = { question: 5000, world: 20_000 };
    const compared = comparedOver(before, after, {}, limits);
    const everyone = everyPossiblePodOf(compared.trees);
    const found = compared.possible(everyone, everyone);
    expect(found.isWhole).toBe(false);
    expect(saidIn(found).size).toBeLessThanOrEqual(limits.question);
    expect(contentKey(comparedOver(before, after, {}, limits).possible(everyone, everyone).isWhole)).toBe('false');
  });

  it('counts kinds of pods that differ in nothing but the names that they give to ports', () => {
    const naming = (count: number): readonly unknown[] => [
      namespace('shop'),
      clusterPolicy('names', 'Admin', 1, {
        subject: { namespaces: {} },
        ingress: Array.from({ length: count }, (_, index) => ({
          action: index % 2 === 0 ? 'Accept' : 'Deny',
          from: [{ namespaces: {} }],
          protocols: [{ destinationNamedPort: `p${index}` }],
        })),
      }),
    ];
    const compared = comparedOver(naming(0), naming(4), {}, { question: 100, world: 100 });
    const everyone = everyPossiblePodOf(compared.trees);
    expect(compared.possible(everyone, everyone).isWhole).toBe(false);
    const all = comparedOver(naming(0), naming(4));
    expect(all.possible(everyone, everyone).isWhole).toBe(true);
  });

  it('counts kinds of pods that differ in labels, in what one tree alone is asked', () => {
    const { trees } = comparedOver(manifold(0, 8), manifold(0, 8));
    const everyone = everyPossiblePodOf(trees);
    const question = { from: everyone, to: everyone, traffic: ALL_CONNECTIONS, wanted: 'all' } as const;
    expect(() => [...trees.head.engine.ask({ ...question, work: limitedWork(100) })]).toThrow(OutOfWork);
    expect([...trees.head.engine.ask(question)].length).toBeGreaterThan(0);
  });

  it('uses up what a world may cost, and compares nothing of further questions', () => {
    const compared = comparedOver(before, after, {}, { question: 5000, world: 5000 });
    const everyone = everyPossiblePodOf(compared.trees);
    expect(compared.possible(everyone, everyone).isWhole).toBe(false);
    expect(compared.possible(everyone, everyone)).toEqual({ changes: [], isWhole: false });
  });

  it('is told, turns `fail-on-new` red, and decides no claim', () => {
    const compared = comparedOver(before, after, {}, { question: 10, world: 10 });
    const listed = listChanges(compared);
    expect(listed.notCompared).toBeDefined();
    expect(newConnections(listed, 'any').at(-1)).toMatchObject({
      code: 'new-connection',
      severity: 'error',
      message:
        'it is not known whether connections are new, because pods that could be created were compared only in part: the policies tell too many kinds of them apart by labels and names of ports',
    });
    expect(newConnections(listed, 'never')).toEqual([]);
    expect(newConnections({ ...listed, changes: [], notCompared: { internet: false } }, 'internet')).toEqual([]);
    expect(newConnections({ ...listed, changes: [], notCompared: { internet: true } }, 'internet')).toHaveLength(1);
    const nowhere = () => ({ file: '', line: 1, column: 1 }) as never;
    const reported = reportChange(
      'w',
      { changes: [], omitted: 0, notCompared: { internet: false } },
      { base: nowhere, head: nowhere },
      [],
    );
    expect(reported).toMatchObject({
      isPartial: true,
      notes: [expect.stringMatching(/^connections may change that are not listed, because /)],
    });
    expect(judge('no new connections to shop/web', compared)).toMatchObject({
      status: 'undecided',
      message: expect.stringContaining('pods that could be created were compared only in part'),
    });
  });

  it('leaves doors open to what may be new on the leg that was not compared', () => {
    const admits = (app: string) => ({ from: [{ namespaceSelector: {}, podSelector: { matchLabels: { app } } }] });
    const objects = (...ingress: readonly unknown[]): readonly unknown[] => [
      namespace('shop'),
      workload('shop/web', { app: 'web' }),
      networkPolicy('shop/web-in', { podSelector: {}, ingress }),
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'web', namespace: 'shop' },
        spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
      },
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata: { name: 'web', namespace: 'shop' },
        spec: { defaultBackend: { service: { name: 'web', port: { number: 80 } } } },
      },
    ];
    const mayOpen = (limits?: Limits): readonly boolean[] => {
      const compared = comparedOver(objects(admits('a')), objects(admits('a'), admits('b')), {}, limits);
      const web = compared.ends.find(({ id }) => id === 'shop/Deployment:web');
      const outside = compared.ends.find(({ endpoint }) => endpoint.kind === 'addresses' && endpoint.internet);
      if (web === undefined || outside === undefined) throw new Error('the world has both ends');
      return compared.doors.each(outside, web).map(({ change }) => !isEmpty(change.mayOpen));
    };
    expect(mayOpen()).toEqual([true]);
    expect(mayOpen({ question: 1, world: 1 })).toEqual([true]);
  });

  const worlds = [
    ['of NetworkPolicies', anyWorld, 100],
    ['of policies of every kind', anyAdminWorld, 25],
  ] as const;
  // How many comparisons are cut short differs much from seed to seed.
  const SEED = 6;
  const large: Limits = { question: 20_000, world: 400_000 };
  const anyLimits = fc.integer({ min: 1, max: 3000 }).map((most): Limits => ({ question: most, world: 3 * most }));

  /** Both trees of random worlds, compared under given limits. */
  const anyComparison = (random: fc.Arbitrary<World>) =>
    changedOf(random).map(([was, is]) => {
      const readings = was.admin ? readingsOf(was) : {};
      return (limits: Limits): ComparedTrees => comparedOver(objectsOf(was), objectsOf(is), readings, limits);
    });

  it.each(worlds)(
    'finds nothing that is not there, in worlds %s',
    (_, random, runs) => {
      const seen = { cut: 0, found: 0 };
      fc.assert(
        fc.property(anyComparison(random), anyLimits, fc.nat(), (over, small, pick) => {
          const [all, some] = [over(large), over(small)];
          const everyone = everyPossiblePodOf(all.trees);
          const known = all.ends[pick % all.ends.length] ?? everyone;
          const questions: readonly (readonly [ChangeEnd, ChangeEnd])[] = [
            [known, everyone],
            [everyone, known],
            [everyone, everyone],
          ];
          for (const [whole, part] of questions.map(
            (ends) => [all.possible(...ends), some.possible(...ends)] as const,
          )) {
            fc.pre(whole.isWhole);
            expect(part.isWhole ? contentKey(part) : '').toBe(part.isWhole ? contentKey(whole) : '');
            const right = saidIn(whole);
            expect([...saidIn(part)].filter((one) => !right.has(one))).toEqual([]);
            seen.cut += Number(!part.isWhole);
            seen.found += Number(!part.isWhole && part.changes.length > 0);
          }
        }),
        { numRuns: runs, seed: SEED },
      );
      expect(seen.cut).toBeGreaterThan(runs / 10);
      expect(seen.found).toBeGreaterThan(0);
    },
    300_000,
  );

  it.each(worlds)(
    'is never taken for one that found nothing, in worlds %s',
    (_, random, runs) => {
      let cut = 0;
      fc.assert(
        fc.property(anyComparison(random), anyLimits, (over, small) => {
          const [whole, part] = [listChanges(over(large)), listChanges(over(small))];
          fc.pre(whole.notCompared === undefined);
          if (part.notCompared === undefined) expect(contentKey(part)).toBe(contentKey(whole));
          else cut++;
          for (const what of ['any', 'internet'] as const) {
            if (newConnections(part, what).length === 0) expect(newConnections(whole, what)).toEqual([]);
          }
        }),
        { numRuns: runs, seed: SEED },
      );
      expect(cut).toBeGreaterThan(runs / 10);
    },
    300_000,
  );

  it.each(worlds)(
    'decides a claim only as all of it would, in worlds %s',
    (_, random, runs) => {
      let undecided = 0;
      fc.assert(
        fc.property(anyComparison(random), anyLimits, fc.constantFrom('to', 'from'), (over, small, end) => {
          const sentence = `no new connections ${end} pods[app=web]`;
          const [whole, part] = [judge(sentence, over(large)), judge(sentence, over(small))];
          if (part.status === 'holds' || part.status === 'fails') expect(whole.status).toBe(part.status);
          else undecided += Number(whole.status !== part.status);
        }),
        { numRuns: runs, seed: SEED },
      );
      expect(undecided).toBeGreaterThan(0);
    },
    300_000,
  );
});
