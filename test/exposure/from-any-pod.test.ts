import { expect, it } from 'vitest';
import { fromAnyPod } from '../../src/exposure/from-any-pod.ts';
import { ALL_CONNECTIONS } from '../../src/sets/connection-set.ts';
import { difference } from '../../src/sets/interval-set.ts';
import { inWords, networkPolicy, worldOf } from '../support/worlds.ts';
import { WEB } from './exposed-world.ts';

const rules = (...ingress: readonly object[]): readonly unknown[] => [
  networkPolicy('shop/web', { podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Ingress'], ingress }),
];
const FROM_X = { from: [{ podSelector: { matchLabels: { role: 'x' } } }] };
const ON_HTTP = { ports: [{ port: 'http' }] };

it.each([
  ['no policy lets everything in and refuses nothing', [], 'all', 'none'],
  ['a policy without rules refuses everything', rules(), 'none', 'all'],
  ['a rule for some pods may let them in, and may refuse others', rules(FROM_X), 'all', 'all'],
  ['a rule for everybody lets its ports in', rules(ON_HTTP), '8080/tcp', '1-8079/tcp 8081-65535/tcp */udp */sctp'],
  [
    'of two rules each counts as far as it is sure',
    rules({ ...FROM_X, ports: [{ port: 9 }] }, ON_HTTP),
    '9/tcp 8080/tcp',
    '1-8079/tcp 8081-65535/tcp */udp */sctp',
  ],
])('towards a pod of which %s', (_, policies, may, mayNot) => {
  const { cluster, engine, indexOf } = worldOf([WEB, ...policies]);
  const bound = fromAnyPod(cluster, engine)(indexOf('shop/web'));
  expect([inWords(bound.may), inWords(difference(ALL_CONNECTIONS, bound.sure))]).toEqual([may, mayNot]);
});
