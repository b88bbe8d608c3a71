import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LabelRequirement } from '../../src/resources/label-selector.ts';
import { ALL_ADDRESSES } from '../../src/sets/address-set.ts';
import { isAmong, makePods, satisfy } from './make-pods.ts';
import { type PossiblePods, readSelector } from './read-exposure.ts';
import { endOf, FAILED, PASSED, SHOP, useTinyCorpus } from './tiny-corpus.ts';

const { run } = useTinyCorpus();

const ALL = { all: true };
const ANYWHERE = '0.0.0.0-255.255.255.255';
const WEB = 'shop/web[Pod]';
const DB = 'shop/db[Pod]';

/** The shop, whose database admits pods that are not there. */
const FOR_API = SHOP.replace(
  'podSelector: { matchLabels: { role: web } } }]',
  'podSelector: { matchLabels: { role: api } } }]',
);

const ROWS = [
  { src: DB, dst: WEB, conn: ALL },
  { src: ANYWHERE, dst: WEB, conn: ALL },
  { src: WEB, dst: ANYWHERE, conn: ALL },
  { src: DB, dst: ANYWHERE, conn: ALL },
];

const anywhere = (workload: string) => [
  { workload, peer: { kind: 'ip', range: ANYWHERE }, conn: ALL },
  { workload, peer: { kind: 'entire-cluster' }, conn: ALL },
];
const FROM_API = {
  workload: DB,
  peer: { kind: 'representative', namespace: 'shop', pod_selector: '{role=api}' },
  conn: { TCP: '5432' },
};
const EGRESS = [...anywhere(WEB), ...anywhere(DB)];
const UNPROTECTED = [
  { workload: WEB, direction: 'egress' },
  { workload: WEB, direction: 'ingress' },
  { workload: DB, direction: 'egress' },
];
const EXPOSURE = { egress: EGRESS, ingress: [...anywhere(WEB), FROM_API], unprotected: UNPROTECTED };

function ask(exposure: Partial<typeof EXPOSURE>, more: Record<string, unknown> = {}) {
  const one = { mode: 'exposure', expected: ROWS, exposure: { ...EXPOSURE, ...exposure }, ...more };
  return run({ corpus: 'netpol-analyzer', manifests: FOR_API, cases: [one] });
}

describe('the mode `exposure`', () => {
  it('passes if the policies of each workload say of possible pods and addresses what the rows say', () => {
    expect(endOf(ask({}))).toEqual(PASSED);
  });

  it.each([
    ['leaves out a possible pod', { ingress: anywhere(WEB) }],
    ['leaves out the rest of the cluster', { egress: EGRESS.slice(0, -1) }],
    ['leaves out addresses', { ingress: [...anywhere(WEB).slice(1), FROM_API] }],
    ['admits a possible pod on another port', { ingress: [...anywhere(WEB), { ...FROM_API, conn: { TCP: '5433' } }] }],
    ['exposes to the whole cluster what is not', { ingress: [...anywhere(WEB), FROM_API, ...anywhere(DB).slice(1)] }],
    [
      'admits pods that no rule admits',
      { ingress: [...anywhere(WEB), FROM_API, { ...FROM_API, peer: { ...FROM_API.peer, pod_selector: '{role=x}' } }] },
    ],
    ['speaks of a workload that is not there', { egress: [...EGRESS, ...anywhere('shop/cache[Pod]')] }],
    ['leaves out that no policy governs', { unprotected: UNPROTECTED.slice(1) }],
    [
      'says that no policy governs, though one does',
      { unprotected: [...UNPROTECTED, { workload: DB, direction: 'ingress' }] },
    ],
    ['speaks of a peer in an unknown way', { egress: [{ workload: WEB, peer: { kind: 'guess' }, conn: ALL }] }],
  ])('fails if it %s', (_, exposure) => {
    expect(endOf(ask(exposure as Partial<typeof EXPOSURE>))).toEqual(FAILED);
  });

  it('fails for a wrong row between workloads', () => {
    expect(endOf(ask({}, { expected: ROWS.slice(1) }))).toEqual(FAILED);
  });

  it('compares the workloads and the direction in focus alone', () => {
    const focused = (options: object, exposure: Partial<typeof EXPOSURE>) => {
      const expected = ROWS.filter(({ src }) => src === DB);
      return endOf(ask(exposure, { mode: 'exposure_focus', expected, options }));
    };
    const options = { focus_workloads: ['db'], focus_direction: 'egress' };
    const unprotected = UNPROTECTED.slice(2);
    expect(focused(options, { egress: anywhere(DB), ingress: [], unprotected })).toEqual(PASSED);
    expect(focused(options, { egress: [], ingress: [], unprotected })).toEqual(FAILED);
    expect(focused(options, { egress: EGRESS, ingress: [], unprotected })).toEqual(FAILED);
  });

  it('takes no absence of a row for an answer where actual pods have the labels of a rule', () => {
    const expected = [...ROWS, { src: WEB, dst: DB, conn: { TCP: '5432' } }];
    const exposure = { ...EXPOSURE, ingress: anywhere(WEB) };
    const one = { mode: 'exposure', expected, exposure };
    expect(endOf(run({ corpus: 'netpol-analyzer', cases: [one] }))).toEqual(PASSED);
  });
});

