import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sentenceSuite } from '../../src/assertions/load-suite.ts';
import { NO_ASSUMPTIONS } from '../../src/cluster/assumptions.ts';
import type { CheckReport, ReportedMatrix } from '../../src/findings/report.ts';
import { exposeWorld } from '../../src/gate/expose-world.ts';
import { suitesOf } from '../../src/gate/load-suites.ts';
import { openFiles } from '../../src/gate/open-files.ts';
import { readWorld } from '../../src/gate/read-world.ts';
import { recipesOf } from '../../src/gate/recipes-of.ts';
import { reportMatrix } from '../../src/gate/report-matrix.ts';
import { check, connectivity, explain } from '../../src/gate/run-gate.ts';
import { openWorkspace } from '../../src/manifests/open-workspace.ts';
import { withRenderings } from '../../src/manifests/with-renderings.ts';
import { renderAll } from '../../src/rendering/render-all.ts';
import { memoryWorkspace } from '../support/memory-workspace.ts';
import { TOOLS } from '../support/real-tools.ts';

const deployment = (name: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: shop}
spec:
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec: {containers: [{name: main, image: 'example.com/main:1', ports: [{containerPort: 80}]}]}
`;
const DB_IN = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db-in, namespace: shop}
spec:
  podSelector: {matchLabels: {app: db}}
  policyTypes: [Ingress]
  ingress:
    - from: [{podSelector: {matchLabels: {app: api}}}]
      ports: [{port: 5432}]
    - from: [{ipBlock: {cidr: 10.0.0.0/8}}]
    - from: [{ipBlock: {cidr: 11.0.0.0/8}}]
`;
const shop = ['web', 'api', 'db'].map(deployment).concat(DB_IN).join('---\n');

function judge(suites: Readonly<Record<string, string>>): CheckReport {
  return check({
    workspace: memoryWorkspace({ 'k8s/shop.yaml': shop, ...suites }),
    base: '',
    suites: [],
    sentences: [],
    manifests: [],
    failOn: 'error',
    today: '2030-01-01',
    matrix: true,
  });
}

const matrixOf = (report: CheckReport): ReportedMatrix => {
  const [matrix, ...others] = report.matrices ?? [];
  if (matrix === undefined || others.length > 0) throw new Error('one matrix');
  return matrix;
};

const suite = (...claims: readonly string[]): string => `expect: ${JSON.stringify(claims)}\n`;

