import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CheckReport } from '../../src/findings/report.ts';
import { judgeWorld, traffic } from './judge-world.ts';

const GIVEN = process.env.REAL_REPOSITORIES_DIR;
const FOLDER = GIVEN ?? resolve(import.meta.dirname, '../../../shared/real-repositories');
const IS_THERE = existsSync(FOLDER);

/** Rendering starts a program for each world, and other tests may keep the machine busy. */
const PATIENCE = { timeout: 120_000 };

const ARGO = join(FOLDER, 'argo-cd');
const BOUTIQUE = join(FOLDER, 'online-boutique');

function filesOf(repository: string, isMeant: (file: string) => boolean): readonly string[] {
  if (!IS_THERE) return [];
  return readdirSync(repository, { recursive: true, encoding: 'utf8' }).filter(isMeant).sort();
}

const foldersOf = (repository: string): readonly string[] =>
  filesOf(repository, (file) => file.endsWith('/kustomization.yaml')).map((file) => file.replace(/\/[^/]*$/, ''));

const worldsOf: readonly (readonly [repository: string, environment: object])[] = [
  ...foldersOf(ARGO).map((folder) => [ARGO, { kustomize: `/${folder}` }] as const),
  ...foldersOf(BOUTIQUE).map((folder) => [BOUTIQUE, { kustomize: `/${folder}` }] as const),
  ...['networkPolicies', 'authorizationPolicies', 'sidecars', 'opentelemetryCollector'].map(
    (switched) => [BOUTIQUE, { helm: { chart: '/helm-chart', set: { [`${switched}.create`]: true } } }] as const,
  ),
  [BOUTIQUE, { helm: { chart: '/helm-chart' } }],
  [BOUTIQUE, { manifests: ['/release'] }],
  [BOUTIQUE, { manifests: ['/kubernetes-manifests'] }],
];

/** Patches of a component have nothing to patch where no overlay lists it. */
const NOTHING_TO_PATCH =
  /^the environment `world` cannot be rendered: `kubectl kustomize` says: no resource matches strategic merge patch "/;

const problemsOf = ({ findings }: CheckReport): readonly string[] =>
  findings
    // Folders of settings alone have no pods, which is what the claim is about.
    .filter(({ code, severity }) => severity === 'error' && code !== 'unknown-name')
    .map(({ message }) => message);

it.runIf(GIVEN !== undefined)('the folder that `REAL_REPOSITORIES_DIR` names is there', () => {
  expect(existsSync(ARGO) && existsSync(BOUTIQUE)).toBe(true);
});

describe.skipIf(!IS_THERE)(`the repositories of ${FOLDER}`, () => {
  it.each(worldsOf)(
    'have the world of %s %o rendered, or are told exactly why not',
    PATIENCE,
    async (repository, world) => {
      const report = await judgeWorld(repository, world, 'shop');
      const problems = problemsOf(report);
      if (/components\//.test(JSON.stringify(world)) && problems.length > 0) {
        expect(problems).toEqual([expect.stringMatching(NOTHING_TO_PATCH)]);
        expect(report.claims[0]?.status).toBe('invalid');
      } else if (/authorizationPolicies|sidecars/.test(JSON.stringify(world))) {
        expect(new Set(report.findings.filter(({ severity }) => severity === 'error').map(({ code }) => code))).toEqual(
          new Set(['not-modelled']),
        );
      } else {
        expect(problems).toEqual([]);
      }
      // Whatever a reader is shown is a file of the repository or the suite.
      for (const { at } of report.findings) {
        expect(at?.file === 'policies-tests/suite.yaml' || existsSync(join(repository, at?.file ?? ''))).toBe(true);
      }
    },
  );

  it.each([
    [
      ARGO,
      'manifests/cluster-install',
      /^manifests\/(cluster-install|namespace-install|cluster-rbac|crds|base(?!\/(commit-server|application-controller-deployment)))\b.*\.yaml$/,
    ],
    [
      ARGO,
      'manifests/namespace-install',
      /^manifests\/(namespace-install|base(?!\/(commit-server|application-controller-deployment)))\b.*\.yaml$/,
    ],
    [BOUTIQUE, 'kustomize', /^kustomize\/(kustomization|base\/.*)\.yaml$/],
    [
      BOUTIQUE,
      'kustomize/tests/memorystore-with-all-components',
      /^kustomize\/(base|tests\/memorystore-with-all-components|components\/(cymbal-branding|google-cloud-operations|network-policies|memorystore|container-images-tag|container-images-tag-suffix|container-images-registry|custom-base-url|non-public-frontend|single-shared-session|without-loadgenerator))\/.*\.yaml$/,
    ],
  ])('%s has every file of %s in the ledger', PATIENCE, async (repository, folder, isMeant) => {
    const report = await judgeWorld(repository, { kustomize: `/${folder}` }, 'shop');
    const sources = report.inputs.filter(({ renderedInto }) => renderedInto !== undefined).map(({ file }) => file);
    const own = filesOf(repository, (file) => file.startsWith(folder) && isMeant.test(file));
    expect(sources).toEqual(expect.arrayContaining([...own]));
    expect(sources.filter((file) => !isMeant.test(file))).toEqual([]);
    expect(report.inputs.filter(({ used }) => used.length > 0).map(({ file }) => file)).toEqual([
      `${folder} (rendered)`,
    ]);
  });

  it('have every file of the chart in the ledger', PATIENCE, async () => {
    const { inputs } = await judgeWorld(BOUTIQUE, { helm: { chart: '/helm-chart' } }, 'shop');
    const sources = inputs.filter(({ renderedInto }) => renderedInto !== undefined).map(({ file }) => file);
    expect(sources).toEqual(filesOf(BOUTIQUE, (file) => /^helm-chart\/.*\.[a-zA-Z]+$/.test(file)));
  });
});

