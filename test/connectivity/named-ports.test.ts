import { describe, expect, it } from 'vitest';
import { inWords, namespace, networkPolicy, type TestWorld, workload, worldOf } from '../support/worlds.ts';

const fromWeb = (...ports: readonly object[]): unknown =>
  networkPolicy('shop/in', {
    podSelector: {},
    ingress: [{ from: [{ podSelector: { matchLabels: { app: 'web' } } }], ports }],
  });

/** So many that what is asked about them is remembered. */
const SENDERS = Array.from({ length: 12 }, (_, index) => `shop/web-${index}`);

/** `shop/legacy` is a pod of which nobody says which ports it has; `shop/plain` has none. */
function worldWith(...ports: readonly object[]): TestWorld {
  const legacy = { name: 'legacy', namespace: 'shop', labels: new Map([['app', 'legacy']]) };
  return worldOf(
    [
      namespace('shop'),
      ...SENDERS.map((name) => workload(name, { app: 'web' })),
      workload('shop/plain', { app: 'plain' }),
      fromWeb(...ports),
    ],
    { assume: { workloads: [legacy] } },
  );
}

function verdictsIn({ engine, indexOf }: TestWorld, to: string): readonly string[] {
  const verdicts = SENDERS.map((from) => {
    const { allowed, undecided, denied } = engine.verdict(indexOf(from), indexOf(to));
    return [inWords(allowed), inWords(undecided), inWords(denied)];
  });
  for (const verdict of verdicts) expect(verdict).toEqual(verdicts[0]);
  return verdicts[0] ?? [];
}

describe('a port name on a pod whose ports are not known', () => {
  it('may be any port of its protocol, of which none is surely admitted and none surely refused', () => {
    const world = worldWith({ port: 'http' });
    expect(verdictsIn(world, 'shop/legacy')).toEqual(['none', '*/tcp', '*/udp */sctp']);
    expect(verdictsIn(world, 'shop/plain')).toEqual(['none', 'none', 'all']);
  });

  it('leaves what another port of the rule admits', () => {
    const world = worldWith({ port: 'dns', protocol: 'UDP' }, { port: 53, protocol: 'UDP' });
    expect(verdictsIn(world, 'shop/legacy')).toEqual(['53/udp', '1-52/udp 54-65535/udp', '*/tcp */sctp']);
  });
});
