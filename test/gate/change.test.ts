import { describe, expect, it } from 'vitest';
import { outputsOf } from '../../src/action/write-outputs.ts';
import { diff } from '../../src/gate/diff.ts';
import type { CheckRequest } from '../../src/gate/request.ts';
import { check } from '../../src/gate/run-gate.ts';
import { REPORTERS } from '../../src/reports/registry.ts';
import { memoryWorkspace } from '../support/memory-workspace.ts';

const deployment = (name: string, labels = `role: ${name}`): string => `---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: shop}
spec:
  selector: {matchLabels: {role: ${name}}}
  template:
    metadata: {labels: {${labels}}}
    spec: {containers: [{name: main, image: "example.com/main:1", ports: [{containerPort: 5432}]}]}
`;

const admits = (...peers: readonly string[]): string => `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db-in, namespace: shop}
spec:
  podSelector: {matchLabels: {role: db}}
  policyTypes: [Ingress]
  ingress:
    - ports: [{port: 5432}]
      from:
${peers.map((peer) => `        - ${peer}\n`).join('')}`;

const pods = (role: string): string => `podSelector: {matchLabels: {role: ${role}}}`;
const range = (cidr: string): string => `ipBlock: {cidr: ${cidr}}`;
const NAMESPACE = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n';
const WORKLOADS = NAMESPACE + ['web', 'api', 'db'].map((name) => deployment(name)).join('');
const CLOSED = WORKLOADS + admits(pods('api'));

const denyAll = (name: string, selector: string): string => `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: ${name}, namespace: shop}
spec: {podSelector: ${selector}, policyTypes: [Ingress, Egress]}
`;

const DOOR = `---
apiVersion: v1
kind: Service
metadata: {name: db, namespace: shop}
spec: {type: LoadBalancer, selector: {role: db}, ports: [{port: 5432}]}
`;

/** A policy of a dialect that is not evaluated. */
const opaque = (text: string): string => `---
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: {name: extra, namespace: shop}
spec: {endpointSelector: {}, ${text}}
`;

type Files = Readonly<Record<string, string>>;
const NO_FILES = { report: '', comment: '', sarif: '' };

const tree = (text: string) => memoryWorkspace({ 'k8s.yaml': text });

function judge(before: string | undefined, after: string, sentence: string, more: Partial<CheckRequest> = {}) {
  return check({
    workspace: tree(after),
    ...(before !== undefined && { before: { kind: 'tree', workspace: tree(before), name: 'base' } as const }),
    base: '',
    manifests: ['k8s.yaml'],
    suites: [],
    sentences: [sentence],
    dataplane: 'cilium',
    failOn: 'error',
    today: '2026-01-01',
    ...more,
  });
}

function compare(before: string, after: string, failOnNew: 'internet' | 'any' | 'never' = 'never') {
  const side = (text: string, name: string) => ({ workspace: tree(text), base: '', manifests: [], name });
  const report = diff({ before: side(before, 'old'), after: side(after, 'new'), failOnNew, dataplane: 'cilium' });
  return { report, rows: report.change.worlds.flatMap(({ changes }) => changes) };
}

/** The rows in short, with the first cause. */
function inShort(before: string, after: string): readonly string[] {
  return compare(before, after).rows.map(({ kind, from, to, causes: [cause] }) => {
    const name = (id: string): string => id.replace(/^shop\/Deployment:/, '');
    return `${kind} ${name(from)} > ${name(to)}: ${cause?.tree} ${cause?.text}`;
  });
}

