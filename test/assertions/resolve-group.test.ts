import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { loadSuite } from '../../src/assertions/load-suite.ts';
import { globMatcher, refusedPattern } from '../../src/assertions/match-glob.ts';
import { parseGroup } from '../../src/assertions/parse-group.ts';
import type { Resolution } from '../../src/assertions/resolution.ts';
import { resolveGroup } from '../../src/assertions/resolve-group.ts';
import { profileOf } from '../../src/cluster/dataplane-profile.ts';
import type { Endpoint } from '../../src/cluster/endpoint.ts';
import type { Service } from '../../src/resources/resources.ts';
import { ALL_CONNECTIONS, connections } from '../../src/sets/connection-set.ts';
import { difference } from '../../src/sets/interval-set.ts';
import { addresses, exactly, judgeIn, NODE, namespaceOf, pod } from './tiny-world.ts';

const ORIGIN = { kind: 'span', file: 'k8s.yaml' } as const;

const NOT_EXPOSED: Service['exposure'] = {
  type: 'ClusterIP',
  headless: false,
  hasExternalIPs: false,
  sourceRanges: [],
  externalTrafficPolicy: 'Cluster',
  internal: false,
};

function service(
  id: string,
  selector: Readonly<Record<string, string>> | undefined,
  ports: Service['ports'] = [],
): Service {
  const [namespace = '', name = ''] = id.split('/');
  const facts = { namespace, name, ports, exposure: NOT_EXPOSED, origin: ORIGIN };
  return selector === undefined ? facts : { ...facts, selector: new Map(Object.entries(selector)) };
}

const ENDPOINTS: readonly Endpoint[] = [
  pod('shop/web', { app: 'web', tier: 'front' }),
  pod('shop/web-canary', { app: 'web', tier: 'front' }),
  pod('shop/api', { app: 'api', tier: 'back' }),
  pod('shop/StatefulSet:api', { app: 'api', tier: 'back' }),
  pod('shop/db', { app: 'db', tier: 'data' }, { addresses: exactly('10.0.0.7') }),
  pod('blog/web', { app: 'web' }),
  pod('blog/mysql', { app: 'mysql', tier: 'data' }),
  pod('kube-system/coredns', { 'k8s-app': 'kube-dns' }),
  pod('kube-system/proxy', { 'k8s-app': 'kube-proxy' }, { hostNetwork: true }),
  addresses('10.0.0.0/8', { internet: false }),
  addresses('8.8.8.0/24'),
  addresses('11.0.0.0/8', { owner: 'pods', internet: false }),
  NODE,
];
const SERVICES = [
  service('shop/api', { app: 'api' }),
  service('shop/manual', undefined),
  service('shop/lonely', { app: 'nobody' }),
];

function resolve(text: string, suite: Readonly<Record<string, unknown>> = {}, endpoints = ENDPOINTS): Resolution {
  const parsed = parseGroup(text);
  if (parsed.kind === 'problem') throw new Error(parsed.message);
  const loaded = loadSuite({ file: 'suite.yaml', document: 0, value: { ...suite, expect: 'a --> b' } });
  const namespaces = new Map(['shop', 'blog', 'kube-system'].map((name) => [name, namespaceOf(name)]));
  const cluster = {
    endpoints,
    namespaces,
    layers: [],
    profile: profileOf(undefined),
    podAddresses: { kind: 'within', addresses: [] } as const,
  };
  return resolveGroup(parsed.group, { cluster, services: SERVICES, suite: loaded, refusing: false, origin: ORIGIN });
}

function membersOf(text: string, suite?: Readonly<Record<string, unknown>>): string {
  const { members, problems, missing } = resolve(text, suite);
  const [wrong] = [...problems, ...missing];
  if (wrong !== undefined) return `${wrong.code}: ${wrong.message}${wrong.help === undefined ? '' : `; ${wrong.help}`}`;
  return [...members.keys()].map((index) => ENDPOINTS[index]?.id.replace('Deployment:', '')).join(' ');
}

