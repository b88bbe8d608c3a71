import { describe, expect, it } from 'vitest';
import { endOf, FAILED, PASSED, SHOP, useTinyCorpus } from './tiny-corpus.ts';

const { run } = useTinyCorpus();

const ALL = { all: true };
const ANYWHERE = '0.0.0.0-255.255.255.255';
const WEB = 'shop/web[Pod]';
const DB = 'shop/db[Pod]';

/** Every row of the shop. */
const SHOP_ROWS = [
  { src: WEB, dst: DB, conn: { TCP: '5432' } },
  { src: DB, dst: WEB, conn: ALL },
  { src: ANYWHERE, dst: WEB, conn: ALL },
  { src: WEB, dst: ANYWHERE, conn: ALL },
  { src: DB, dst: ANYWHERE, conn: ALL },
];

describe('the mode `explain`', () => {
  const none = { policies: [] };
  const byDbIn = { policies: [{ kind: 'NetworkPolicy', name: 'shop/db-in', text: 'whatever' }] };
  const allowed = { verdict: 'allowed', conn: { TCP: '5432' }, egress: none, ingress: byDbIn };
  const denied = {
    verdict: 'denied',
    conn: { TCP: '1-5431,5433-65535', UDP: '1-65535', SCTP: '1-65535' },
    egress: none,
    ingress: byDbIn,
  };
  const explain = (expected: readonly unknown[], parts: readonly unknown[], src = WEB) =>
    run({ cases: [{ mode: 'explain', expected, reasons: [{ src, dst: DB, parts }] }] });

  it('passes if the rows agree and the policies that decide each part are those of the reasons', () => {
    const explained = explain(SHOP_ROWS, [allowed, denied]);
    expect(endOf(explained)).toEqual(PASSED);
    expect(explained.lines.join('\n')).toContain('not with its sentences');
  });

  it.each([
    ['leaves out a row', SHOP_ROWS.slice(1), [allowed, denied]],
    ['leaves out a part', SHOP_ROWS, [allowed]],
    [
      'names another policy',
      SHOP_ROWS,
      [{ ...allowed, ingress: { policies: [{ kind: 'NetworkPolicy', name: 'shop/x' }] } }, denied],
    ],
    ['names no policy where one decides', SHOP_ROWS, [allowed, { ...denied, ingress: none }]],
    ['names a policy where none decides', SHOP_ROWS, [{ ...allowed, egress: byDbIn }, denied]],
    ['decides neither way', SHOP_ROWS, [{ ...allowed, verdict: 'maybe' }, denied]],
  ])('fails if it %s', (_, expected, parts) => {
    expect(endOf(explain(expected, parts))).toEqual(FAILED);
  });

  it('takes the first of several policies that admit the same traffic for all of them', () => {
    const twice = SHOP + SHOP.slice(SHOP.indexOf('  - apiVersion: networking')).replace('db-in', 'db-too');
    const both = [...byDbIn.policies, { kind: 'NetworkPolicy', name: 'shop/db-too' }];
    const explainTwice = (admitting: readonly unknown[], refusing: readonly unknown[]) => {
      const parts = [
        { ...allowed, ingress: { policies: admitting } },
        { ...denied, ingress: { policies: refusing } },
      ];
      const one = { mode: 'explain', expected: SHOP_ROWS, reasons: [{ src: WEB, dst: DB, parts }] };
      return endOf(run({ manifests: twice, cases: [one] }));
    };
    expect(explainTwice(both, both)).toEqual(PASSED);
    expect(explainTwice(both, byDbIn.policies)).toEqual(FAILED);
    expect(explainTwice([], both)).toEqual(FAILED);
  });

  it('fails for a pair that is not there', () => {
    expect(endOf(explain(SHOP_ROWS, [allowed, denied], 'shop/cache[Pod]'))).toEqual(FAILED);
  });
});

describe('a list of connections', () => {
  const web = [{ src: WEB, dst: DB, conn: { TCP: '5432' } }];
  const options = { focus_workloads: ['web'], focus_workload_peers: ['db'], focus_direction: 'egress' };

  it.each([
    ['tcp-5432', web, PASSED],
    ['tcp-5432', [], FAILED],
    ['udp-5432', [], PASSED],
    ['udp-5432', web, FAILED],
  ])('may speak of %s alone', (focus_conn, expected, end) => {
    const one = { mode: 'connlist_focus', options: { ...options, focus_conn }, expected };
    expect(endOf(run({ cases: [one] }))).toEqual(end);
  });

  it('fails for a row that no pair in focus answers', () => {
    const expected = [...web, { src: ANYWHERE, dst: WEB, conn: ALL }];
    const unasked = run({ cases: [{ mode: 'connlist_focus', options, expected }] });
    expect(endOf(unasked)).toEqual(FAILED);
    expect(unasked.lines).toContain(`  ${ANYWHERE} to ${WEB}: the row is compared with nothing`);
  });
});

