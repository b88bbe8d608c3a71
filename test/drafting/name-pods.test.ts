import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Group } from '../../src/assertions/claim.ts';
import { parseClaim } from '../../src/assertions/parse-claim.ts';
import { resolveGroup } from '../../src/assertions/resolve-group.ts';
import type { Cluster } from '../../src/cluster/cluster.ts';
import { profileOf } from '../../src/cluster/dataplane-profile.ts';
import type { PodEndpoint } from '../../src/cluster/endpoint.ts';
import { namePods, type PodNames } from '../../src/drafting/name-pods.ts';
import { nameRanges } from '../../src/drafting/name-ranges.ts';
import { ALL_ADDRESSES } from '../../src/sets/address-set.ts';
import { pod } from '../assertions/tiny-world.ts';

const WORDS = ['any', 'pods', 'internet', 'external', 'nodes', 'dns', 'only', 'except', 'isolated', 'expect', 'web'];
const ODD = [
  'namespaces',
  'ingress',
  'true',
  '123',
  '0x1f',
  '10.0.0.1',
  '1.2',
  'a.b',
  'x--y',
  '10.0.0.0-x',
  'deadbeef',
];
const IMPOSSIBLE = [
  '*',
  'we?',
  'a[b]',
  '{a,b}',
  'a | b',
  'web:80',
  '--> x',
  'a,b',
  'a b',
  'a/b',
  '',
  'é',
  '"',
  "'",
  '\n',
];
const anyName = fc.constantFrom(...WORDS, ...ODD, ...IMPOSSIBLE);
const anyNamespace = fc.constantFrom('shop', 'any', 'pods', 'only', 'expect', 'dns', '123', 'a*', 'a b');

const anyPods = fc.uniqueArray(
  fc.record({
    namespace: anyNamespace,
    name: anyName,
    kind: fc.constantFrom('Deployment', 'Pod', 'Service', 'odd:kind'),
    team: fc.constantFrom('red', 'blue', 'a,b', 'red) x', ''),
  }),
  { minLength: 1, maxLength: 9, selector: ({ namespace, name, kind }) => `${namespace}/${kind}:${name}` },
);

function clusterOf(pods: readonly { namespace: string; name: string; kind: string; team: string }[]): Cluster {
  const endpoints = pods.map(({ namespace, name, kind, team }): PodEndpoint => {
    const facts = { namespace: { name: namespace, labels: nameLabel(namespace), complete: true }, workloadKind: kind };
    return pod('x/x', { team }, { ...facts, name, id: `${namespace}/${kind}:${name}` });
  });
  const namespaces = new Map(endpoints.map(({ namespace }) => [namespace.name, namespace]));
  const podAddresses = { kind: 'within', addresses: ALL_ADDRESSES } as const;
  return { endpoints, namespaces, layers: [], profile: profileOf(undefined), podAddresses };
}

const nameLabel = (name: string): ReadonlyMap<string, string> => new Map([['kubernetes.io/metadata.name', name]]);

const NO_RANGES = nameRanges({ endpoints: [], layers: [] });

/** Whom the terms mean as the source and as the target of a sentence that begins with `start`. */
function meant(terms: readonly string[], start: string, cluster: Cluster, namespace: string | undefined) {
  const sentence = `${start}${terms.join(' | ')} --> ${terms.map((term) => `${term}:only 80`).join(' | ')}`;
  const parsed = parseClaim(sentence);
  if (parsed.kind !== 'claim' || parsed.claim.kind !== 'flow') throw new Error(`${sentence}: not a claim`);
  const { from, targets } = parsed.claim;
  const origin = { kind: 'span', file: '-e' } as const;
  const suite = { define: new Map(), ...(namespace !== undefined && { namespace }) };
  const membersOf = (group: Group): readonly number[] => {
    const resolution = resolveGroup(group, { cluster, services: [], suite, refusing: false, origin });
    expect([...resolution.problems, ...resolution.missing, ...resolution.warnings]).toEqual([]);
    return [...resolution.members.keys()];
  };
  return {
    from: membersOf(from).toSorted((a, b) => a - b),
    to: targets.flatMap(({ group }) => membersOf(group)).toSorted((a, b) => a - b),
  };
}

