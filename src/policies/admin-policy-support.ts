import type { DataplaneProfile } from '../cluster/dataplane-profile.ts';
import type { Doubt } from '../cluster/truth.ts';
import type { AdminPeer, AdminPolicy, AdminPolicyRule, AdminPort } from '../resources/resources.ts';
import { below } from '../source/source-ref.ts';

/** Whether a plugin acts on a peer as written; undefined: that is not known of it. */
export function isEnforced(peer: AdminPeer, kind: AdminPolicy['kind'], profile: DataplaneProfile): boolean | undefined {
  switch (peer.kind) {
    case 'pods':
    case 'networks':
      return true;
    case 'nodes':
      return kind === 'ClusterNetworkPolicy' ? profile.nodePeersAreEnforced : profile.olderNodePeersAreEnforced;
    case 'domainNames':
      return profile.domainPeersAreEnforced;
  }
}

/** The named port by which a rule may match more ports than the API means, if the plugin reads it so. */
export function looseNameOf(
  { ports }: AdminPolicyRule,
  kind: AdminPolicy['kind'],
  profile: DataplaneProfile,
): AdminPort | undefined {
  if (kind === 'ClusterNetworkPolicy' || profile.olderNamedPortsMatchAll !== true || ports === 'everything')
    return undefined;
  return ports.find((port) => port.kind === 'name');
}

/** Why a policy that the API server accepts may be without effect in the cluster, if there is a reason. */
export function doubtOfSupport(policy: AdminPolicy, profile: DataplaneProfile): Doubt | undefined {
  return (
    doubtOfKind(policy, profile) ??
    doubtOfPriority(policy, profile) ??
    doubtOfNames(policy, profile) ??
    doubtOfPeers(policy, profile)
  );
}

function doubtOfKind({ kind, name, origin }: AdminPolicy, profile: DataplaneProfile): Doubt | undefined {
  if (profile.adminKinds === undefined || profile.adminKinds.includes(kind)) return undefined;
  return {
    why: `\`${profile.name}\` is not known to enforce policies of the kind ${kind}, such as \`${name}\``,
    settle: `take ${kind} \`${name}\` out of the manifests under check if nothing in the cluster enforces it, or name the plugin that does under \`assume: dataplane\``,
    origin: below(origin, 'kind'),
  };
}

// OVN-Kubernetes reports the event ANPWithUnsupportedPriority and leaves such a policy out.
function doubtOfPriority({ kind, name, priority, origin }: AdminPolicy, profile: DataplaneProfile): Doubt | undefined {
  const last = profile.lastAdminPriority;
  if (last === undefined || kind !== 'AdminNetworkPolicy' || priority <= last) return undefined;
  return {
    why: `\`${profile.name}\` honours priorities up to ${last} only, and ${kind} \`${name}\` has ${priority}`,
    settle: `write a \`priority\` from 0 to ${last}`,
    origin: below(origin, 'spec', 'priority'),
  };
}

// The evaluator of v1alpha1 in kube-network-policies asks only whether the pod has a port of the name.
function doubtOfNames({ kind, name, rules }: AdminPolicy, profile: DataplaneProfile): Doubt | undefined {
  const port = [...rules.ingress, ...rules.egress].map((rule) => looseNameOf(rule, kind, profile)).find(Boolean);
  if (port === undefined) return undefined;
  return {
    why: `${kind} \`${name}\` names a port, and \`${profile.name}\` may take that for every port of a pod that has one of the name`,
    settle: 'write the number of the port',
    origin: port.origin,
  };
}

/**
 * `nodes` and `domainNames` are experimental. Where they are not supported, the policy is refused as a whole (by the API
 * server, by Cilium), the rule fails closed (Calico), or the rule is passed over (others).
 */
function doubtOfPeers(policy: AdminPolicy, profile: DataplaneProfile): Doubt | undefined {
  const peer = [...policy.rules.ingress, ...policy.rules.egress]
    .flatMap(({ peers }) => peers)
    .find((one) => isEnforced(one, policy.kind, profile) === undefined);
  if (peer === undefined) return undefined;
  return {
    why: `${policy.kind} \`${policy.name}\` has a \`${peer.kind}\` peer, and clusters differ on whether they support that; one that does not refuses everything in its place, or the policy as a whole`,
    settle:
      profile.name === undefined
        ? 'name the plugin of the cluster under `assume: dataplane` (or `--dataplane`), or put the rule into a policy of its own'
        : `what \`${profile.name}\` does here is not known: name pods or \`networks\` instead, or put the rule into a policy of its own`,
    origin: peer.origin,
  };
}