describe('a group', () => {
  it.each([
    ['mysql', 'blog/mysql'],
    ['shop/web', 'shop/web'],
    ['*/web', 'shop/web blog/web'],
    ['shop/*', 'shop/web shop/web-canary shop/api shop/StatefulSet:api shop/db'],
    ['web*', 'shop/web shop/web-canary blog/web'],
    ['shop/we?', 'shop/web'],
    ['shop/[wd]*', 'shop/web shop/web-canary shop/db'],
    // Two workloads of one name and namespace but different kinds are both meant.
    ['api', 'shop/api shop/StatefulSet:api'],
    ['StatefulSet:api', 'shop/StatefulSet:api'],
    ['shop/Deployment:api', 'shop/api'],
    ['pods[tier=data]', 'shop/db blog/mysql'],
    ['blog/pods', 'blog/web blog/mysql'],
    ['pods[app in (web, db),tier]', 'shop/web shop/web-canary shop/db'],
    ['pods[!app]', 'kube-system/coredns kube-system/proxy'],
    ['pods[tier!=front,app]', 'shop/api shop/StatefulSet:api shop/db blog/web blog/mysql'],
    ['namespaces[team=blog]/pods', 'blog/web blog/mysql'],
    ['namespaces[team!=shop]/web', 'blog/web'],
    ['mysql | db', 'shop/db blog/mysql'],
    ['shop/pods except web* | db', 'shop/api shop/StatefulSet:api'],
    ['Service:api', 'shop/api shop/StatefulSet:api'],
    ['dns', 'kube-system/coredns'],
    ['nodes', 'nodes'],
    ['internet', '8.8.8.0/24'],
    ['external', '10.0.0.0/8 8.8.8.0/24'],
    ['11.0.0.0/8', '11.0.0.0/8'],
    // A pod whose own address lies in the range is meant too.
    ['10.0.0.0/8', 'shop/db 10.0.0.0/8'],
  ])('%s means %s', (text, members) => {
    expect(membersOf(text)).toBe(members);
  });

  it.each([
    ['web', 'shop/web'],
    ['web*', 'shop/web shop/web-canary'],
    ['pods[tier=data]', 'shop/db'],
    ['pods', 'shop/web shop/web-canary shop/api shop/StatefulSet:api shop/db'],
    ['*/pods[tier=data]', 'shop/db blog/mysql'],
    // A bare name that the namespace does not have is looked up everywhere,
    ['mysql', 'blog/mysql'],
    // but patterns and labels are never silently widened.
    ['my*', 'unknown-name: `my*` matches nothing in namespace `shop` of the suite; it exists as `blog/mysql`'],
    ['pods[app=mysql]', 'unknown-name: no pod is selected by `pods[app=mysql]` in namespace `shop` of the suite'],
  ])('in a suite for one namespace, %s means %s', (text, members) => {
    expect(membersOf(text, { namespace: 'shop' })).toBe(members);
  });

  it.each([
    [
      'web',
      'ambiguous-name: `web` is found in several namespaces: `blog`, `shop`; write `blog/web`, or `*/web` for all of them',
    ],
    ['wbe', 'unknown-name: no workload is called `wbe`; did you mean `web`?'],
    ['mysq', 'unknown-name: no workload is called `mysq`; did you mean `mysql`?'],
    ['internt', 'unknown-name: no workload is called `internt`; did you mean `internet`?'],
    ['shop/mysql', 'unknown-name: no workload is called `shop/mysql`; it exists as `blog/mysql`'],
    ['shpo/web', 'unknown-name: no workload is called `shpo/web`; there is no namespace `shpo`; did you mean `shop`?'],
    ['nowhere/pods', 'unknown-name: no pod is selected by `nowhere/pods`; there is no namespace `nowhere`'],
    ['DaemonSet:db', 'unknown-name: no DaemonSet is called `DaemonSet:db`; did you mean `shop/Deployment:db`?'],
    [
      'statefulset',
      'unknown-name: no workload is called `statefulset`; kinds are written with capitals: `StatefulSet:…`',
    ],
    [
      'manual',
      'unknown-name: no workload is called `manual`; there is a Service of that name: write `Service:manual` for the pods behind it',
    ],
    ['zzz*', 'unknown-name: `zzz*` matches nothing'],
    ['pods[tier=dta]', 'unknown-name: no pod is selected by `pods[tier=dta]`; did you mean `tier=data`?'],
    [
      'pods[tier=x]',
      'unknown-name: no pod is selected by `pods[tier=x]`; the pods have `tier=back`, `tier=data`, `tier=front`',
    ],
    // Only values are compared: all of a key's begin alike.
    ['pods[app=dc]', 'unknown-name: no pod is selected by `pods[app=dc]`; did you mean `app=db`?'],
    [
      'pods[app=xyz]',
      'unknown-name: no pod is selected by `pods[app=xyz]`; the pods have `app=api`, `app=db`, `app=mysql`, `app=web`',
    ],
    ['pods[colour=red]', 'unknown-name: no pod is selected by `pods[colour=red]`; no pod has the label `colour`'],
    ['Service:apo', 'unknown-name: no Service is called `Service:apo`; did you mean `api`?'],
    [
      'Service:manual',
      'unknown-name: Service `shop/manual` has no selector, so the manifests do not say which pods are behind it; name the pods or the addresses themselves',
    ],
    [
      'Service:lonely',
      'unknown-name: Service `shop/lonely` selects no pod; compare its selector with the labels of the pods',
    ],
    ['db except wbe', 'unknown-name: no workload is called `wbe`; did you mean `web`?'],
    [
      'any Service:api',
      'invalid-claim: `any Service:api` is about pods that could be created, which cannot be told by the name of a Service; select them by labels: `any pods[…]`',
    ],
    ['192.0.2.0/24', 'unknown-name: `192.0.2.0/24` matches nothing in this cluster'],
  ])('%s is refused: %s', (text, message) => {
    expect(membersOf(text)).toBe(message);
  });

  it('with `any` has the known pods among its members, and a notice where there is none', () => {
    expect(membersOf('any pods[tier=data]')).toBe(membersOf('pods[tier=data]'));
    const { members, missing, warnings } = resolve('any pods[tier=dta]');
    expect([members.size, missing]).toEqual([0, []]);
    expect(warnings).toMatchObject([
      {
        code: 'unknown-name',
        severity: 'notice',
        message: 'no pod is selected by `any pods[tier=dta]`: only pods that could be created are judged by it',
        help: 'did you mean `tier=data`?',
      },
    ]);
  });

  it('tells everything that is wrong at once', () => {
    const { problems, missing } = resolve('web | wbe | any Service:api except zzz');
    expect([...problems, ...missing].map(({ code }) => code)).toEqual([
      'ambiguous-name',
      'invalid-claim',
      'unknown-name',
      'unknown-name',
    ]);
  });

  it('says that pods without a known address are not judged by an address', () => {
    expect(resolve('10.0.0.0/8').notes).toEqual([
      '`10.0.0.0/8` stands for addresses: pods whose own address is not known are not judged by it',
    ]);
  });

  it('refuses to judge addresses that the cluster was not cut at', () => {
    expect(() => resolve('10.0.0.0/9')).toThrow('endpoints are not cut at `10.0.0.0/9`');
  });
});

