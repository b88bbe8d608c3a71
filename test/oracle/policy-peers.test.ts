import { describe, expect, it } from 'vitest';

import { decidePacket } from './decide-packet.ts';
import { packet, pod, shopPolicy, shopWorld, verdict } from './shop-world.ts';
import type { PolicyPeer, Requirement } from './world.ts';

const SOURCES = ['shop/web', 'shop/bare', 'tools/web', '10.0.0.9', '203.0.113.9', '2001:db8::9'];
const web = { matchLabels: { app: 'web' } };
const red = { matchLabels: { team: 'red' } };

const rows: readonly (readonly [name: string, peers: readonly PolicyPeer[], admits: readonly string[]])[] = [
  ['a podSelector alone means the namespace of the policy', [{ podSelector: web }], ['shop/web']],
  [
    'an empty podSelector means all pods of that namespace, and no address',
    [{ podSelector: {} }],
    ['shop/web', 'shop/bare'],
  ],
  ['a null namespaceSelector is an absent one', [{ podSelector: web, namespaceSelector: null }], ['shop/web']],
  ['a namespaceSelector alone means all pods of its namespaces', [{ namespaceSelector: red }], ['tools/web']],
  ['a null podSelector is an absent one', [{ namespaceSelector: red, podSelector: null }], ['tools/web']],
  [
    'an empty namespaceSelector means all namespaces, and no address',
    [{ namespaceSelector: {} }],
    ['shop/web', 'shop/bare', 'tools/web'],
  ],
  [
    'empty selectors of both kinds mean all pods',
    [{ namespaceSelector: {}, podSelector: {} }],
    ['shop/web', 'shop/bare', 'tools/web'],
  ],
  [
    'two selectors in one peer must both match',
    [{ namespaceSelector: red, podSelector: { matchLabels: { tier: 'front' } } }],
    [],
  ],
  [
    'all namespaces and a podSelector mean its pods anywhere',
    [{ namespaceSelector: {}, podSelector: web }],
    ['shop/web', 'tools/web'],
  ],
  [
    'two peers are alternatives',
    [{ namespaceSelector: red }, { podSelector: { matchLabels: { tier: 'front' } } }],
    ['shop/web', 'tools/web'],
  ],
  [
    'the name label needs no manifest',
    [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } } }],
    ['shop/web', 'shop/bare'],
  ],
  [
    'a block admits the addresses in it, pods too',
    [{ ipBlock: { cidr: '10.0.0.0/8' } }],
    ['shop/web', 'shop/bare', 'tools/web', '10.0.0.9'],
  ],
  [
    'the bits of a block behind its prefix mean nothing',
    [{ ipBlock: { cidr: '10.1.2.3/8', except: null } }],
    ['shop/web', 'shop/bare', 'tools/web', '10.0.0.9'],
  ],
  [
    'an exception is cut out',
    [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.0.0.1/32', '10.0.0.9/32'] } }],
    ['shop/bare', 'tools/web'],
  ],
  [
    'an exception cuts nothing out of another block',
    [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.0.0.0/24'] } }, { ipBlock: { cidr: '10.0.0.8/30' } }],
    ['10.0.0.9'],
  ],
  [
    'an exception cuts nothing out of a selector',
    [{ ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] } }, { podSelector: web }],
    ['shop/web', '203.0.113.9'],
  ],
  [
    'every IPv4 address is not every address',
    [{ ipBlock: { cidr: '0.0.0.0/0', except: [] } }],
    ['shop/web', 'shop/bare', 'tools/web', '10.0.0.9', '203.0.113.9'],
  ],
  ['every IPv6 address is no IPv4 address', [{ ipBlock: { cidr: '::/0' } }], ['2001:db8::9']],
  ['an IPv6 block has exceptions too', [{ ipBlock: { cidr: '2001:db8::/32', except: ['2001:db8::8/125'] } }], []],
];

const requirements: readonly (readonly [requirement: Requirement, admits: readonly string[]])[] = [
  [{ key: 'app', operator: 'In', values: ['other', 'web'] }, ['shop/web', 'tools/web']],
  [{ key: 'tier', operator: 'NotIn', values: ['front'] }, ['shop/bare', 'tools/web']],
  [{ key: 'tier', operator: 'NotIn', values: ['back'] }, ['shop/web', 'shop/bare', 'tools/web']],
  [{ key: 'app', operator: 'Exists' }, ['shop/web', 'tools/web']],
  [{ key: 'tier', operator: 'Exists', values: [] }, ['shop/web']],
  [{ key: 'tier', operator: 'DoesNotExist', values: null }, ['shop/bare', 'tools/web']],
];

function admitted(peers: readonly PolicyPeer[], ipBlockMatchesPods = true): readonly string[] {
  const world = shopWorld([shopPolicy({ podSelector: { matchLabels: { app: 'db' } }, ingress: [{ from: peers }] })], {
    ipBlockMatchesPods,
  });
  return SOURCES.filter((source) => verdict(world, `${source} > shop/db 80/tcp`) === 'allowed');
}

