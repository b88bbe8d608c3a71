import { describe, expect, it } from 'vitest';

import { ALL_CONNECTIONS, connections } from '../../src/sets/connection-set.ts';
import { difference, union } from '../../src/sets/interval-set.ts';
import { ALLOWED, type Answer, addresses, DENIED, judgeIn, pod } from './tiny-world.ts';

const A = 'shop/Deployment:a';
const B = 'shop/Deployment:b';
const P80 = connections('TCP', 80);
const P81 = connections('TCP', 81);
const but = (set: Answer['denied']): NonNullable<Answer['denied']> => difference(ALL_CONNECTIONS, set ?? []);

const PAIR = [pod('shop/a'), pod('shop/b')];

const SOME: Answer = { allowed: P80, denied: but(P80) };

describe('an empty claim', () => {
  it('is invalid, never a pass', () => {
    expect(judgeIn({ endpoints: PAIR }, 'a -/-> nothing')).toMatchObject({
      status: 'invalid',
      findings: [{ code: 'unknown-name' }],
    });
    expect(judgeIn({ endpoints: PAIR }, 'nothing isolated')).toMatchObject({
      status: 'invalid',
      findings: [{ code: 'unknown-name' }],
    });
    expect(judgeIn({ endpoints: PAIR }, 'a except a -/-> b')).toMatchObject({
      status: 'invalid',
      findings: [{ code: 'no-pairs' }],
    });
    expect(judgeIn({ endpoints: PAIR }, 'a except a isolated')).toMatchObject({
      status: 'invalid',
      findings: [{ code: 'no-pairs' }],
    });
    // What `only` adds does not make up for an arrow that speaks of nobody.
    expect(judgeIn({ endpoints: PAIR }, 'only a except a --> b')).toMatchObject({
      status: 'invalid',
      findings: [{ code: 'no-pairs' }],
    });
    const outside = { endpoints: [...PAIR, addresses('0.0.0.0/0')] };
    expect(judgeIn(outside, 'internet -/-> external')).toMatchObject({
      status: 'invalid',
      findings: [{ code: 'no-pairs' }],
    });
  });

  it('holds with `allow-empty`, and says so', () => {
    const judged = judgeIn({ endpoints: PAIR }, { claim: 'a -/-> nothing', 'allow-empty': true });
    expect(judged).toMatchObject({
      status: 'holds',
      message: 'there is no pair to judge, which `allow-empty` accepts',
      pairs: { judged: 0, holding: 0 },
    });
    expect(judged.notes).toEqual(['no workload is called `nothing`, which `allow-empty` accepts']);
    expect(judgeIn({ endpoints: PAIR }, { claim: 'nothing isolated', 'allow-empty': true }).status).toBe('holds');
  });

  it('is still judged with `allow-empty` where there is something to judge', () => {
    const world = { endpoints: PAIR, otherwise: ALLOWED };
    expect(judgeIn(world, { claim: 'a | nothing -/-> b', 'allow-empty': true }).status).toBe('fails');
    expect(judgeIn(world, { claim: 'only nothing --> b', 'allow-empty': true }).status).toBe('fails');
  });
});

describe('a member that may not be one', () => {
  const doubtful = pod('shop/c', {}, { runtimeLabelKeys: new Set(['pod-template-hash']) });
  const endpoints = [pod('shop/a'), pod('shop/b', { 'pod-template-hash': 'x' }), doubtful];
  const C = 'shop/Deployment:c';
  const judge = (sentence: string, answers: Readonly<Record<string, Answer>>): string =>
    judgeIn({ endpoints, answers }, sentence).status;

  it('makes a claim undecided only where it would make it fail', () => {
    expect(judge('a -/-> pods[pod-template-hash=x]', {})).toBe('holds');
    expect(judge('a -/-> pods[pod-template-hash=x]', { [`${A} > ${C}`]: ALLOWED })).toBe('undecided');
    expect(judge('a -/-> pods[pod-template-hash=x]', { [`${A} > ${B}`]: ALLOWED, [`${A} > ${C}`]: ALLOWED })).toBe(
      'fails',
    );
    expect(judge('a --> pods[pod-template-hash=x]', { [`${A} > ${B}`]: ALLOWED })).toBe('undecided');
    expect(judge('a --> pods[pod-template-hash=x]', { [`${A} > ${B}`]: ALLOWED, [`${A} > ${C}`]: ALLOWED })).toBe(
      'holds',
    );
  });

  it('is neither surely in nor surely outside of an `only`', () => {
    const source = 'only pods[pod-template-hash=x] --> a';
    expect(judge(source, { [`${B} > ${A}`]: ALLOWED })).toBe('undecided');
    expect(judge(source, { [`${B} > ${A}`]: ALLOWED, [`${C} > ${A}`]: ALLOWED })).toBe('undecided');
    const target = 'a --> only pods[pod-template-hash=x]:80';
    expect(judge(target, { [`${A} > ${B}`]: SOME, [`${A} > ${C}`]: SOME })).toBe('undecided');
    // On 81 it must not get there, member or not.
    expect(judge(target, { [`${A} > ${B}`]: SOME, [`${A} > ${C}`]: ALLOWED })).toBe('fails');
  });

  it('is taken out by `except` only if that is sure', () => {
    expect(judge('a -/-> b', {})).toBe('holds');
    expect(judge('pods except a | pods[pod-template-hash=x] -/-> a', { [`${C} > ${A}`]: ALLOWED })).toBe('undecided');
    expect(
      judge('pods except pods[pod-template-hash] -/-> a', { [`${C} > ${A}`]: ALLOWED, [`${B} > ${A}`]: ALLOWED }),
    ).toBe('invalid');
  });

  it('gives its doubt as the reason', () => {
    expect(
      judgeIn({ endpoints, answers: { [`${A} > ${C}`]: ALLOWED } }, 'a -/-> pods[pod-template-hash=x]'),
    ).toMatchObject({
      message:
        'it cannot be decided whether traffic from `shop/a` to `shop/c` on every TCP port is allowed, because it is not known which value label `pod-template-hash` has on pods of `shop/c`',
      help: 'select these pods by a label of their template instead',
    });
  });
});