describe('a defined name', () => {
  it('stands for its group, before any workload of that name', () => {
    expect(membersOf('web', { define: { web: 'blog/web | db' } })).toBe('shop/db blog/web');
    expect(membersOf('shop/web', { define: { web: 'blog/web' } })).toBe('shop/web');
    expect(membersOf('all except data', { define: { all: 'shop/pods', data: 'pods[tier=data]' } })).toBe(
      'shop/web shop/web-canary shop/api shop/StatefulSet:api',
    );
  });

  it('may stand on another one, but not on itself', () => {
    const define = { fronts: ['shop/web', 'bffs'], bffs: 'web-canary', loop: 'pool', pool: 'db | loop' };
    expect(membersOf('fronts', { define })).toBe('shop/web shop/web-canary');
    expect(membersOf('loop', { define })).toBe(
      'invalid-suite: the definition of `loop` leads back to itself: `loop` → `pool` → `loop`; define one of them without the others',
    );
  });

  it('replaces `dns`, which inside its own definition is still the cluster DNS', () => {
    expect(membersOf('dns', { define: { dns: 'db' } })).toBe('shop/db');
    expect(membersOf('dns', { define: { dns: 'dns | db' } })).toBe('shop/db kube-system/coredns');
  });

  it('has its faults where it is written', () => {
    expect(resolve('fronts', { define: { fronts: ['shop/web', 'wbe'] } }).missing).toMatchObject([
      { code: 'unknown-name', at: { kind: 'path', path: ['define', 'fronts', 1], within: { start: 0, end: 3 } } },
    ]);
  });
});

describe('labels that nobody knows', () => {
  it('make a member uncertain', () => {
    const unknown = { name: 'new', labels: new Map(), complete: false };
    const endpoints = [
      pod('shop/web'),
      pod('new/web', {}, { namespace: unknown }),
      pod('shop/job', {}, { runtimeLabelKeys: new Set(['job']) }),
    ];
    const truths = (text: string): unknown =>
      [...resolve(text, {}, endpoints).members].map(([index, { truth }]) => [index, truth === true]);
    expect(truths('namespaces[team=shop]/pods')).toEqual([
      [0, true],
      [1, false],
      [2, true],
    ]);
    expect(truths('pods[job=x]')).toEqual([[2, false]]);
    expect(truths('pods[job]')).toEqual([[2, true]]);
    expect(truths('shop/pods except pods[job=x]')).toEqual([
      [0, true],
      [2, false],
    ]);
    expect(truths('pods[job=x] | shop/job')).toEqual([[2, true]]);
  });
});