describe('the matrix of a world', () => {
  it('is made only where it is asked for', () => {
    const request = { workspace: memoryWorkspace({ 'k8s/shop.yaml': shop }), base: '', manifests: [] };
    expect(connectivity(request).matrix).toBeUndefined();
    expect(connectivity({ ...request, matrix: true }).matrix?.endpoints.length).toBeGreaterThan(3);
  });

  it.each(['admin-tiers', 'exposed', 'three-tier', 'possible-pods', 'egress-only', 'admin-equal-priorities'])(
    'says for every pair of %s what the map and `explain` say',
    (folder) => {
      const request = { workspace: openWorkspace(`policies-tests/${folder}/manifests`), base: '', manifests: [] };
      const report = connectivity({ ...request, matrix: true });
      const { endpoints, rows, verdicts, sides } = report.matrix as ReportedMatrix;
      const pods = endpoints.flatMap(({ id, kind }, index) => (kind === 'workload' ? [{ id, index }] : []));
      const known = new Map(report.connections.map((one) => [`${one.from} ${one.to}`, one]));
      for (const from of pods) {
        for (const to of pods) {
          const pair = rows[from.index]?.[to.index];
          if (pair === undefined) continue;
          const verdict = verdicts[pair[0]];
          const connection = known.get(`${from.id} ${to.id}`) ?? { allowed: [], undecided: [] };
          expect(verdict).toMatchObject({ allowed: connection.allowed, undecided: connection.undecided });
          const sentence = `${from.id} --> ${to.id}`;
          const explained = explain({ ...request, sentence }).pairs.find((one) => one.from === from.id);
          if (from.index === to.index || explained === undefined) continue;
          const told = [pair[1], pair[2]].flatMap((side) => sides[side]?.layers ?? []);
          expect(told.map(({ steps }) => steps)).toEqual(
            explained.sides.map(({ direction, steps }) =>
              steps.map((step) => ({ ...step, text: inRoles(step.text, from.id, to.id, direction) })),
            ),
          );
        }
      }
      expect(pods.length).toBeGreaterThan(1);
    },
  );

  it('is empty where nobody is there', () => {
    const workspace = memoryWorkspace({ 'k8s/policy.yaml': DB_IN });
    expect(connectivity({ workspace, base: '', manifests: [], matrix: true }).matrix).toMatchObject({
      endpoints: [],
      rows: [],
    });
  });

  it('keeps what is undecided apart from what is refused', () => {
    // Nobody knows the labels of the namespace: no manifest holds it.
    const doubtful = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: doubtful, namespace: shop}
spec:
  podSelector: {matchLabels: {app: db}}
  ingress: [{from: [{namespaceSelector: {matchLabels: {team: shop}}}]}]
`;
    const closed = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: closed, namespace: shop}
spec: {podSelector: {matchLabels: {app: web}}, policyTypes: [Ingress]}
`;
    const documents = [...['web', 'api', 'db'].map(deployment), doubtful, closed].join('---\n');
    const request = { workspace: memoryWorkspace({ 'k8s/shop.yaml': documents }), base: '', manifests: [] };
    const { endpoints, rows, verdicts } = connectivity({ ...request, matrix: true }).matrix as ReportedMatrix;
    const indexOf = (name: string): number => endpoints.findIndex(({ id }) => id === `shop/Deployment:${name}`);
    const words = (to: string): readonly string[] => {
      const pair = rows[indexOf('api')]?.[indexOf(to)];
      const verdict = pair && verdicts[pair[0]];
      return (['allowed', 'denied', 'undecided'] as const).filter((word) => (verdict?.[word] ?? []).length > 0);
    };
    expect([words('web'), words('db')]).toEqual([['denied'], ['undecided']]);
  });

  it('shows addresses as one only where the same rules decide for the same reasons', () => {
    const { endpoints } = matrixOf(judge({ 'policies-tests/a.yaml': suite('web -/-> db') }));
    const ranges = endpoints.flatMap(({ addresses }) => (addresses ? [addresses.ranges] : []));
    // Both ranges may send everything to the database, but by different rules.
    expect(ranges).toEqual(expect.arrayContaining([['10.0.0.0-10.255.255.255'], ['11.0.0.0-11.255.255.255']]));
  });

  it('tells addresses apart that a claim tells apart, and no others', () => {
    const ends = (claim: string) => matrixOf(judge({ 'policies-tests/a.yaml': suite(claim) })).endpoints;
    const addresses = (claim: string) => ends(claim).flatMap((end) => (end.addresses ? [end.addresses] : []));
    expect(addresses('192.0.2.7 -/-> db').map(({ ranges }) => ranges)).toContainEqual(['192.0.2.7']);
    const whats = addresses('internet -/-> db').map(({ what, ranges }) => `${what} ${ranges.length > 1}`);
    expect(whats.sort()).toEqual(['not public false', 'not public true', 'public false', 'public true']);
  });

  it('shows the addresses of a world in which nothing tells them apart as one', () => {
    const request = { workspace: memoryWorkspace({ 'k8s/web.yaml': deployment('web') }), base: '', manifests: [] };
    const { endpoints } = connectivity({ ...request, matrix: true }).matrix as ReportedMatrix;
    expect(endpoints.map(({ id, addresses }) => addresses?.what ?? id)).toEqual(
      expect.arrayContaining(['shop/Deployment:web', 'any']),
    );
    expect(endpoints).toHaveLength(2);
  });
});

