import { describe, expect, it } from 'vitest';

import { ALL_CONNECTIONS, connections, everyPort } from '../../src/sets/connection-set.ts';
import { difference, union } from '../../src/sets/interval-set.ts';
import { ALLOWED, type Answer, addresses, DENIED, judgeIn, NODE, pod, UNDECIDED } from './tiny-world.ts';

const A = 'shop/Deployment:a';
const B = 'shop/Deployment:b';
const P80 = connections('TCP', 80);
const P81 = connections('TCP', 81);
const both = union(P80, P81);
const but = (set: Answer['denied']): NonNullable<Answer['denied']> => difference(ALL_CONNECTIONS, set ?? []);

const PAIR = [pod('shop/a'), pod('shop/b')];

/** The verdict on a sentence where the one pair a → b has this answer, and every other pair is denied. */
function verdict(sentence: string, answer: Answer): string {
  return judgeIn({ endpoints: PAIR, answers: { [`${A} > ${B}`]: answer } }, sentence).status;
}

const SOME: Answer = { allowed: P80, denied: but(P80) };
const SOME_OPEN: Answer = { allowed: P80, denied: but(both) };
const REST_OPEN: Answer = { allowed: P80 };
const ONLY_OPEN: Answer = { denied: but(P81) };

describe('the meaning of an arrow', () => {
  // Rows: what is known of the pair. Columns: sentences.
  const sentences = [
    'a -/-> b',
    'a -/-> b:80',
    'a -/-> b:81',
    'a --> b:80',
    'a --> b:81',
    'a --> b:80,81',
    'a --> b',
    'a --> b:*',
  ];
  it.each([
    ['everything is allowed', ALLOWED, 'fails fails fails holds holds holds holds holds'],
    ['everything is denied', DENIED, 'holds holds holds fails fails fails fails fails'],
    [
      'everything is undecided',
      UNDECIDED,
      'undecided undecided undecided undecided undecided undecided undecided undecided',
    ],
    ['80 is allowed, the rest denied', SOME, 'fails fails holds holds fails fails holds fails'],
    [
      '80 is allowed, 81 undecided, the rest denied',
      SOME_OPEN,
      'fails fails undecided holds undecided undecided holds fails',
    ],
    ['80 is allowed, the rest undecided', REST_OPEN, 'fails fails undecided holds undecided undecided holds undecided'],
    ['81 is undecided, the rest denied', ONLY_OPEN, 'undecided holds undecided fails undecided fails undecided fails'],
  ])('is as the table says where %s', (_, answer, expected) => {
    expect(sentences.map((sentence) => verdict(sentence, answer)).join(' ')).toBe(expected);
  });

  it('counts UDP and SCTP too', () => {
    expect(verdict('a -/-> b', { allowed: connections('SCTP', 9), denied: but(connections('SCTP', 9)) })).toBe('fails');
    expect(verdict('a --> b:*', { allowed: but(connections('UDP', 9)), denied: connections('UDP', 9) })).toBe('fails');
    expect(verdict('a -/-> b:*/tcp', { allowed: everyPort('UDP'), denied: but(everyPort('UDP')) })).toBe('holds');
  });

  it('of `:only` refuses whatever else there is', () => {
    expect(verdict('a --> b:only 80', SOME)).toBe('holds');
    expect(verdict('a --> b:only 80', ALLOWED)).toBe('fails');
    expect(verdict('a --> b:only 80', SOME_OPEN)).toBe('undecided');
    expect(verdict('a --> b:only 81', SOME)).toBe('fails');
  });

  it('of both ways is judged both ways', () => {
    const world = (there: Answer, back: Answer) => ({
      endpoints: PAIR,
      answers: { [`${A} > ${B}`]: there, [`${B} > ${A}`]: back },
    });
    expect(judgeIn(world(DENIED, DENIED), 'a <-/-> b')).toMatchObject({
      status: 'holds',
      pairs: { judged: 2, holding: 2 },
    });
    expect(judgeIn(world(DENIED, ALLOWED), 'a <-/-> b')).toMatchObject({
      status: 'fails',
      pairs: { judged: 2, holding: 1 },
    });
    expect(judgeIn(world(DENIED, UNDECIDED), 'a <-/-> b').status).toBe('undecided');
    expect(judgeIn(world(SOME, SOME), 'a <--> b').status).toBe('holds');
    expect(judgeIn(world(SOME, DENIED), 'a <--> b').status).toBe('fails');
  });

  it('lets a failure outweigh a doubt, and a doubt outweigh what holds', () => {
    const endpoints = [pod('shop/a'), pod('shop/b'), pod('shop/c'), pod('shop/d')];
    const answers = {
      [`${A} > ${B}`]: DENIED,
      [`${A} > shop/Deployment:c`]: UNDECIDED,
      [`${A} > shop/Deployment:d`]: ALLOWED,
    };
    const judged = judgeIn({ endpoints, answers }, 'a -/-> b | c | d');
    expect(judged).toMatchObject({
      status: 'fails',
      pairs: { judged: 3, holding: 1 },
      witness: { to: 'shop/Deployment:d' },
    });
    // What contradicts the claim comes first.
    expect(judged.judgedPairs()).toEqual([
      [0, 2],
      [0, 3],
      [0, 1],
    ]);
    expect(judgeIn({ endpoints, answers }, 'a -/-> b | c').status).toBe('undecided');
  });
});