describe('a Service', () => {
  const named = (number: number) => [{ name: 'web', protocol: 'TCP' as const, number }];
  const endpoints = [
    pod('shop/a'),
    pod('shop/b', { app: 'x' }, { namedPorts: named(8080) }),
    pod('shop/c', { app: 'x' }, { namedPorts: named(9090) }),
  ];
  const ports: Service['ports'] = [
    { name: 'http', port: 80, protocol: 'TCP', targetPort: 'web' },
    { name: 'metrics', port: 9000, protocol: 'TCP', targetPort: 9001 },
    { name: 'dns', port: 53, protocol: 'UDP', targetPort: 5353 },
  ];
  const only = (port: number) => ({
    allowed: connections('TCP', port),
    denied: difference(ALL_CONNECTIONS, connections('TCP', port)),
  });
  const world = {
    endpoints,
    services: [service('shop/x', { app: 'x' }, ports)],
    answers: { '* > shop/Deployment:b': only(8080), '* > shop/Deployment:c': only(9090) },
  };

  it('maps its ports through `targetPort`, on each pod for itself, and says so', () => {
    const judged = judgeIn(world, 'a --> Service:x:80');
    expect(judged).toMatchObject({ status: 'holds', pairs: { judged: 2, holding: 2 } });
    expect(judged.notes).toEqual(['port 80/tcp of Service `shop/x` is port `web` of the pods behind it']);
    expect(judgeIn(world, 'a --> Service:x:http').status).toBe('holds');
    expect(judgeIn(world, 'a --> Service:x:only http').status).toBe('holds');
    expect(judgeIn(world, 'a -/-> Service:x:metrics,dns/udp').status).toBe('holds');
    expect(judgeIn(world, 'a -/-> Service:x:http').status).toBe('fails');
    expect(judgeIn(world, 'a -/-> Service:x').status).toBe('fails');
    expect(judgeIn(world, 'a -/-> Service:x:*').status).toBe('fails');
  });

  it('has only the ports it has', () => {
    const list = 'its ports are `http` 80/tcp, `metrics` 9000/tcp, `dns` 53/udp';
    expect(judgeIn(world, 'a -/-> Service:x:8080').findings).toMatchObject([
      { code: 'unknown-name', message: 'Service `shop/x` has no port 8080/tcp', help: list },
    ]);
    expect(judgeIn(world, 'a -/-> Service:x:79-80').findings).toMatchObject([
      { message: 'Service `shop/x` has no port 79/tcp' },
    ]);
    expect(judgeIn(world, 'a -/-> Service:x:dns').findings).toMatchObject([
      { message: 'Service `shop/x` has no TCP port `dns`' },
    ]);
  });

  it('leads nowhere on a pod that lacks its target port', () => {
    const lacking = { ...world, endpoints: [...endpoints, pod('shop/d', { app: 'x' })] };
    expect(judgeIn(lacking, 'a -/-> Service:x:80').findings).toMatchObject([
      { message: 'no TCP port of `shop/d` is called `web`', help: 'it has no named ports' },
    ]);
  });

  it('of one name in several namespaces is ambiguous', () => {
    const two = { ...world, services: [...world.services, service('blog/x', { app: 'x' }, ports)] };
    expect(judgeIn(two, 'a -/-> Service:x')).toMatchObject({
      status: 'invalid',
      findings: [{ code: 'ambiguous-name' }],
    });
    expect(judgeIn({ ...two, suite: { namespace: 'shop' } }, 'a --> Service:x:80').status).toBe('holds');
    expect(judgeIn(two, 'a --> shop/Service:x:80').status).toBe('holds');
  });
});

describe('a pattern', () => {
  it('never throws, and without signs matches itself alone', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z*?[\]{},^-]{0,20}$/), fc.stringMatching(/^[a-z.-]{0,20}$/), (glob, name) => {
        if (refusedPattern(glob) === undefined) expect(typeof globMatcher(glob)(name)).toBe('boolean');
        expect(globMatcher(name)(glob)).toBe(name === glob);
      }),
    );
  });

  it('takes names that look like commands of a pattern language as names', () => {
    expect(globMatcher('*')('.hidden')).toBe(true);
    expect(globMatcher('w.b')('web')).toBe(false);
    expect(globMatcher('w(e)b')('web')).toBe(false);
  });
});