describe('a comparison of two trees', () => {
  it('points at the selector, or the types, by which a policy governs others than before', () => {
    const on = (role: string, types: string): string => `${WORKLOADS}---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: closed, namespace: shop}
spec:
  podSelector: {matchLabels: {role: ${role}}}
  policyTypes: [${types}]
`;
    const lines = on('db', 'Ingress').split('\n');
    const lineOf = (start: string): number => lines.findIndex((line) => line.startsWith(start)) + 1;
    const places = (before: string, after: string) =>
      compare(before, after).rows.map(({ causes: [cause] }) => [cause?.text.split(' ')[2], cause?.at?.span?.line]);
    expect(new Set(places(on('db', 'Ingress'), on('web', 'Ingress')).map(String))).toEqual(
      new Set([`no,${lineOf('  podSelector')}`, `isolates,${lineOf('  podSelector')}`]),
    );
    expect(new Set(places(on('db', 'Ingress'), on('db', 'Ingress, Egress')).map(String))).toEqual(
      new Set([`isolates,${lineOf('  policyTypes')}`]),
    );
  });

  it('tells the rule that admits what was refused, at its line', () => {
    const { rows } = compare(CLOSED, WORKLOADS + admits(pods('api'), pods('web')));
    expect(rows).toMatchObject([
      {
        kind: 'opened',
        from: 'shop/Deployment:web',
        to: 'shop/Deployment:db',
        opened: [{ protocol: 'TCP', first: 5432, last: 5432 }],
        internet: false,
        causes: [{ tree: 'head', text: 'ingress rule 1 of NetworkPolicy `shop/db-in` admits it now' }],
      },
    ]);
    const line = (WORKLOADS + admits(pods('api'), pods('web')))
      .split('\n')
      .findIndex((text) => text.includes(`- ${pods('web')}`));
    expect(rows[0]?.causes[0]?.at?.span?.line).toBe(line + 1);
  });

  it('tells of pods that nobody has yet', () => {
    expect(inShort(CLOSED, WORKLOADS + admits(pods('api'), pods('job')))).toEqual([
      'opened possible:shop/pods[role=job] > db: head ingress rule 1 of NetworkPolicy `shop/db-in` admits it now',
    ]);
  });

  it('tells of a policy that is gone, and of one that is new', () => {
    const gone = inShort(CLOSED, WORKLOADS);
    expect(gone).toContain(
      'opened web > db: base NetworkPolicy `shop/db-in`, which isolated `shop/db` for ingress, is gone',
    );
    const back = inShort(WORKLOADS, CLOSED);
    expect(back).toContain(
      'closed web > db: head NetworkPolicy `shop/db-in` is new, and isolates `shop/db` for ingress',
    );
    expect(back).toHaveLength(gone.length);
  });

  it('tells of labels that are others, and not of labels that no policy asks for', () => {
    const relabelled =
      WORKLOADS.replace('labels: {role: web}', 'labels: {role: web, version: "2"}') + admits(pods('api'));
    expect(inShort(CLOSED, relabelled)).toEqual([]);
    const meant = admits('podSelector: {matchLabels: {tier: back}}');
    const tiered = WORKLOADS.replace('labels: {role: web}', 'labels: {role: web, tier: back}');
    expect(inShort(WORKLOADS + meant, tiered + meant)).toContain(
      'opened web > db: head `shop/web` has the label `tier=back` now',
    );
  });

  /** The line of the head that the first cause of each row underlines. */
  const linesOf = (before: string, after: string): readonly (string | undefined)[] =>
    compare(before, after).rows.map(({ causes: [cause] }) => {
      const line = cause?.at?.span?.line;
      return line === undefined ? undefined : after.split('\n')[line - 1]?.trim();
    });

  it('tells all addresses from which a pod that could be created is reached, or none', () => {
    const named = '{matchExpressions: [{key: role, operator: In, values: [db, api, web]}]}';
    const { report } = compare(
      WORKLOADS + denyAll('deny', '{}'),
      WORKLOADS + denyAll('deny', named).replace('[Ingress, Egress]', '[Ingress]'),
    );
    const text = REPORTERS.text(report, { color: false, quiet: false, links: {} });
    expect(text).toMatch(/\+ nodes, .* and any address → a pod without labels in namespace `shop`/);
  });

  it('names every rule that admits a part of what is opened, the widest first, and no rule that said so before', () => {
    const both = WORKLOADS.replace('labels: {role: web}', 'labels: {role: web, tier: front}');
    const before = both + admits(pods('web'));
    const wide = `    - from: [{podSelector: {matchLabels: {tier: front}}}]\n`;
    const after = both + admits(pods('web')).replace('[{port: 5432}]', '[{port: 5432}, {port: 8080}]') + wide;
    const { rows, report } = compare(before, after, 'any');
    const causes = rows.find(({ from }) => from === 'shop/Deployment:web')?.causes.map(({ text }) => text);
    const told = [2, 1].map((rule) => `ingress rule ${rule} of NetworkPolicy \`shop/db-in\` admits it now`);
    expect(causes).toEqual(told);
    expect(report.findings.some(({ message }) => told.every((text) => message.includes(text)))).toBe(true);
    const closed = compare(after, before).rows.find(({ from }) => from === 'shop/Deployment:web')?.causes;
    expect(closed?.map(({ text }) => /ingress rule \d/.exec(text)?.[0])).toEqual(['ingress rule 2', 'ingress rule 1']);
  });

  it('names a rule that admits what another new one admits already', () => {
    const twice = `    - from: [{podSelector: {matchLabels: {role: web}}}]\n      ports: [{port: 5432}]\n`;
    const { rows } = compare(CLOSED, WORKLOADS + admits(pods('api'), pods('web')) + twice);
    expect(rows[0]?.causes.map(({ text }) => /ingress rule \d/.exec(text)?.[0])).toEqual([
      'ingress rule 1',
      'ingress rule 2',
    ]);
  });

  it('underlines the port where only a port is new, and the label where only a label is', () => {
    const listed = (...ports: readonly number[]): string =>
      WORKLOADS +
      admits(pods('api')).replace('[{port: 5432}]', ports.map((port) => `\n        - port: ${port}`).join(''));
    expect(linesOf(listed(5432), listed(5432, 8080))).toEqual(['- port: 8080']);
    const meant = admits('podSelector: {matchLabels: {tier: back}}');
    const labelled = (labels: string): string =>
      WORKLOADS.replace('metadata: {labels: {role: web}}', `metadata:\n      labels:\n        role: web${labels}`) +
      meant;
    expect(linesOf(labelled(''), labelled('\n        tier: back'))).toContain('tier: back');
    const spaced = admits('namespaceSelector: {matchLabels: {team: shop}}');
    const team = (labels: string): string =>
      WORKLOADS.replace('metadata: {name: shop}', `metadata:\n  name: shop${labels}`) + spaced;
    expect(linesOf(team(''), team('\n  labels:\n    team: shop'))).toContain('team: shop');
  });

  it('tells of a workload that is new, and of one that is gone', () => {
    const more = CLOSED + deployment('job');
    const { rows } = compare(CLOSED, more);
    expect(rows.every(({ added }) => added.includes('shop/Deployment:job'))).toBe(true);
    expect(rows.every(({ causes }) => causes[0]?.text === '`shop/job` is new')).toBe(true);
    expect(compare(more, CLOSED).rows.every(({ removed }) => removed.includes('shop/Deployment:job'))).toBe(true);
  });

  it('takes what is not known for unchanged only where the policy says the same', () => {
    const before = CLOSED + opaque('ingress: []');
    expect(compare(before, before).rows).toEqual([]);
    const { rows } = compare(before, CLOSED + opaque('ingress: [{}]'));
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every(({ kind }) => kind === 'unsure')).toBe(true);
  });

  it('is sure of nothing where something could not be read, and says so', () => {
    const broken = `${CLOSED}---\nkind: [\n`;
    const { report, rows } = compare(broken, WORKLOADS + admits(pods('api'), pods('web')));
    expect(rows.map(({ kind }) => kind)).toEqual(['unsure']);
    expect(report.change.worlds[0]?.notes[0]).toMatch(
      /^not everything could be read in the base, so that no change is sure: /,
    );
    expect(report.exitCode).toBe(0);
  });

  it('says which command renders where nothing was rendered', () => {
    const of = (text: string) => ({
      workspace: memoryWorkspace({ 'k8s/kustomization.yaml': `resources: [db.yaml]\n${text}`, 'k8s/db.yaml': CLOSED }),
      base: '',
      manifests: [],
      name: 'x',
    });
    const report = diff({ before: of(''), after: of('namePrefix: x-\n'), failOnNew: 'never' });
    expect(report.findings.map(({ code }) => code)).toEqual(['unrendered-template']);
    expect(report.findings[0]?.help).toMatch(/^`diff` renders nothing, and `netpol-gate check --base REV` compares /);
    const text = REPORTERS.text(report, { color: false, quiet: false, links: {} });
    expect(text).toContain('the change is not known to open or close anything');
    expect(text).not.toContain('no connection changes');
  });

  it('tells of doors, and by which of them the internet comes', () => {
    const { rows } = compare(WORKLOADS, WORKLOADS + DOOR);
    expect(rows.map(({ door }) => door)).toContain('Service `shop/db` (LoadBalancer)');
    expect(rows[0]).toMatchObject({ kind: 'opened', internet: true });
    expect(rows[0]?.causes[0]).toMatchObject({
      tree: 'head',
      text: 'Service `shop/db` (LoadBalancer) leads to it now',
    });
    expect(compare(WORKLOADS + DOOR, WORKLOADS + DOOR).rows).toEqual([]);
    expect(compare(WORKLOADS + DOOR, WORKLOADS).rows[0]?.causes[0]).toMatchObject({
      tree: 'base',
      text: 'Service `shop/db` (LoadBalancer) no longer leads to it',
    });
  });

  it('tells of a door that policy closes or opens by the policy, for the door is as it was', () => {
    const causesThrough = (before: string, after: string): readonly string[] => [
      ...new Set(
        compare(before + DOOR, after + DOOR).rows.flatMap(({ door, causes }) =>
          door === undefined ? [] : causes.map(({ text }) => text),
        ),
      ),
    ];
    const everyone = WORKLOADS + admits();
    expect(causesThrough(everyone, CLOSED)).toEqual([
      'ingress rule 1 of NetworkPolicy `shop/db-in`, which admitted it, is gone or says something else',
    ]);
    expect(causesThrough(CLOSED, everyone)).toEqual(['ingress rule 1 of NetworkPolicy `shop/db-in` admits it now']);
  });

  it('makes new connections errors only if asked, and those inside no error for the internet', () => {
    const inside = WORKLOADS + admits(pods('api'), pods('web'));
    const outside = WORKLOADS + admits(pods('api'), range('8.8.8.0/24'));
    const codes = (after: string, failOnNew: 'internet' | 'any' | 'never') => {
      const { report } = compare(CLOSED, after, failOnNew);
      return [report.exitCode, ...report.findings.map(({ code }) => code)];
    };
    expect(codes(inside, 'never')).toEqual([0]);
    expect(codes(inside, 'internet')).toEqual([0]);
    expect(codes(inside, 'any')).toEqual([1, 'new-connection']);
    expect(codes(outside, 'internet')).toEqual([1, 'new-connection']);
    expect(codes(CLOSED, 'any')).toEqual([0]);
    expect(compare(CLOSED, outside, 'internet').report.findings[0]?.message).toBe(
      'the change opens connections with the internet, which `fail-on-new: internet` forbids: from `8.8.8.0/24` to `shop/db` on 5432/tcp: ingress rule 1 of NetworkPolicy `shop/db-in` admits it now',
    );
  });

  it('sees the internet at pods that nobody has yet, though the same rule admits others', () => {
    const forJobs = (...peers: readonly string[]): string => admits(...peers).replace('role: db}', 'role: job}');
    const before = WORKLOADS + forJobs(pods('api'));
    const after = WORKLOADS + forJobs(pods('api'), pods('web'), range('8.8.8.0/24'));
    expect(compare(before, after, 'internet').report.findings.map(({ code }) => code)).toContain('new-connection');
  });

  it('refuses what may be new as well, and says that it is not known', () => {
    const { report } = compare(CLOSED + opaque('ingress: []'), CLOSED + opaque('ingress: [{}]'), 'any');
    expect(report.exitCode).toBe(1);
    expect(report.findings.find(({ code }) => code === 'new-connection')?.message).toMatch(
      /^the change may open connections, which `fail-on-new: any` forbids: /,
    );
  });
});

