import type { Layer, Tier } from '../cluster/cluster.ts';
import type { DataplaneProfile } from '../cluster/dataplane-profile.ts';
import type { OpaquePolicy, Resources } from '../resources/resources.ts';
import { compileNetworkPolicy } from './network-policy.ts';
import { compileOpaquePolicy } from './opaque-policy.ts';

/** Compiles every policy of a world to layers of tiers, in order of precedence. */
export function compilePolicies(resources: Resources, profile: DataplaneProfile): readonly Layer[] {
  const refused = resources.opaquePolicies.filter(isNetworkPolicy);
  const others = resources.opaquePolicies.filter((policy) => !isNetworkPolicy(policy));
  const overriding = others.filter((policy) => policy.effect === 'either');
  const restricting = others.filter((policy) => policy.effect === 'restrict');
  const networkPolicies: Tier = {
    name: 'NetworkPolicy',
    policies: [
      ...resources.networkPolicies.map((policy) => compileNetworkPolicy(policy, profile)),
      ...refused.map((policy) => compileOpaquePolicy(policy, true)),
    ],
    onNoMatch: 'deny',
  };
  const tiers = overriding.length === 0 ? [networkPolicies] : [opaqueTier(overriding), networkPolicies];
  const policies: Layer = { name: 'network policies', tiers, otherwise: 'allow' };
  if (restricting.length === 0) return [policies];
  return [policies, { name: 'other restrictions', tiers: [opaqueTier(restricting)], otherwise: 'allow' }];
}

function isNetworkPolicy(policy: OpaquePolicy): boolean {
  return policy.kind === 'NetworkPolicy' && policy.apiVersion === 'networking.k8s.io/v1';
}

function opaqueTier(policies: readonly OpaquePolicy[]): Tier {
  return {
    name: 'not modelled',
    policies: policies.map((policy) => compileOpaquePolicy(policy, false)),
    onNoMatch: 'pass',
  };
}
