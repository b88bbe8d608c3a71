import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CheckReport } from '../../src/findings/report.ts';
import { type DraftReport, type DraftRequest, draftSuite } from '../../src/gate/draft-suite.ts';
import { check, connectivity } from '../../src/gate/run-gate.ts';
import { anyDoubtfulWorld } from '../support/doubtful-world.ts';
import { memoryWorkspace } from '../support/memory-workspace.ts';
import { anyAdminWorld } from '../support/random-admin-world.ts';
import { anyDualStackWorld, anyWorld, toManifests } from '../support/random-world.ts';
import { clusterPolicy, namespace, networkPolicy, workload } from '../support/worlds.ts';

const SUITE = 'policies-tests/network-policies.yaml';

type Texts = Readonly<Record<string, string>>;

function draft(files: Texts, options: Partial<DraftRequest> = {}): DraftReport {
  const request = { base: '', manifests: [], suite: SUITE, command: 'netpol-gate check' };
  return draftSuite({ workspace: memoryWorkspace(files), ...request, ...options });
}

/** What `check` says of a drafted suite once it is written; `base` is where it is run. */
function judge(files: Texts, text: string, base = '', suite = SUITE): CheckReport {
  return check({
    workspace: memoryWorkspace({ ...files, [suite]: text }),
    base,
    manifests: [],
    suites: base === '' && suite.startsWith('policies-tests/') ? [] : [`/${suite}`],
    sentences: [],
    failOn: 'error',
    today: '2026-06-15',
  });
}

const text = (objects: readonly unknown[]): string => objects.map((one) => JSON.stringify(one)).join('\n---\n');

/** The claims of a drafted suite, or why there is none. */
function claimsOf(objects: readonly unknown[], options: Partial<DraftRequest> = {}): readonly string[] {
  const drafted = draft({ 'k8s/all.json.yaml': text(objects) }, options);
  return drafted.kind === 'drafted' ? drafted.report.claims.map(({ sentence }) => sentence) : [drafted.why];
}

