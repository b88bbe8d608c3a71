import { describe, expect, it } from 'vitest';

import type { Truth } from '../../src/cluster/truth.ts';
import { ALL_CONNECTIONS, connections } from '../../src/sets/connection-set.ts';
import { difference, union } from '../../src/sets/interval-set.ts';
import { inWords } from '../support/worlds.ts';
import { ALLOWED, type Answer, addresses, DENIED, judgeIn, pod, UNDECIDED } from './tiny-world.ts';

const A = 'shop/Deployment:a';
const B = 'shop/Deployment:b';
const P80 = connections('TCP', 80);
const P81 = connections('TCP', 81);
const both = union(P80, P81);
const but = (set: Answer['denied']): NonNullable<Answer['denied']> => difference(ALL_CONNECTIONS, set ?? []);

const PAIR = [pod('shop/a'), pod('shop/b')];

const SOME: Answer = { allowed: P80, denied: but(P80) };

describe('an isolation claim', () => {
  const doubt = { why: 'nobody knows', settle: 'find out' };
  const judge = (sentence: string, ingress: Truth, egress: Truth): string =>
    judgeIn({ endpoints: PAIR, isolated: (_, direction) => (direction === 'ingress' ? ingress : egress) }, sentence)
      .status;

  it.each([
    [true, true, 'holds holds holds'],
    [true, false, 'holds fails fails'],
    [false, doubt, 'fails undecided fails'],
    [doubt, true, 'undecided holds undecided'],
    [doubt, doubt, 'undecided undecided undecided'],
  ] as const)('is as the engine says (ingress %s, egress %s)', (ingress, egress, expected) => {
    const sentences = ['a isolated ingress', 'a isolated egress', 'a isolated'];
    expect(sentences.map((sentence) => judge(sentence, ingress, egress)).join(' ')).toBe(expected);
  });

  it('counts every pod once for each direction', () => {
    const isolated = (_: unknown, direction: string): boolean => direction === 'ingress';
    expect(judgeIn({ endpoints: PAIR, isolated }, 'pods isolated')).toMatchObject({
      pairs: { judged: 4, holding: 2 },
      message: 'no policy isolates `shop/a` for egress',
      help: 'add a policy whose `podSelector` selects `shop/a` and whose `policyTypes` hold `Egress`',
    });
    expect(judgeIn({ endpoints: PAIR, isolated }, 'pods isolated ingress').message).toBe(
      'all 2 pods are isolated for ingress',
    );
  });

  it('is about pods', () => {
    expect(
      judgeIn({ endpoints: [...PAIR, addresses('0.0.0.0/0')] }, 'pods | internet isolated').findings,
    ).toMatchObject([
      { code: 'invalid-claim', message: 'only pods can be isolated, but `pods | internet` also means addresses' },
    ]);
  });
});

describe('a waiver', () => {
  const waived = (until: string) => ({ claim: 'a -/-> b', waive: { until, owner: 'data team', reason: 'migration' } });
  const failing = { endpoints: PAIR, otherwise: ALLOWED, today: '2026-06-15' };

  it('covers a claim that fails or is undecided, its last day included', () => {
    expect(judgeIn(failing, waived('2026-06-15'))).toMatchObject({
      status: 'waived',
      findings: [],
      waiverExpired: false,
      pairs: { judged: 1, holding: 0 },
    });
    expect(judgeIn({ ...failing, otherwise: UNDECIDED }, waived('2026-06-16')).status).toBe('waived');
  });

  it('no longer does so the day after', () => {
    expect(judgeIn(failing, waived('2026-06-14'))).toMatchObject({
      status: 'fails',
      waiverExpired: true,
      findings: [
        {
          code: 'waiver-expired',
          severity: 'error',
          message: 'the waiver of `a -/-> b` expired on 2026-06-14',
          help: 'mend the policies, or agree on a new date with its owner: data team',
          at: { path: ['expect', 0, 'waive'] },
        },
      ],
    });
  });

  it('is reported where the claim holds', () => {
    expect(judgeIn({ ...failing, otherwise: DENIED }, waived('2027-01-01'))).toMatchObject({
      status: 'holds',
      findings: [
        {
          code: 'waiver-unused',
          severity: 'warning',
          message: '`a -/-> b` holds, so that its waiver is not needed any more',
        },
      ],
    });
  });

  it('does not make an invalid claim valid', () => {
    const claim = { ...waived('2027-01-01'), claim: 'a -/-> nothing' };
    expect(judgeIn(failing, claim)).toMatchObject({ status: 'invalid', findings: [{ code: 'unknown-name' }] });
  });
});

