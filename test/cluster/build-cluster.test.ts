import { describe, expect, it } from 'vitest';
import { inWords, namespace, networkPolicy, workload, worldOf } from '../support/worlds.ts';

const shop = [namespace('shop'), workload('shop/db', { app: 'db' }), workload('mail/app', { app: 'mail' })];
const admitting = (peer: object): unknown =>
  networkPolicy('shop/db', { podSelector: { matchLabels: { app: 'db' } }, ingress: [{ from: [peer] }] });

const team = { namespaceSelector: { matchLabels: { team: 'x' } } };
const podsOfTeam = { ...team, podSelector: { matchLabels: { app: 'mail' } } };

describe('a namespace that the manifests do not hold', () => {
  it.each([
    ['by a label of its own', team],
    ['by a label of its own and one of the pod', podsOfTeam],
  ])('leaves undecided whether a rule admits it %s', (_, peer) => {
    const { allowed, undecided } = worldOf([...shop, admitting(peer)]).decide('mail/app', 'shop/db');
    expect([inWords(allowed), inWords(undecided)]).toEqual(['none', 'all']);
  });

  it('is surely not meant where the pod is not', () => {
    const peer = { ...team, podSelector: { matchLabels: { app: 'web' } } };
    expect(inWords(worldOf([...shop, admitting(peer)]).decide('mail/app', 'shop/db').denied)).toBe('all');
  });

  it('is known by its name', () => {
    const named = (name: string): unknown =>
      admitting({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } });
    const denied = ['mail', 'post'].map((name) =>
      inWords(worldOf([...shop, named(name)]).decide('mail/app', 'shop/db').denied),
    );
    expect(denied).toEqual(['none', 'all']);
  });

  it('is known by the labels that are assumed of it', () => {
    const decide = (labels: ReadonlyMap<string, string>) =>
      worldOf([...shop, admitting(podsOfTeam)], { assume: { namespaces: [{ name: 'mail', labels }] } });
    const verdicts = [new Map([['team', 'x']]), new Map<string, string>()].map((labels) => {
      const { allowed, denied } = decide(labels).decide('mail/app', 'shop/db');
      return [inWords(allowed), inWords(denied)];
    });
    expect(verdicts).toEqual([
      ['all', 'none'],
      ['none', 'all'],
    ]);
  });
});

describe('addresses', () => {
  const idsWith = (spec: object): readonly string[] =>
    worldOf([...shop, networkPolicy('shop/db', { podSelector: {}, ...spec })]).cluster.endpoints.flatMap((endpoint) =>
      endpoint.kind === 'addresses' ? [endpoint.id] : [],
    );
  const ipBlock = { cidr: '192.0.2.64/26', except: ['192.0.2.70/32'] };
  const whole = '192.0.2.0-192.0.2.255';
  const cut = [
    '192.0.2.0-192.0.2.63',
    '192.0.2.64-192.0.2.69',
    '192.0.2.70',
    '192.0.2.71-192.0.2.127',
    '192.0.2.128-192.0.2.255',
  ];

  it('are one endpoint where nothing tells them apart', () => {
    expect(idsWith({})).toContain(whole);
  });

  it.each([
    ['an ingress rule', { ingress: [{ from: [{ ipBlock }] }] }],
    ['an egress rule', { egress: [{ to: [{ ipBlock }] }] }],
    ['a rule with other peers', { ingress: [{ from: [{ podSelector: {} }, { ipBlock }] }] }],
  ])('are cut at the first and after the last address of each range of %s', (_, spec) => {
    const ids = idsWith(spec);
    expect(ids).toEqual(expect.arrayContaining(cut));
    expect(ids).not.toContain(whole);
  });

  it('are of the internet where they are neither reserved nor of the cluster', () => {
    const { cluster } = worldOf(shop, { assume: { podCIDRs: [0x08000000n, 0x09000000n] } });
    const internet = (id: string): boolean =>
      cluster.endpoints.some((endpoint) => endpoint.kind === 'addresses' && endpoint.id === id && endpoint.internet);
    const answers = ['10.0.0.0-10.255.255.255', '8.0.0.0-8.255.255.255', '9.0.0.0-9.255.255.255'].map(internet);
    expect(answers).toEqual([false, false, true]);
  });
});
