import { describe, expect, it } from 'vitest';
import { diff } from '../../src/gate/diff.ts';
import { check } from '../../src/gate/run-gate.ts';
import { memoryWorkspace } from '../support/memory-workspace.ts';

const inShop = ', namespace: shop';

const policy = (name: string, where = inShop): string => `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: ${name}${where}}
spec: {podSelector: {matchLabels: {app: ${name}}}}
`;
const deployment = (name: string, where = inShop): string => `---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}${where}}
spec:
  selector: {matchLabels: {app: ${name}}}
  template: {metadata: {labels: {app: ${name}}}, spec: {containers: [{name: main, image: "example.com/main:1"}]}}
`;

const service = `---
apiVersion: v1
kind: Service
metadata: {name: db, namespace: shop}
spec: {selector: {app: db}, ports: [{port: 5432}]}
`;

const SUITE = { file: 'policies-tests/shop.yaml', text: 'namespace: shop\nexpect:\n  - internet -/-> db\n' };

function judge(manifests: string, suite = SUITE.text, before?: string) {
  const treeOf = (text: string) => memoryWorkspace({ 'k8s.yaml': text, [SUITE.file]: suite });
  return check({
    workspace: treeOf(manifests),
    ...(before !== undefined && { before: { kind: 'tree', workspace: treeOf(before), name: 'base' } as const }),
    base: '',
    manifests: [],
    suites: [],
    sentences: [],
    failOn: 'error',
    failOnNew: 'internet',
    today: '2026-01-01',
  });
}

const lintsIn = ({ findings }: ReturnType<typeof judge>) =>
  findings.filter(({ code }) => code === 'namespace-left-out');

describe('a namespace that is left out', () => {
  it('is found at each policy, where others of that namespace name it', () => {
    const found = lintsIn(judge(deployment('db') + policy('db', '') + policy('api', '')));
    expect(found.map(({ severity, at }) => `${severity} ${at?.span?.line}`)).toEqual(['warning 11', 'warning 16']);
    expect(found[0]?.message).toBe(
      'NetworkPolicy `shop/db` does not say its namespace: it counts for `shop` because the suite or the command says so, but others in `shop` say it themselves',
    );
    expect(found[0]?.help).toContain('write `namespace: shop`');
  });

  it('is found once for all workloads', () => {
    const [found, ...more] = lintsIn(judge(deployment('db', '') + deployment('api', '') + policy('db')));
    expect(found?.message).toMatch(/^Deployment `shop\/db` \(and 1 more\) does not say its namespace/);
    expect(more).toEqual([]);
  });

  it.each([
    ['where all leave it out', deployment('db', '') + policy('db', '')],
    [
      'where others name another namespace',
      deployment('db', '') + policy('db', '') + deployment('x', ', namespace: y'),
    ],
    ['where all name it', deployment('db') + policy('db')],
  ])('is no finding %s', (_, manifests) => {
    expect(lintsIn(judge(manifests))).toEqual([]);
  });

  it('is no finding where `kubectl apply` puts the object into the same namespace', () => {
    const inDefault = ', namespace: default';
    expect(lintsIn(judge(deployment('db', inDefault) + policy('db', ''), 'expect:\n  - internet -/-> db\n'))).toEqual(
      [],
    );
  });
});

describe('a change that leaves a namespace out', () => {
  const BEFORE = deployment('db') + policy('db');

  it.each([
    ['of a policy', deployment('db') + policy('db', ''), 'NetworkPolicy'],
    ['of a workload', deployment('db', '') + policy('db'), 'Deployment'],
  ])('%s is not taken for no change', (_, after, kind) => {
    const claims = `${SUITE.text}  - no new connections to db\n`;
    const report = judge(after, claims, BEFORE);
    expect(report.claims.map(({ status }) => status)).toEqual(['holds', 'undecided']);
    const why = `${kind} \`shop/db\` no longer says \`namespace: shop\`: applied without \`-n shop\` it is in \`default\` now`;
    expect(report.claims[1]?.message).toBe(`it cannot be decided whether connections are new, because ${why}`);
    expect(report.findings.filter(({ code }) => code === 'new-connection').map(({ message }) => message)).toEqual([
      `it is not known whether connections are new, because ${why}`,
    ]);
    expect(report.exitCode).toBe(1);
    const [world] = report.change?.kind === 'compared' ? report.change.worlds : [];
    expect(world?.notes).toEqual([
      `no change is sure, because ${why}; write \`namespace: shop\` under its \`metadata\``,
    ]);
  });

  it.each([
    ['and another name', deployment('db') + policy('db', '').replace('name: db', 'name: guard'), BEFORE],
    ['of the first new object', BEFORE + policy('api', ''), BEFORE],
    ['where the pods are not in the manifests', policy('db', ''), policy('db')],
    ['where a Service says it', service + policy('db', ''), service + policy('db')],
  ])('%s is not taken for no change', (_, after, before) => {
    const report = judge(after, 'namespace: shop\nexpect:\n  - no new connections to any pods\n', before);
    expect(report.claims.map(({ status }) => status)).toEqual(['undecided']);
    expect(report.findings.filter(({ code }) => code === 'new-connection').map(({ message }) => message)).toEqual([
      expect.stringMatching(
        /^it is not known whether .*NetworkPolicy `shop\/\w+` (no longer says|does not say) `namespace: shop`/,
      ),
    ]);
  });

  it('leaves nothing else sure', () => {
    const report = judge(
      deployment('db') + policy('db', '').replace('spec: {', 'spec: {ingress: [{}], '),
      SUITE.text,
      BEFORE,
    );
    const [world] = report.change?.kind === 'compared' ? report.change.worlds : [];
    const kinds = new Set(world?.changes.map(({ kind }) => kind));
    expect([...kinds]).toEqual(['unsure']);
  });

  it.each([
    ['where everything leaves it out', deployment('db', '') + policy('db', ''), BEFORE],
    ['where it was left out before', deployment('db') + policy('db', ''), deployment('db') + policy('db', '')],
    [
      'where the object is new, and others leave it out as well',
      BEFORE + policy('b', '') + policy('a', ''),
      BEFORE + policy('b', ''),
    ],
  ])('is sure %s', (_, after, before) => {
    expect(judge(after, SUITE.text, before).exitCode).toBe(0);
  });

  it.each([
    ['with `--namespace`', deployment('db') + policy('db', ''), BEFORE],
    ['with a base that cannot be read', BEFORE, `${BEFORE}---\nkind: [\n`],
  ])('is red in `diff --fail-on-new` %s', (_, after, before) => {
    const side = (text: string, name: string) => ({
      workspace: memoryWorkspace({ 'k8s.yaml': text }),
      base: '',
      manifests: [],
      name,
    });
    const request = { before: side(before, 'old'), after: side(after, 'new'), namespace: 'shop' };
    expect(diff({ ...request, failOnNew: 'any' }).exitCode).toBe(1);
    expect(diff({ ...request, failOnNew: 'never' }).exitCode).toBe(0);
  });
});