describe('`no new connections`', () => {
  const statusOf = (before: string | undefined, after: string, sentence = 'no new connections to shop/db') =>
    judge(before, after, sentence).claims[0]?.status;

  it('holds where nothing changes, and where only others change', () => {
    expect(statusOf(CLOSED, CLOSED)).toBe('holds');
    expect(statusOf(CLOSED, WORKLOADS + admits(pods('api'), pods('web')), 'no new connections to shop/web')).toBe(
      'holds',
    );
    expect(statusOf(WORKLOADS, CLOSED)).toBe('holds');
  });

  it('fails for pods that exist, that could be created, for addresses and for doors', () => {
    expect(statusOf(CLOSED, WORKLOADS + admits(pods('api'), pods('web')))).toBe('fails');
    expect(statusOf(CLOSED, WORKLOADS + admits(pods('api'), pods('job')))).toBe('fails');
    expect(statusOf(CLOSED, WORKLOADS + admits(pods('api'), range('8.8.8.0/24')))).toBe('fails');
    const service =
      '---\napiVersion: v1\nkind: Service\nmetadata: {name: db, namespace: shop}\nspec: {type: NodePort, selector: {role: db}, ports: [{port: 5432}]}\n';
    expect(statusOf(WORKLOADS, WORKLOADS + service)).toBe('fails');
    expect(statusOf(CLOSED, WORKLOADS + admits(pods('api'), pods('web')), 'no new connections from shop/web')).toBe(
      'fails',
    );
  });

  it('underlines the rule, with the pair for which it is new', () => {
    const [claim] = judge(CLOSED, WORKLOADS + admits(pods('api'), pods('web')), 'no new connections to shop/db').claims;
    expect(claim?.message).toBe(
      'traffic from `shop/web` to `shop/db` on 5432/tcp is allowed now and was not before: ingress rule 1 of NetworkPolicy `shop/db-in` admits it now',
    );
    expect(claim?.guilty.file).toBe('k8s.yaml');
    expect(claim?.witness).toMatchObject({ from: 'shop/Deployment:web', to: 'shop/Deployment:db' });
  });

  it('takes every connection to a new member for new, and says so', () => {
    const [claim] = judge(
      CLOSED,
      CLOSED + deployment('db2', 'role: db2, kind: store'),
      'no new connections to shop/db*',
    ).claims;
    expect(claim?.status).toBe('fails');
    expect(claim?.message).toContain('`shop/db2` is new in `shop/db*`');
    const relabelled = CLOSED.replace('labels: {role: web}', 'labels: {role: web, kind: store}');
    expect(
      statusOf(
        CLOSED.replace('labels: {role: db}', 'labels: {role: db, kind: store}'),
        relabelled,
        'no new connections to shop/pods[kind=store]',
      ),
    ).toBe('fails');
  });

  it('is undecided without a base, with a broken one, and where a policy that is not evaluated has changed', () => {
    expect(statusOf(undefined, CLOSED)).toBe('undecided');
    expect(statusOf(`${CLOSED}---\nkind: [\n`, CLOSED)).toBe('undecided');
    expect(statusOf(CLOSED + opaque('ingress: []'), CLOSED + opaque('ingress: [{}]'))).toBe('undecided');
    expect(statusOf(CLOSED + opaque('ingress: []'), CLOSED + opaque('ingress: []'))).toBe('holds');
    expect(statusOf(CLOSED, CLOSED + opaque('ingress: []'))).toBe('undecided');
  });

  it('is undecided where a policy asks for the hash of a template that has changed, and holds where it has not', () => {
    const hashed = WORKLOADS + admits('podSelector: {matchLabels: {pod-template-hash: 5d9c7}}');
    expect(statusOf(hashed, hashed)).toBe('holds');
    expect(statusOf(hashed, hashed.replace('main:1', 'main:2'))).toBe('undecided');
  });

  it('means pods that could be created by `any`', () => {
    const any = 'no new connections to any shop/pods[role=cache]';
    const cache = admits(pods('api')).replace('role: db}', 'role: cache}');
    expect(statusOf(WORKLOADS + cache, WORKLOADS + cache, any)).toBe('holds');
    expect(statusOf(WORKLOADS + cache, WORKLOADS, any)).toBe('fails');
  });

  it('of addresses and nodes counts pods that could be created', () => {
    const closed = `${WORKLOADS}${denyAll('web-only', '{matchLabels: {role: web}}')}`;
    const guarded = `${closed}${denyAll('default-deny', '{}')}`;
    for (const end of ['internet', 'external', '8.8.8.0/24']) {
      expect(statusOf(guarded, closed, `no new connections from ${end}`)).toBe('fails');
      expect(statusOf(guarded, closed, `no new connections to ${end}`)).toBe('fails');
      expect(statusOf(guarded, guarded, `no new connections to ${end}`)).toBe('holds');
    }
    // With policies alone there is nobody else to count.
    const alone = [
      NAMESPACE + denyAll('default-deny', '{}'),
      NAMESPACE + denyAll('other', '{matchLabels: {a: b}}'),
    ] as const;
    expect(statusOf(...alone, 'no new connections from internet')).toBe('fails');
    expect(statusOf(alone[0], alone[0], 'no new connections from internet')).toBe('holds');
  });

  it('names a slip in the group, with a base and without', () => {
    expect(statusOf(undefined, CLOSED, 'no new connections to shop/dbb')).toBe('invalid');
    expect(statusOf(CLOSED, CLOSED, 'no new connections to shop/dbb')).toBe('invalid');
  });
});