describe('the peers of a rule', () => {
  it.each(rows)('%s', (_, peers, admits) => {
    expect(admitted(peers)).toEqual(admits);
  });

  it.each(requirements)('the requirement %j admits %j', (requirement, admits) => {
    expect(admitted([{ namespaceSelector: {}, podSelector: { matchExpressions: [requirement] } }])).toEqual(admits);
  });

  it('matchLabels and all of matchExpressions must hold', () => {
    const tierless: Requirement = { key: 'tier', operator: 'DoesNotExist' };
    const podSelector = {
      matchLabels: { app: 'web' },
      matchExpressions: [tierless, { key: 'app', operator: 'Exists' as const }],
    };
    expect(admitted([{ namespaceSelector: {}, podSelector }])).toEqual(['tools/web']);
    expect(
      admitted([{ namespaceSelector: {}, podSelector: { matchLabels: null, matchExpressions: null } }]),
    ).toHaveLength(3);
  });

  it('a block covers no pod on a dataplane that keeps blocks for addresses outside', () => {
    expect(admitted([{ ipBlock: { cidr: '0.0.0.0/0' } }], false)).toEqual(['10.0.0.9', '203.0.113.9']);
  });

  it('egress looks at the destination', () => {
    const spec = {
      policyTypes: ['Egress' as const],
      egress: [{ to: [{ podSelector: { matchLabels: { app: 'db' } } }, { ipBlock: { cidr: '203.0.113.0/24' } }] }],
    };
    const world = shopWorld([shopPolicy(spec)]);
    const destinations = ['shop/db', 'shop/bare', 'tools/web', '203.0.113.9', '203.0.114.0'];
    expect(destinations.filter((to) => verdict(world, `shop/web > ${to} 80/tcp`) === 'allowed')).toEqual([
      'shop/db',
      '203.0.113.9',
    ]);
  });

  it('a false name label on a namespace does not deceive a selector', () => {
    const policy = shopPolicy({
      ingress: [{ from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } } }] }],
    });
    const { namespaces } = shopWorld([]);
    const liar = {
      ...namespaces[1],
      apiVersion: 'v1' as const,
      kind: 'Namespace' as const,
      metadata: { name: 'tools', labels: { 'kubernetes.io/metadata.name': 'shop' } },
    };
    const world = shopWorld([policy], { namespaces: [...namespaces.slice(0, 1), liar] });
    expect(verdict(world, 'tools/web > shop/db 80/tcp')).toBe('denied');
    expect(verdict(world, 'shop/web > shop/db 80/tcp')).toBe('allowed');
  });
});

describe('questions without one answer', () => {
  const blocked = shopPolicy({ ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }] });
  const spec = { containers: [{ name: 'main' }] };

  it('a pod on the network of its node is refused, as an end and by its address', () => {
    const host = pod('shop/host', {}, '10.0.0.8', { ...spec, hostNetwork: true });
    const world = shopWorld([], { pods: [...shopWorld([]).pods, host] });
    expect(() => verdict(world, 'shop/host > shop/db 80/tcp')).toThrow('uses the network of its node');
    expect(() => verdict(world, 'shop/db > shop/host 80/tcp')).toThrow('uses the network of its node');
    expect(() => verdict(world, '10.0.0.8 > shop/db 80/tcp')).toThrow('is the address of a pod');
  });

  it('the address of a pod is not asked about as an address', () => {
    expect(() => verdict(shopWorld([]), '10.0.0.1 > shop/db 80/tcp')).toThrow('is the address of a pod');
  });

  it('a pod without address is refused only where a block looks at it', () => {
    const pods = [...shopWorld([]).pods, pod('tools/new', {}, null, spec)];
    expect(() => verdict(shopWorld([blocked], { pods }), 'tools/new > shop/db 80/tcp')).toThrow('is unknown');
    expect(verdict(shopWorld([shopPolicy()], { pods }), 'tools/new > shop/db 80/tcp')).toBe('denied');
    expect(verdict(shopWorld([blocked], { pods, ipBlockMatchesPods: false }), 'tools/new > shop/db 80/tcp')).toBe(
      'denied',
    );
  });

  it('between pods of both families a block may decide by family', () => {
    const dual = shopWorld([]).pods.map((single, index) => ({
      ...single,
      status: { podIP: `10.0.0.${index}`, podIPs: [{ ip: `10.0.0.${index}` }, { ip: `2001:db8::${index}` }] },
    }));
    const world = shopWorld([blocked], { pods: dual });
    const question = packet('shop/web > shop/db 80/tcp');
    expect(() => decidePacket(world, question)).toThrow('name an ipFamily');
    expect(decidePacket(world, { ...question, ipFamily: 4 }).allowed).toBe(true);
    expect(decidePacket(world, { ...question, ipFamily: 6 }).allowed).toBe(false);
  });

  it('pods without a common address family cannot talk', () => {
    const six = pod('shop/six', {}, '2001:db8::6', spec);
    const world = shopWorld([], { pods: [...shopWorld([]).pods, six] });
    expect(() => verdict(world, 'shop/six > shop/db 80/tcp')).toThrow('share no address family');
  });

  it('what the API server refuses is refused', () => {
    expect(() => admitted([{}])).toThrow('empty peer');
    expect(() => admitted([{ podSelector: {}, ipBlock: { cidr: '0.0.0.0/0' } }])).toThrow('beside a selector');
    const operator = 'Equals' as 'In';
    expect(() => admitted([{ podSelector: { matchExpressions: [{ key: 'app', operator }] } }])).toThrow(
      'not a selector operator',
    );
  });

  it('an unknown pod or namespace is refused', () => {
    expect(() => verdict(shopWorld([]), 'shop/nobody > shop/db 80/tcp')).toThrow('not exactly one pod shop/nobody');
    const policy = shopPolicy({ ingress: [{ from: [{ namespaceSelector: {} }] }] });
    expect(() => verdict(shopWorld([policy], { namespaces: [] }), 'shop/web > shop/db 80/tcp')).toThrow(
      'not exactly one namespace shop',
    );
  });
});
