import type {
  CheckReport,
  ClaimReport,
  ConnectivityReport,
  DiffReport,
  ExplainReport,
} from '../../src/findings/report.ts';
import type { Traffic } from '../../src/sets/connection-set.ts';
import { shopMatrix } from './sample-matrix.ts';
import { placeOf } from './sample-places.ts';

const suiteFile = 'policies-tests/shop.yaml';
const suiteText = [
  'suite: The shop keeps its tiers apart',
  'manifests: [/k8s/**/*.yaml]',
  'namespace: shop',
  'expect:',
  '  - web -/-> db',
  '  - web --> api:8080',
  '  - only api --> db:5432',
  '  - claim: data -/-> internet',
  '    id: no-exfiltration',
  '    because: PCI DSS 1.3.1',
  '  - web -/-> cache',
  '  - claim: web -/-> legacy',
];
const allowAll = [
  'spec:',
  '  podSelector: {}',
  '  ingress:',
  '    - from:',
  '        - podSelector: {}',
  '      ports: [{port: 5432}]',
];
const dbEgress = ['  policyTypes: [Egress]', '  egress:', '    - {}'];

export const everyPort: readonly Traffic[] = [
  { protocol: 'TCP', first: 1, last: 65535 },
  { protocol: 'UDP', first: 1, last: 65535 },
  { protocol: 'SCTP', first: 1, last: 65535 },
];
export const tcp = (first: number, last: number = first): Traffic => ({ protocol: 'TCP', first, last });

const suiteAt = (text: string) => {
  const line = suiteText.findIndex((each) => each.includes(text));
  const first = Math.max(0, line - 1);
  return placeOf(suiteFile, first + 1, suiteText.slice(first, line + 2), text);
};

/** A claim of the shop that holds. */
export function claim(sentence: string, facts: Partial<ClaimReport> = {}): ClaimReport {
  const at = facts.at ?? suiteAt(sentence);
  return {
    sentence,
    status: 'holds',
    severity: 'error',
    suite: suiteFile,
    world: 'production',
    at,
    message: 'all traffic of 1 pair is refused',
    guilty: at,
    related: [],
    pairs: { judged: 1, holding: 1 },
    groups: [],
    notes: [],
    ...facts,
  };
}

const webReachesApi = claim('web --> api:8080', { message: '`shop/web` reaches `shop/api` on 8080/tcp' });
const webApart = claim('web -/-> db', { message: '`shop/web` cannot reach `shop/db`' });

const admits = placeOf('k8s/allow-all.yaml', 8, allowAll, 'podSelector: {}\n'.trim());
const rule = placeOf('k8s/allow-all.yaml', 11, allowAll.slice(3), '- podSelector: {}');

const webReachesDb = claim('web -/-> db', {
  status: 'fails',
  message: 'traffic from `shop/web` to `shop/db` on 5432/tcp is allowed, but the claim denies it',
  help: 'ingress rule 1 of `shop/allow-all` admits it; narrow its `from`',
  guilty: rule,
  related: [{ at: admits, message: '`shop/allow-all` selects every pod of the namespace' }],
  pairs: { judged: 1, holding: 0 },
  witness: {
    from: 'shop/Deployment:web',
    to: 'shop/StatefulSet:db',
    traffic: [tcp(5432)],
    egress: [
      {
        direction: 'egress',
        outcome: 'allowed',
        traffic: [tcp(5432)],
        reason: 'no policy isolates `shop/web` for egress',
      },
    ],
    ingress: [
      {
        direction: 'ingress',
        outcome: 'allowed',
        traffic: [tcp(5432)],
        reason: 'ingress rule 1 of NetworkPolicy `shop/allow-all` admits every pod of namespace `shop`',
        at: rule,
      },
    ],
  },
});

const apiCannotReachDb = claim('only api --> db:5432', {
  status: 'fails',
  message: '`shop/api` cannot reach `shop/db` on 5432/tcp',
  help: 'add `{app: api}` to the labels of `shop/api`, or name its label in the rule',
  guilty: placeOf('k8s/db.yaml', 14, ['    - from:', '        - podSelector: {matchLabels: {app: apis}}'], 'apis'),
  pairs: { judged: 3, holding: 2 },
  witness: {
    from: 'shop/Deployment:api',
    to: 'shop/StatefulSet:db',
    traffic: [tcp(5432)],
    egress: [],
    ingress: [
      {
        direction: 'ingress',
        outcome: 'denied',
        traffic: [tcp(5432)],
        reason: 'NetworkPolicy `shop/db-in` isolates `shop/db` and no rule of it admits this',
        at: placeOf('k8s/db.yaml', 8, ['metadata:', '  name: db-in'], 'db-in'),
      },
    ],
    nearestMiss: {
      reason: 'ingress rule 1 of `shop/db-in` wants `app: apis`, `shop/api` has `app: api`',
      at: placeOf('k8s/db.yaml', 14, ['    - from:', '        - podSelector: {matchLabels: {app: apis}}'], 'apis'),
    },
  },
});

