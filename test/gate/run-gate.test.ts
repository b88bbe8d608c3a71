import { describe, expect, it } from 'vitest';
import type { CheckReport } from '../../src/findings/report.ts';
import { suitesOf } from '../../src/gate/load-suites.ts';
import type { CheckRequest } from '../../src/gate/request.ts';
import { check, connectivity, explain } from '../../src/gate/run-gate.ts';
import type { Workspace } from '../../src/manifests/workspace.ts';
import { memoryWorkspace } from '../support/memory-workspace.ts';

const POD = (name: string, labels: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: shop}
spec:
  selector: {matchLabels: {${labels}}}
  template:
    metadata: {labels: {${labels}}}
    spec:
      containers: [{name: main, image: 'example.com/main:1'}]
`;
const WEB = POD('web', 'app: web');
const DB = POD('db', 'app: db');
const CLOSED = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db, namespace: shop}
spec:
  podSelector: {matchLabels: {app: db}}
`;

function run(files: Record<string, string>, request: Partial<CheckRequest> = {}): CheckReport {
  return check({
    workspace: memoryWorkspace(files),
    base: '',
    suites: [],
    sentences: [],
    manifests: [],
    failOn: 'error',
    today: '2030-01-01',
    ...request,
  });
}

const suite = (...sentences: string[]): string => `expect:\n${sentences.map((text) => `  - ${text}\n`).join('')}`;
const codes = (report: CheckReport): string[] => report.findings.map(({ code, severity }) => `${severity} ${code}`);

