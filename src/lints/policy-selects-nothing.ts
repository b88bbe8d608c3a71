import { podIndexOf } from '../cluster/pod-index.ts';
import type { Finding } from '../findings/finding.ts';
import { suggest } from '../findings/suggest.ts';
import { findingAt } from '../resources/finding-at.ts';
import type { NetworkPolicy } from '../resources/resources.ts';
import { below } from '../source/source-ref.ts';
import { titleOf } from './linted-rules.ts';
import {
  type Lint,
  type LintedWorld,
  namesOf,
  podsAnywhere,
  podsIn,
  podsMeant,
  podsOf,
  selectorText,
} from './linted-world.ts';
import { nearMiss } from './near-miss.ts';

/** A NetworkPolicy that selects none of the pods of its namespace, or only pods in their node's network. */
export const policySelectsNothing: Lint = (world) =>
  world.resources.networkPolicies.flatMap((policy) => {
    const pods = podsIn(world, policy.namespace);
    // Who keeps policies apart from workloads has policies for pods that nobody sees here.
    if (pods.length === 0) return inMisspeltNamespace(policy, world);
    const home = { kind: 'named', name: policy.namespace } as const;
    const selected = podsMeant(world, home, policy.podSelector);
    if (selected.some((pod) => !pod.hostNetwork)) return [];
    const at = below(policy.origin, 'spec', 'podSelector');
    const title = titleOf(policy);
    if (selected.length > 0) {
      if (world.cluster.profile.policiesGovernHostPods === true) return [];
      return [
        findingAt(
          'policy-selects-nothing',
          `${title} selects only pods in their node's network: ${namesOf(selected)}`,
          at,
          {
            help: 'most network plugins do not apply policies to pods with `hostNetwork: true`: restrict their nodes instead',
          },
        ),
      ];
    }
    const elsewhere = podsAnywhere(world, policy.podSelector);
    const near = nearMiss(policy.podSelector, podIndexOf(world.cluster).surelyIn(home));
    const message = `${title} selects no pod: none in namespace \`${policy.namespace}\` has \`${selectorText(policy.podSelector)}\``;
    const help =
      near !== undefined
        ? `did you mean \`${near}\`?`
        : elsewhere.length > 0
          ? `${namesOf(elsewhere)} would be selected, but a policy selects in its own namespace only: set \`metadata.namespace\``
          : `write labels that its pods have, or remove the policy; in the namespace are ${namesOf(pods)}`;
    return [findingAt('policy-selects-nothing', message, at, { help })];
  });

/** A policy in a namespace that nobody knows, with nearly the name of one in which it would select pods. */
function inMisspeltNamespace(policy: NetworkPolicy, world: LintedWorld): readonly Finding[] {
  const { namespace, podSelector } = policy;
  const known = [...world.resources.namespaces, ...world.assumptions.namespaces];
  if (known.some(({ name }) => name === namespace)) return [];
  const meant = suggest(
    namespace,
    [...new Set(podsOf(world).map((pod) => pod.namespace.name))].filter((name) => isSlip(namespace, name)),
  );
  if (meant === undefined || podsMeant(world, { kind: 'named', name: meant }, podSelector).length === 0) return [];
  const message = `${titleOf(policy)} selects no pod: no workload and no Namespace \`${namespace}\` is in the manifests`;
  const at = policy.landed ? policy.origin : below(policy.origin, 'metadata', 'namespace');
  return [findingAt('policy-selects-nothing', message, at, { help: `did you mean \`${meant}\`?` })];
}

/** Letters too many, too few or in another order; `team-a` and `team-b` are two names. */
function isSlip(written: string, meant: string): boolean {
  return written.length !== meant.length || [...written].sort().join() === [...meant].sort().join();
}