const dataReachesInternet = claim('data -/-> internet', {
  id: 'no-exfiltration',
  because: 'PCI DSS 1.3.1',
  severity: 'warning',
  status: 'fails',
  message: '`shop/db` reaches `8.8.8.0/24` on every port',
  guilty: placeOf('k8s/db.yaml', 31, dbEgress, '- {}'),
  pairs: { judged: 6, holding: 5 },
  witness: {
    from: 'shop/StatefulSet:db',
    to: '8.8.8.0-8.8.8.255',
    traffic: everyPort,
    egress: [
      {
        direction: 'egress',
        outcome: 'allowed',
        traffic: everyPort,
        reason: 'egress rule 1 of NetworkPolicy `shop/db-out` is empty and admits everything',
        at: placeOf('k8s/db.yaml', 31, dbEgress, '- {}'),
      },
    ],
    ingress: [],
  },
});

const cacheUndecided = claim('web -/-> cache', {
  status: 'undecided',
  message: 'whether `shop/web` reaches `shop/cache` depends on a CiliumNetworkPolicy that the gate does not evaluate',
  help: 'state the claim for a namespace without CiliumNetworkPolicy, or remove `shop/cache-l7`',
  pairs: { judged: 1, holding: 0 },
  guilty: placeOf(
    'k8s/cache.yaml',
    1,
    ['apiVersion: cilium.io/v2', 'kind: CiliumNetworkPolicy'],
    'CiliumNetworkPolicy',
  ),
  witness: {
    from: 'shop/Deployment:web',
    to: 'shop/Deployment:cache',
    traffic: everyPort,
    egress: [],
    ingress: [
      {
        direction: 'ingress',
        outcome: 'undecided',
        traffic: everyPort,
        reason: 'CiliumNetworkPolicy `shop/cache-l7` may govern `shop/cache`',
      },
    ],
  },
});

const waived = claim('web -/-> legacy', {
  status: 'waived',
  message: '`shop/web` reaches `shop/legacy` on 80/tcp',
  pairs: { judged: 1, holding: 0 },
  waiver: { until: '2027-01-31', owner: 'data team', reason: 'migration', expired: false },
});

const endpoints: ConnectivityReport['endpoints'] = [
  { id: 'shop/Deployment:api', kind: 'workload', labels: { app: 'api' } },
  { id: 'shop/StatefulSet:db', kind: 'workload', labels: { app: 'db', tier: 'data' } },
  { id: 'shop/Deployment:web', kind: 'workload', labels: { app: 'web' } },
  { id: '0.0.0.0-255.255.255.255', kind: 'addresses', labels: {} },
];
const connections: ConnectivityReport['connections'] = [
  { from: 'shop/Deployment:api', to: 'shop/StatefulSet:db', allowed: [tcp(5432)], undecided: [] },
  { from: 'shop/Deployment:api', to: '0.0.0.0-255.255.255.255', allowed: everyPort, undecided: [] },
  { from: 'shop/Deployment:web', to: 'shop/Deployment:api', allowed: [tcp(8080)], undecided: [tcp(9090)] },
  {
    from: 'shop/Deployment:web',
    to: '0.0.0.0-255.255.255.255',
    allowed: [tcp(1, 21), tcp(23, 65535), ...everyPort.slice(1)],
    undecided: [],
  },
];

const suites: CheckReport['suites'] = [
  {
    file: suiteFile,
    title: 'The shop keeps its tiers apart',
    world: 'production',
    connectivity: { endpoints, connections },
  },
];
const inputs: CheckReport['inputs'] = [
  { file: 'k8s/allow-all.yaml', documents: 1, used: ['shop/NetworkPolicy:allow-all'], ignored: [] },
  {
    file: 'k8s/db.yaml',
    documents: 3,
    used: ['shop/StatefulSet:db', 'shop/NetworkPolicy:db-in'],
    ignored: [{ what: 'ConfigMap shop/db', why: 'has no bearing on the network' }],
  },
  { file: 'k8s/web.yaml', documents: 2, used: ['shop/Deployment:web', 'shop/Deployment:api'], ignored: [] },
  {
    file: 'charts/shop/values.yaml',
    documents: 1,
    used: [],
    ignored: [{ what: 'the document', why: 'is not a Kubernetes object' }],
  },
];
const notes = ['traffic between a pod and its own node is always allowed and is not judged'];

/** The counts that a report of these claims has. */
function summaryOf(claims: readonly ClaimReport[]): CheckReport['summary'] {
  const count = (status: ClaimReport['status']): number => claims.filter((each) => each.status === status).length;
  return {
    claims: claims.length,
    holds: count('holds'),
    fails: count('fails'),
    undecided: count('undecided'),
    invalid: count('invalid'),
    waived: count('waived'),
  };
}

