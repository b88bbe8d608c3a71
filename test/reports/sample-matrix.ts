import type { ReportedMatrix, ReportedPair } from '../../src/findings/report.ts';
import type { Traffic } from '../../src/sets/connection-set.ts';
import { placeOf } from './sample-places.ts';

const everyPort: readonly Traffic[] = (['TCP', 'UDP', 'SCTP'] as const).map((protocol) => ({
  protocol,
  first: 1,
  last: 65535,
}));
const postgres: readonly Traffic[] = [{ protocol: 'TCP', first: 5432, last: 5432 }];
const others: readonly Traffic[] = [
  { protocol: 'TCP', first: 1, last: 5431 },
  { protocol: 'TCP', first: 5433, last: 65535 },
  ...everyPort.slice(1),
];
const rule = placeOf(
  'k8s/allow-all.yaml',
  3,
  ['  ingress:', '    - from:', '        - podSelector: {}', '      ports: [{port: 5432}]'],
  'podSelector',
);

const FREE: ReportedPair = [0, 0, 1];
const SHUT: ReportedPair = [1, 0, 2];
const LEAK: ReportedPair = [2, 0, 3];
const OUTSIDE: ReportedPair = [3, 0, 4];

/** The shop as a matrix: web and api reach each other, web leaks into the database, addresses are in doubt there. */
export const shopMatrix: ReportedMatrix = {
  world: 'production',
  suites: ['policies-tests/shop.yaml'],
  endpoints: [
    { id: 'shop/Deployment:api', kind: 'workload', labels: { app: 'api' } },
    { id: 'shop/StatefulSet:db', kind: 'workload', labels: { app: 'db', tier: 'data' } },
    { id: 'shop/Deployment:web', kind: 'workload', labels: { app: 'web' } },
    {
      id: '1.0.0.0-9.255.255.255',
      kind: 'addresses',
      labels: {},
      addresses: { what: 'public', ranges: ['1.0.0.0-9.255.255.255', '11.0.0.0-100.63.255.255'], outside: true },
    },
  ],
  verdicts: [
    { allowed: everyPort, denied: [], undecided: [] },
    { allowed: [], denied: everyPort, undecided: [] },
    { allowed: postgres, denied: others, undecided: [] },
    { allowed: [], denied: others, undecided: postgres },
  ],
  sides: [
    { direction: 'egress', layers: [] },
    {
      direction: 'ingress',
      layers: [
        {
          name: 'network policies',
          steps: [
            {
              tier: 'no policy',
              outcome: 'allow',
              traffic: everyPort,
              text: 'no policy governs ingress of the destination',
            },
          ],
        },
      ],
    },
    {
      direction: 'ingress',
      layers: [
        {
          name: 'network policies',
          steps: [
            {
              tier: 'NetworkPolicy',
              outcome: 'no match',
              traffic: [],
              text: 'ingress rule 1 of NetworkPolicy `shop/allow-all` does not match the source',
              at: rule,
            },
            {
              tier: 'NetworkPolicy',
              outcome: 'deny',
              traffic: everyPort,
              text: 'no rule takes the rest, and the destination is isolated for ingress by NetworkPolicy `shop/db-in`',
              at: { file: 'k8s/db.yaml' },
            },
          ],
        },
      ],
    },
    {
      direction: 'ingress',
      layers: [
        {
          name: 'network policies',
          steps: [
            {
              tier: 'NetworkPolicy',
              outcome: 'allow',
              traffic: postgres,
              text: 'ingress rule 1 of NetworkPolicy `shop/allow-all` matches the source',
              at: rule,
            },
          ],
        },
      ],
    },
    {
      direction: 'ingress',
      layers: [
        {
          name: 'network policies',
          steps: [
            {
              tier: 'NetworkPolicy',
              outcome: 'allow',
              traffic: postgres,
              text: 'ingress rule 2 of NetworkPolicy `shop/db-in` matches the source',
              doubt: 'a pod of another cluster may have the address',
            },
          ],
        },
      ],
    },
  ],
  rows: [
    [FREE, LEAK, FREE, FREE],
    [FREE, SHUT, FREE, FREE],
    [FREE, LEAK, FREE, FREE],
    [SHUT, OUTSIDE, FREE, undefined],
  ],
  marks: [
    { claim: 0, pairs: [[2, 1, 'fails']] },
    { claim: 1, pairs: [[2, 0, 'holds']] },
    {
      claim: 3,
      pairs: [
        [1, 3, 'fails'],
        [3, 1, 'undecided'],
      ],
    },
  ],
  unmarked: [2],
  doors: [
    {
      name: 'Ingress `shop/api`',
      at: { file: 'k8s/ingress.yaml', span: { line: 12, column: 22, endLine: 12, endColumn: 60 } },
      to: 'shop/Deployment:api',
      open: [{ protocol: 'TCP', first: 8080, last: 8080 }],
      undecided: [],
      shut: [],
    },
  ],
  possible: [
    {
      from: 'possible:namespaces[team=ops]/pods[role=job]',
      to: 'shop/Deployment:api',
      who: 'a pod labelled `role=job` in any namespace labelled `team=ops`',
      allowed: postgres,
      undecided: [],
    },
  ],
};