function commentsOf(objects: readonly unknown[], options: Partial<DraftRequest> = {}): string {
  const drafted = draft({ 'k8s/all.json.yaml': text(objects) }, options);
  if (drafted.kind !== 'drafted') throw new Error(drafted.why);
  const [, remarks = ''] = drafted.text.split('# Not claimed:');
  return remarks.replace(/\n +# {2,}/g, ' ');
}

function headingOf(objects: readonly unknown[]): string {
  const drafted = draft({ 'k8s/all.json.yaml': text(objects) });
  if (drafted.kind !== 'drafted') throw new Error(drafted.why);
  const [heading = ''] = drafted.text.split('\nsuite:');
  return heading.replace(/\n# /g, ' ');
}

const app = (name: string) => workload(`shop/${name}`, { app: name }, [{ containerPort: 8080, name: 'http' }]);
const shop = [namespace('shop'), ...['web', 'api', 'db'].map(app)];
const pods = (name: string) => ({ podSelector: { matchLabels: { app: name } } });
const denyAll = networkPolicy('shop/deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
const ingress = (to: string, from: readonly object[], port = 8080) =>
  networkPolicy(`shop/${to}-in`, { ...pods(to), policyTypes: ['Ingress'], ingress: [{ from, ports: [{ port }] }] });
const egress = (from: string, to: readonly object[], ports?: readonly object[]) =>
  networkPolicy(`shop/${from}-out`, {
    ...pods(from),
    policyTypes: ['Egress'],
    egress: [{ to, ...(ports && { ports }) }],
  });

describe('a drafted suite', () => {
  it.each([
    ['of one family', anyWorld, 30],
    ['of both families', anyDualStackWorld, 15],
    ['with admin policies', anyAdminWorld, 25],
  ] as const)(
    'is green when it is checked, and claims something where something is refused, in worlds %s',
    (_, worlds, numRuns) => {
      fc.assert(
        fc.property(worlds, (world) => {
          const files = { 'world.yaml': toManifests(world) };
          const drafted = draft(files);
          if (drafted.kind === 'nothing') expect(refusedPairs(files)).toEqual([]);
          else {
            const report = judge(files, drafted.text);
            expect(report.claims.map(({ status }) => status)).toEqual(report.claims.map(() => 'holds'));
            expect(report.claims.length).toBeGreaterThan(0);
            expect(report.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
            expect(report.findings.filter(({ at }) => at?.file === SUITE)).toEqual([]);
            expect(report.exitCode).toBe(0);
            expect(new Set(report.claims.map(({ sentence }) => sentence)).size).toBe(report.claims.length);
          }
        }),
        { numRuns },
      );
    },
  );

  it('says by name who gets in and on which ports, and where workloads connect to', () => {
    const policies = [denyAll, ingress('api', [pods('web')]), ingress('db', [pods('api')], 5432)];
    const resolve = networkPolicy('shop/dns', {
      ...pods('api'),
      policyTypes: ['Egress'],
      egress: [{ to: [DNS], ports: DNS_PORTS }],
    });
    const out = [egress('web', [pods('api')]), egress('api', [pods('db')]), resolve];
    expect(claimsOf([...shop, ...policies, ...out])).toEqual([
      'any pods isolated',
      'any */pods | external -/-> web',
      'only web --> api',
      'web --> api:only 8080',
      'only api --> db',
      'api --> db:only 5432',
      'web --> only api:8080',
      'api --> only db:5432 | dns',
      'db -/-> any */pods | external',
    ]);
  });

  it('uses the words of a selector where more than the known workloads get in', () => {
    const everywhere = { namespaceSelector: {}, ...pods('web') };
    const prometheus = { namespaceSelector: nameIs('monitoring'), ...pods('prometheus') };
    expect(claimsOf([...shop, ingress('api', [everywhere]), ingress('db', [prometheus], 9100)])).toEqual([
      'only any */pods[app=web] --> api',
      'web --> api:only 8080',
      'only any monitoring/pods[app=prometheus] --> db',
      'any monitoring/pods[app=prometheus] --> db:only 9100',
    ]);
  });

  it('says who shares a port where others are open to all pods, and that nobody gets in from outside', () => {
    const rules = [
      { from: [pods('web')], ports: [{ port: 5432 }] },
      { from: [{ namespaceSelector: {} }], ports: [{ port: 9100 }] },
    ];
    const policy = networkPolicy('shop/db', { ...pods('db'), policyTypes: ['Ingress'], ingress: rules });
    expect(claimsOf([...shop, policy])).toEqual([
      'only web --> db:5432',
      'web --> db:only 5432,9100',
      'external -/-> db',
      'api --> db:only 9100',
    ]);
  });

  it('claims of workloads that are called like words of the language', () => {
    const objects = ['expect', 'only', 'dns', 'any'].map(app);
    expect(claimsOf([...objects, ingress('any', [pods('expect')]), ingress('dns', [pods('only')])])).toEqual([
      'only shop/only --> shop/dns',
      'shop/only --> shop/dns:only 8080',
      'only shop/expect --> shop/any',
      'shop/expect --> shop/any:only 8080',
    ]);
  });

  it('joins what is the same of several, and cuts lines that grow too long', () => {
    const callees = Array.from({ length: 9 }, (_, index) => `a-rather-long-name-${index}`);
    const objects = [...shop, ...callees.map(app), ...callees.map((callee) => ingress(callee, [pods('web')]))];
    const claims = claimsOf(objects);
    expect(claims.filter((claim) => claim.startsWith('only web --> '))).toHaveLength(3);
    expect(claims.filter((claim) => claim.length > 100)).toEqual([]);
    for (const callee of callees) expect(claims.filter((claim) => claim.includes(callee))).toHaveLength(2);
  });

  it('remarks on what is open and on what is not decided, and claims nothing of that', () => {
    const range = networkPolicy('shop/api-in', {
      ...pods('api'),
      ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }],
    });
    const objects = [...shop, range, ingress('db', [pods('api')])];
    expect(claimsOf(objects)).toEqual(['internet -/-> api', 'only api --> db', 'api --> db:only 8080']);
    const comments = commentsOf(objects);
    expect(comments).toContain('- web: no policy governs them: they are open to everyone who may connect');
    expect(comments).toContain('- api, db: no policy governs egress: they may connect to whatever lets them in');
    expect(comments).toContain('- api: who gets in is not decided for all, because network plugins differ');
    expect(claimsOf(objects, { dataplane: 'cilium' })).toContain('only 10.0.0.0/8 --> api');
  });

  it('says of nobody that he is open where that is not decided, and does not call a check green that is red', () => {
    const db = (port: number) => ingress('db', [pods('api')], port);
    const objects = [...shop, denyAll, db(5432), db(5433)];
    expect(claimsOf(objects)).toEqual(['any pods isolated']);
    const comments = commentsOf(objects);
    expect(comments).toMatch(
      /- every workload: who gets in and where they get is not decided for all, because NetworkPolicy `shop\/db-in` /,
    );
    expect(comments).not.toMatch(/open to everyone|connect to whatever|no short claim/);
    expect(headingOf(objects)).toContain('`netpol-gate check` is red until the errors');
    expect(headingOf([...shop, denyAll])).toContain('`netpol-gate check` is green');
  });

  it('says that workloads are open, or decided by nobody, only where that is so, whatever is in doubt', () => {
    const said = { open: 0, free: 0, red: 0 };
    fc.assert(
      fc.property(anyDoubtfulWorld, (world) => {
        const files = { 'world.yaml': toManifests(world) };
        const drafted = draft(files);
        if (drafted.kind === 'nothing') return;
        const report = judge(files, drafted.text);
        expect(report.claims.map(({ status }) => status)).toEqual(report.claims.map(() => 'holds'));
        expect(/is green, and/.test(drafted.text)).toBe(report.exitCode === 0);
        said.red += report.exitCode;
        const remarks = drafted.text.replace(/\n +# {2,}/g, ' ').split('\n');
        // What nobody keeps from anybody is decided, for all of them.
        if (remarks.some((line) => /every workload: .*open to everyone.*whatever lets them in/.test(line))) {
          expect(undecidedPairs(files)).toEqual([]);
        }
        said.open += remarks.some((line) => line.includes('open to everyone')) ? 1 : 0;
        said.free += remarks.some((line) => line.includes('whatever lets them in')) ? 1 : 0;
      }),
      { numRuns: 40 },
    );
    for (const count of Object.values(said)) expect(count).toBeGreaterThan(0);
  });

  it('gives a name to ranges with exceptions, if a claim needs it and no workload has it', () => {
    const range = (from: string) =>
      egress(from, [{ ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8', '10.0.0.0/9'] } }]);
    const objects = [...shop, app('ipv4-with-exceptions'), range('web')];
    const claims = claimsOf(objects, { dataplane: 'cilium' });
    expect(claims).toEqual(['web --> only ipv4-with-exceptions-2']);
    const drafted = draft({ 'k8s.yaml': text(objects) }, { dataplane: 'cilium' });
    const definition = '\ndefine:\n  ipv4-with-exceptions-2: 0.0.0.0/0 except 10.0.0.0/8\n';
    expect(drafted.kind === 'drafted' && drafted.text).toContain(definition);
    const open = draft({ 'k8s.yaml': text(objects) });
    expect(open.kind === 'drafted' && open.text).not.toContain('define');
    expect(commentsOf(objects)).toContain(
      '- web: where they get is not decided for all, because network plugins differ',
    );
  });

  it('is not drafted where no policy selects a workload, or nothing is decided about those it selects', () => {
    expect(claimsOf(shop)).toEqual(['no policy selects a workload, so that everything is open']);
    const cilium = {
      apiVersion: 'cilium.io/v2',
      kind: 'CiliumNetworkPolicy',
      metadata: { name: 'x', namespace: 'shop' },
      spec: {},
    };
    expect(claimsOf([...shop, cilium])).toEqual([
      'the manifests decide nothing about the workloads that policies select',
    ]);
  });

  it('tells ports that are all but a few by the few', () => {
    const deny = {
      name: 'd',
      action: 'Deny',
      from: [{ namespaces: {} }],
      protocols: [{ tcp: { destinationPort: { number: 22 } } }],
    };
    const claims = claimsOf([...shop, clusterPolicy('no-ssh', 'Admin', 1, { ingress: [deny] })]);
    expect(claims).toEqual(['any */pods -/-> web:22 | api:22 | db:22']);
  });

  it('keeps to the most important where there is too much to say, and says how much is left out', () => {
    const names = Array.from({ length: 130 }, (_, index) => `app-${index}`);
    const policies = names.slice(1).map((name, index) => ingress(name, [pods(`app-${index}`)]));
    const objects = [namespace('shop'), ...names.map(app), ...policies];
    const claims = claimsOf(objects);
    expect(claims).toHaveLength(240);
    expect(claims.filter((claim) => claim.startsWith('only '))).toHaveLength(names.length - 1);
    expect(commentsOf(objects)).toContain(`- shop (${2 * (names.length - 1) - 240}): `);
  });

  it('never lets text of a manifest out of its comment or its quotes', () => {
    const files = { 'k8s/\u202e: #x.yaml': text([...shop, ingress('db', [pods('api')])]) };
    const drafted = draft(files, { manifests: Object.keys(files) });
    if (drafted.kind !== 'drafted') throw new Error(drafted.why);
    expect(drafted.text).not.toMatch(/\u202e/);
    expect(judge(files, drafted.text).exitCode).toBe(0);
  });
});

describe('a suite that is drafted from policies without workloads', () => {
  const policies = [denyAll, ingress('db', [pods('api')], 5432), egress('api', [pods('db')], [{ port: 5432 }])];

  it('speaks of pods that could be created, in the words of the policies', () => {
    expect(claimsOf(policies)).toEqual([
      'any shop/pods isolated',
      'external -/-> any shop/pods',
      'only any shop/pods[app=api] --> any shop/pods[app=db]',
      'any shop/pods[app=api] --> any shop/pods[app=db]:only 5432',
      'any shop/pods[app=api] --> only any shop/pods[app=db]:5432',
    ]);
  });

  it('turns red when a policy goes or lets in more', () => {
    const files = { 'k8s.yaml': text(policies) };
    const drafted = draft(files);
    if (drafted.kind !== 'drafted') throw new Error(drafted.why);
    const exitCodeOf = (objects: readonly unknown[]): number =>
      judge({ 'k8s.yaml': text(objects) }, drafted.text).exitCode;
    expect(exitCodeOf(policies)).toBe(0);
    for (const policy of policies) expect(exitCodeOf(policies.filter((other) => other !== policy))).toBe(1);
    const more = networkPolicy('shop/more', { ...pods('db'), ingress: [{ from: [{ namespaceSelector: {} }] }] });
    expect(exitCodeOf([...policies, more])).toBe(1);
  });

  it('is green when it is checked, and gives no notice about itself', () => {
    let drafts = 0;
    fc.assert(
      fc.property(fc.oneof(anyWorld, anyAdminWorld), ({ pods: _, ...world }) => {
        const files = { 'world.yaml': toManifests({ ...world, pods: [] }) };
        const drafted = draft(files);
        if (drafted.kind === 'nothing') return;
        drafts++;
        const report = judge(files, drafted.text);
        expect(report.claims.map(({ status }) => status)).toEqual(report.claims.map(() => 'holds'));
        expect([report.exitCode, report.findings.filter(({ at }) => at?.file === SUITE)]).toEqual([0, []]);
      }),
      { numRuns: 30 },
    );
    expect(drafts).toBeGreaterThan(5);
  });

  it('is none where nothing holds, with what else could be said', () => {
    const open = networkPolicy('shop/open', { podSelector: {}, policyTypes: ['Ingress'], ingress: [{}] });
    const drafted = draft({ 'k8s.yaml': text([namespace('shop')]) });
    expect(drafted.report.exitCode).toBe(3);
    expect(drafted.report.findings[0]?.help).toContain('like `any shop/pods[app=db] isolated ingress`');
    expect(claimsOf([open])).toEqual(['any shop/pods isolated ingress']);
  });
});

describe('a drafted suite turns red', () => {
  const policies = {
    deny: denyAll,
    api: ingress('api', [pods('web')]),
    db: ingress('db', [pods('api')], 5432),
    web: egress('web', [pods('api')]),
    out: egress('api', [pods('db')]),
  };
  const written = draft({ 'k8s.yaml': text([...shop, ...Object.values(policies)]) });

  const redAfter = (objects: readonly unknown[]): boolean => {
    if (written.kind !== 'drafted') throw new Error(written.why);
    return judge({ 'k8s.yaml': text(objects) }, written.text).exitCode === 1;
  };

  it.each(Object.keys(policies))('when the policy `%s` goes', (name) => {
    const others = Object.entries(policies).filter(([other]) => other !== name);
    expect(redAfter([...shop, ...others.map(([, policy]) => policy)])).toBe(true);
  });

  it.each([
    ['to a workload on another port', ingress('db', [pods('api')], 22)],
    ['from every namespace', ingress('db', [{ namespaceSelector: {}, ...pods('api') }], 5432)],
    ['from outside', networkPolicy('shop/open', { ...pods('web'), ingress: [{}] })],
    ['to the internet', networkPolicy('shop/open', { ...pods('db'), policyTypes: ['Egress'], egress: [{}] })],
    ['to one address', egress('db', [{ ipBlock: { cidr: '192.0.2.1/32' } }])],
  ])('when a policy admits traffic %s', (_, policy) => {
    const renamed = { ...(policy as { metadata: object }), metadata: { namespace: 'shop', name: 'more' } };
    expect(redAfter([...shop, ...Object.values(policies), renamed])).toBe(true);
  });

  it('when all policies go, wherever something was refused', () => {
    fc.assert(
      fc.property(anyWorld, (world) => {
        const files = { 'world.yaml': toManifests(world) };
        fc.pre(refusedPairs(files).length > 0);
        const drafted = draft(files);
        if (drafted.kind !== 'drafted') throw new Error(drafted.why);
        expect(judge({ 'world.yaml': toManifests({ ...world, policies: [] }) }, drafted.text).exitCode).toBe(1);
      }),
      { numRuns: 20 },
    );
  });

  it('and is green as long as nothing changes', () => {
    expect(redAfter([...shop, ...Object.values(policies)])).toBe(false);
  });
});

describe('the manifests of a drafted suite', () => {
  const files = {
    'deploy/k8s/shop.yaml': text([...shop, denyAll]),
    'deploy/k8s/db.yaml': text([ingress('db', [pods('api')])]),
    'deploy/old/db.yaml': text([ingress('db', [pods('web')], 1)]),
  };

  it.each([
    [['deploy/k8s'], '', SUITE, '[../deploy/k8s]'],
    [['k8s'], 'deploy', 'deploy/policies-tests/x.yaml', '[../k8s]'],
    [['/deploy/k8s'], 'deploy', 'netpol.yaml', '[deploy/k8s]'],
    [['deploy/**/*.yaml', '!deploy/old/**'], '', SUITE, '[../deploy/**/*.yaml, "!../deploy/old/**"]'],
    [['.'], 'deploy/k8s', 'deploy/k8s/suite.yaml', '[., "!suite.yaml"]'],
  ])('%j named in `%s` for `%s` are %s, and found from everywhere', (manifests, base, suite, shown) => {
    const drafted = draft(files, { manifests, base, suite });
    if (drafted.kind !== 'drafted') throw new Error(drafted.why);
    expect(drafted.text).toContain(`\nmanifests: ${shown.replace('[., ', '[".", ')}\n`);
    for (const from of ['', 'deploy', 'deploy/k8s', 'elsewhere']) {
      const report = judge(files, drafted.text, from, suite);
      expect(report.exitCode).toBe(0);
      expect(report.inputs.map(({ file }) => file)).toEqual(['deploy/k8s/db.yaml', 'deploy/k8s/shop.yaml']);
    }
  });

  it('are left to the default where none were named, and to the pipe where they came through one', () => {
    const plain = draft({ 'k8s.yaml': text([...shop, denyAll]) });
    expect(plain.kind === 'drafted' && plain.text).not.toContain('manifests:');
    const piped = draft({ '-': text([...shop, denyAll]) }, { manifests: ['-'] });
    expect(piped.kind === 'drafted' && piped.text).not.toContain('manifests:');
  });
});

describe('the settings of a drafted suite', () => {
  const settingsOf = (objects: readonly unknown[], options: Partial<DraftRequest> = {}): string => {
    const drafted = draft({ 'k8s.yaml': text(objects) }, options);
    if (drafted.kind !== 'drafted') throw new Error(drafted.why);
    const [, settings = ''] = /\nsuite: .*\n([\s\S]*?)expect:\n/.exec(drafted.text) ?? [];
    return settings;
  };
  const unplaced = { ...(denyAll as object), metadata: { name: 'deny' } };

  it('name the namespace of most workloads, unless an object would move there', () => {
    expect(settingsOf([...shop, denyAll])).toBe('namespace: shop\n');
    expect(settingsOf([...shop, denyAll, unplaced])).toBe('');
    expect(settingsOf([...shop, unplaced], { namespace: 'shop' })).toBe('namespace: shop\n');
    const banks = ['a', 'b', 'c'].map((name) => workload(`bank/${name}`, { app: name }));
    expect(settingsOf([...shop, ...banks.slice(1), denyAll])).toBe('namespace: shop\n');
    expect(settingsOf([...shop, ...banks, denyAll])).toBe('');
  });

  it('state what options stated', () => {
    const podCIDRs = [10n << 24n, 11n << 24n];
    const settings = 'namespace: shop\nassume:\n  dataplane: calico\n  podCIDRs: ["10.0.0.0/8"]\n';
    expect(settingsOf([...shop, denyAll], { dataplane: 'calico', podCIDRs })).toBe(settings);
  });
});

const nameIs = (name: string) => ({ matchLabels: { 'kubernetes.io/metadata.name': name } });
const DNS = { namespaceSelector: nameIs('kube-system'), podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } };
const DNS_PORTS = [{ port: 53 }, { port: 53, protocol: 'UDP' }];

/** Pairs of endpoints between which something is undecided. */
function undecidedPairs(files: Texts): readonly string[] {
  const { connections } = connectivity({ workspace: memoryWorkspace(files), base: '', manifests: [] });
  return connections.filter(({ undecided }) => undecided.length > 0).map(({ from, to }) => `${from} ${to}`);
}

/** Pairs of workloads between which nothing is allowed and nothing undecided. */
function refusedPairs(files: Texts): readonly string[] {
  const { endpoints, connections } = connectivity({ workspace: memoryWorkspace(files), base: '', manifests: [] });
  const ids = endpoints.filter(({ kind }) => kind === 'workload').map(({ id }) => id);
  const open = new Set(connections.map(({ from, to }) => `${from} ${to}`));
  return ids.flatMap((from) =>
    ids.flatMap((to) => (from === to || open.has(`${from} ${to}`) ? [] : [`${from} ${to}`])),
  );
}
