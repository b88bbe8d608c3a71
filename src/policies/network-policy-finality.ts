import type { Policy, Rule } from '../cluster/cluster.ts';
import type { DataplaneProfile } from '../cluster/dataplane-profile.ts';
import { doubtOf } from '../cluster/truth.ts';
import type { Direction } from '../resources/resources.ts';
import { reading } from './open-questions.ts';

/**
 * "NetworkPolicy has the last word on the pods it selects", says the API, and not whether that is meant for a direction
 * or for the pod. Where it is for the pod, a policy of one direction lets everything through in the other, before
 * baseline policies are asked: compiles that as policies of a tier between the two.
 */
export function compileFinality(networkPolicies: readonly Policy[], profile: DataplaneProfile): readonly Policy[] {
  return networkPolicies.flatMap((policy) => {
    const isFinal = reading(profile, 'networkPolicyIsFinalForPod', policy.origin);
    if (isFinal === false) return [];
    const doubt = doubtOf(isFinal);
    const rules = (direction: Direction): readonly Rule[] => {
      const other: Direction = direction === 'ingress' ? 'egress' : 'ingress';
      if (policy.isolates[direction] || !policy.isolates[other]) return [];
      const label = `the last word on ${direction}`;
      const everything = { peer: { kind: 'union', of: [{ kind: 'everything' }] }, traffic: 'everything' } as const;
      return [{ action: 'allow', ...everything, label, origin: policy.origin, ...(doubt && { doubt }) }];
    };
    return [
      {
        ...policy,
        isolates: { ingress: false, egress: false },
        rules: { ingress: rules('ingress'), egress: rules('egress') },
      },
    ];
  });
}