describe('check', () => {
  const files = {
    'k8s/web.yaml': WEB,
    'k8s/db.yaml': DB,
    'k8s/np.yaml': CLOSED,
    'policies-tests/a.yaml': suite('web -/-> db'),
  };

  it('needs no setting for a repository with manifests and policies-tests', () => {
    const report = run(files);
    expect([report.exitCode, report.claims.map(({ status }) => status)]).toEqual([0, ['holds']]);
    expect(report.inputs.map(({ file, used }) => [file, used])).toEqual([
      ['k8s/db.yaml', ['shop/Deployment:db']],
      ['k8s/np.yaml', ['shop/NetworkPolicy:db']],
      ['k8s/web.yaml', ['shop/Deployment:web']],
    ]);
  });

  it('takes the suites that a request brings, and reads their files only for places', () => {
    const workspace = memoryWorkspace({ ...files, 'policies-tests/b.yaml': suite('web --> db') });
    const reads: string[] = [];
    const watched: Workspace = {
      ...workspace,
      read: (file) => {
        reads.push(file);
        return workspace.read(file);
      },
    };
    const loaded = suitesOf({ workspace, base: '', suites: [], sentences: [] });
    const report = run({}, { workspace: watched, loaded });
    expect(report).toEqual(run({}, { workspace }));
    expect(report.claims.map(({ status }) => status)).toEqual(['holds', 'fails']);
    const once = reads.filter((file) => file.startsWith('policies-tests/'));
    expect(once).toEqual(['policies-tests/a.yaml', 'policies-tests/b.yaml']);
  });

  it('judges claims about pods that could be created where there are policies and no workloads', () => {
    const sentences = [
      'any shop/pods[app=web] -/-> any shop/pods[app=db]',
      'any shop/pods[app=db] --> any pods[app=web]',
    ];
    const report = run({ 'np.yaml': CLOSED, 'policies-tests/a.yaml': suite(...sentences) });
    expect([report.exitCode, report.findings, report.claims.map(({ status }) => status)]).toEqual([
      0,
      [],
      ['holds', 'holds'],
    ]);
    const empty = run({ 'x.json': '{}', 'policies-tests/a.yaml': suite(sentences[1] ?? '') });
    expect([empty.exitCode, codes(empty)]).toEqual([3, ['error nothing-to-check']]);
  });

  it('says what to do where a claim names a workload and there are only policies', () => {
    const report = run({ 'np.yaml': CLOSED, 'policies-tests/a.yaml': suite('web -/-> any pods[app=db]') });
    expect(report.exitCode).toBe(2);
    expect(report.findings.map(({ message, help }) => `${message}; ${help}`)).toEqual([
      'no workload is called `web`; no manifest that was read holds a workload: name them with `manifests:` in the suite or `-m`, state them under `assume: workloads`, or claim about pods that could be created, like `any pods[app=db]`',
    ]);
  });

  it('gives a notice on a term that several claims share once', () => {
    const texts = { 'np.yaml': CLOSED, 'db.yaml': DB };
    const report = run({
      ...texts,
      'policies-tests/a.yaml': suite('any pods[app=x] -/-> db', 'any pods[app=x] --> any pods[app=y]:80'),
    });
    expect(codes(report)).toEqual(['notice unknown-name', 'notice unknown-name']);
    expect(report.findings.map(({ at }) => at?.span?.line)).toEqual([2, 3]);
  });

  it('says the same for the same texts, to the byte', () => {
    expect(JSON.stringify(run(files))).toBe(JSON.stringify(run(files)));
  });

  it('fails when the policy is gone', () => {
    const { 'k8s/np.yaml': _, ...open } = files;
    expect(run(open).exitCode).toBe(1);
  });

  it('stays red for a file that cannot be parsed, and still judges what the others say', () => {
    const report = run({ ...files, 'k8s/broken.yaml': 'kind: [' });
    expect([report.exitCode, report.summary.holds, codes(report)]).toEqual([1, 1, ['error syntax-error']]);
  });

  it('is undecided about what a refused policy may govern', () => {
    const refused = CLOSED.replace('podSelector:', 'podSelecter:');
    const report = run({ ...files, 'k8s/np.yaml': refused });
    expect([report.exitCode, report.claims.map(({ status }) => status)]).toEqual([1, ['undecided']]);
  });

  it('is undecided about what a policy of another dialect may govern', () => {
    const cilium = `apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: {name: open, namespace: shop}
spec: {endpointSelector: {}, ingress: [{fromEntities: [all]}]}
`;
    const report = run({ ...files, 'k8s/cnp.yaml': cilium });
    expect([report.exitCode, report.claims.map(({ status }) => status)]).toEqual([1, ['undecided']]);
  });

  it('cannot judge a claim about a workload that does not exist, and suggests the nearest', () => {
    const report = run({ ...files, 'policies-tests/a.yaml': suite('webb -/-> db', 'web -/-> db') });
    expect(report.exitCode).toBe(2);
    expect(report.claims.map(({ status }) => status)).toEqual(['invalid', 'holds']);
    expect(report.findings[0]).toMatchObject({ code: 'unknown-name', help: 'did you mean `web`?' });
  });

  it('has nothing to check without suites, and without workloads', () => {
    expect(run({}).exitCode).toBe(3);
    expect(run({ 'k8s/web.yaml': WEB }).exitCode).toBe(3);
    const folder = run({ 'k8s/web.yaml': WEB }, { suites: ['k8s'] });
    expect([folder.exitCode, folder.findings[0]?.help]).toEqual([
      3,
      'name files or folders with claims under `expect:`; manifests are named with `-m` (the input `manifests`)',
    ]);
    expect(run({ 'policies-tests/a.yaml': suite('web -/-> db') }).exitCode).toBe(2);
  });

  it('does not take the manifests of a folder of suites for suites, nor anything else', () => {
    const report = run({
      'policies-tests/one/suite.yaml': `manifests: [manifests]\n${suite('web -/-> db')}`,
      'policies-tests/one/manifests/all.yaml': [WEB, DB, CLOSED].join('---\n'),
    });
    expect([report.exitCode, codes(report)]).toEqual([0, []]);
    const other = run({ ...files, 'policies-tests/notes.yaml': 'some: text\n' });
    expect([other.exitCode, codes(other)]).toEqual([2, ['error invalid-suite']]);
  });

  it('refuses a file of manifests where a suite was named', () => {
    const report = run(files, { suites: ['k8s/web.yaml'] });
    expect([report.exitCode, codes(report)]).toEqual([2, ['error invalid-suite']]);
  });

  it('is red for a pattern that matches nothing, at its line of the suite', () => {
    const report = run({ ...files, 'policies-tests/a.yaml': `manifests: [/k8s, /gone]\n${suite('web -/-> db')}` });
    expect(report.exitCode).toBe(2);
    expect(report.findings[0]).toMatchObject({
      code: 'pattern-matches-nothing',
      message: '`/gone` matches no file',
      at: { file: 'policies-tests/a.yaml', span: { line: 1 } },
    });
  });

  it('judges each suite in its own world', () => {
    const report = run({
      'open/a.yaml': `${WEB}---\n${DB}`,
      'closed/a.yaml': [WEB, DB, CLOSED].join('---\n'),
      'policies-tests/open.yaml': `manifests: [/open]\n${suite('web --> db:5432')}`,
      'policies-tests/closed.yaml': `manifests: [/closed]\n${suite('web -/-> db')}`,
    });
    expect([report.exitCode, report.summary.holds]).toEqual([0, 2]);
  });

  const template = { ...files, 'k8s/chart.yaml': 'kind: ConfigMap\ndata: {{ .Values.data }}\n' };

  it('warns of a template among the default manifests, and is red where the manifests were named', () => {
    const byDefault = run(template);
    expect([byDefault.exitCode, codes(byDefault)]).toEqual([0, ['warning unrendered-template']]);
    const named = run(template, { manifests: ['k8s'] });
    expect([named.exitCode, codes(named)]).toEqual([1, ['error unrendered-template']]);
  });

  it('is red for a template that may hold a policy, unless it is left out', () => {
    const policy = { ...files, 'k8s/np.tpl.yaml': 'kind: NetworkPolicy\nspec: {{ .Values.spec }}\n' };
    expect([run(policy).exitCode, codes(run(policy))]).toEqual([1, ['error unrendered-template']]);
    expect(run(policy, { manifests: ['k8s', '!k8s/np.tpl.yaml'] }).exitCode).toBe(0);
  });

  it('is red for a kustomization that changes what is judged, and not for one that only lists files', () => {
    const kustomization = (more: string): CheckReport =>
      run({ ...files, 'k8s/kustomization.yaml': `resources: [db.yaml, np.yaml, web.yaml]\n${more}` });
    expect(kustomization('').exitCode).toBe(0);
    expect(kustomization('bases: [github.com/somebody/else]\n').exitCode).toBe(1);
    const patched = kustomization('patches: [{target: {kind: NetworkPolicy}, patch: "[]"}]\n');
    expect([patched.exitCode, codes(patched)]).toEqual([1, ['error unrendered-template']]);
    expect(patched.findings[0]?.at).toMatchObject({ file: 'k8s/kustomization.yaml', span: { line: 2 } });
  });

  it('turns red for warnings only when asked to', () => {
    expect(run(template, { failOn: 'warning' }).exitCode).toBe(1);
  });

  it('with fail-on never is green for failing claims, and for nothing else', () => {
    const { 'k8s/np.yaml': _, ...open } = files;
    expect(run(open, { failOn: 'never' }).exitCode).toBe(0);
    expect(run({ ...open, 'policies-tests/a.yaml': suite('webb -/-> db') }, { failOn: 'never' }).exitCode).toBe(2);
    expect(run({}, { failOn: 'never' }).exitCode).toBe(3);
  });

  it('weighs an expired waiver as the claim that it waived', () => {
    const waived = {
      'k8s/web.yaml': WEB,
      'k8s/db.yaml': DB,
      'policies-tests/a.yaml':
        'expect:\n  - claim: web -/-> db\n    severity: warning\n    waive: {until: 2029-12-31, owner: me, reason: migration}\n',
    };
    expect([run(waived).exitCode, codes(run(waived))]).toEqual([0, ['warning waiver-expired']]);
    expect(run(waived, { failOn: 'warning' }).exitCode).toBe(1);
  });

  it('does not let a waiver speak for a claim that cannot be judged', () => {
    const claim = 'expect:\n  - claim: webb -/-> db\n    waive: {until: 2030-01-01, owner: me, reason: migration}\n';
    const report = run({ 'k8s/web.yaml': WEB, 'k8s/db.yaml': DB, 'policies-tests/a.yaml': claim });
    expect([report.exitCode, report.summary.invalid, report.summary.waived]).toEqual([2, 1, 0]);
  });

  it('lets a waiver speak until its last day', () => {
    const { 'k8s/np.yaml': _, ...open } = files;
    const waived = {
      ...open,
      'policies-tests/a.yaml':
        'expect:\n  - claim: web -/-> db\n    waive: {until: 2030-01-01, owner: me, reason: migration}\n',
    };
    expect([run(waived).exitCode, run(waived).summary.waived]).toEqual([0, 1]);
    const later = run(waived, { today: '2030-01-02' });
    expect([later.exitCode, later.summary.fails, codes(later)]).toEqual([1, 1, ['error waiver-expired']]);
  });

  it('judges only the sentences given on the spot where no suite is named', () => {
    const report = run(files, { sentences: ['db --> web:80'] });
    expect(report.claims.map(({ suite: file, sentence, status }) => [file, sentence, status])).toEqual([
      ['-e', 'db --> web:80', 'holds'],
    ]);
  });

  it('does not pass a claim about addresses where pods may have them', () => {
    const open = { ...files, 'policies-tests/a.yaml': suite('web -/-> 10.0.0.0/8') };
    const isolating = CLOSED.replace('app: db', 'app: web')
      .replace('name: db', 'name: web')
      .concat('  policyTypes: [Egress]\n  egress: [{to: [{podSelector: {matchLabels: {app: db}}}]}]\n');
    const { 'k8s/np.yaml': _, ...rest } = open;
    const report = run({ ...rest, 'k8s/np.yaml': isolating });
    expect(report.claims.map(({ status }) => status)).toEqual(['undecided']);
    const told = run({
      ...rest,
      'k8s/np.yaml': isolating,
      'policies-tests/a.yaml': `assume: {podCIDRs: [10.9.0.0/16]}\n${suite('web -/-> 10.0.0.0/8', 'web -/-> 10.0.0.0/16')}`,
    });
    expect(told.claims.map(({ status }) => status)).toEqual(['fails', 'holds']);
  });
});

