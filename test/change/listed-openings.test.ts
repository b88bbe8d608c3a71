import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ComparedTrees } from '../../src/change/compare-trees.ts';
import { listChanges } from '../../src/change/list-changes.ts';
import type { KnownEnd } from '../../src/change/match-ends.ts';
import type { PairChange } from '../../src/change/pair-change.ts';
import { everyPossiblePodOf } from '../../src/change/trees.ts';
import { profileOf } from '../../src/cluster/dataplane-profile.ts';
import { isEmpty } from '../../src/sets/interval-set.ts';
import { readingsOf } from '../connectivity/engine-over.ts';
import type { World } from '../oracle/world.ts';
import { changedOf, comparedOver, objectsOf, type Readings } from '../support/changed-worlds.ts';
import { anyAdminWorld } from '../support/random-admin-world.ts';
import { anyWorld } from '../support/random-world.ts';
import { clusterPolicy, namespace, networkPolicy, workload } from '../support/worlds.ts';

/** What a gate that is red for new connections asks of a change, as far as it is the case. */
function openingsIn(
  changes: readonly { readonly change: PairChange; readonly internet: boolean }[],
): readonly string[] {
  const isOpened = ({ change }: { readonly change: PairChange }): boolean => !isEmpty(change.opened);
  const mayOpen = ({ change }: { readonly change: PairChange }): boolean => !isEmpty(change.mayOpen);
  const outside = changes.filter(({ internet }) => internet);
  return [
    ...(changes.some(mayOpen) ? ['may open'] : []),
    ...(changes.some(isOpened) ? ['opens'] : []),
    ...(outside.some(mayOpen) ? ['may open to the internet'] : []),
    ...(outside.some(isOpened) ? ['opens to the internet'] : []),
  ];
}

/** Every change there is, whether or not it is told of. */
function everyChange(compared: ComparedTrees): Parameters<typeof openingsIn>[0] {
  const everyone = everyPossiblePodOf(compared.trees);
  const isInternet = ({ endpoint }: KnownEnd): boolean => endpoint.kind === 'addresses' && endpoint.internet;
  const { ends } = compared;
  const known = ends.flatMap((from) =>
    ends.flatMap((to) => {
      const change = compared.known(from, to);
      return change === undefined ? [] : [{ change, internet: isInternet(from) || isInternet(to) }];
    }),
  );
  const possible = ends.flatMap((end) =>
    [compared.possible(everyone, end), compared.possible(end, everyone)].flatMap(({ changes }) =>
      changes.map(({ change }) => ({ change, internet: isInternet(end) })),
    ),
  );
  const pairs = compared.possible(everyone, everyone).changes.map(({ change }) => ({ change, internet: false }));
  return [...known, ...possible, ...pairs];
}

const openingsListed = (compared: ComparedTrees): readonly string[] => openingsIn(listChanges(compared).changes);

describe('a change that opens something is listed as one', () => {
  const ofTeam = (team: string): object => ({
    ingress: [{ from: [{ namespaceSelector: { matchLabels: { team } } }] }],
  });
  const ofApp = (app: string): object => ({ podSelector: { matchLabels: { app } } });

  it('where all that known pods tell of the same cause is that something is closed', () => {
    const tree = (team: string): readonly unknown[] => [
      namespace('jobs', { team }),
      namespace('shop'),
      workload('shop/a', { app: 'a' }),
      networkPolicy('shop/a', { ...ofApp('a'), ...ofTeam('red') }),
      networkPolicy('shop/b', { ...ofApp('b'), ...ofTeam('blue') }),
    ];
    const compared = comparedOver(tree('red'), tree('blue'), { profile: profileOf('calico') });
    expect(openingsListed(compared)).toEqual(['may open', 'opens']);
  });

  it('to the internet, where known pods are cut off from it for the same reason', () => {
    const refuse = (team: string, app: string): object => ({
      subject: { pods: { namespaceSelector: { matchLabels: { team } }, ...ofApp(app) } },
      egress: [{ action: 'Deny', to: [{ networks: ['0.0.0.0/0', '::/0'] }] }],
    });
    const tree = (team: string): readonly unknown[] => [
      namespace('shop', { team }),
      workload('shop/a', { app: 'a' }),
      clusterPolicy('blue', 'Admin', 1, refuse('blue', 'a')),
      clusterPolicy('red', 'Admin', 2, refuse('red', 'b')),
    ];
    const compared = comparedOver(tree('red'), tree('blue'), { profile: profileOf('calico') });
    expect(openingsListed(compared)).toContain('opens to the internet');
  });

  it('where the same doubt may close something for known pods', () => {
    const web = ofApp('web');
    const tree = (db: number, cache: number): readonly unknown[] => [
      namespace('shop'),
      workload('shop/db', { app: 'db' }),
      networkPolicy('shop/web', {
        ...web,
        policyTypes: ['Egress'],
        egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }],
      }),
      networkPolicy('shop/db', { ...ofApp('db'), ingress: [{ from: [web], ports: [{ port: 80, endPort: db }] }] }),
      networkPolicy('shop/cache', {
        ...ofApp('cache'),
        ingress: [{ from: [web], ports: [{ port: 80, endPort: cache }] }],
      }),
    ];
    expect(openingsListed(comparedOver(tree(81, 80), tree(80, 90)))).toEqual(['may open']);
  });

  const definite = (world: World): Readings => ({
    profile: profileOf(world.ipBlockMatchesPods ? 'kube-network-policies' : 'cilium'),
  });
  it.each([
    ['one reading of a plugin', anyWorld, definite, 300],
    ['readings that nobody chose', anyWorld, () => ({}), 300],
    ['policies of every kind', anyAdminWorld, readingsOf, 40],
  ] as const)(
    'whatever opens it, with %s',
    (_, worlds, readings, runs) => {
      let opening = 0;
      fc.assert(
        fc.property(changedOf(worlds), ([before, after]) => {
          const compared = comparedOver(objectsOf(before), objectsOf(after), readings(before));
          const wanted = openingsIn(everyChange(compared));
          if (wanted.length > 0) opening++;
          expect(openingsListed(compared)).toEqual(expect.arrayContaining([...wanted]));
        }),
        { numRuns: runs },
      );
      expect(opening).toBeGreaterThan(runs / 4);
    },
    300_000,
  );
});
