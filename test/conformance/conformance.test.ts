import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runConformance } from './run-conformance.ts';
import { endOf, FAILED, PASSED, SHOP, useTinyCorpus, WEB_TO_DB } from './tiny-corpus.ts';

const { directory, run } = useTinyCorpus();

describe('the conformance run', () => {
  it('passes a case of which every verdict is the expected one, ports by number and by name', () => {
    const named = { ...WEB_TO_DB, dst: 'shop/db[Pod]', port: 'sql' };
    const denied = { ...WEB_TO_DB, src: '192.0.2.1', allow: false };
    expect(endOf(run({ cases: [{ probes: [WEB_TO_DB, named, denied] }] }))).toEqual(PASSED);
    expect(endOf(run({ cases: [{ probes: [['shop/web', 'shop/db', 'TCP', 5432, true]] }] }))).toEqual(PASSED);
  });

  it('fails a case for one wrong verdict, and says how the engine came to its own', () => {
    const { lines, ...rest } = run({ cases: [{ probes: [WEB_TO_DB, { ...WEB_TO_DB, port: 80 }] }] });
    expect(endOf({ lines, ...rest })).toEqual(FAILED);
    expect(lines).toContain('tiny: 0 of 1 cases agree, 1 of 2 probes, 0 out of scope, 0 excepted');
    expect(lines).toContain('  shop/web to shop/db on 80/TCP: expected allowed, got denied');
    expect(lines.join('\n')).toContain(
      'ingress of shop/Pod:db: deny: every port except 5432/tcp: no rule takes the rest',
    );
  });

  it('takes `undecided` for a disagreement, whichever verdict is expected', () => {
    const manifests = SHOP.replace('podSelector: { matchLabels: { role: web } }', "ipBlock: { cidr: '0.0.0.0/0' }");
    for (const allow of [true, false]) {
      const undecided = run({ manifests, cases: [{ probes: [{ ...WEB_TO_DB, allow }] }] });
      expect(endOf(undecided)).toEqual(FAILED);
      expect(undecided.lines.join('\n')).toContain('got undecided');
    }
  });

  it.each([
    ['1', PASSED],
    ['0', FAILED],
  ])('compares the matrix cell %s', (cell, end) => {
    const cases = [{ mode: 'matrix', ports: ['TCP/5432'], matrix: { 'shop/web': { 'shop/db': cell } } }];
    expect(endOf(run({ cases }))).toEqual(end);
  });

  it.each([
    ['5432', PASSED],
    ['5432-5433', FAILED],
  ])('compares a list of connections whose row for the database says TCP %s', (ports, end) => {
    const all = { all: true };
    const anywhere = '0.0.0.0-255.255.255.255';
    const expected = [
      { src: 'shop/web[Pod]', dst: 'shop/db[Pod]', conn: { all: false, TCP: ports } },
      { src: 'shop/db[Pod]', dst: 'shop/web[Pod]', conn: all },
      { src: anywhere, dst: 'shop/web[Pod]', conn: all },
      { src: 'shop/web[Pod]', dst: anywhere, conn: all },
      { src: 'shop/db[Pod]', dst: anywhere, conn: all },
    ];
    expect(endOf(run({ cases: [{ mode: 'connlist', expected }] }))).toEqual(end);
  });

  it('fails a list of connections that leaves out one that is allowed', () => {
    expect(endOf(run({ cases: [{ mode: 'connlist', expected: [] }] }))).toEqual(FAILED);
  });

  it('compares only the rows of workloads in focus', () => {
    const expected = [{ src: 'shop/web[Pod]', dst: 'shop/db[Pod]', conn: { all: false, TCP: '5432' } }];
    const options = { focus_workloads: ['shop/web'], focus_workload_peers: ['db'], focus_direction: 'egress' };
    expect(endOf(run({ cases: [{ mode: 'connlist_focus', options, expected }] }))).toEqual(PASSED);
    const wide = { ...options, focus_direction: undefined };
    expect(endOf(run({ cases: [{ mode: 'connlist_focus', options: wide, expected }] }))).toEqual(FAILED);
  });

  it('reads a plain `y` as the text that its corpora mean, and lists the case', () => {
    const manifests = SHOP.replaceAll('namespace: shop', 'namespace: "y"').replace(
      'metadata: { name: shop }',
      'metadata:\n      name: y',
    );
    const quoted = run({ manifests, cases: [{ probes: [{ ...WEB_TO_DB, src: 'y/web', dst: 'y/db' }] }] });
    expect(endOf(quoted)).toEqual(PASSED);
    expect(quoted.lines.join('\n')).toContain('read with its plain `y` in quotes');
  });

  it('fails if it finds no case, and if every case is out of scope', () => {
    expect(endOf(runConformance(directory()))).toEqual({ last: '0 passed, 0 failed', exitCode: 1 });
    const later = run({ cases: [{ requires: ['multiple-networks'], probes: [WEB_TO_DB] }] });
    expect(endOf(later)).toEqual({ last: '0 passed, 0 failed', exitCode: 1 });
    expect(later.lines).toContain('    tiny/one');
  });

  it.each([
    ['asks nothing', { probes: [] }],
    ['speaks of a pod that is not there', { probes: [{ ...WEB_TO_DB, src: 'shop/cache' }] }],
    ['has no manifests', { dir: 'elsewhere', probes: [WEB_TO_DB] }],
    ['is of an unknown mode', { mode: 'guess', probes: [WEB_TO_DB] }],
    ['expects neither yes nor no', { probes: [{ ...WEB_TO_DB, allow: 'maybe' }] }],
  ])('fails a case that %s', (_, one) => {
    expect(endOf(run({ cases: [one] }))).toEqual(FAILED);
  });

  it('fails for a folder whose cases cannot be read', () => {
    mkdirSync(join(directory(), 'broken'));
    writeFileSync(join(directory(), 'broken/cases.json'), '{');
    expect(endOf(run({ cases: [{ probes: [WEB_TO_DB] }] }))).toEqual({ last: '1 passed, 1 failed', exitCode: 1 });
  });
});

