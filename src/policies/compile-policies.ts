import type { Layer, Policy, Tier } from '../cluster/cluster.ts';
import type { DataplaneProfile } from '../cluster/dataplane-profile.ts';
import type { AdminPolicy, OpaquePolicy, Resources } from '../resources/resources.ts';
import { compileAdminPolicy } from './admin-policy.ts';
import { compileNetworkPolicy } from './network-policy.ts';
import { compileFinality } from './network-policy-finality.ts';
import { compileOpaquePolicy } from './opaque-policy.ts';

/** Compiles every policy of a world to layers of tiers, in order of precedence. */
export function compilePolicies(resources: Resources, profile: DataplaneProfile): readonly Layer[] {
  const refused = resources.opaquePolicies.filter(isNetworkPolicy);
  const others = resources.opaquePolicies.filter((policy) => !isNetworkPolicy(policy));
  const overriding = others.filter((policy) => policy.effect === 'either');
  const restricting = others.filter((policy) => policy.effect === 'restrict');
  const admin = (tier: AdminPolicy['tier']): readonly Policy[] =>
    resources.adminPolicies
      .filter((policy) => policy.tier === tier)
      .map((policy) => compileAdminPolicy(policy, profile));
  const baseline = admin('baseline');
  const networkPolicies: Tier = {
    name: 'NetworkPolicy',
    policies: [
      ...resources.networkPolicies.map((policy) => compileNetworkPolicy(policy, profile)),
      ...refused.map((policy) => compileOpaquePolicy(policy, true)),
    ],
    onNoMatch: 'deny',
  };
  const tiers = [
    passing('not modelled', opaquePolicies(overriding)),
    passing('admin', admin('admin')),
    networkPolicies,
    // Whether NetworkPolicy has the last word matters only where something comes after it.
    passing('NetworkPolicy', baseline.length === 0 ? [] : compileFinality(networkPolicies.policies, profile)),
    passing('baseline', baseline),
  ].filter((tier) => tier === networkPolicies || tier.policies.length > 0);
  const policies: Layer = { name: 'network policies', tiers, otherwise: 'allow' };
  if (restricting.length === 0) return [policies];
  const restrictions = passing('not modelled', opaquePolicies(restricting));
  return [policies, { name: 'other restrictions', tiers: [restrictions], otherwise: 'allow' }];
}

function isNetworkPolicy(policy: OpaquePolicy): boolean {
  return policy.kind === 'NetworkPolicy' && policy.apiVersion === 'networking.k8s.io/v1';
}

/** A tier that leaves to the next whatever its rules do not take. */
function passing(name: string, policies: readonly Policy[]): Tier {
  return { name, policies, onNoMatch: 'pass' };
}

function opaquePolicies(policies: readonly OpaquePolicy[]): readonly Policy[] {
  return policies.map((policy) => compileOpaquePolicy(policy, false));
}
