import { describe, expect, it } from 'vitest';
import type { ComparedTrees } from '../../src/change/compare-trees.ts';
import type { KnownEnd } from '../../src/change/match-ends.ts';
import { isUnchanged, type PairChange } from '../../src/change/pair-change.ts';
import { everyPossiblePodOf } from '../../src/change/trees.ts';
import type { PossibleEnds } from '../../src/connectivity/possible-question.ts';
import type { PodBox } from '../../src/possible/pod-box.ts';
import { ALL_CONNECTIONS, connections, NO_CONNECTIONS } from '../../src/sets/connection-set.ts';
import { comparedOver } from '../support/changed-worlds.ts';

type Labels = Readonly<Record<string, string>>;

const namespace = (name: string, labels: Labels = {}) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels },
});

const pod = (of: string, name: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { namespace: of, name, labels: { app: name } },
  spec: { containers: [{ name: 'main', image: 'example.com/main:1' }] },
});

const networkPolicy = (of: string, name: string, ingress: readonly object[]) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { namespace: of, name },
  spec: { podSelector: { matchLabels: { app: name } }, policyTypes: ['Ingress'], ingress },
});

const adminPolicy = (ingress: readonly object[]) => ({
  apiVersion: 'policy.networking.k8s.io/v1alpha1',
  kind: 'AdminNetworkPolicy',
  metadata: { name: 'order' },
  spec: { priority: 1, subject: { namespaces: {} }, ingress },
});

const fromApp = (app: string, port: number) => ({
  from: [{ podSelector: { matchLabels: { app } } }],
  ports: [{ port }],
});

function endOf({ ends }: ComparedTrees, name: string): KnownEnd {
  const found = ends.find(
    ({ endpoint }) => endpoint.kind === 'pod' && `${endpoint.namespace.name}/${endpoint.name}` === name,
  );
  if (found === undefined) throw new Error(`no pod ${name}`);
  return found;
}

const isOther = (compared: ComparedTrees, from: string, to: string): boolean => {
  const change = compared.known(endOf(compared, from), endOf(compared, to));
  return change !== undefined && !isUnchanged(change);
};

