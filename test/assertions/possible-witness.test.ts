import { describe, expect, it } from 'vitest';
import { judgeClaim } from '../../src/assertions/judge-claim.ts';
import type { Judgement } from '../../src/assertions/judgement.ts';
import { loadSuite } from '../../src/assertions/load-suite.ts';
import { expose } from '../../src/exposure/expose.ts';
import { namespace, networkPolicy, workload, worldOf } from '../support/worlds.ts';

/** Judges a sentence where `shop/db` lets in `from` (and `shop/api` reaches `to`) on port 5432. */
function judge(
  sentence: string,
  { from, to, define = {} }: { readonly from?: unknown; readonly to?: unknown; readonly define?: object },
): Judgement {
  const ports = [{ port: 5432 }];
  const { cluster, engine } = worldOf([
    namespace('shop', { team: 'shop' }),
    workload('shop/api', { role: 'api', tier: 'back' }),
    workload('shop/db', { role: 'db' }, [{ containerPort: 5432 }]),
    networkPolicy('shop/db', {
      podSelector: { matchLabels: { role: 'db' } },
      policyTypes: ['Ingress'],
      ingress: [{ from: [from ?? { podSelector: { matchLabels: { role: 'api' } } }], ports }],
    }),
    networkPolicy('shop/api', {
      podSelector: { matchLabels: { role: 'api' } },
      policyTypes: ['Egress'],
      egress: [{ to: [to ?? { podSelector: { matchLabels: { role: 'db' } } }], ports }],
    }),
  ]);
  const suite = loadSuite({
    file: 'suite.yaml',
    document: 0,
    value: { namespace: 'shop', define, expect: [sentence] },
  });
  const [entry] = suite.claims;
  if (entry === undefined) throw new Error('one claim');
  return judgeClaim(entry, {
    cluster,
    engine,
    exposure: expose({ cluster, engine, listDoors: () => [], listOpenings: () => [] }),
    services: [],
    suite,
    today: '2026-01-01',
  });
}

const role = (value: string): object => ({ matchLabels: { role: value } });
const anywhere = { namespaceSelector: {} };

describe('nobody else, where the source is given by name', () => {
  it.each([
    ['a label of the source', { podSelector: role('api') }],
    ['two labels of the source', { podSelector: { matchLabels: { role: 'api', tier: 'back' } } }],
    [
      'a label that the source lacks',
      {
        podSelector: {
          matchExpressions: [
            { key: 'old', operator: 'DoesNotExist' },
            { key: 'role', operator: 'In', values: ['api'] },
          ],
        },
      },
    ],
    [
      'a label in the namespace of the source',
      {
        podSelector: role('api'),
        namespaceSelector: { matchLabels: { team: 'shop', 'kubernetes.io/metadata.name': 'shop' } },
      },
    ],
  ])('are not the pods of its namespace that a rule lets in by %s', (_, from) => {
    expect(judge('only api --> db:5432', { from })).toMatchObject({
      status: 'holds',
      message:
        'the pair is allowed on 5432/tcp, and nobody outside `api` gets there, whichever pods are created (48 pairs judged)',
    });
  });

  it.each([
    ['any namespace', { podSelector: role('api'), ...anywhere }, 'a pod labelled `role=api` in any other namespace'],
    [
      'namespaces by a label',
      { podSelector: role('api'), namespaceSelector: { matchLabels: { team: 'shop' } } },
      'a pod labelled `role=api` in any namespace labelled `team=shop`',
    ],
    ['no label', { podSelector: {} }, 'a pod without labels in namespace `shop`'],
    [
      'the lack of a label alone',
      { podSelector: { matchExpressions: [{ key: 'old', operator: 'DoesNotExist' }] } },
      'a pod without labels in namespace `shop`',
    ],
    [
      'no label, in its namespace',
      { namespaceSelector: { matchLabels: { team: 'shop' } } },
      'any pod in any namespace labelled `team=shop`',
    ],
    [
      'one of several values',
      { podSelector: { matchExpressions: [{ key: 'role', operator: 'In', values: ['web', 'api'] }] } },
      'a pod labelled `role=web` in namespace `shop`',
    ],
    [
      'a label, whatever its value',
      { podSelector: { matchExpressions: [{ key: 'role', operator: 'Exists' }] } },
      'a pod labelled `role` (other than `api`) in namespace `shop`',
    ],
  ])('are pods that a rule lets in by %s', (_, from, who) => {
    const { status, message, witness } = judge('only api --> db:5432', { from });
    expect([status, message]).toEqual([
      'fails',
      `traffic from ${who} to \`shop/db\` on 5432/tcp is allowed, but the claim lets only \`api\` get there`,
    ]);
    expect(witness?.from).toMatch(/^possible:/);
  });
});