describe('doors whose front nobody shows', () => {
  const ingress = (className: string): string => `---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {role: web}, ports: [{port: 5432}]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: shop}
spec: {ingressClassName: ${className}, defaultBackend: {service: {name: web, port: {number: 5432}}}}
`;
  const closedFor = (role: string): string =>
    admits('namespaceSelector: {matchLabels: {team: edge}}').replace('role: db}', `role: ${role}}`);
  const WEB = WORKLOADS + closedFor('web');
  const statusOf = (before: string, after: string) =>
    judge(before, after, 'no new connections to shop/web').claims[0]?.status;

  it('bring nothing new where they and all legs are as they were', () => {
    expect(statusOf(WEB + ingress('internal'), WEB + ingress('internal'))).toBe('holds');
    const [before, after] = [admits(pods('api')), admits(pods('api'), pods('web'))];
    expect(
      statusOf(WEB + before.replace('db-in', 'x') + ingress('a'), WEB + after.replace('db-in', 'x') + ingress('a')),
    ).toBe('holds');
  });

  it('may bring something new where the class is another, or somebody may be let in on a leg', () => {
    expect(statusOf(WEB + ingress('internal'), WEB + ingress('public'))).toBe('undecided');
    expect(statusOf(WEB, WEB + ingress('public'))).toBe('undecided');
  });
});