describe('nothing that a suite says is passed over', () => {
  const shop = { 'k8s/web.yaml': WEB, 'k8s/db.yaml': DB, 'policies-tests/a.yaml': suite('web --> db:80') };
  const CONFIG = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n';

  it.each([
    ['with a kind beside its claims', `kind: Suite\n${suite('web -/-> db')}`],
    ['that does not parse, beside a Kubernetes object', `${CONFIG}---\nexpect: ["web -/-> db"\n`],
    ['that is a template', 'suite: {{ .Values.title }}\nexpect: [web -/-> db]\n'],
    ['with a Kubernetes object in the same file', `${suite('web --> db')}---\n${CLOSED}`],
    ['for a namespace with nobody in it', `namespace: shopp\n${suite('web --> db')}`],
    ['with alternatives in braces', suite('"{web,dbb} --> db"')],
    ['about the addresses of Services', `assume: {serviceCIDRs: [10.96.0.0/12]}\n${suite('web --> 10.96.0.1:443')}`],
  ])('one %s cannot be judged', (_, text) => {
    expect(run(shop).exitCode).toBe(0);
    expect(run({ ...shop, 'policies-tests/b.yaml': text }).exitCode).toBe(2);
  });

  it.each(['b.json', 'b.YML', 'deep/b.YAML'])('a suite called %s is read like the others', (name) => {
    const report = run({ ...shop, [`policies-tests/${name}`]: '{"expect": ["web -/-> db"]}' });
    expect([report.exitCode, report.summary.fails]).toEqual([1, 1]);
  });

  it("a JSON file beside the suites that is none of them is nobody's business, unless it is named", () => {
    const fixture = { ...shop, 'policies-tests/expected.json': '{"some": "fixture"}' };
    expect(run(fixture).exitCode).toBe(0);
    expect(run({ ...shop, 'policies-tests/b.json': '{"expect": ["web -/-> db"' }).exitCode).toBe(2);
    expect(run(fixture, { suites: ['policies-tests'] }).exitCode).toBe(2);
  });

  it('patterns that only leave something out leave it out of the default', () => {
    const report = run({
      ...shop,
      'dev/db.yaml': DB.replace('name: db', 'name: dev'),
      'policies-tests/a.yaml': `manifests: ['!/dev/**']\n${suite('web --> db')}`,
    });
    expect([report.exitCode, report.inputs.map(({ file }) => file)]).toEqual([0, ['k8s/db.yaml', 'k8s/web.yaml']]);
  });

  it('a name that is found in another namespace is taken, with a warning', () => {
    const other = DB.replace('namespace: shop', 'namespace: mail').replaceAll('db', 'smtp');
    const report = run({
      ...shop,
      'k8s/smtp.yaml': other,
      'policies-tests/a.yaml': `namespace: shop\n${suite('web --> smtp:25')}`,
    });
    expect([report.exitCode, codes(report)]).toEqual([0, ['warning unknown-name']]);
    expect(report.findings[0]?.message).toBe(
      'there is no workload `smtp` in namespace `shop`, so `mail/smtp` is meant',
    );
  });
});