describe('nothing else, where the target is given by name', () => {
  it('is not a pod of its namespace that a rule lets through by a label of the target', () => {
    expect(judge('api --> only db:5432', {}).status).toBe('holds');
  });

  it.each([
    ['any namespace', { podSelector: role('db'), ...anywhere }, 'a pod labelled `role=db` in any other namespace'],
    ['no label', { podSelector: {} }, 'a pod without labels in namespace `shop`'],
  ])('is a pod that a rule lets through by %s', (_, to, whom) => {
    expect(judge('api --> only db:5432', { to })).toMatchObject({
      status: 'fails',
      message: `traffic from \`shop/api\` to ${whom} on 5432/tcp is allowed, but the claim lets \`api\` reach only \`db:5432\``,
    });
  });

  it('is a pod like the target on another port', () => {
    expect(judge('api --> only db:5432', {}).status).toBe('holds');
    expect(judge('api --> only db:80', {}).status).toBe('fails');
  });
});

describe('a namespace that no manifest holds', () => {
  it('may be there all the same', () => {
    const ops = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ops' } } };
    expect(judge('any ops/pods -/-> db', { from: ops }).message).toBe(
      'traffic from any pod in a namespace called `ops` to `shop/db` on 5432/tcp is allowed, but the claim denies it',
    );
  });
});

describe('`any` before a name', () => {
  const from = { podSelector: {}, ...anywhere };

  it('means pods of that name that could be created, with any labels', () => {
    expect(judge('any */web -/-> db', { from }).message).toContain('from any pod in any other namespace');
  });

  it('counts for nobody where nobody else is to be let in, and takes nobody away', () => {
    expect(judge('only any api --> db:5432', { from }).status).toBe('fails');
    expect(judge('any pods except any web -/-> db', { from }).status).toBe('fails');
    expect(judge('only any */* --> db:5432', { from }).message).not.toContain('a pod');
  });

  it('is refused where the name is one of `define`', () => {
    expect(judge('any backends -/-> db', { from, define: { backends: ['internet', 'api'] } })).toMatchObject({
      status: 'invalid',
      message: '`backends` is a name of `define`, which `any` cannot stand before',
      help: 'write `any pods[…]` in the definition, and `backends` here',
    });
  });
});

describe('nobody else, where the source is given by labels', () => {
  it('is a pod in whose labels these are not', () => {
    expect(judge('only pods[role=api] --> db:5432', {}).status).toBe('holds');
    const from = { podSelector: { matchExpressions: [{ key: 'role', operator: 'In', values: ['web', 'api'] }] } };
    expect(judge('only pods[role=api] --> db:5432', { from }).message).toContain(
      'from a pod labelled `role=web` in namespace `shop`',
    );
  });

  it('is a pod with the same labels in a namespace that the group does not look into', () => {
    const from = { podSelector: role('api'), ...anywhere };
    expect(judge('only pods[role=api] --> db:5432', { from }).status).toBe('fails');
    expect(judge('only */pods[role=api] --> db:5432', { from }).status).toBe('holds');
    expect(judge('only namespaces[team=shop]/pods[role=api] --> db:5432', { from }).status).toBe('fails');
  });

  it('may be a pod in a namespace whose name could match a pattern', () => {
    const from = { podSelector: role('api'), ...anywhere };
    expect(judge('only sh*/pods[role=api] --> db:5432', { from })).toMatchObject({
      status: 'undecided',
      help: 'name the namespaces, or select them by a label: `namespaces[…]/pods[…]`',
    });
  });
});

/** Judges a sentence in a world of these objects. */
function judgeIn(sentence: string, objects: readonly unknown[]): Judgement {
  const { cluster, engine } = worldOf(objects);
  const suite = loadSuite({ file: 'suite.yaml', document: 0, value: { expect: [sentence] } });
  const [entry] = suite.claims;
  if (entry === undefined) throw new Error('one claim');
  const exposure = expose({ cluster, engine, listDoors: () => [], listOpenings: () => [] });
  return judgeClaim(entry, { cluster, engine, exposure, services: [], suite, today: '2026-01-01' });
}