/** The words of `explain` for a pair, with the ends as the matrix calls them. */
function inRoles(text: string, from: string, to: string, direction: string): string {
  const [subject, peer] = direction === 'egress' ? [from, to] : [to, from];
  const [subjectRole, peerRole] =
    direction === 'egress' ? ['the source', 'the destination'] : ['the destination', 'the source'];
  return text.replaceAll(`\`${peer}\``, peerRole).replaceAll(`\`${subject}\``, subjectRole);
}

describe('the marks of claims', () => {
  const claims = [
    'web -/-> db',
    'api --> db:5432',
    'only api --> db:5432',
    'web <-/-> db',
    'internet -/-> db',
    '10.0.0.0/8 -/-> db',
    'web | api --> only db',
    'isolated(db) for ingress',
    'nobody -/-> db',
  ];

  it('speak of no pair that was not judged, and contradict no claim that holds', () => {
    const report = judge({ 'policies-tests/a.yaml': suite(...claims) });
    const { marks, endpoints } = matrixOf(report);
    expect(marks.length).toBeGreaterThan(5);
    for (const { claim, pairs } of marks) {
      const judged = report.claims[claim];
      const bad = pairs.filter(([, , status]) => status !== 'holds');
      // Neighbouring addresses are one endpoint of the matrix, and possible pods are none.
      expect(pairs.length).toBeLessThanOrEqual(judged?.pairs.judged ?? 0);
      if (judged?.status === 'holds') expect(bad).toEqual([]);
      for (const [from, to] of pairs) expect([endpoints[from], endpoints[to]]).not.toContain(undefined);
    }
    const statuses = marks.find(({ claim }) => claims[claim] === 'web | api --> only db')?.pairs.map(([, , s]) => s);
    expect(new Set(statuses)).toEqual(new Set(['holds', 'fails', 'undecided']));
  });

  it('point at the pair that the witness of a failing claim shows', () => {
    const report = judge({ 'policies-tests/a.yaml': suite('db -/-> web', '10.0.0.0/8 -/-> db') });
    const { marks, endpoints } = matrixOf(report);
    for (const [index, { witness, status }] of report.claims.entries()) {
      expect(status).toBe('fails');
      const failing = marks.find(({ claim }) => claim === index)?.pairs.filter(([, , end]) => end === 'fails');
      const idsOf = (end: number): readonly string[] => endpoints[end]?.addresses?.ranges ?? [endpoints[end]?.id ?? ''];
      const pairs = failing?.flatMap(([from, to]) => idsOf(from).map((id) => [id, ...idsOf(to)]));
      expect(pairs).toContainEqual([witness?.from, witness?.to]);
    }
  });

  it.each(readdirSync('policies-tests'))(
    'of %s say of known pairs what the verdicts of their claims say',
    async (folder) => {
      const written = openWorkspace(`policies-tests/${folder}`);
      const asked = { workspace: written, base: '', suites: ['suite.yaml'], sentences: [], manifests: [] } as const;
      const env = { PATH: `${TOOLS.helm}:${TOOLS.kubectl}` };
      const renderings = await renderAll(recipesOf(suitesOf(asked)), `policies-tests/${folder}`, {
        allowRemote: false,
        env,
      });
      const request = { ...asked, workspace: withRenderings(written, renderings) };
      const report = check({ ...request, failOn: 'error', today: '2030-01-01', matrix: true });
      for (const matrix of report.matrices ?? []) expectMarksToAgree(matrix, report);
      expect(report.matrices).not.toEqual([]);
    },
  );

  function expectMarksToAgree({ marks, endpoints }: ReportedMatrix, report: CheckReport): void {
    const idsOf = (end: number): readonly string[] => endpoints[end]?.addresses?.ranges ?? [endpoints[end]?.id ?? ''];
    for (const { claim, pairs } of marks) {
      const { status, witness } = report.claims[claim] as CheckReport['claims'][number];
      if (status === 'holds') expect(pairs.filter(([, , end]) => end !== 'holds')).toEqual([]);
      const isKnown = endpoints.some((_, index) => idsOf(index).includes(witness?.from ?? ''));
      if (!isKnown || (status !== 'fails' && status !== 'undecided')) continue;
      const shown = pairs.filter(
        ([from, to]) => idsOf(from).includes(witness?.from ?? '') && idsOf(to).includes(witness?.to ?? ''),
      );
      expect(shown.map(([, , end]) => end)).toEqual(witness?.to.startsWith('possible:') ? [] : [status]);
    }
  }

  it('count claims over all suites, and suites about one world share a matrix', () => {
    const report = judge({
      'policies-tests/a.yaml': suite('web -/-> db', 'nobody -/-> db'),
      'policies-tests/b.yaml': suite('api --> db:5432'),
    });
    const { marks, suites } = matrixOf(report);
    expect(suites).toEqual(['policies-tests/a.yaml', 'policies-tests/b.yaml']);
    expect(marks.map(({ claim }) => report.claims[claim]?.sentence)).toEqual(['web -/-> db', 'api --> db:5432']);
  });

  it('do not mix suites that state different facts', () => {
    const report = judge({
      'policies-tests/a.yaml': suite('web -/-> db'),
      'policies-tests/b.yaml': `assume: {ingressController: shop/web}\n${suite('api --> db:5432')}`,
    });
    expect(report.matrices?.map(({ suites }) => suites)).toEqual([
      ['policies-tests/a.yaml'],
      ['policies-tests/b.yaml'],
    ]);
  });
});