describe('what may not be in the cluster as it is written', () => {
  const shop = { 'k8s/web.yaml': WEB, 'k8s/db.yaml': DB, 'policies-tests/a.yaml': suite('web -/-> db') };

  it.each(['helm.sh/hook: test', 'argocd.argoproj.io/hook: Skip', 'config.kubernetes.io/local-config: "true"'])(
    'a policy with the annotation %s decides nothing',
    (annotation) => {
      const policy = CLOSED.replace('namespace: shop}', `namespace: shop, annotations: {${annotation}}}`);
      const report = run({ ...shop, 'k8s/np.yaml': policy });
      expect([report.exitCode, report.claims[0]?.status, codes(report)]).toEqual([
        1,
        'undecided',
        ['warning not-always-there'],
      ]);
    },
  );

  it.each([
    'annotations: {kustomize.toolkit.fluxcd.io/ssa: Ignore}',
    'annotations: {kustomize.toolkit.fluxcd.io/ssa: IfNotPresent}',
    'annotations: {kustomize.toolkit.fluxcd.io/reconcile: disabled}',
    'labels: {kustomize.toolkit.fluxcd.io/reconcile: Disabled}',
  ])('a policy that Flux may not apply (%s) decides nothing', (mark) => {
    const report = run({ ...shop, 'k8s/np.yaml': CLOSED.replace('namespace: shop}', `namespace: shop, ${mark}}`) });
    expect([report.claims[0]?.status, codes(report)]).toEqual(['undecided', ['warning not-always-there']]);
    expect(report.findings[0]?.help).toContain(mark.slice(0, mark.indexOf('s:')));
  });

  it.each(['annotations: {kustomize.toolkit.fluxcd.io/ssa: Merge}', 'labels: {helm.sh/hook: x}'])(
    'a policy with %s is there',
    (mark) => {
      const report = run({ ...shop, 'k8s/np.yaml': CLOSED.replace('namespace: shop}', `namespace: shop, ${mark}}`) });
      expect([report.claims[0]?.status, codes(report)]).toEqual(['holds', []]);
    },
  );

  it.each([
    ['# Source: shop/crds/np.yaml\n', 'undecided'],
    ['# Source: shop/charts/db/crds/np.yaml\nkind: List\napiVersion: v1\nitems: []\n---\n', 'undecided'],
    ['# Source: shop/templates/crds/np.yaml\n', 'holds'],
    [
      '# Source: shop/crds/x.yaml\nkind: List\napiVersion: v1\nitems: []\n---\n# Source: shop/templates/np.yaml\n',
      'holds',
    ],
  ])('a policy that Helm renders below %j is %s, for helm never brings `crds/` up to date', (comment, status) => {
    const report = run({ ...shop, 'k8s/np.yaml': `---\n${comment}${CLOSED.replace(/^(---)?\n*/, '')}` });
    expect([report.claims[0]?.status, codes(report)]).toEqual([
      status,
      status === 'holds' ? [] : ['warning not-always-there'],
    ]);
  });

  it('a policy whose kind is misspelt leaves open what it may govern', () => {
    const report = run({ ...shop, 'k8s/np.yaml': CLOSED.replace('kind: NetworkPolicy', 'kind: NetworkPolicys') });
    expect([report.exitCode, report.claims[0]?.status, codes(report)]).toEqual([
      1,
      'undecided',
      ['error unknown-kind'],
    ]);
  });

  it('an object whose selector does not select its own pods is refused', () => {
    const report = run({
      ...shop,
      'k8s/np.yaml': CLOSED,
      'k8s/web.yaml': WEB.replace('selector: {matchLabels: {app: web}}', 'selector: {matchLabels: {app: wep}}'),
    });
    expect([report.exitCode, codes(report)]).toEqual([1, ['error invalid-field']]);
  });

  it('the ports of a headless Service are those of the pods', () => {
    const service =
      'apiVersion: v1\nkind: Service\nmetadata: {name: db, namespace: shop}\nspec: {clusterIP: None, selector: {app: db}, ports: [{port: 80, targetPort: 8080}]}\n';
    const only8080 = `${CLOSED}  ingress: [{ports: [{port: 8080}]}]\n`;
    const world = {
      ...shop,
      'k8s/svc.yaml': service,
      'k8s/np.yaml': only8080,
      'policies-tests/a.yaml': suite('web -/-> Service:db:80'),
    };
    expect(run(world).claims[0]?.status).toBe('holds');
    expect(run({ ...world, 'k8s/svc.yaml': service.replace('clusterIP: None, ', '') }).claims[0]?.status).toBe('fails');
  });
});

