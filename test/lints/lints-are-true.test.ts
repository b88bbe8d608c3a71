import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { connectivity } from '../../src/gate/run-gate.ts';
import { memoryWorkspace } from '../support/memory-workspace.ts';
import { anyWorld, toManifests } from '../support/random-world.ts';
import { inWords, namespace, workload, worldOf } from '../support/worlds.ts';

const reportOf = (text: string) =>
  connectivity({ workspace: memoryWorkspace({ 'k8s.yaml': text }), base: '', manifests: [], dataplane: 'calico' });

const TEAMS = ['a', 'b'];
const PODS = TEAMS.flatMap((team) => [
  namespace(`ns-${team}`, { team }),
  workload(`ns-${team}/web`, { app: 'web' }),
  workload(`ns-${team}/db`, { app: 'db' }),
]);

const peer = fc.constantFrom(
  { namespaces: {} },
  ...TEAMS.map((team) => ({ namespaces: { matchLabels: { team } } })),
  ...['web', 'db'].map((app) => ({ pods: { namespaceSelector: {}, podSelector: { matchLabels: { app } } } })),
);
const port = fc.constantFrom(
  { tcp: { destinationPort: { number: 80 } } },
  { tcp: { destinationPort: { range: { start: 70, end: 90 } } } },
  { udp: { destinationPort: { number: 80 } } },
);
const adminRule = fc.record(
  {
    action: fc.constantFrom('Accept', 'Deny', 'Pass'),
    from: fc.array(peer, { minLength: 1, maxLength: 2 }),
    protocols: fc.array(port, { minLength: 1, maxLength: 2 }),
  },
  { requiredKeys: ['action', 'from'] },
);
const adminPolicies = fc.array(fc.array(adminRule, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 2 });
type Rules = readonly (readonly object[])[];

const toObjects = (policies: Rules): readonly unknown[] =>
  policies
    .map((ingress, index) => ({
      apiVersion: 'policy.networking.k8s.io/v1alpha2',
      kind: 'ClusterNetworkPolicy',
      metadata: { name: `p${index}` },
      spec: { tier: 'Admin', priority: index, subject: { namespaces: {} }, ingress },
    }))
    .filter(({ spec }) => spec.ingress.length > 0);

/** Every verdict between pods, in words. */
function verdictsOf(policies: Rules): readonly string[] {
  const { cluster, engine } = worldOf([...PODS, ...toObjects(policies)]);
  const pods = cluster.endpoints.flatMap(({ kind }, index) => (kind === 'pod' ? [index] : []));
  return pods.flatMap((from) => pods.map((to) => inWords(engine.verdict(from, to).allowed)));
}

describe('what lints say is so', () => {
  it('a policy that is told to select nothing can go without any change', () => {
    let told = 0;
    fc.assert(
      fc.property(anyWorld, (world) => {
        const before = reportOf(toManifests(world));
        const names = before.findings.flatMap(({ code, message }) => {
          const [, name] = /^NetworkPolicy `([^`]+)` selects no pod/.exec(message) ?? [];
          return code === 'policy-selects-nothing' && name !== undefined ? [name] : [];
        });
        if (names.length === 0) return;
        told += 1;
        const policies = world.policies.filter(
          ({ metadata }) => !names.includes(`${metadata.namespace}/${metadata.name}`),
        );
        // The ranges of a policy cut the address space, so that pairs of pods are what can be compared.
        const betweenPods = ({ connections }: typeof before) =>
          connections.filter(({ from, to }) => from.includes('/') && to.includes('/'));
        expect(betweenPods(reportOf(toManifests({ ...world, policies })))).toEqual(betweenPods(before));
      }),
      { numRuns: 60 },
    );
    expect(told).toBeGreaterThan(5);
  });

  it('a rule that is told to be shadowed can go without any change', () => {
    let told = 0;
    fc.assert(
      fc.property(adminPolicies, (policies) => {
        const text = [...PODS, ...toObjects(policies)].map((object) => stringify(object)).join('---\n');
        const [shadowed] = reportOf(text).findings.filter(({ code }) => code === 'rule-shadowed');
        const [, rule, policy] =
          /^ingress rule (\d+) of ClusterNetworkPolicy `p(\d+)`/.exec(shadowed?.message ?? '') ?? [];
        if (rule === undefined) return;
        told += 1;
        const without = policies.map((rules, index) =>
          index === Number(policy) ? rules.filter((_, at) => at !== Number(rule) - 1) : rules,
        );
        expect(verdictsOf(without)).toEqual(verdictsOf(policies));
      }),
      { numRuns: 150 },
    );
    expect(told).toBeGreaterThan(10);
  });
});