/** A report of the shop with these claims. */
export function check(claims: readonly ClaimReport[], facts: Partial<CheckReport> = {}): CheckReport {
  return {
    kind: 'check',
    exitCode: claims.every(({ status }) => status === 'holds' || status === 'waived') ? 0 : 1,
    summary: summaryOf(claims),
    suites,
    claims,
    findings: [],
    suppressed: [],
    inputs,
    notes,
    ...facts,
  };
}

/** Everything holds. */
export const green = check([webApart, webReachesApi]);

/** Three tiers: one leak with reasons on both sides, one refusal with a nearest miss, one leak that only warns. */
export const threeTiers = check([webReachesDb, webReachesApi, apiCannotReachDb, dataReachesInternet], {
  matrices: [shopMatrix],
});

/** A malformed policy, a claim that nobody can decide, one waived, one invalid. */
export const malformed = check(
  [
    webReachesApi,
    cacheUndecided,
    waived,
    claim('web -/-> dbb', {
      status: 'invalid',
      at: placeOf(suiteFile, 5, ['  - web -/-> dbb'], 'dbb'),
      message: '`dbb` matches nothing',
      pairs: { judged: 0, holding: 0 },
    }),
  ],
  {
    exitCode: 2,
    findings: [
      {
        code: 'selects-everything',
        severity: 'error',
        message: '`from` of ingress rule 1 of `shop/db-in` has `podSelector` beside it, so it admits every pod',
        help: 'indent `podSelector` so that it stands inside the list of `from`',
        example: 'ingress:\n  - from:\n      - podSelector:\n          matchLabels: {app: api}\n',
        at: placeOf(
          'k8s/db.yaml',
          12,
          ['  ingress:', '    - from:', '      podSelector: {matchLabels: {app: api}}'],
          'from:',
        ),
        related: [],
      },
      {
        code: 'unknown-name',
        severity: 'error',
        message: '`dbb` matches nothing',
        help: 'did you mean `db`?',
        at: placeOf(suiteFile, 5, ['  - web -/-> dbb'], 'dbb'),
        related: [],
      },
      {
        code: 'unrendered-template',
        severity: 'warning',
        message: '`charts/shop/templates/web.yaml` is a template that has not been rendered',
        at: { file: 'charts/shop/templates/web.yaml' },
        related: [],
      },
    ],
  },
);

/** What can reach what in the shop. */
export const connectivity: ConnectivityReport = {
  kind: 'connectivity',
  exitCode: 0,
  world: 'production',
  endpoints,
  connections,
  possible: [
    {
      from: 'possible:namespaces[team=ops]/pods[role=job]',
      to: 'shop/Deployment:api',
      who: 'a pod labelled `role=job` in any namespace labelled `team=ops`',
      allowed: [tcp(8080)],
      undecided: [tcp(9090)],
    },
    {
      from: 'shop/Deployment:web',
      to: 'possible:*/pods',
      who: 'any pod in any namespace',
      allowed: everyPort,
      undecided: [],
    },
  ],
  doors: [
    {
      name: 'Ingress `shop/web`',
      at: { file: 'k8s/ingress.yaml', span: { line: 12, column: 22, endLine: 12, endColumn: 60 } },
      to: 'shop/Deployment:web',
      open: [tcp(8080)],
      undecided: [],
      shut: [],
    },
    {
      name: 'HTTPRoute `shop/api`',
      at: { file: 'k8s/ingress.yaml' },
      to: 'shop/Deployment:api',
      open: [],
      undecided: [tcp(8080)],
      shut: [tcp(9090)],
      why: 'Gateway `infra/edge`, to which the route attaches, is not in the manifests',
    },
    {
      name: 'HTTPRoute `shop/db`',
      at: { file: 'k8s/ingress.yaml' },
      to: 'shop/StatefulSet:db',
      open: [],
      undecided: [],
      shut: [],
      why: 'it names no Gateway under `parentRefs`',
    },
  ],
  matrix: { ...shopMatrix, suites: [], marks: [], unmarked: [] },
  findings: [],
  suppressed: [],
  inputs,
  notes,
};