describe('a sentence that could not be read', () => {
  it('is an invalid claim with its problem', () => {
    expect(judgeIn({ endpoints: PAIR }, 'a -> b')).toMatchObject({
      status: 'invalid',
      message: '`->` is not an arrow',
      help: 'did you mean `-->`?',
      guilty: { within: { start: 2, end: 4 } },
      findings: [{ code: 'invalid-claim' }],
    });
  });
});

describe('the witness', () => {
  const witness = (sentence: string, answer: Answer, facts = {}): string => {
    const endpoints = [pod('shop/a'), pod('shop/b', {}, facts)];
    const judged = judgeIn({ endpoints, answers: { [`${A} > ${B}`]: answer } }, sentence);
    return inWords(judged.witness?.traffic ?? []);
  };

  it('is a port that the destination declares, else a whole protocol, else one port', () => {
    const declaredPorts = [
      { protocol: 'TCP' as const, number: 9090 },
      { protocol: 'TCP' as const, number: 8080 },
    ];
    expect(witness('a -/-> b', ALLOWED, { declaredPorts })).toBe('8080/tcp');
    expect(witness('a -/-> b', ALLOWED)).toBe('*/tcp');
    expect(witness('a -/-> b', { allowed: both, denied: but(both) })).toBe('80/tcp');
    expect(witness('a --> b:70-90', SOME)).toBe('70/tcp');
    expect(witness('a --> b', DENIED)).toBe('all');
  });

  it('prefers pods to addresses, and the internet to other addresses', () => {
    const endpoints = [
      addresses('10.0.0.0/8', { internet: false }),
      addresses('8.8.8.0/24'),
      pod('shop/a'),
      pod('shop/b'),
      pod('shop/c'),
    ];
    const judged = (sentence: string): unknown => judgeIn({ endpoints, otherwise: ALLOWED }, sentence).witness;
    expect(judged('external | c -/-> b')).toMatchObject({ from: 'shop/Deployment:c' });
    expect(judged('external -/-> b')).toMatchObject({ from: '8.8.8.0/24' });
  });

  it('is named by what the claim demands', () => {
    const endpoints = [...PAIR, pod('shop/c')];
    const message = (sentence: string, answers: Readonly<Record<string, Answer>>): string =>
      judgeIn({ endpoints, answers }, sentence).message;
    const there = `${A} > ${B}`;
    expect(message('a -/-> b:80', { [there]: ALLOWED })).toBe(
      'traffic from `shop/a` to `shop/b` on 80/tcp is allowed, but the claim denies it',
    );
    expect(message('a --> b:80', {})).toBe(
      'traffic from `shop/a` to `shop/b` on 80/tcp is denied, but the claim needs it',
    );
    expect(message('a --> b', {})).toBe('no traffic from `shop/a` to `shop/b` is allowed, but the claim needs some');
    expect(message('only a --> b:80', { [`* > ${B}`]: SOME })).toBe(
      'traffic from `shop/c` to `shop/b` on 80/tcp is allowed, but the claim lets only `a` get there',
    );
    expect(message('a --> only b:80', { [`${A} > *`]: SOME })).toBe(
      'traffic from `shop/a` to `shop/c` on 80/tcp is allowed, but the claim lets `a` reach only `b:80`',
    );
    expect(message('a --> b:only 80', { [there]: { allowed: both, denied: but(both) } })).toBe(
      'traffic from `shop/a` to `shop/b` on 81/tcp is allowed, but the claim names the only ports',
    );
  });

  it('names a workload with its kind where another has the same name', () => {
    const endpoints = [pod('shop/a'), pod('shop/StatefulSet:a'), pod('shop/b')];
    expect(judgeIn({ endpoints, otherwise: ALLOWED }, 'a -/-> b').message).toContain(
      'from `shop/Deployment:a` to `shop/b`',
    );
  });
});

describe('a claim that holds', () => {
  const holding = (sentence: string, otherwise: Answer): string =>
    judgeIn({ endpoints: [...PAIR, pod('shop/c')], otherwise }, sentence).message;

  it('says what was proved', () => {
    expect(holding('a -/-> b', DENIED)).toBe('the one pair is refused on every port');
    expect(holding('a -/-> b | c', DENIED)).toBe('all 2 pairs are refused on every port');
    expect(holding('a -/-> b:80', DENIED)).toBe('the one pair is refused on 80/tcp');
    expect(holding('a <-/-> b', DENIED)).toBe('all 2 pairs are refused on every port, in both directions');
    expect(holding('a --> b:80,443', ALLOWED)).toBe('the one pair is allowed on 80/tcp, 443/tcp');
    expect(holding('a --> b', ALLOWED)).toBe('the one pair is allowed something');
  });

  it('names what is allowed where the claim names no port', () => {
    expect(judgeIn({ endpoints: PAIR, otherwise: SOME }, 'a --> b').notes).toEqual([
      '`shop/a` reaches `shop/b` on 80/tcp',
    ]);
  });
});