describe('`only` before the source', () => {
  const C = 'shop/Deployment:c';
  const endpoints = [pod('shop/a'), pod('shop/b'), pod('shop/c'), addresses('0.0.0.0/0'), NODE];
  const judge = (sentence: string, answers: Readonly<Record<string, Answer>>): string =>
    judgeIn({ endpoints, answers }, sentence).status;

  it('holds where the source gets there and nobody else', () => {
    const judged = judgeIn({ endpoints, answers: { [`${A} > ${B}`]: SOME } }, 'only a --> b:80');
    // The pods that could be created are one pair more.
    expect(judged).toMatchObject({ status: 'holds', pairs: { judged: 5, holding: 5 } });
    expect(judged.message).toBe(
      'the pair is allowed on 80/tcp, and nobody outside `a` gets there, whichever pods are created (5 pairs judged)',
    );
  });

  it.each([
    ['a pod', C],
    ['an address', '0.0.0.0/0'],
    ['a node', 'nodes'],
  ])('fails where %s gets there', (_, who) => {
    expect(judge('only a --> b:80', { [`${A} > ${B}`]: ALLOWED, [`${who} > ${B}`]: SOME })).toBe('fails');
    expect(judge('only a --> b:81', { [`${A} > ${B}`]: ALLOWED, [`${who} > ${B}`]: SOME })).toBe('holds');
    expect(judge('only a --> b:81', { [`${A} > ${B}`]: ALLOWED, [`${who} > ${B}`]: SOME_OPEN })).toBe('undecided');
    // Without ports nobody else may get there on anything at all.
    expect(judge('only a --> b', { [`${A} > ${B}`]: ALLOWED, [`${who} > ${B}`]: SOME })).toBe('fails');
  });

  it('fails where the source itself does not get there', () => {
    expect(judge('only a --> b:80', {})).toBe('fails');
  });

  it('counts addresses of the pod range that no known pod has', () => {
    const world = [...PAIR, addresses('10.0.0.2/32', { owner: 'pods', internet: false })];
    const judged = (who: Answer): string =>
      judgeIn({ endpoints: world, answers: { [`${A} > ${B}`]: ALLOWED, [`10.0.0.2/32 > ${B}`]: who } }, 'only a --> b')
        .status;
    expect(judged(DENIED)).toBe('holds');
    expect(judged(ALLOWED)).toBe('fails');
  });
});

describe('`only` before the target', () => {
  const endpoints = [pod('shop/a'), pod('shop/b'), pod('shop/c'), addresses('0.0.0.0/0')];
  const judge = (sentence: string, answers: Readonly<Record<string, Answer>>): string =>
    judgeIn({ endpoints, answers }, sentence).status;

  it('holds where the source reaches the targets on their ports and nothing else', () => {
    expect(judge('a --> only b:80', { [`${A} > ${B}`]: SOME })).toBe('holds');
    expect(judge('a --> only b:80', { [`${A} > ${B}`]: ALLOWED })).toBe('fails');
    expect(judge('a --> only b:80', { [`${A} > ${B}`]: SOME, [`${A} > shop/Deployment:c`]: SOME })).toBe('fails');
    expect(judge('a --> only b:80', { [`${A} > ${B}`]: SOME, [`${A} > 0.0.0.0/0`]: SOME })).toBe('fails');
    expect(judge('a --> only b:80', { [`${A} > ${B}`]: SOME, [`${A} > 0.0.0.0/0`]: UNDECIDED })).toBe('undecided');
    expect(judge('a --> only b', { [`${A} > ${B}`]: ALLOWED })).toBe('holds');
  });

  it('takes several targets together', () => {
    const answers = { [`${A} > ${B}`]: SOME, [`${A} > shop/Deployment:c`]: { allowed: P81, denied: but(P81) } };
    expect(judge('a --> only b:80 | c:81', answers)).toBe('holds');
    expect(judge('a --> only b:80 | c:80', answers)).toBe('fails');
  });

  it('lets two targets of one pod add their ports', () => {
    expect(judge('a --> only b:80 | b:81', { [`${A} > ${B}`]: { allowed: both, denied: but(both) } })).toBe('holds');
  });
});

describe('traffic between the replicas of a workload', () => {
  const same: Answer = ALLOWED;
  const answers = { [`${A} > ${A}`]: same };

  it('is judged where both sides are the same words', () => {
    expect(judgeIn({ endpoints: PAIR, answers }, 'a -/-> a')).toMatchObject({ status: 'fails', pairs: { judged: 1 } });
    expect(judgeIn({ endpoints: PAIR, answers }, 'pods  -/-> pods')).toMatchObject({
      status: 'fails',
      pairs: { judged: 4 },
    });
    expect(judgeIn({ endpoints: PAIR, answers }, 'a | b -/-> a | b')).toMatchObject({
      status: 'fails',
      pairs: { judged: 4 },
    });
  });

  it('is left out, and said to be, where they are not', () => {
    const judged = judgeIn({ endpoints: PAIR, answers }, 'pods -/-> a');
    expect(judged).toMatchObject({ status: 'holds', pairs: { judged: 1 } });
    expect(judged.notes).toEqual([
      'traffic between the replicas of `shop/a` was not judged: source and target are not the same words',
    ]);
  });

  it('does not exist for a single pod', () => {
    const endpoints = [pod('shop/a', {}, { single: true }), pod('shop/b')];
    expect(judgeIn({ endpoints, answers }, 'pods -/-> pods')).toMatchObject({ status: 'holds', pairs: { judged: 3 } });
    expect(judgeIn({ endpoints, answers }, 'a -/-> a')).toMatchObject({
      status: 'invalid',
      findings: [
        {
          code: 'no-pairs',
          message: '`a -/-> a` judges no pair',
          help: '`shop/a` is a single pod, so that there is no traffic between replicas',
        },
      ],
    });
  });
});