describe('connectivity', () => {
  it('lists who reaches whom, with neighbouring addresses merged', () => {
    const report = connectivity({
      workspace: memoryWorkspace({ 'a.yaml': [WEB, DB, CLOSED].join('---\n') }),
      base: '',
      manifests: [],
    });
    expect(report.connections.map(({ from, to }) => `${from} > ${to}`)).toEqual([
      'shop/Deployment:web > shop/Deployment:web',
      'shop/Deployment:web > 0.0.0.0-255.255.255.255',
      'shop/Deployment:web > ::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
      'shop/Deployment:db > shop/Deployment:web',
      'shop/Deployment:db > 0.0.0.0-255.255.255.255',
      'shop/Deployment:db > ::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
      '0.0.0.0-255.255.255.255 > shop/Deployment:web',
      '::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff > shop/Deployment:web',
    ]);
    expect(report.exitCode).toBe(0);
  });
});

describe('explain', () => {
  it('walks ranges of addresses with which the same happens once, and others by themselves', () => {
    const ranged = CLOSED.replace(/$/, `  ingress: [{from: [{ipBlock: {cidr: 8.8.8.0/24}}]}]\n`);
    const workspace = memoryWorkspace({ 'db.yaml': DB, 'np.yaml': ranged });
    const { pairs, omitted, claim } = explain({ workspace, base: '', manifests: [], sentence: 'internet -/-> db' });
    const refused = pairs.filter(({ allowed }) => allowed.length === 0);
    expect(pairs.map(({ from, alike }) => [from, alike.length > 0])).toEqual([
      ['8.8.8.0-8.8.8.255', false],
      ['1.0.0.0-8.8.7.255', true],
    ]);
    expect(refused[0]?.alike).toContain('8.8.9.0-9.255.255.255');
    expect(omitted).toBe(0);
    expect(pairs.reduce((count, { alike }) => count + 1 + alike.length, 0)).toBe(claim.pairs.judged);
  });

  it('walks both sides of a pair, with the rules that do not match', () => {
    const admitsOther = `${CLOSED}  ingress: [{from: [{podSelector: {matchLabels: {app: api}}}]}]\n`;
    const report = explain({
      workspace: memoryWorkspace({ 'a.yaml': [WEB, DB, admitsOther].join('---\n') }),
      base: '',
      manifests: [],
      sentence: 'web --> db:5432',
    });
    expect(report.exitCode).toBe(1);
    const [pair] = report.pairs;
    expect(
      pair?.sides.map(({ direction, steps }) => [direction, steps.map(({ outcome, at }) => [outcome, at?.span?.line])]),
    ).toEqual([
      ['egress', [['allow', undefined]]],
      [
        'ingress',
        [
          ['no match', 26],
          ['deny', 25],
        ],
      ],
    ]);
  });

  it('walks a pod that could be created first, where that is what contradicts the sentence', () => {
    const admitsAll = `${CLOSED}  ingress: [{from: [{podSelector: {}}]}]\n`;
    const report = explain({
      workspace: memoryWorkspace({ 'a.yaml': [WEB, DB, admitsAll].join('---\n') }),
      base: '',
      manifests: [],
      sentence: 'only web --> db:5432',
    });
    expect(report.claim.status).toBe('fails');
    expect(report.pairs[0]).toMatchObject({ from: 'possible:shop/pods', to: 'shop/Deployment:db' });
    expect(report.pairs[0]?.sides.flatMap(({ steps }) => steps.map(({ text }) => text))).toContain(
      'ingress rule 1 of NetworkPolicy `shop/db` matches `possible:shop/pods`',
    );
  });
});

describe('the map of a suite', () => {
  it('is worked out once, when it is read', () => {
    const [reported] = run(
      { 'k8s/shop.yaml': `${WEB}---\n${DB}---\n${CLOSED}` },
      { sentences: ['web -/-> db'] },
    ).suites;
    if (reported === undefined) throw new Error('no suite');
    expect(Object.getOwnPropertyDescriptor(reported, 'connectivity')).toHaveProperty('get', expect.any(Function));
    const map = reported.connectivity;
    expect(map?.endpoints.map(({ id }) => id)).toContain('shop/Deployment:db');
    expect(reported.connectivity).toBe(map);
  });
});