/** Read off the policies by hand; the comments say where. */
describe.skipIf(!IS_THERE)('the connectivity map', () => {
  const OPEN = 'every port';
  const argo = (name: string): string =>
    `argocd/${name === 'application-controller' ? 'StatefulSet' : 'Deployment'}:argocd-${name}`;
  const shop = (name: string): string => `shop/Deployment:${name}`;

  const WORLDS: readonly (readonly [
    repository: string,
    environment: object,
    pairs: readonly (readonly [from: string, to: string, traffic: string])[],
  ])[] = [
    [
      ARGO,
      { kustomize: '/manifests/cluster-install' },
      [
        // argocd-redis-network-policy lists the server among its `from`, on 6379/TCP; no policy governs egress.
        [argo('server'), argo('redis'), '6379/tcp'],
        // The same policy lists server, repo-server and application-controller, and not dex.
        [argo('dex-server'), argo('redis'), 'nothing'],
        // argocd-repo-server-network-policy: rule 1 lists the notifications controller on 8081; rule 2 admits every namespace
        // on 8084, and without a protocol that is TCP.
        [argo('notifications-controller'), argo('repo-server'), '8081/tcp, 8084/tcp'],
      ],
    ],
    [
      ARGO,
      { kustomize: '/manifests/namespace-install' },
      [
        // argocd-server-network-policy has the rule `{}`: everybody, on everything.
        [argo('redis'), argo('server'), OPEN],
        // argocd-dex-server-network-policy: rule 1 is for the server; rule 2 admits every namespace on 5558.
        [argo('applicationset-controller'), argo('dex-server'), '5558/tcp'],
        // Rules 1 and 2 of the same policy: 5556 and 5557 for the server, and 5558 for all.
        [argo('server'), argo('dex-server'), '5556-5558/tcp'],
      ],
    ],
    [
      ARGO,
      { kustomize: '/manifests/core-install' },
      [
        // argocd-redis-network-policy lists the application controller.
        [argo('application-controller'), argo('redis'), '6379/tcp'],
        // … and not the applicationset controller.
        [argo('applicationset-controller'), argo('redis'), 'nothing'],
        // argocd-applicationset-controller-network-policy: every namespace, on 7000 and 8080, and nothing else.
        [argo('repo-server'), argo('applicationset-controller'), '7000/tcp, 8080/tcp'],
      ],
    ],
    [
      ARGO,
      { kustomize: '/manifests/base' },
      [
        // argocd-application-controller-network-policy: every namespace, on 8082 without a protocol.
        [argo('redis'), argo('application-controller'), '8082/tcp'],
        // argocd-notifications-controller-network-policy: every namespace, on 9001.
        [argo('server'), argo('notifications-controller'), '9001/tcp'],
        // argocd-repo-server-network-policy: redis is not in rule 1; rule 2 admits it on 8084.
        [argo('redis'), argo('repo-server'), '8084/tcp'],
      ],
    ],
    ...[
      { kustomize: '/kustomize' },
      { kustomize: '/kubernetes-manifests' },
      { helm: { chart: '/helm-chart' } },
      { manifests: ['/release'] },
      { manifests: ['/kubernetes-manifests'] },
    ].map(
      (environment) =>
        [
          BOUTIQUE,
          environment,
          [
            // No policy is in any of these, so nothing is isolated.
            [shop('frontend'), shop('cartservice'), OPEN],
            [shop('adservice'), shop('redis-cart'), OPEN],
            [shop('emailservice'), shop('frontend'), OPEN],
          ],
        ] as const,
    ),
    ...[
      { kustomize: '/kustomize/tests/memorystore-with-all-components' },
      { kustomize: '/kustomize/tests/spanner-with-all-components' },
      { kustomize: '/kustomize/tests/service-mesh-istio-with-all-components' },
      { helm: { chart: '/helm-chart', set: { 'networkPolicies.create': true } } },
    ].map(
      (environment) =>
        [
          BOUTIQUE,
          environment,
          [
            // The policy `cartservice` lists frontend and checkoutservice, on 7070; `frontend` has the egress rule `{}`.
            [shop('frontend'), shop('cartservice'), '7070/tcp'],
            // The same list is without adservice; `deny-all` adds nothing, for it has no rules.
            [shop('adservice'), shop('cartservice'), 'nothing'],
            // `paymentservice` admits checkoutservice on 50051; `checkoutservice` has the egress rule `{}`.
            [shop('checkoutservice'), shop('paymentservice'), '50051/tcp'],
            // `loadgenerator` governs egress alone, and `deny-all` (in the chart as in the component) isolates its ingress.
            [shop('frontend'), shop('loadgenerator'), 'nothing'],
          ],
        ] as const,
    ),
    [
      BOUTIQUE,
      { helm: { chart: '/helm-chart', set: { 'authorizationPolicies.create': true } } },
      [
        // Policies of Istio may refuse what nothing else does: `deny-all` of theirs governs every pod of the namespace.
        [shop('frontend'), shop('cartservice'), `? ${OPEN}`],
        [shop('adservice'), shop('redis-cart'), `? ${OPEN}`],
        [shop('emailservice'), shop('frontend'), `? ${OPEN}`],
      ],
    ],
  ];

  it.each(WORLDS)('of %s %o is what its policies say', PATIENCE, async (repository, environment, pairs) => {
    const report = await judgeWorld(repository, environment, repository === ARGO ? 'argocd' : 'shop');
    expect(pairs.map(([from, to]) => [from, to, traffic(report, from, to)])).toEqual(pairs);
  });
});