describe('the mode `diff`', () => {
  const folders = {
    narrow: SHOP,
    wide: SHOP.replace('[{ port: sql }]', '[{ port: 5432, endPort: 5433 }]'),
    more: `${SHOP}---
apiVersion: v1
kind: Pod
metadata: { name: cache, namespace: shop, labels: { role: cache } }
spec: { containers: [{ name: main, image: cache }] }
`,
  };
  const none = { all: false };
  const changed = { type: 'changed', src: WEB, dst: DB, conn1: { TCP: '5432' }, conn2: { TCP: '5432-5433' } };
  const cache = 'shop/cache[Pod]';
  const info = { type: 'added', conn1: none, conn2: ALL, workloads_info: `workload ${cache} added` };
  const added = [
    { ...info, src: cache, dst: WEB },
    { ...info, src: WEB, dst: cache },
    { ...info, src: DB, dst: cache },
    { ...info, src: cache, dst: ANYWHERE },
    { ...info, src: ANYWHERE, dst: cache },
  ];
  const diff = (dirs: readonly string[], expected_diff: readonly unknown[]) =>
    run({ folders, cases: [{ mode: 'diff', dir: undefined, dirs, expected_diff }] });

  it('passes if what changes between two maps is what the rows say, both ways', () => {
    const back = { ...changed, conn1: changed.conn2, conn2: changed.conn1 };
    expect(endOf(diff(['narrow', 'wide'], [changed]))).toEqual(PASSED);
    expect(endOf(diff(['wide', 'narrow'], [back]))).toEqual(PASSED);
    expect(endOf(diff(['wide', 'narrow'], [changed]))).toEqual(FAILED);
  });

  it('fails for what is not decided in one of the two', () => {
    const open = SHOP.replace('podSelector: { matchLabels: { role: web } }', "ipBlock: { cidr: '0.0.0.0/0' }");
    const undecided = run({
      folders: { open },
      cases: [{ mode: 'diff', dir: undefined, dirs: ['open', 'open'], expected_diff: [] }],
    });
    expect(endOf(undecided)).toEqual(FAILED);
    expect(undecided.lines.join('\n')).toContain('not all decided');
  });

  it('fails for a change without a row, and for a row without a change', () => {
    expect(endOf(diff(['narrow', 'wide'], []))).toEqual(FAILED);
    expect(endOf(diff(['narrow', 'narrow'], [changed]))).toEqual(FAILED);
  });

  it('compares workloads that only one of the two has', () => {
    expect(endOf(diff(['narrow', 'more'], added))).toEqual(PASSED);
    expect(endOf(diff(['narrow', 'more'], added.slice(1)))).toEqual(FAILED);
    const removed = added.map(({ src, dst }) => ({
      ...{ type: 'removed', src, dst, conn1: ALL, conn2: none, workloads_info: `workload ${cache} removed` },
    }));
    expect(endOf(diff(['more', 'narrow'], removed))).toEqual(PASSED);
  });

  it.each([
    ['whose type is wrong', { ...changed, type: 'added' }],
    ['that calls a workload new which is not', { ...changed, workloads_info: `workload ${WEB} added` }],
    ['of a workload that neither has', { ...changed, src: cache, conn1: none, conn2: ALL, type: 'added' }],
  ])('fails for a row %s', (_, row) => {
    expect(endOf(diff(['narrow', 'wide'], [changed, row]))).toEqual(FAILED);
  });

  it('fails without two folders', () => {
    expect(endOf(diff(['narrow'], [changed]))).toEqual(FAILED);
  });
});

describe('the summary', () => {
  it('counts each mode of a corpus apart', () => {
    const cases = [
      { mode: 'explain', expected: SHOP_ROWS },
      { mode: 'connlist', name: 'two', expected: SHOP_ROWS.slice(1) },
    ];
    const { lines } = run({ cases });
    expect(lines.slice(0, 3).map((line) => line.split(',')[0])).toEqual([
      'tiny: 1 of 2 cases agree',
      '  connlist: 0 of 1 cases agree',
      '  explain: 1 of 1 cases agree',
    ]);
  });
});
