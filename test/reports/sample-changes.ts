import type { Comparison, ReportedChange, WorldChange } from '../../src/findings/change.ts';
import { placeOf } from './sample-places.ts';
import { check, everyPort, green, tcp, threeTiers } from './sample-reports.ts';

const base = 'main@9d0e77a';

const admitsNow = placeOf('k8s/allow-all.yaml', 11, ['    - from:', '        - podSelector: {}'], '- podSelector: {}');
const admittedBefore = placeOf('k8s/db.yaml', 14, ['        - podSelector: {matchLabels: {app: job}}'], '- pod');

/** Something that a change does, from `shop/web` to `shop/db` where nothing else is said. */
export function changed(kind: ReportedChange['kind'], facts: Partial<ReportedChange> = {}): ReportedChange {
  return {
    kind,
    from: 'shop/Deployment:web',
    to: 'shop/StatefulSet:db',
    added: [],
    removed: [],
    opened: [],
    closed: [],
    unsure: [],
    internet: false,
    causes: [{ tree: 'head', text: 'ingress rule 1 of NetworkPolicy `shop/allow-all` admits it now', at: admitsNow }],
    ...facts,
  };
}

/** What a change does in a world. */
export function world(changes: readonly ReportedChange[], facts: Partial<WorldChange> = {}): WorldChange {
  return { world: 'production', changes, omitted: 0, notes: [], ...facts };
}

/** A comparison of worlds. */
export function compared(
  worlds: readonly WorldChange[],
  claimsRemoved: Extract<Comparison, { readonly kind: 'compared' }>['claimsRemoved'] = [],
): Comparison {
  return { kind: 'compared', base, worlds, claimsRemoved };
}

const services = ['cart', 'mail', 'pay', 'stock', 'tax'].map((name) => `shop/Deployment:${name}`);

const changes: readonly ReportedChange[] = [
  changed('opened', {
    from: 'shop/StatefulSet:db',
    to: '0.0.0.0-9.255.255.255',
    opened: everyPort,
    internet: true,
    causes: [{ tree: 'base', text: 'NetworkPolicy `shop/db-out` no longer isolates `shop/db`', at: admittedBefore }],
  }),
  ...services.map((from) => changed('opened', { from, opened: [tcp(5432)] })),
  changed('opened', {
    from: '0.0.0.0-255.255.255.255',
    to: 'shop/Deployment:admin',
    added: ['shop/Deployment:admin'],
    opened: [tcp(8443)],
    internet: true,
    door: 'Ingress `shop/admin`',
    causes: [
      {
        tree: 'head',
        text: 'Ingress `shop/admin` is new',
        at: placeOf('k8s/admin.yaml', 3, ['kind: Ingress'], 'Ingress'),
      },
    ],
  }),
  changed('changed', { to: 'shop/Deployment:api', opened: [tcp(9090)], closed: [tcp(80), tcp(443)] }),
  changed('unsure', {
    to: 'shop/Deployment:cache',
    unsure: everyPort,
    causes: [{ tree: 'head', text: 'CiliumNetworkPolicy `shop/cache-l7`, which is new, may govern `shop/cache`' }],
  }),
  changed('closed', {
    from: 'possible:*/pods[role=job]',
    inWords: { 'possible:*/pods[role=job]': 'a pod labelled `role=job` in any namespace' },
    closed: [tcp(5432)],
    causes: [
      {
        tree: 'base',
        text: 'ingress rule 2 of NetworkPolicy `shop/db-in`, which is gone, admitted it',
        at: admittedBefore,
      },
    ],
  }),
];

/** The three tiers, whose change opens and closes a good deal in one of two worlds. */
export const opening = { ...threeTiers, change: compared([world(changes), world([], { world: 'staging' })]) };

/** Everything holds, though the change opens something. */
export const greenOpening = { ...green, change: compared([world([changed('opened', { opened: [tcp(5432)] })])]) };

/** Everything holds, and the change opens and closes nothing. */
export const greenUnchanged = { ...green, change: compared([world([])]) };

/** Everything that is still claimed holds. */
export const claimless = {
  ...check(green.claims.slice(0, 1)),
  change: compared(
    [
      world([], {
        notes: ['not everything could be read in the base, so that no change is sure: `k8s/x.yaml` is not YAML'],
      }),
    ],
    [
      { sentence: 'web -/-> db', suite: 'policies-tests/shop.yaml', how: 'is no longer made' },
      { sentence: 'only api --> db:5432', suite: 'policies-tests/old.yaml', how: 'is a warning now' },
    ],
  ),
};

/** Everything holds, and a part of the change was not compared. */
export const partlyCompared = {
  ...green,
  change: compared([world([], { isPartial: true, notes: ['connections may change that are not listed, because x'] })]),
} as const;

/** Everything holds, and nobody knows what the change does. */
export const incomparable = {
  ...green,
  change: {
    kind: 'unavailable',
    why: 'commit `main@9d0e77a`, which it starts from, is not in this checkout, and nothing may be fetched',
    help: 'give `actions/checkout` the input `fetch-depth: 2`',
  },
} as const;
