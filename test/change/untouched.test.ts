import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentKey } from '../../src/change/content-key.ts';
import { isUnchanged, type PairChange } from '../../src/change/pair-change.ts';
import { isSurelySame } from '../../src/change/same-content.ts';
import type { World } from '../oracle/world.ts';
import { changedOf, comparedOver, objectsOf } from '../support/changed-worlds.ts';
import { anyAdminWorld } from '../support/random-admin-world.ts';

const { value: anyContent } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<unknown>(undefined, null, true, 0, 1, '', 'a', 1n, 'origin'),
    fc.array(tie('value'), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'origin'), tie('value'), { maxKeys: 2, noNullPrototype: true }),
    fc.array(fc.tuple(fc.constantFrom('a', 'b'), tie('value')), { maxLength: 2 }).map((entries) => new Map(entries)),
    fc.uniqueArray(fc.constantFrom('a', 'b', 1), { maxLength: 2 }).map((items) => new Set(items)),
  ),
}));

/** The same content, written elsewhere and in another order. */
function again(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(again);
  if (value instanceof Map) return new Map([...value].reverse().map(([key, item]) => [key, again(item)]));
  if (value instanceof Set) return new Set([...value].reverse());
  const entries = Object.entries(value).map(([key, item]) => [key, key === 'origin' ? 'elsewhere' : again(item)]);
  return Object.fromEntries(entries.reverse());
}

/** With the fields of objects in order, which says nothing. */
function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Set) return value;
  if (Array.isArray(value)) return value.map(inOrder);
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, inOrder(item)]));
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, inOrder(Reflect.get(value, key))]),
  );
}

describe('what is surely the same', () => {
  it('has the same content', () => {
    let same = 0;
    fc.assert(
      fc.property(anyContent, anyContent, (a, b) => {
        if (!isSurelySame(a, b)) return;
        same++;
        expect(contentKey(inOrder(a))).toBe(contentKey(inOrder(b)));
      }),
      { numRuns: 20_000 },
    );
    expect(same).toBeGreaterThan(500);
  });

  it('is found wherever nothing but places and order differ', () => {
    fc.assert(
      fc.property(anyContent, (value) => {
        expect(isSurelySame(value, again(value))).toBe(true);
      }),
    );
  });

  it.each<[string, unknown, unknown]>([
    ['a field more', { a: 1 }, { a: 1, b: 2 }],
    ['an item more', [1], [1, 2]],
    ['an entry of a map that is another', new Map([['a', 1]]), new Map([['a', 2]])],
    ['a map for nothing at all', {}, new Map()],
    ['a list for fields', [], {}],
    ['an item of a set that is another', new Set(['a']), new Set(['b'])],
    ['nothing for null', undefined, null],
  ])('is not %s', (_, a, b) => {
    expect(isSurelySame(a, b)).toBe(false);
    expect(isSurelySame(b, a)).toBe(false);
  });
});

/** Services, routes and ports of nodes that lead to pods of a world; every fourth pick leaves one of them out. */
function doorsOf({ pods }: World, pick: number): readonly unknown[] {
  const doors = pods.flatMap(({ metadata: { name, namespace, labels } }, index) => {
    const metadata = { name, namespace };
    const type = (pick + index) % 3 === 0 ? 'ClusterIP' : 'LoadBalancer';
    const ports = [{ name: 'main', port: 80, targetPort: 8080 }];
    const backend = { service: { name, port: { name: 'main' } } };
    const paths = [{ path: '/', pathType: 'Prefix', backend }];
    return [
      { apiVersion: 'v1', kind: 'Service', metadata, spec: { type, selector: labels, ports } },
      ...(index % 2 === 0
        ? [{ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata, spec: { rules: [{ http: { paths } }] } }]
        : []),
    ];
  });
  return pick % 4 === 0 ? doors.slice(1) : doors;
}

interface Seen {
  untouched: number;
  changed: number;
}

const NOT_A_PAIR: readonly PairChange[] = [];

/** Counts what is untouched and what changes, and sees that nothing is both. */
function look(seen: Seen, isUntouched: boolean, changes: readonly PairChange[]): void {
  const isOther = !changes.every(isUnchanged);
  if (isUntouched && changes.length > 0) seen.untouched++;
  if (isOther) seen.changed++;
  expect([isUntouched, isOther]).not.toEqual([true, true]);
}

const whatChanges = fc.constantFrom('world', 'doors', 'both');

describe('where ends are untouched', () => {
  it('traffic is the same between any two of them, and through doors to them', () => {
    const direct: Seen = { untouched: 0, changed: 0 };
    const behindDoors: Seen = { untouched: 0, changed: 0 };
    fc.assert(
      fc.property(changedOf(anyAdminWorld), fc.nat(7), whatChanges, ([before, changed], pick, what) => {
        const after = what === 'doors' ? before : changed;
        const { ends, known, isUntouched, doors } = comparedOver(
          [...objectsOf(before), ...doorsOf(before, pick)],
          [...objectsOf(after), ...doorsOf(after, what === 'world' ? pick : pick + 1)],
        );
        for (const [from, to] of ends.flatMap((one) => ends.map((other) => [one, other] as const))) {
          const change = known(from, to);
          look(direct, isUntouched(from, 'egress') && isUntouched(to, 'ingress'), change ? [change] : NOT_A_PAIR);
          if (from.endpoint.kind !== 'addresses' || to.endpoint.kind !== 'pod') continue;
          const through = doors.each(from, to).map((one) => one.change);
          look(behindDoors, doors.isUntouched(to), through);
        }
      }),
      { numRuns: 30, seed: 5 },
    );
    expect(Math.min(direct.untouched, direct.changed)).toBeGreaterThan(50);
    expect(Math.min(behindDoors.untouched, behindDoors.changed)).toBeGreaterThan(50);
  }, 120_000);
});

describe('doors to a pod', () => {
  const namespace = (labels: object) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels } });
  const pod = (app: string) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace: 'shop', name: 'web', labels: { app, tier: 'web' } },
    spec: { containers: [{ name: 'main', image: 'example.com/main:1' }] },
  });
  const service = (port: number) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { namespace: 'shop', name: 'web' },
    spec: { type: 'LoadBalancer', selector: { tier: 'web' }, ports: [{ port }] },
  });
  const closed = (app: string) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { namespace: 'shop', name: 'closed' },
    spec: { podSelector: { matchLabels: { app } }, policyTypes: ['Ingress'] },
  });
  const there = [namespace({}), pod('web'), service(80), closed('db')];

  it.each<[string, boolean, readonly unknown[]]>([
    ['untouched where nothing is other than before', true, there],
    ['touched by labels of the pod', false, [namespace({}), pod('db'), service(80), closed('db')]],
    ['touched by labels of its namespace', false, [namespace({ team: 'a' }), pod('web'), service(80), closed('db')]],
    ['touched by a policy', false, [namespace({}), pod('web'), service(80), closed('web')]],
    ['touched by their Service', false, [namespace({}), pod('web'), service(81), closed('db')]],
  ])('are %s', (_, isUntouched, after) => {
    const { ends, doors } = comparedOver(there, after);
    const to = ends.find(({ endpoint }) => endpoint.kind === 'pod');
    expect(to && doors.isUntouched(to)).toBe(isUntouched);
  });
});
