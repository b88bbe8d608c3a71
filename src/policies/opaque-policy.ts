import type { Policy, Rule } from '../cluster/cluster.ts';
import type { EndpointPredicate } from '../cluster/predicate.ts';
import type { Doubt } from '../cluster/truth.ts';
import type { Direction, OpaquePolicy } from '../resources/resources.ts';

/**
 * Compiles a policy whose effect is not known so that nothing it may govern is ever relied upon: each rule may apply
 * to everything, and none surely applies to anything.
 * `joinsOthers`: it is one of a union of allow rules (it may admit or isolate), not something that overrides them.
 */
export function compileOpaquePolicy(policy: OpaquePolicy, joinsOthers: boolean): Policy {
  const name = policy.namespace === undefined ? policy.name : `${policy.namespace}/${policy.name}`;
  const doubt: Doubt = {
    why: `${policy.kind} \`${name}\` may govern it, but what it does is not known: ${policy.why}`,
    settle: settlement(policy),
    origin: policy.origin,
  };
  const rule = (action: 'allow' | 'deny', direction: Direction): Rule => ({
    action,
    peer: { kind: 'everything' },
    traffic: 'everything',
    doubt,
    label: `whatever it says about ${direction}`,
    origin: policy.origin,
  });
  const rules = (direction: Direction): readonly Rule[] => {
    if (!policy.directions.includes(direction)) return [];
    const mayDeny = [rule('deny', direction)];
    if (policy.effect === 'restrict') return mayDeny;
    return joinsOthers ? [rule('allow', direction)] : [rule('allow', direction), ...mayDeny];
  };
  const isolates = (direction: Direction): boolean => joinsOthers && policy.directions.includes(direction);
  return {
    kind: policy.kind,
    name,
    subject: subjectOf(policy, doubt),
    doubt,
    isolates: { ingress: isolates('ingress'), egress: isolates('egress') },
    isolatesOrigin: policy.origin,
    rules: { ingress: rules('ingress'), egress: rules('egress') },
    origin: policy.origin,
  };
}

function subjectOf(policy: OpaquePolicy, hostNetwork: Doubt): EndpointPredicate {
  return {
    kind: 'pods',
    namespaces:
      policy.namespace === undefined
        ? { kind: 'selected', selector: { requirements: [] } }
        : { kind: 'named', name: policy.namespace },
    labels: policy.podSelector ?? { requirements: [] },
    hostNetwork,
  };
}

function settlement(policy: OpaquePolicy): string {
  return policy.apiVersion === 'networking.k8s.io/v1' || policy.apiVersion.startsWith('policy.networking.k8s.io/')
    ? 'mend the policy as its own finding says'
    : 'leave the policy out of the judged manifests if the cluster does not enforce it, or judge its traffic in another way';
}
