import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeClaim } from '../../src/assertions/judge-claim.ts';
import type { Judgement } from '../../src/assertions/judgement.ts';
import { loadSuite } from '../../src/assertions/load-suite.ts';
import type { Engine } from '../../src/connectivity/decision.ts';
import type { Door } from '../../src/exposure/door.ts';
import { expose } from '../../src/exposure/expose.ts';
import { ALL_CONNECTIONS } from '../../src/sets/connection-set.ts';
import { anyWorld } from '../support/random-world.ts';
import { networkPolicy, type TestWorld, workload, worldOf } from '../support/worlds.ts';

const GROUPS = [
  'pods',
  '*/pods[app=web]',
  '*/pods[tier=front]',
  'shop/pods',
  'default/pods except */pods[app=db]',
  'internet',
  'external',
  '10.0.0.0/8',
  // In doubt where no object says which labels a namespace has.
  'namespaces[team=red]/pods',
];
const SENTENCES = GROUPS.flatMap((from) =>
  GROUPS.flatMap((to) => [
    `${from} -/-> ${to}`,
    `${from} -/-> ${to}:80`,
    `only ${from} --> ${to}`,
    `only ${from} --> ${to}:80`,
    `${from} --> only ${to}`,
    `${from} --> only ${to}:80 | shop/pods:81`,
    `${from} <-/-> ${to}`,
  ]),
);

function judgeAll(
  sentences: readonly string[],
  { cluster, engine }: TestWorld,
  doors: readonly Door[],
): readonly Judgement[] {
  const suite = loadSuite({ file: 'suite.yaml', document: 0, value: { expect: sentences, 'allow-empty': true } });
  const exposure = expose({ cluster, engine, listDoors: () => doors, listOpenings: () => [] });
  const context = { cluster, engine, exposure, services: [], suite, today: '2026-01-01' };
  return suite.claims.map((entry) => judgeClaim({ ...entry, allowEmpty: true }, context));
}

/** An engine that says of nobody that it refuses many at once, so that every pair is judged by itself. */
function pairByPair(engine: Engine): Engine {
  return { ...engine, refuses: () => [] };
}

function told({ judgedPairs, ...judgement }: Judgement): unknown {
  return { ...judgement, judgedPairs: judgedPairs() };
}

function doorTo(to: number): Door {
  return {
    title: 'a door',
    to,
    traffic: { min: ALL_CONNECTIONS, max: ALL_CONNECTIONS },
    front: { kind: 'nodes', keepsClient: false },
    origin: { kind: 'span', file: 'k8s.yaml' },
  };
}

describe('pairs that are judged together', () => {
  it('change nothing in what is said of a claim', () => {
    fc.assert(
      fc.property(
        anyWorld,
        fc.subarray(SENTENCES, { minLength: 12, maxLength: 12 }),
        fc.nat(),
        (parts, sentences, pick) => {
          const world = worldOf([...(pick % 2 === 0 ? parts.namespaces : []), ...parts.pods, ...parts.policies], {
            cuts: [[10n << 24n, 11n << 24n]],
          });
          const pods = [...world.cluster.endpoints.keys()].filter(
            (index) => world.cluster.endpoints[index]?.kind === 'pod',
          );
          const doors = pods.length === 0 ? [] : [doorTo(pods[pick % pods.length] as number)];
          const together = judgeAll(sentences, world, doors).map(told);
          const apart = judgeAll(sentences, { ...world, engine: pairByPair(world.engine) }, doors).map(told);
          expect(together).toEqual(apart);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('count nobody twice of whom it is in doubt whether the claim lets him in', () => {
    const names = Array.from({ length: 20 }, (_, index) => `w${index}`);
    const world = worldOf([
      ...names.map((name) => workload(`a/${name}`, { name })),
      workload('b/db', { name: 'db' }),
      networkPolicy('b/db', { podSelector: { matchLabels: { name: 'db' } }, policyTypes: ['Ingress'] }),
    ]);
    const claims = ['only namespaces[team=red]/pods --> b/db'];
    const [together, apart] = [world.engine, pairByPair(world.engine)].map((engine) =>
      judgeAll(claims, { ...world, engine }, []).map(told),
    );
    expect(together).toEqual(apart);
  });

  it('are those with everybody whom no rule means', () => {
    const names = Array.from({ length: 40 }, (_, index) => `w${index}`);
    const world = worldOf([
      ...names.map((name) => workload(`a/${name}`, { name })),
      networkPolicy('a/db', {
        podSelector: { matchLabels: { name: 'w0' } },
        ingress: [{ from: [{ podSelector: { matchLabels: { name: 'w1' } } }] }],
      }),
    ]);
    let asked = 0;
    const engine: Engine = {
      ...world.engine,
      verdict: (from, to) => {
        asked++;
        return world.engine.verdict(from, to);
      },
    };
    const [judged] = judgeAll(['only w1 --> w0'], { ...world, engine }, []);
    expect(judged).toMatchObject({ status: 'holds', pairs: { judged: world.cluster.endpoints.length } });
    expect(asked).toBeLessThan(5);
  });
});