describe('a selector of a row', () => {
  it('is read with labels and conditions', () => {
    const text =
      '{foo=managed,{Key:app,Operator:DoesNotExist,Values:[],},{Key:role,Operator:NotIn,Values:[search web],}}';
    expect(readSelector(text).requirements).toEqual([
      { key: 'foo', operator: 'In', values: ['managed'] },
      { key: 'app', operator: 'DoesNotExist', values: [] },
      { key: 'role', operator: 'NotIn', values: ['search', 'web'] },
    ]);
    expect(readSelector('{}')).toEqual({ requirements: [] });
  });

  it.each(['', 'foo=managed', '{foo}', '{{Key:app,Operator:Like,Values:[x],}}', '{{Key:app}}'])(
    'is refused where it is not understood: `%s`',
    (text) => {
      expect(() => readSelector(text)).toThrow();
    },
  );
});

describe('the pods made for selectors', () => {
  const key = fc.constantFrom('a', 'b');
  const values = fc.uniqueArray(fc.constantFrom('x', 'y', 'z'), { minLength: 1, maxLength: 2 });
  const requirement: fc.Arbitrary<LabelRequirement> = fc.oneof(
    fc.record({ key, operator: fc.constantFrom('In' as const, 'NotIn' as const), values }),
    fc.record({ key, operator: fc.constantFrom('Exists' as const, 'DoesNotExist' as const), values: fc.constant([]) }),
  );
  const selector = fc.record({ requirements: fc.array(requirement, { maxLength: 3 }) });
  const peer: fc.Arbitrary<PossiblePods> = fc.record({
    namespaces: selector.map((one) => ({ kind: 'selected' as const, selector: one })),
    labels: selector,
  });
  const shop = { name: 'shop', labels: new Map([['a', 'x']]), complete: true };
  const known = new Map([['shop', shop]]);
  const make = (one: PossiblePods) => makePods(one, known, { kind: 'within', addresses: ALL_ADDRESSES });

  it('are all meant by them', () => {
    fc.assert(fc.property(peer, (one) => make(one).every((pod) => isAmong(one, pod))));
  });

  it('are some wherever some labels satisfy the selectors', () => {
    const universe = [undefined, 'x', 'y', 'z', 'other'].flatMap((a) =>
      [undefined, 'x', 'y', 'z', 'other'].map(
        (b) => new Map([...(a ? [['a', a] as const] : []), ...(b ? [['b', b] as const] : [])]),
      ),
    );
    const isSatisfiable = (one: PossiblePods['labels']) => universe.some((labels) => satisfy(labels, one));
    fc.assert(
      fc.property(peer, (one) => {
        const { namespaces, labels } = one;
        const isPossible =
          namespaces.kind === 'selected' && isSatisfiable(namespaces.selector) && isSatisfiable(labels);
        return make(one).length > 0 === isPossible;
      }),
    );
  });

  it('live in known namespaces and in new ones', () => {
    const anywhereAtAll = { kind: 'selected' as const, selector: { requirements: [] } };
    const homes = make({ namespaces: anywhereAtAll, labels: { requirements: [] } }).map(({ namespace }) => namespace);
    expect(homes).toContain(shop);
    expect(homes.filter(({ name }) => !known.has(name))).toHaveLength(1);
    expect(make({ namespaces: { kind: 'named', name: 'shop' }, labels: { requirements: [] } })).toHaveLength(1);
  });
});
