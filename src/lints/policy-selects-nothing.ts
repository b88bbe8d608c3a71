import { labelsOfPod, selects } from '../cluster/matches.ts';
import { possible } from '../cluster/truth.ts';
import { findingAt } from '../resources/finding-at.ts';
import { below } from '../source/source-ref.ts';
import { titleOf } from './linted-rules.ts';
import { type Lint, namesOf, podsIn, podsOf, selectorText } from './linted-world.ts';
import { nearMiss } from './near-miss.ts';

/** A NetworkPolicy that selects none of the pods of its namespace, or only pods in their node's network. */
export const policySelectsNothing: Lint = (world) =>
  world.resources.networkPolicies.flatMap((policy) => {
    const pods = podsIn(world, policy.namespace);
    // Who keeps policies apart from workloads has policies for pods that nobody sees here.
    if (pods.length === 0) return [];
    const selected = pods.filter((pod) => possible(selects(policy.podSelector, labelsOfPod(pod))));
    const at = policy.podSelector.origin ?? below(policy.origin, 'spec', 'podSelector');
    const title = titleOf(policy);
    if (selected.some((pod) => !pod.hostNetwork)) return [];
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
    const elsewhere = podsOf(world).filter((pod) => selects(policy.podSelector, labelsOfPod(pod)) === true);
    const near = nearMiss(
      policy.podSelector,
      pods.map(({ labels }) => labels),
    );
    const message = `${title} selects no pod: none in namespace \`${policy.namespace}\` has \`${selectorText(policy.podSelector)}\``;
    const help =
      near !== undefined
        ? `did you mean \`${near}\`?`
        : elsewhere.length > 0
          ? `${namesOf(elsewhere)} would be selected, but a policy selects in its own namespace only: set \`metadata.namespace\``
          : `write labels that its pods have, or remove the policy; in the namespace are ${namesOf(pods)}`;
    return [findingAt('policy-selects-nothing', message, at, { help })];
  });