describe('a world of more than a page can show', () => {
  const podsOf = (count: number) =>
    Array.from({ length: count }, (_, index) => deployment(`pod-${index}`)).join('---\n');
  const matrixOfPods = (count: number) => {
    const workspace = memoryWorkspace({ 'k8s/pods.yaml': podsOf(count) });
    return connectivity({ workspace, base: '', manifests: [], matrix: true }).matrix;
  };

  it('has no rows where it has too many pairs, and says so with the count', () => {
    const matrix = matrixOfPods(501);
    expect(matrix).toMatchObject({ rows: [], endpoints: [] });
    expect(matrix?.leftOut).toMatch(/^there are \d{6} pairs, and a page shows at most 250000$/);
  });

  it('does not list the pods that could be created beside many workloads', () => {
    expect(matrixOfPods(60)?.possible?.length).toBeGreaterThan(0);
    expect(matrixOfPods(61)).toMatchObject({ rows: { length: 62 } });
    expect(matrixOfPods(61)).not.toHaveProperty('possible');
  });

  it('has no rows where the reasons are too long, and leaves claims unmarked that speak of too many pairs', () => {
    const files = openFiles(memoryWorkspace({ 'k8s/shop.yaml': shop }), new Map());
    const world = readWorld(files, {
      name: 'manifests',
      files: ['k8s/shop.yaml'],
      named: true,
      namespace: 'shop',
      assumptions: NO_ASSUMPTIONS,
      addressCuts: [],
      wants: { nodes: false, dns: false },
    });
    const exposure = exposeWorld(world);
    const suite = sentenceSuite(['web -/-> db', 'web | api -/-> db']);
    const { cluster, engine } = world;
    const context = { cluster, engine, exposure, services: [], suite, today: '2030-01-01' };
    const claims = suite.claims.map((entry, claim) => ({ claim, entry, context }));
    const limited = (limits: { readonly steps: number; readonly marks: number }) =>
      reportMatrix({ world, exposure, suites: [], claims }, files.locate, { pairs: 1000, pods: 10, ...limits });
    expect(limited({ steps: 3, marks: 10 }).leftOut).toMatch(/^the reasons of \d+ pairs are more than 3 lines$/);
    const { marks, unmarked } = limited({ steps: 1000, marks: 2 });
    expect([marks.map(({ claim }) => claim), unmarked]).toEqual([[0], [1]]);
  });
});