/** Why the web tier reaches the database. */
export const explained: ExplainReport = {
  kind: 'explain',
  exitCode: 1,
  claim: webReachesDb,
  pairs: [
    {
      from: 'shop/Deployment:web',
      to: 'shop/StatefulSet:db',
      alike: ['192.0.2.0-192.0.2.255'],
      allowed: [tcp(5432)],
      denied: [tcp(1, 5431), tcp(5433, 65535), ...everyPort.slice(1)],
      undecided: [],
      sides: [
        {
          layer: 'network policies',
          direction: 'egress',
          subject: 'shop/Deployment:web',
          steps: [
            {
              tier: 'NetworkPolicy',
              outcome: 'allow',
              traffic: everyPort,
              text: 'no policy isolates `shop/web` for egress',
            },
          ],
        },
        {
          layer: 'network policies',
          direction: 'ingress',
          subject: 'shop/StatefulSet:db',
          steps: [
            {
              tier: 'NetworkPolicy',
              outcome: 'no match',
              traffic: [],
              text: 'ingress rule 1 of `shop/db-in` admits only `app=api`',
              doubt: 'the namespace `shop` has no object, so its labels are not known',
            },
            {
              tier: 'NetworkPolicy',
              outcome: 'allow',
              traffic: [tcp(5432)],
              text: 'ingress rule 1 of `shop/allow-all` admits every pod',
              at: rule,
            },
            {
              tier: 'NetworkPolicy',
              outcome: 'deny',
              traffic: [tcp(1, 5431), tcp(5433, 65535), ...everyPort.slice(1)],
              text: '`shop/db-in` isolates `shop/db`',
            },
          ],
        },
      ],
    },
  ],
  omitted: 2,
  findings: [],
  inputs,
  notes,
};

const admitted = {
  tree: 'head',
  text: 'ingress rule 1 of NetworkPolicy `shop/db` admits it now',
  at: placeOf('k8s/db.yaml', 4, allowAll, 'podSelector: {}'),
} as const;
const none = { added: [], removed: [], opened: [], closed: [], unsure: [], internet: false };

/** What a change does to the shop. */
export const changed: DiffReport = {
  kind: 'diff',
  exitCode: 1,
  change: {
    kind: 'compared',
    base: 'main@9d0e77a',
    worlds: [
      {
        world: 'production',
        changes: [
          {
            ...none,
            kind: 'opened',
            from: '0.0.0.0-255.255.255.255',
            to: 'shop/Deployment:web',
            door: 'Ingress `shop/web`',
            opened: [tcp(8080)],
            internet: true,
            causes: [{ tree: 'head', text: 'Ingress `shop/web` leads to it now' }],
          },
          ...['web', 'bff', 'cart', 'ads'].map((name) => ({
            ...none,
            kind: 'opened' as const,
            from: `shop/Deployment:${name}`,
            to: 'shop/Deployment:db',
            opened: [tcp(5432)],
            causes: [admitted],
          })),
          {
            ...none,
            kind: 'opened',
            from: 'possible:shop/pods[role=job]',
            to: 'shop/Deployment:db',
            inWords: { 'possible:shop/pods[role=job]': 'a pod labelled `role=job` in namespace `shop`' },
            opened: [tcp(5432)],
            causes: [admitted],
          },
          {
            ...none,
            kind: 'changed',
            from: 'shop/Deployment:api',
            to: 'shop/Deployment:cache',
            opened: [tcp(6380)],
            closed: [tcp(6379)],
            causes: [
              { tree: 'head', text: '`shop/cache` has the label `tier=hot` now' },
              {
                tree: 'base',
                text: 'ingress rule 2 of NetworkPolicy `shop/cache`, which admitted it, is gone with its policy',
              },
            ],
          },
          {
            ...none,
            kind: 'unsure',
            from: 'shop/Deployment:web',
            to: 'shop/Deployment:legacy',
            unsure: everyPort,
            causes: [
              {
                tree: 'head',
                text: 'whether it is allowed now is not known: CiliumNetworkPolicy `shop/extra` may govern it',
              },
            ],
          },
          {
            ...none,
            kind: 'closed',
            from: 'shop/Deployment:ads',
            to: 'shop/Deployment:old',
            removed: ['shop/Deployment:old'],
            closed: everyPort,
            causes: [
              {
                tree: 'base',
                text: '`shop/old` is gone',
                at: placeOf('k8s/old.yaml', 1, ['kind: Deployment', 'metadata: {name: old}'], 'metadata: {name: old}'),
              },
            ],
          },
        ],
        omitted: 3,
        notes: ['in the base `k8s/new/*.yaml` matches no file: all that it picks now is new'],
      },
    ],
    claimsRemoved: [
      { sentence: 'web -/-> db', suite: 'policies-tests/shop.yaml', how: 'is no longer made' },
      { sentence: 'only api --> db:5432', suite: 'policies-tests/shop.yaml', how: 'is a warning now' },
    ],
  },
  findings: [
    {
      code: 'new-connection',
      severity: 'error',
      message:
        'the change opens connections with the internet that are not to be: from `0.0.0.0/0` to `shop/web` on 8080/tcp',
      help: 'narrow what admits them',
      at: admitted.at,
      related: [],
    },
  ],
  suppressed: [],
  inputs: connectivity.inputs,
  notes: [],
};