describe('an exception', () => {
  const exceptions = [{ corpus: 'tiny', name: 'one', reason: 'its source errs' }];

  it('by name excuses a case that disagrees, and lists it with the reason', () => {
    const cases = [{ probes: [{ ...WEB_TO_DB, allow: false }] }, { name: 'two', probes: [WEB_TO_DB] }];
    const excepted = run({ cases, exceptions });
    expect(endOf(excepted)).toEqual(PASSED);
    expect(excepted.lines).toContain('  its source errs (1)');
    expect(excepted.lines).toContain('    tiny/one');
  });

  it('by name is stale, and an error, if the case agrees', () => {
    const stale = run({ cases: [{ probes: [WEB_TO_DB] }], exceptions });
    expect(endOf(stale)).toEqual(FAILED);
    expect(stale.lines.join('\n')).toContain('stale exception');
  });

  const notIn = SHOP.replace(
    'matchLabels: { role: web }',
    'matchExpressions: [{ key: tier, operator: NotIn, values: [be] }]',
  );
  const denied = { ...WEB_TO_DB, allow: false };

  it('by rule excuses no case that disagrees for another reason, and none of another corpus', () => {
    const wrong = { ...WEB_TO_DB, src: 'shop/db', dst: 'shop/web', allow: false };
    expect(endOf(run({ corpus: 'cyclonus', manifests: notIn, cases: [{ probes: [denied, wrong] }] }))).toEqual(FAILED);
    rmSync(join(directory(), 'cyclonus'), { recursive: true });
    expect(endOf(run({ manifests: notIn, cases: [{ probes: [denied] }] }))).toEqual(FAILED);
  });
});
