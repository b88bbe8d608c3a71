import type { Cluster } from '../cluster/cluster.ts';
import type { Finding } from '../findings/finding.ts';
import { findingAt } from '../resources/finding-at.ts';
import type { LabelSelector } from '../resources/label-selector.ts';
import type { AdminPolicy, NetworkPolicy } from '../resources/resources.ts';
import { below, type SourceRef } from '../source/source-ref.ts';
import { DIRECTIONS, placeOf, titleOf } from './linted-rules.ts';
import type { Lint, LintedWorld } from './linted-world.ts';

/** A namespace selector that wants a label such as `name: shop`, which the Namespace `shop` does not carry. */
export const namespaceLabelMissing: Lint = (world) => {
  const { networkPolicies, adminPolicies } = world.resources;
  const ofPolicies = networkPolicies.flatMap((policy) =>
    DIRECTIONS.flatMap((direction) => (policy.governs[direction] ? policy.rules[direction] : []))
      .flatMap(({ peers }) => (peers === 'everyone' ? [] : peers))
      .flatMap((peer) => (peer.kind === 'pods' ? lintPeer(world, peer, policy) : [])),
  );
  const ofAdmins = adminPolicies.flatMap((policy) =>
    [
      policy.subject,
      ...DIRECTIONS.flatMap((direction) => policy.rules[direction])
        .flatMap(({ peers }) => peers)
        .filter((peer) => peer.kind === 'pods'),
    ].flatMap((peer) => lintPeer(world, peer, policy)),
  );
  return [...ofPolicies, ...ofAdmins];
};

function lintPeer(
  { cluster }: LintedWorld,
  peer: { readonly namespaceSelector?: LabelSelector; readonly origin: SourceRef },
  policy: NetworkPolicy | AdminPolicy,
): readonly Finding[] {
  return (peer.namespaceSelector?.requirements ?? []).flatMap(({ key, operator, values }) => {
    const [value] = values;
    if (operator !== 'In' || values.length !== 1 || value === undefined) return [];
    const meant = cluster.namespaces.get(value);
    // Labels of a namespace without an object are not known.
    if (meant === undefined || !meant.complete || meant.labels.has(key)) return [];
    if (namespaceLabelsOf(cluster).has(`${key}=${value}`)) return [];
    const message = `a namespace selector of ${titleOf(policy)} looks for \`${key}: ${value}\`, but namespace \`${value}\` has no label \`${key}\``;
    const at = placeOf(peer, 'namespaceSelector');
    return [
      findingAt('namespace-label-missing', message, below(at, 'matchLabels', key), {
        help: `every namespace has its name as a label: write \`kubernetes.io/metadata.name: ${value}\`, or add \`${key}: ${value}\` to the Namespace`,
      }),
    ];
  });
}

/** Labels that some namespace has, as `key=value`. */
function namespaceLabelsOf(cluster: Cluster): ReadonlySet<string> {
  const known = labelsByCluster.get(cluster);
  if (known !== undefined) return known;
  const namespaces = [...cluster.namespaces.values()];
  const labels = new Set(namespaces.flatMap((one) => [...one.labels].map(([key, value]) => `${key}=${value}`)));
  labelsByCluster.set(cluster, labels);
  return labels;
}

const labelsByCluster = new WeakMap<Cluster, ReadonlySet<string>>();