describe('ports', () => {
  const named = (number: number, name = 'http') => [{ name, protocol: 'TCP' as const, number }];
  const endpoints = [
    pod('shop/a'),
    pod('shop/b', { app: 'x' }, { namedPorts: named(80) }),
    pod('shop/c', { app: 'x' }, { namedPorts: named(81) }),
  ];
  const C = 'shop/Deployment:c';

  it('by name are looked up on each destination', () => {
    const answers = { [`${A} > ${B}`]: SOME, [`${A} > ${C}`]: { allowed: P81, denied: but(P81) } };
    expect(judgeIn({ endpoints, answers }, 'a --> pods[app=x]:http').status).toBe('holds');
    expect(judgeIn({ endpoints, answers }, 'a --> pods[app=x]:only http').status).toBe('holds');
    expect(judgeIn({ endpoints, answers }, 'a --> pods[app=x]:80').status).toBe('fails');
  });

  it('that a destination does not have make a claim invalid', () => {
    const judged = judgeIn({ endpoints }, 'a -/-> pods[app=x]:https');
    expect(judged.status).toBe('invalid');
    expect(judged.findings).toMatchObject([
      {
        code: 'unknown-name',
        message: 'no TCP port of `shop/b` is called `https`',
        help: 'its named ports are `http` (80/tcp)',
        at: { within: { start: 19, end: 24 } },
      },
      { code: 'unknown-name', message: 'no TCP port of `shop/c` is called `https`' },
    ]);
    expect(judgeIn({ endpoints }, 'a -/-> b:http/udp').status).toBe('invalid');
    expect(judgeIn({ endpoints: [...endpoints, addresses('0.0.0.0/0')] }, 'a -/-> internet:http').status).toBe(
      'invalid',
    );
  });

  it('that nobody knows leave a claim undecided, unless it is so for every number', () => {
    const unknown = [pod('shop/a'), pod('shop/b', {}, { namedPorts: undefined })];
    const judge = (sentence: string, answer: Answer): string =>
      judgeIn({ endpoints: unknown, answers: { [`${A} > ${B}`]: answer } }, sentence).status;
    expect(judge('a -/-> b:http', DENIED)).toBe('holds');
    expect(judge('a -/-> b:http', ALLOWED)).toBe('fails');
    expect(judge('a -/-> b:http', SOME)).toBe('undecided');
    expect(judge('a --> b:http', ALLOWED)).toBe('holds');
    expect(judge('a --> b:http', DENIED)).toBe('fails');
    expect(judge('a --> b:http', SOME)).toBe('undecided');
    expect(judge('a --> b:only http', SOME)).toBe('undecided');
    expect(judge('a --> b:only http', ALLOWED)).toBe('fails');
    expect(judge('only a --> b:http', DENIED)).toBe('fails');
  });
});

describe('`dns`', () => {
  const resolver = pod('kube-system/coredns', { 'k8s-app': 'kube-dns' });
  const own = pod('openshift-dns/resolver');
  const P53 = union(connections('TCP', 53), connections('UDP', 53));
  const answers = {
    [`${A} > ${resolver.id}`]: { allowed: P53, denied: but(P53) },
    [`${A} > ${own.id}`]: { allowed: P53, denied: but(P53) },
  };
  const endpoints = [pod('shop/a'), resolver, own];

  it('means port 53 of the cluster DNS', () => {
    expect(judgeIn({ endpoints, answers }, 'a --> dns').status).toBe('holds');
    expect(judgeIn({ endpoints, answers }, 'a -/-> dns').status).toBe('fails');
    expect(judgeIn({ endpoints, answers: { [`${A} > ${resolver.id}`]: SOME } }, 'a --> dns').status).toBe('fails');
    expect(
      judgeIn(
        { endpoints, answers: { [`${A} > ${resolver.id}`]: answers[`${A} > ${resolver.id}`] as Answer } },
        'a --> only dns',
      ).status,
    ).toBe('holds');
    expect(judgeIn({ endpoints, answers }, 'a --> dns:53/udp').status).toBe('holds');
  });

  it('means what the suite defines, on any port where it is denied', () => {
    const suite = { define: { dns: 'openshift-dns/resolver' } };
    expect(judgeIn({ endpoints, answers, suite }, 'a --> dns').groups[1]?.members).toEqual([own.id]);
    expect(judgeIn({ endpoints, answers: { [`${A} > ${own.id}`]: SOME }, suite }, 'a -/-> dns').status).toBe('fails');
  });
});