const named = (name: string): object => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
});

describe('a pod counts as one given by name', () => {
  it('not by a rule that refuses', () => {
    const who = (podSelector: object): object => ({ pods: { ...named('shop'), podSelector } });
    const isOdd = [
      { key: 'odd', operator: 'Exists' },
      { key: 'role', operator: 'NotIn', values: ['api'] },
    ];
    const objects = [
      namespace('shop'),
      workload('shop/api', { role: 'api' }),
      workload('shop/db', { role: 'db' }),
      networkPolicy('shop/db', { podSelector: { matchLabels: { role: 'db' } }, policyTypes: ['Ingress'] }),
      {
        apiVersion: 'policy.networking.k8s.io/v1alpha2',
        kind: 'ClusterNetworkPolicy',
        metadata: { name: 'odd' },
        spec: {
          tier: 'Admin',
          priority: 1,
          subject: { pods: { ...named('shop'), podSelector: { matchLabels: { role: 'db' } } } },
          ingress: [
            { action: 'Deny', from: [who({ matchExpressions: isOdd })] },
            { action: 'Accept', from: [who({ matchLabels: { odd: 'yes' } })] },
            {
              action: 'Accept',
              from: [
                who({ matchLabels: { role: 'api' }, matchExpressions: [{ key: 'odd', operator: 'DoesNotExist' }] }),
              ],
            },
            { action: 'Deny', from: [who({ matchLabels: { role: 'api' } })] },
          ],
        },
      },
    ];
    expect(judgeIn('only shop/api --> shop/db:5432', objects)).toMatchObject({
      status: 'fails',
      witness: { from: 'possible:shop/pods[odd=yes,role=api]' },
    });
  });

  it('not by a rule that may not apply', () => {
    const objects = [
      namespace('shop'),
      workload('ops/api', { role: 'api' }),
      workload('shop/db', { role: 'db' }),
      networkPolicy('shop/db', {
        podSelector: {},
        policyTypes: ['Ingress'],
        ingress: [
          {
            from: [
              {
                namespaceSelector: { matchLabels: { team: 'x', 'kubernetes.io/metadata.name': 'ops' } },
                podSelector: { matchLabels: { role: 'api' } },
              },
            ],
          },
          { from: [{ ...named('ops'), podSelector: { matchLabels: { role: 'api', tier: 't' } } }] },
        ],
      }),
    ];
    expect(judgeIn('only ops/api --> shop/db:5432', objects)).toMatchObject({
      status: 'fails',
      witness: { from: 'possible:ops/pods[role=api,tier=t]' },
    });
  });

  it('only on the ports that the claim names', () => {
    const objects = [
      namespace('shop'),
      workload('shop/api', { role: 'api' }),
      workload('shop/db', { role: 'db', main: 'yes' }),
      networkPolicy('shop/api', {
        podSelector: { matchLabels: { role: 'api' } },
        policyTypes: ['Egress'],
        egress: [{ to: [{ podSelector: { matchLabels: { role: 'db' } } }] }],
      }),
      networkPolicy('shop/main', {
        podSelector: { matchLabels: { main: 'yes' } },
        policyTypes: ['Ingress'],
        ingress: [{ ports: [{ port: 5432 }] }],
      }),
    ];
    expect(judgeIn('shop/api --> only shop/db:5432', objects)).toMatchObject({
      status: 'fails',
      witness: { to: 'possible:shop/pods[role=db]' },
    });
  });
});

describe('a policy that may not be there', () => {
  it('leaves open whether it isolates pods that could be created', () => {
    const policy = networkPolicy('shop/all', { policyTypes: ['Ingress'] }) as { readonly metadata: object };
    const hook = { ...policy, metadata: { ...policy.metadata, annotations: { 'helm.sh/hook': 'post-install' } } };
    const objects = [namespace('shop'), workload('shop/db', { role: 'db' })];
    expect(judgeIn('any shop/pods[role=x] isolated ingress', [...objects, policy]).status).toBe('holds');
    expect(judgeIn('any shop/pods[role=x] isolated ingress', [...objects, hook]).status).toBe('undecided');
  });
});