describe('what a change bears on', () => {
  const there = [namespace('shop'), pod('shop', 'web'), pod('shop', 'job'), pod('shop', 'db')];
  // Whether a range means pods is read in two ways, so that every other answer about `db` is in doubt before and after.
  const inDoubt = { from: [{ ipBlock: { cidr: '0.0.0.0/0' } }], ports: [{ port: 80 }] };

  it('is the peers of the rules that are others, and nobody else, whatever is in doubt besides', () => {
    const before = [...there, networkPolicy('shop', 'db', [inDoubt, fromApp('web', 8080)])];
    const after = [...there, networkPolicy('shop', 'db', [inDoubt, fromApp('web', 8081)])];
    const compared = comparedOver(before, after);
    expect(isOther(compared, 'shop/web', 'shop/db')).toBe(true);
    expect(isOther(compared, 'shop/job', 'shop/db')).toBe(false);
    expect(isOther(compared, 'shop/db', 'shop/web')).toBe(false);
    const everyone = everyPossiblePodOf(compared.trees);
    const boxes = compared.possible(everyone, endOf(compared, 'shop/db')).changes.flatMap(({ ends }) => ends);
    expect(boxes.length).toBeGreaterThan(0);
    for (const { from } of boxes) expect([...(from?.labels.get('app')?.values.listed ?? [])]).toEqual(['web']);
  });

  it('is for pods that could be created too the peers of each rule that is other, and not those of another', () => {
    const sending = (port: number) => ({
      ...networkPolicy('shop', 'job', []),
      spec: {
        podSelector: { matchLabels: { app: 'job' } },
        policyTypes: ['Egress'],
        egress: [
          { to: [{ ipBlock: { cidr: '0.0.0.0/0' } }], ports: [{ port: 80 }] },
          { to: [{ podSelector: { matchLabels: { app: 'cache' } } }], ports: [{ port }] },
        ],
      },
    });
    const compared = comparedOver(
      [...there, networkPolicy('shop', 'db', [inDoubt, fromApp('web', 8080)]), sending(8080)],
      [...there, networkPolicy('shop', 'db', [inDoubt, fromApp('web', 8081)]), sending(8081)],
    );
    const everyone = everyPossiblePodOf(compared.trees);
    const apps = (box: PodBox | undefined): string => [...(box?.labels.get('app')?.values.listed ?? [])].join();
    const pairs = compared
      .possible(everyone, everyone)
      .changes.flatMap(({ ends }) => ends.map(({ from, to }) => `${apps(from)} > ${apps(to)}`));
    expect([...new Set(pairs)].sort()).toEqual(['job > cache', 'web > db']);
  });

  it('is everybody with whoever a policy governs that isolates for more than it did', () => {
    const policy = networkPolicy('shop', 'db', []);
    const more = { ...policy, spec: { ...policy.spec, policyTypes: ['Ingress', 'Egress'] } };
    const compared = comparedOver([...there, policy], [...there, more]);
    expect(isOther(compared, 'shop/db', 'shop/web')).toBe(true);
    expect(isOther(compared, 'shop/web', 'shop/job')).toBe(false);
  });

  it('is the order of rules, where one allows what the other denies', () => {
    const peers = [{ namespaces: {} }];
    const [allow, deny] = [
      { action: 'Allow', from: peers },
      { action: 'Deny', from: peers },
    ];
    const compared = comparedOver([...there, adminPolicy([deny, allow])], [...there, adminPolicy([allow, deny])]);
    expect(isOther(compared, 'shop/web', 'shop/db')).toBe(true);
  });

  it('is the priority of a policy', () => {
    const peers = [{ namespaces: {} }];
    const own = adminPolicy([{ action: 'Deny', from: peers }]);
    const other = { ...adminPolicy([{ action: 'Allow', from: peers }]), metadata: { name: 'other' } };
    const first = { ...own, spec: { ...own.spec, priority: 0 } };
    const last = { ...own, spec: { ...own.spec, priority: 2 } };
    const compared = comparedOver([...there, other, first], [...there, other, last]);
    expect(isOther(compared, 'shop/web', 'shop/db')).toBe(true);
  });

  it('is the tier of a policy, which lets what comes between have a say', () => {
    const policy = (tier: 'Admin' | 'Baseline') => ({
      apiVersion: 'policy.networking.k8s.io/v1alpha2',
      kind: 'ClusterNetworkPolicy',
      metadata: { name: 'guard' },
      spec: {
        tier,
        priority: 1,
        subject: { namespaces: {} },
        ingress: [{ action: 'Deny', from: [{ namespaces: {} }] }],
      },
    });
    const open = networkPolicy('shop', 'db', [{ from: [{ podSelector: {} }] }]);
    const compared = comparedOver([...there, open, policy('Admin')], [...there, open, policy('Baseline')]);
    expect(isOther(compared, 'shop/web', 'shop/db')).toBe(true);
  });

  it('is the labels of a namespace, for pods that could be created in it', () => {
    const rule = { from: [{ namespaceSelector: { matchLabels: { env: 'prod' } } }] };
    const rest = [namespace('shop'), pod('shop', 'db'), networkPolicy('shop', 'db', [rule])];
    const compared = comparedOver([...rest, namespace('jobs')], [...rest, namespace('jobs', { env: 'prod' })]);
    const everyone = everyPossiblePodOf(compared.trees);
    const namesOf = ({ changes }: ReturnType<ComparedTrees['possible']>): readonly string[] => [
      ...new Set(
        changes.flatMap(({ ends }) =>
          ends.flatMap(({ from }) => (from?.namespace.kind === 'known' ? [from.namespace.facts.name] : [])),
        ),
      ),
    ];
    expect(namesOf(compared.possible(everyone, endOf(compared, 'shop/db')))).toEqual(['jobs']);
    expect(namesOf(compared.possible(everyone, everyone))).toContain('jobs');
    // And the other way, where those pods are what is reached.
    const egress = {
      ...networkPolicy('shop', 'db', []),
      spec: { podSelector: {}, policyTypes: ['Egress'], egress: [{ to: rule.from }] },
    };
    const out = [namespace('shop'), pod('shop', 'db'), egress];
    const outward = comparedOver([...out, namespace('jobs')], [...out, namespace('jobs', { env: 'prod' })]);
    const all = everyPossiblePodOf(outward.trees);
    const reached = outward.possible(all, all).changes.flatMap(({ ends }) => ends.map(({ to }) => to?.namespace));
    expect(reached.some((one) => one?.kind === 'known' && one.facts.name === 'jobs')).toBe(true);
  });

  it.each(['ingress', 'egress'] as const)(
    'is the labels of a namespace, for pods in it that policies govern in %s by these',
    (direction) => {
      const guard = adminPolicy([]);
      const peer = direction === 'ingress' ? 'from' : 'to';
      const rule = { action: 'Deny', [peer]: [{ namespaces: {} }] };
      const spec = { priority: 1, subject: { namespaces: { matchLabels: { env: 'prod' } } }, [direction]: [rule] };
      const rest = [namespace('shop'), pod('shop', 'db'), { ...guard, spec }];
      const compared = comparedOver([...rest, namespace('jobs')], [...rest, namespace('jobs', { env: 'prod' })]);
      const [everyone, db] = [everyPossiblePodOf(compared.trees), endOf(compared, 'shop/db')];
      const { changes } = direction === 'ingress' ? compared.possible(db, everyone) : compared.possible(everyone, db);
      expect(changes.map(({ change }) => change)).toMatchObject([{ closed: ALL_CONNECTIONS }]);
    },
  );

  describe('where one end alone is treated otherwise', () => {
    // Plugins read it in two ways whether a range means pods.
    const range = [{ ipBlock: { cidr: '0.0.0.0/0' } }];
    const policyOf = (app: string, spec: object) => ({
      ...networkPolicy('shop', app, []),
      spec: { podSelector: { matchLabels: { app } }, ...spec },
    });
    const sending = (ports?: readonly object[]) =>
      policyOf('web', { policyTypes: ['Egress'], egress: [{ to: range, ...(ports && { ports }) }] });
    const taking = (...ports: readonly number[]) =>
      policyOf('db', {
        policyTypes: ['Ingress'],
        ingress: [{ from: [{ podSelector: { matchLabels: { app: 'web' } } }], ports: ports.map((port) => ({ port })) }],
      });
    const closed = {
      ...networkPolicy('shop', 'closed', []),
      spec: { podSelector: {}, policyTypes: ['Ingress'] },
    };
    type Ends = readonly [from: string | undefined, to: string | undefined];
    const changesOf = (compared: ComparedTrees, [from, to]: Ends): readonly PairChange[] => {
      const everyone = everyPossiblePodOf(compared.trees);
      if (from !== undefined && to !== undefined) {
        const change = compared.known(endOf(compared, from), endOf(compared, to));
        return change === undefined || isUnchanged(change) ? [] : [change];
      }
      const [source, target] = [from, to].map((name) => (name === undefined ? everyone : endOf(compared, name)));
      const { changes } = compared.possible(source ?? everyone, target ?? everyone);
      // Of web and db alone; of others a default deny says something new.
      const apps = (box: PodBox | undefined): string => {
        const { kind, listed } = box?.labels.get('app')?.values ?? { kind: 'only', listed: [] };
        return kind === 'only' ? [...listed].join() : '';
      };
      const isOfThem = (end: PossibleEnds): boolean =>
        (end.from === undefined || apps(end.from) === 'web') && (end.to === undefined || apps(end.to) === 'db');
      return changes.filter(({ ends }) => ends.some(isOfThem)).map(({ change }) => change);
    };
    const pairs: readonly (readonly [string, Ends])[] = [
      ['known pods', ['shop/web', 'shop/db']],
      ['pods that could be created and a known one', [undefined, 'shop/db']],
      ['a known pod and pods that could be created', ['shop/web', undefined]],
      ['pods that could be created', [undefined, undefined]],
    ];

    it.each(pairs)('is nothing that this end treats as before, of %s', (_, ends) => {
      const before = [...there, sending(), taking(80)];
      expect(changesOf(comparedOver(before, [...before, closed]), ends)).toEqual([]);
      // And the other way round: what is opened to nobody new, while the other end is in doubt.
      expect(changesOf(comparedOver([...before, closed], before), ends)).toEqual([]);
    });

    it.each(pairs)('may be what this end treats otherwise, and no more, of %s', (_, ends) => {
      const [before, after] = [
        [...there, sending(), taking(80)],
        [...there, sending(), taking(81)],
      ];
      const changes = changesOf(comparedOver(before, after), ends);
      expect(changes.length).toBeGreaterThan(0);
      for (const { opened, closed: shut, mayOpen, mayClose } of changes) {
        expect([opened, shut]).toEqual([NO_CONNECTIONS, NO_CONNECTIONS]);
        expect([mayOpen, mayClose]).toEqual([connections('TCP', 81, 81), connections('TCP', 80, 80)]);
      }
    });

    it.each(pairs)('may be what this end is in doubt about now, or was, of %s', (_, ends) => {
      const before = [...there, sending(), taking(80)];
      const after = [
        ...before,
        { ...closed, spec: { ...closed.spec, ingress: [{ from: range, ports: [{ port: 81 }] }] } },
      ];
      const doubtful = connections('TCP', 81, 81);
      const sure = [...there, sending(), taking(80, 81)];
      for (const { compared, mayOpen, mayClose } of [
        { compared: comparedOver(before, after), mayOpen: doubtful, mayClose: NO_CONNECTIONS },
        { compared: comparedOver(after, before), mayOpen: NO_CONNECTIONS, mayClose: doubtful },
        { compared: comparedOver(after, sure), mayOpen: doubtful, mayClose: NO_CONNECTIONS },
        { compared: comparedOver(sure, after), mayOpen: NO_CONNECTIONS, mayClose: doubtful },
      ]) {
        const changes = changesOf(compared, ends);
        expect(changes.length).toBeGreaterThan(0);
        for (const change of changes) expect(change).toMatchObject({ mayOpen, mayClose });
      }
    });
  });
});