describe('the name of a workload in a drafted claim', () => {
  it('means just that workload, whatever it is called', () => {
    fc.assert(
      fc.property(anyPods, fc.option(anyNamespace, { nil: undefined }), (pods, namespace) => {
        const cluster = clusterOf(pods);
        const names = namePods(cluster, namespace, NO_RANGES);
        for (const index of pods.keys()) {
          const term = names.one(index);
          if (term === undefined) continue;
          for (const start of ['', 'only ', 'expect ']) {
            expect(meant([term], start, cluster, namespace)).toEqual({ from: [index], to: [index] });
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is there for every name that Kubernetes takes', () => {
    const pods = [...WORDS, ...ODD].map((name) => ({ namespace: 'shop', name, kind: 'Deployment', team: 'red' }));
    for (const namespace of [undefined, 'shop']) {
      const names = namePods(clusterOf(pods), namespace, NO_RANGES);
      expect(pods.map((_, index) => names.one(index))).not.toContain(undefined);
    }
  });

  it('is short where the suite is about one namespace, and says the kind where two share a name', () => {
    const cluster = clusterOf([
      { namespace: 'shop', name: 'web', kind: 'Deployment', team: 'red' },
      { namespace: 'shop', name: 'dns', kind: 'Deployment', team: 'red' },
      { namespace: 'shop', name: 'db', kind: 'Deployment', team: 'red' },
      { namespace: 'shop', name: 'db', kind: 'Pod', team: 'red' },
    ]);
    const all = (names: PodNames) => cluster.endpoints.map((_, index) => names.one(index));
    expect(all(namePods(cluster, 'shop', NO_RANGES))).toEqual(['web', 'shop/dns', 'Deployment:db', 'Pod:db']);
    expect(all(namePods(cluster, undefined, NO_RANGES))).toEqual([
      'shop/web',
      'shop/dns',
      'shop/Deployment:db',
      'shop/Pod:db',
    ]);
  });
});

describe('the terms for some workloads', () => {
  it('mean just these, or one more that makes no difference', () => {
    const some = anyPods.chain((pods) => fc.tuple(fc.constant(pods), fc.subarray([...pods.keys()]), fc.nat(9)));
    fc.assert(
      fc.property(some, fc.option(anyNamespace, { nil: undefined }), ([pods, wanted, indifferent], namespace) => {
        const cluster = clusterOf(pods);
        const terms = namePods(cluster, namespace, NO_RANGES).some(wanted, indifferent);
        if (terms === undefined || wanted.length === 0) return;
        const { from, to } = meant(terms, '', cluster, namespace);
        expect([...new Set(to)]).toEqual(from);
        expect(from.filter((index) => index !== indifferent)).toEqual(wanted.filter((index) => index !== indifferent));
      }),
      { numRuns: 500 },
    );
  });

  it('are a namespace or a label where names would be too many', () => {
    const pods = Array.from({ length: 16 }, (_, index) => ({
      namespace: index < 8 ? 'shop' : 'bank',
      name: `app-${index}`,
      kind: 'Deployment',
      team: index < 8 || index > 14 ? 'red' : 'blue',
    }));
    const names = namePods(clusterOf(pods), undefined, NO_RANGES);
    const upTo = (first: number, end: number) => Array.from({ length: end - first }, (_, at) => first + at);
    expect(names.some(upTo(0, 8))).toEqual(['shop/pods']);
    expect(names.some(upTo(1, 8), 0)).toEqual(['shop/pods']);
    expect(names.some(upTo(8, 15))).toEqual(['bank/pods[team=blue]']);
    expect(names.some(upTo(2, 12))).toBeUndefined();
  });
});