describe('a check with a base', () => {
  const suite = (...claims: readonly string[]): string =>
    `manifests: [/k8s.yaml]\nexpect:\n${claims.map((claim) => `  - ${claim}\n`).join('')}`;
  const judgeSuites = (before: string, after: string, more: Partial<CheckRequest> = {}) => {
    const of = (text: string) => memoryWorkspace({ 'k8s.yaml': CLOSED, 'policies-tests/shop.yaml': text });
    return judge(undefined, '', '', {
      workspace: of(after),
      before: { kind: 'tree', workspace: of(before), name: 'base' },
      manifests: [],
      sentences: [],
      ...more,
    });
  };

  it('tells of claims that are no longer made as they were', () => {
    const before = suite('shop/web -/-> shop/db', 'shop/api --> shop/db:5432', 'shop/db isolated ingress');
    const after = suite('shop/db isolated ingress', '{claim: "shop/web -/-> shop/db", severity: warning}');
    expect(judgeSuites(before, after).change).toMatchObject({
      kind: 'compared',
      claimsRemoved: [
        { sentence: 'shop/web -/-> shop/db', suite: 'policies-tests/shop.yaml', how: 'is a warning now' },
        { sentence: 'shop/api --> shop/db:5432', suite: 'policies-tests/shop.yaml', how: 'is no longer made' },
      ],
    });
    expect(judgeSuites(before, before).change).toMatchObject({ claimsRemoved: [] });
  });

  const NO_NEW = 'no new connections to shop/db';
  const judgeFiles = (before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>, more = {}) =>
    judge(undefined, '', '', {
      workspace: memoryWorkspace(after),
      before: { kind: 'tree', workspace: memoryWorkspace(before), name: 'base' },
      manifests: [],
      sentences: [],
      ...more,
    });
  const suiteOn = (manifests: string, more = ''): string => `${more}manifests: ${manifests}\nexpect: [${NO_NEW}]\n`;

  it('reads what was from where the suite had it then, so that a policy that moves is not new', () => {
    const report = judgeFiles(
      { 'k8s/a.yaml': WORKLOADS, 'old/p.yaml': admits(pods('api')), 'policies-tests/a.yaml': suiteOn('[/k8s, /old]') },
      {
        'k8s/a.yaml': WORKLOADS,
        'new/p.yaml': admits('namespaceSelector: {}'),
        'policies-tests/a.yaml': suiteOn('[/k8s, /new]'),
      },
    );
    expect(report.claims[0]?.status).toBe('fails');
    expect(report.change).toMatchObject({
      claimsRemoved: [{ sentence: 'manifests', how: expect.stringContaining('says something else now') }],
    });
    const { worlds } = report.change as Extract<typeof report.change, { kind: 'compared' }>;
    expect(worlds.flatMap(({ changes }) => changes).map(({ kind }) => kind)).not.toContain('closed');
  });

  it('tells what comes through a proxy where the doors to the proxy alone are others', () => {
    const proxied = (type: string): string => `${NAMESPACE}---
apiVersion: v1
kind: Namespace
metadata: {name: edge}
${deployment('db')}---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: db, namespace: shop}
spec: {rules: [{http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: db, port: {number: 5432}}}}]}}]}
${DOOR.replace('type: LoadBalancer, ', '')}${admits('namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: edge}}')}---
apiVersion: apps/v1
kind: Deployment
metadata: {name: proxy, namespace: edge}
spec:
  selector: {matchLabels: {role: proxy}}
  template:
    metadata: {labels: {role: proxy}}
    spec: {containers: [{name: main, image: "example.com/main:1", ports: [{containerPort: 80}]}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: proxy, namespace: edge}
spec: {podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{${range('10.0.0.0/8')}}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: proxy, namespace: edge}
spec: {type: ${type}, selector: {role: proxy}, ports: [{port: 80}]}
`;
    const suite = 'assume: {ingressController: edge/proxy}\nexpect: [edge/proxy --> shop/db:5432]\n';
    const of = (type: string): Files => ({ 'k8s/a.yaml': proxied(type), 'policies-tests/a.yaml': suite });
    const doorsOf = (before: string, after: string): readonly string[] => {
      const { change } = judgeFiles(of(before), of(after));
      const { worlds } = change as Extract<typeof change, { kind: 'compared' }>;
      return worlds.flatMap(({ changes }) => changes.flatMap(({ to, door }) => (door ? [`${to} ${door}`] : [])));
    };
    expect(doorsOf('ClusterIP', 'LoadBalancer')).toContain('shop/Deployment:db Ingress `shop/db`');
    expect(doorsOf('LoadBalancer', 'LoadBalancer')).toEqual([]);
  });

  it('does not take one of two suites of a file for the other', () => {
    const of = (folder: string): string => `manifests: [${folder}]\nexpect: [shop/web -/-> shop/db]\n`;
    const files = { 'one/a.yaml': CLOSED, 'two/a.yaml': CLOSED };
    const report = judgeFiles(
      { ...files, 'policies-tests/a.yaml': of('/one') },
      { ...files, 'policies-tests/a.yaml': `${of('/one')}---\n${of('/two')}` },
    );
    const { worlds } = report.change as Extract<typeof report.change, { kind: 'compared' }>;
    expect(worlds.flatMap(({ changes }) => changes)).toEqual([]);
    const opened = judgeFiles(
      { ...files, 'policies-tests/a.yaml': of('/one') },
      { ...files, 'two/a.yaml': WORKLOADS, 'policies-tests/a.yaml': `${of('/one')}---\n${of('/two')}` },
      { failOnNew: 'any' },
    );
    expect(opened.findings.map(({ code }) => code)).toContain('new-connection');
  });

  it('reads objects without a namespace into the namespace that the suite had', () => {
    const bare = admits(pods('api')).replace(', namespace: shop', '');
    const files = { 'k8s/a.yaml': WORKLOADS, 'k8s/p.yaml': bare };
    const report = judgeFiles(
      { ...files, 'policies-tests/a.yaml': suiteOn('[/k8s]', 'namespace: shop\n') },
      { ...files, 'policies-tests/a.yaml': suiteOn('[/k8s]', 'namespace: other\n') },
    );
    expect(report.change).toMatchObject({ claimsRemoved: [{ sentence: 'namespace' }] });
    const { worlds } = report.change as Extract<typeof report.change, { kind: 'compared' }>;
    expect(worlds.flatMap(({ changes }) => changes).map(({ kind }) => kind)).toContain('opened');
  });

  it('is not sure where the base has no such suite, and only some of its patterns match there', () => {
    const report = judgeFiles(
      { 'k8s/a.yaml': WORKLOADS, 'old/p.yaml': admits(pods('api')) },
      { 'k8s/a.yaml': WORKLOADS, 'new/p.yaml': admits(pods('web')), 'policies-tests/a.yaml': suiteOn('[/k8s, /new]') },
    );
    expect(report.claims[0]?.status).not.toBe('holds');
    const red = judgeFiles(
      { 'k8s/a.yaml': WORKLOADS, 'old/p.yaml': admits(pods('api')) },
      { 'k8s/a.yaml': WORKLOADS, 'new/p.yaml': admits(pods('web')), 'policies-tests/a.yaml': suiteOn('[/k8s, /new]') },
      { failOnNew: 'any' },
    );
    expect(red.findings.map(({ code }) => code)).toContain('new-connection');
  });

  it('tells of environments that are gone or made of something else, and of what groups mean now', () => {
    const environments = (...lines: readonly string[]): string =>
      `environments:\n${lines.map((line) => `  ${line}\n`).join('')}define: {data: [shop/db]}\nexpect: [shop/web -/-> data]\n`;
    const files = { 'k8s/a.yaml': CLOSED };
    const before = environments('one: {manifests: [/k8s]}', 'two: {manifests: [/k8s]}', 'same: {manifests: [/k8s]}');
    const after = environments('same: {manifests: [/k8s]}', 'two: {manifests: ["/k8s/*.yaml"]}').replace(
      '[shop/db]',
      '[shop/web]',
    );
    const report = judgeFiles(
      { ...files, 'policies-tests/a.yaml': before },
      { ...files, 'policies-tests/a.yaml': after },
    );
    expect(report.change).toMatchObject({
      claimsRemoved: [
        { sentence: 'define' },
        { sentence: 'environments: one', how: expect.stringContaining('is gone') },
        { sentence: 'environments: two', how: 'is made of something else now' },
      ],
    });
    expect(
      judgeFiles(
        { ...files, 'policies-tests/a.yaml': before },
        { ...files, 'policies-tests/a.yaml': `# moved\n\n${before}` },
      ).change,
    ).toMatchObject({ claimsRemoved: [] });
  });

  it('is not red for what is wrong in the base alone', () => {
    const report = judge(`${CLOSED}---\nkind: [\n`, CLOSED, 'shop/web -/-> shop/db');
    expect(report.exitCode).toBe(0);
    expect(report.findings).toEqual([]);
  });

  it('neither holds nor fails where a manifest of the head cannot be read', () => {
    const report = judge(CLOSED, `${WORKLOADS}---\nkind: [\n`, 'no new connections to shop/db');
    expect(report.claims[0]).toMatchObject({
      status: 'undecided',
      message: 'it cannot be decided whether connections are new, because not everything could be read now',
    });
    expect(report.exitCode).toBe(1);
  });

  it('does not hold where a file of the base could not be picked', () => {
    const whole = tree(CLOSED);
    const problem = { code: 'file-too-large', severity: 'error', message: '`k8s.yaml` is too large' } as const;
    const listed = { ...whole, list: () => [{ file: 'k8s.yaml', size: 1, problem }] };
    const before = { kind: 'tree', workspace: listed, name: 'base' } as const;
    const report = judge(undefined, CLOSED, 'no new connections to shop/db', { before });
    expect(report.claims[0]?.status).not.toBe('holds');
    const [world] = report.change?.kind === 'compared' ? report.change.worlds : [];
    expect(world?.changes.every(({ kind }) => kind === 'unsure')).toBe(true);
  });

  it('is red with `fail-on-new` where the change is not known', () => {
    const more = { failOnNew: 'internet' } as const;
    expect(judge(undefined, CLOSED, 'shop/web -/-> shop/db', more).exitCode).toBe(1);
    expect(judge(`${CLOSED}---\nkind: [\n`, CLOSED, 'shop/web -/-> shop/db', more).exitCode).toBe(1);
    const before = { kind: 'unavailable', why: 'the base is not in this clone', help: 'fetch it' } as const;
    const report = judge(undefined, CLOSED, 'shop/web -/-> shop/db', { ...more, before });
    expect(report.findings[0]?.message).toBe(
      'it is not known whether connections are new, because the base is not in this clone',
    );
    expect(report.change).toEqual({ ...before });
  });

  const judgeTrees = (before: Files, after: Files, more: Partial<CheckRequest> = {}) =>
    judge(undefined, '', '', {
      workspace: memoryWorkspace(after),
      before: { kind: 'tree', workspace: memoryWorkspace(before), name: 'base' },
      manifests: [],
      sentences: [],
      failOnNew: 'any',
      ...more,
    });
  const claimed = 'shop/db isolated ingress';

  it('never says that nothing changes where the suite is gone that says what counts', () => {
    const report = judgeTrees(
      { 'k8s.yaml': CLOSED, 'policies-tests/a.yaml': suite(claimed) },
      { 'k8s.yaml': WORKLOADS },
    );
    expect(report.change).toMatchObject({
      kind: 'unavailable',
      why: 'there is no suite that says which manifests count',
      claimsRemoved: [{ sentence: claimed, suite: 'policies-tests/a.yaml', how: 'is no longer made' }],
    });
    expect(report.exitCode).not.toBe(0);
    expect(report.findings.map(({ code }) => code)).toContain('new-connection');
    expect(outputsOf(report, NO_FILES)).toMatchObject({ opened: '', closed: '' });
    for (const format of ['text', 'markdown', 'html', 'json'] as const) {
      const text = REPORTERS[format](report, { color: false, quiet: false, links: {} });
      expect(text).toContain('is no longer made');
      expect(text).not.toMatch(/no connection changes|opens and closes nothing/i);
    }
  });

  it('does not call a world unchanged that only a suite of the base looked at', () => {
    const other = suite(claimed).replace('/k8s.yaml', '/other.yaml');
    const both = { 'k8s.yaml': CLOSED, 'other.yaml': CLOSED, 'policies-tests/a.yaml': suite(claimed) };
    const base = { ...both, 'policies-tests/b.yaml': other };
    const report = judgeTrees(base, both);
    expect(report.exitCode).toBe(1);
    expect(outputsOf(report, NO_FILES)).toMatchObject({ opened: '', closed: '' });
    const [, left] = report.change?.kind === 'compared' ? report.change.worlds : [];
    expect(left?.unknown?.why).toBe(
      'not every manifest that `policies-tests/b.yaml` named is named by a suite any more',
    );
    const moved = { ...both, 'policies-tests/c.yaml': other };
    expect(judgeTrees(base, moved).change).toMatchObject({ worlds: [{}, {}] });
    expect(judgeTrees(base, moved).exitCode).toBe(0);
  });

  it('does not call a world unchanged that could not be rendered in the head', () => {
    const rendered = 'environments: {prod: {kustomize: /overlay}}\nexpect: [shop/db isolated ingress]\n';
    const report = judgeTrees(
      { 'k8s.yaml': CLOSED, 'policies-tests/a.yaml': suite(claimed) },
      { 'k8s.yaml': CLOSED, 'policies-tests/a.yaml': rendered },
    );
    const worlds = report.change?.kind === 'compared' ? report.change.worlds : [];
    expect(worlds.map(({ world, unknown }) => [world, unknown !== undefined])).toEqual([
      ['prod', true],
      ['manifests', true],
    ]);
    expect(outputsOf(report, NO_FILES)).toMatchObject({ opened: '', closed: '' });
  });

  it('says that a world was empty where its files were not there yet', () => {
    const before = { kind: 'tree', workspace: memoryWorkspace({ 'other.yaml': NAMESPACE }), name: 'base' } as const;
    const report = judge(undefined, CLOSED, 'shop/web -/-> shop/db', { before });
    const [world] = report.change?.kind === 'compared' ? report.change.worlds : [];
    expect(world?.notes).toEqual(['in the base `k8s.yaml` matches no file: all that it picks now is new']);
    const known = world?.changes.filter((change) => change.inWords === undefined) ?? [];
    expect(new Set(known.map(({ kind }) => kind))).toEqual(new Set(['opened']));
  });
});
