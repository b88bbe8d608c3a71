import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decision, Verdict } from '../../src/connectivity/decision.ts';
import { ALL_CONNECTIONS, NO_CONNECTIONS } from '../../src/sets/connection-set.ts';
import { difference, intersection, union } from '../../src/sets/interval-set.ts';
import { anyWorld } from '../support/random-world.ts';
import { inWords, networkPolicy, workload, worldOf } from '../support/worlds.ts';

/** What the walks of both sides say, joined without any memory. */
function verdictOfSides({ sides }: Decision): Verdict {
  const mayAllow = sides.map((side) => side.mayAllow).reduce(intersection, ALL_CONNECTIONS);
  const mayDeny = sides.map((side) => side.mayDeny).reduce(union, NO_CONNECTIONS);
  return {
    allowed: difference(ALL_CONNECTIONS, mayDeny),
    denied: difference(ALL_CONNECTIONS, mayAllow),
    undecided: intersection(mayAllow, mayDeny),
  };
}

describe('remembered verdicts', () => {
  it('are those of fresh walks for every pair of a world, however often and in whichever order it is asked', () => {
    let compared = 0;
    fc.assert(
      fc.property(anyWorld, fc.boolean(), (world, backwards) => {
        const { cluster, engine } = worldOf([...world.namespaces, ...world.pods, ...world.policies]);
        const indices = [...cluster.endpoints.keys()];
        if (backwards) indices.reverse();
        for (const from of indices) {
          for (const to of indices) {
            const fresh = verdictOfSides(engine.decide(from, to));
            expect(engine.verdict(from, to)).toEqual(fresh);
            compared++;
          }
        }
      }),
      { numRuns: 60 },
    );
    expect(compared).toBeGreaterThan(1000);
  });

  it('tell peers and named ports apart where a pod has many rules', () => {
    const roles = Array.from({ length: 12 }, (_, index) => `r${index}`);
    const { cluster, engine, indexOf } = worldOf([
      ...roles.map((role, index) => workload(`a/${role}`, { role }, [{ name: 'web', containerPort: 8000 + index }])),
      ...roles.map((role, index) =>
        networkPolicy(`a/from-${role}`, {
          podSelector: {},
          ingress: [
            { from: [{ podSelector: { matchLabels: { role } } }], ports: [{ port: index + 1 }, { port: 'web' }] },
          ],
        }),
      ),
    ]);
    const verdicts = roles.map((from) =>
      roles.map((to) => inWords(engine.verdict(indexOf(`a/${from}`), indexOf(`a/${to}`)).allowed)),
    );
    expect(verdicts).toEqual(roles.map((_, from) => roles.map((__, to) => `${from + 1}/tcp ${8000 + to}/tcp`)));
    const outside = cluster.endpoints.findIndex(({ kind }) => kind === 'addresses');
    expect(inWords(engine.verdict(outside, indexOf('a/r0')).allowed)).toBe('none');
  });

  it('tell pods apart whose ports of one name have different protocols', () => {
    const senders = Array.from({ length: 12 }, (_, index) => `a/web-${index}`);
    const { engine, indexOf } = worldOf([
      ...senders.map((name) => workload(name, { app: 'web' })),
      ...['TCP', 'UDP'].map((protocol) =>
        workload(`a/${protocol.toLowerCase()}`, {}, [{ name: 'dns', containerPort: 53, protocol }]),
      ),
      networkPolicy('a/dns', { podSelector: {}, ingress: [{ ports: [{ port: 'dns', protocol: 'UDP' }] }] }),
    ]);
    for (const from of senders) {
      const said = ['a/tcp', 'a/udp'].map((to) => inWords(engine.verdict(indexOf(from), indexOf(to)).allowed));
      expect(said).toEqual(['none', '53/udp']);
    }
  });

  it('are not shared between a pod that is surely governed and one that only may be', () => {
    const onNode = { hostNetwork: true };
    const { engine, indexOf } = worldOf([
      workload('a/plain', { role: 'web' }),
      workload('a/on-node', { role: 'web' }, [], onNode),
      networkPolicy('a/deny-all', { podSelector: {}, policyTypes: ['Ingress'] }),
      workload('b/client', { role: 'client' }),
    ]);
    const [client, plain, host] = [indexOf('b/client'), indexOf('a/plain'), indexOf('a/on-node')];
    expect(inWords(engine.verdict(client, plain).denied)).toBe('all');
    expect(inWords(engine.verdict(client, host).undecided)).toBe('all');
    expect(engine.isolated(plain, 'ingress')).toBe(true);
    expect(engine.isolated(host, 'ingress')).toMatchObject({ why: expect.stringContaining('hostNetwork') });
  });

  it('are not shared between a pod without a label and one whose value of it nobody knows', () => {
    const bare = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'bare', namespace: 'a' }, spec: {} };
    const { engine, indexOf } = worldOf([
      workload('a/made', { role: 'web' }),
      bare,
      networkPolicy('a/deny-one', { podSelector: { matchLabels: { 'pod-template-hash': 'x' } } }),
    ]);
    const [made, pod] = [indexOf('a/made'), indexOf('a/bare')];
    expect(inWords(engine.verdict(made, pod).allowed)).toBe('all');
    expect(inWords(engine.verdict(pod, made).undecided)).toBe('all');
  });

  it('are not shared between destinations whose ports of one name differ in their protocol', () => {
    const dns = (name: string, protocol: string): unknown =>
      workload(name, { role: 'dns' }, [{ name: 'dns', containerPort: 53, protocol }]);
    const { engine, indexOf } = worldOf([
      dns('a/tcp', 'TCP'),
      dns('a/udp', 'UDP'),
      networkPolicy('a/dns', { podSelector: {}, ingress: [{ ports: [{ port: 'dns', protocol: 'TCP' }] }] }),
    ]);
    const [tcp, udp] = [indexOf('a/tcp'), indexOf('a/udp')];
    expect([engine.verdict(udp, tcp), engine.verdict(tcp, udp)].map(({ allowed }) => inWords(allowed))).toEqual([
      '53/tcp',
      'none',
    ]);
  });

  it('are not shared between a peer that one rule means and one that another may mean', () => {
    const { engine, indexOf } = worldOf([
      workload('a/db', { role: 'db' }),
      workload('b/sure', { role: 'sure' }),
      workload('b/perhaps', { role: 'perhaps' }),
      networkPolicy('a/in', {
        podSelector: {},
        ingress: [
          { from: [{ namespaceSelector: {}, podSelector: { matchLabels: { role: 'sure' } } }], ports: [{ port: 80 }] },
          {
            from: [
              {
                namespaceSelector: { matchLabels: { team: 'x' } },
                podSelector: { matchLabels: { role: 'perhaps' } },
              },
            ],
            ports: [{ port: 81 }],
          },
        ],
      }),
    ]);
    const verdicts = ['b/sure', 'b/perhaps'].map((from) => engine.verdict(indexOf(from), indexOf('a/db')));
    expect(verdicts.map(({ allowed, undecided }) => [inWords(allowed), inWords(undecided)])).toEqual([
      ['80/tcp', 'none'],
      ['none', '81/tcp'],
    ]);
  });

  it('are one object where they are equal', () => {
    const { cluster, engine } = worldOf([]);
    const indices = [...cluster.endpoints.keys()];
    expect(new Set(indices.map((to) => engine.verdict(0, to))).size).toBe(1);
  });

  it('are refused for endpoints that are not there', () => {
    const { cluster, engine } = worldOf([]);
    const beyond = cluster.endpoints.length;
    expect(() => engine.verdict(0, beyond)).toThrow(RangeError);
    expect(() => engine.verdict(beyond, 0)).toThrow(RangeError);
    expect(() => engine.isolated(beyond, 'ingress')).toThrow(RangeError);
  });
});
